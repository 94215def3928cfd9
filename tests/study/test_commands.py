"""``stride study protocol | describe | associate`` as typed."""

from __future__ import annotations

import csv
import json
import re

import pytest

pytest.importorskip("pandas", reason="needs the extra study")

from benchmarks.people import draw
from tests.cli.conftest import stride  # noqa: F401  # the fixture


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    cohort = draw(400, 8)
    cohort.days.to_parquet(folder / "days.parquet")
    cohort.days.to_csv(folder / "days.csv.gz", index=False)
    cohort.people.to_csv(folder / "people.csv", index=False)
    return folder


def test_associate_writes_numbers_sheet_and_csv(stride, tables, tmp_path):  # noqa: F811
    done = stride(
        "study", "associate", str(tables / "days.parquet"), str(tables / "people.csv"),
        "--protocol", "hunt4", "--json", str(tmp_path / "r.json"),
        "--html", str(tmp_path / "r.html"),
    )  # fmt: skip
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    results = json.loads((tmp_path / "r.json").read_text())
    assert results["n"] == 400
    page = (tmp_path / "r.html").read_text()
    assert "association" in page and "Table 3" in page and page.count("<svg") >= 4
    assert "<script" not in page and "http://" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", page)
    rows = list(csv.DictReader((tmp_path / "r-csv" / "table2.csv").open()))
    assert sum(int(row["n"]) for row in rows if row["exposure"] == "volume") == 400
    written = page + "".join(path.read_text() for path in (tmp_path / "r-csv").iterdir())
    assert not re.search(r"P\d{6}", written), "a participant's name stands in it"


def test_a_file_of_another_kind_is_not_replaced(stride, tables, tmp_path):  # noqa: F811
    mine = tmp_path / "thesis.json"
    mine.write_text('{"mine": 1}')
    given = ("study", "describe", str(tables / "days.parquet"), str(tables / "people.csv"))
    done = stride(*given, "--json", str(mine))
    assert (done.code, mine.read_text()) == (74, '{"mine": 1}')
    assert stride(*given, "--json", str(mine), "--force").code == 0
    assert stride(*given, "--json", str(mine)).code == 0, "its own kind is replaced"


def test_gz_and_parquet_give_the_same(stride, tables):  # noqa: F811
    said = [
        stride(
            "study", "associate", str(tables / days), str(tables / "people.csv"), "--json", "-"
        ).json
        for days in ("days.parquet", "days.csv.gz")
    ]
    assert said[0] == said[1]


def test_describe_speaks_of_no_outcome(stride, tables, tmp_path):  # noqa: F811
    done = stride(
        "study", "describe", str(tables / "days.parquet"), str(tables / "people.csv"),
        "--html", str(tmp_path / "d.html"),
    )  # fmt: skip
    assert done.code == 0 and "400 persons are analysed" in done.out
    assert "ratio" not in done.out
    assert "Table 2" not in (tmp_path / "d.html").read_text()


def test_protocol_prints_a_file_that_can_be_used(stride, tables, tmp_path):  # noqa: F811
    own = tmp_path / "own.toml"
    own.write_text(stride("study", "protocol", "hunt4").out.replace('id = "hunt4"', 'id = "ours"'))
    done = stride(
        "study", "associate", str(tables / "days.parquet"), str(tables / "people.csv"),
        "--protocol", str(own), "--json", "-",
    )  # fmt: skip
    assert done.json["meta"]["protocol"] == "ours"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.csv", "people.csv"], 65, "there is no"),
        (["days.parquet", "nowhere.csv"], 65, "there is no"),
        (["people.csv", "people.csv"], 65, "DAYS lacks the column"),
        (["days.parquet", "people.csv", "--protocol", "hunt9"], 2, "no protocol"),
        (["days.parquet", "people.csv", "--json", "no/such/folder/x.json"], 74, "does not exist"),
    ],
)
def test_mistakes_get_one_sentence(stride, tables, monkeypatch, arguments, code, said):  # noqa: F811
    monkeypatch.chdir(tables)
    done = stride("study", "associate", *arguments)
    assert (done.code, said in done.err) == (code, True), done.err
    assert "Traceback" not in done.err


def test_study_alone_shows_what_stands_below(stride):  # noqa: F811
    done = stride("study")
    assert done.code == 0 and "associate" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_words_are_those_of_an_association(stride, tables):  # noqa: F811
    done = stride("study", "associate", str(tables / "days.parquet"), str(tables / "people.csv"))
    assert "ssociation" in done.out
    assert not re.search(r"reduce[sd]?|prevents?|because of", done.out)
