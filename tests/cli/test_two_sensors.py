"""``stride import THIGH BACK --placement thigh,back``."""

from __future__ import annotations

import numpy as np
import pytest
from simulator import posture_half_hour, simulate


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Half an hour of one body: two files without a word in their rows, the back's clock late."""
    folder = tmp_path_factory.mktemp("two") / "A17"
    folder.mkdir()
    for where, late_s in (("thigh", 0.0), ("back", -2.0)):
        made = simulate(posture_half_hour(), where, 25.0, 3)
        stamps = np.datetime64("2026-03-02T10:00:00.000") + np.round(
            (made.t_s + late_s) * 1000
        ).astype("timedelta64[ms]")
        rows = zip(stamps.astype(str), made.acc_g.tolist(), strict=True)
        lines = (f"{t.replace('T', ' ')},{x:.4f},{y:.4f},{z:.4f}\n" for t, (x, y, z) in rows)
        (folder / f"A17_{where}.csv").write_text("".join(lines))
    return folder


def both(pair):
    return str(pair / "A17_thigh.csv"), str(pair / "A17_back.csv")


def test_two_files_are_one_import(stride, pair):
    done = stride("import", "--json", "--tz", "UTC", "--placement", "thigh,back", *both(pair))
    (made,) = done.json["imports"]
    assert (made["status"], made["placement"], made["grade"]) == ("imported", "thigh+back", "A")
    assert made["walking_minutes"] == pytest.approx(11, abs=1)
    assert any("2.0 s behind" in text for text in made["warnings"])
    again = stride("import", "--json", "--tz", "UTC", "--placement", "thigh,back", *both(pair))
    assert again.json["imports"][0]["status"] == "already"
    assert len(stride("imports", "--json").json["imports"]) == 1


def test_undone_and_done_again_the_day_is_as_it_was(stride, pair):
    stride("import", "--tz", "UTC", "--placement", "thigh,back", *both(pair))
    walked = stride("day", "2026-03-02", "--json")
    assert (walked.code, stride("undo").code) == (0, 0)
    assert stride("day", "2026-03-02", "--json").code != 0, "no data are left"
    assert stride("undo", "--redo").code == 0
    assert stride("day", "2026-03-02", "--json").json == walked.json
    again = stride("import", "--json", "--tz", "UTC", "--placement", "thigh,back", *both(pair))
    assert again.json["imports"][0]["status"] == "already"


def test_the_order_of_the_placements_is_that_of_the_files(stride, pair):
    thigh, back = both(pair)
    first = stride("import", "--json", "--tz", "UTC", "--placement", "thigh,back", thigh, back)
    turned = stride("import", "--json", "--tz", "UTC", "--placement", "back,thigh", back, thigh)
    assert turned.json["imports"][0]["status"] == "already"
    assert first.json["imports"][0]["sha256"] == turned.json["imports"][0]["sha256"]


def test_a_folder_whose_names_say_which_is_which(stride, pair):
    done = stride("import", "--json", "--tz", "UTC", "--placement", "thigh,back", str(pair))
    assert [made["status"] for made in done.json["imports"]] == ["imported"]


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        (["A17_thigh.csv"], 2, "takes two files, or one folder"),
        (["A17_thigh.csv", "A17_back.csv", "A17_back.csv"], 2, "takes two files"),
        (["A17_thigh.csv", "none.csv"], 65, "does not exist"),
    ],
)
def test_mistakes_get_one_sentence(stride, pair, monkeypatch, files, code, said):
    monkeypatch.chdir(pair)
    done = stride("import", "--tz", "UTC", "--placement", "thigh,back", *files)
    assert (done.code, said in done.err) == (code, True), done.err


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("participant,file,placement", "A17,{file},{where}"),
        ("Position;Datei;Proband", "{Where};{file};A17"),
        ("file\tsensor", "{file}\t{where}"),
    ],
)
def test_a_folder_whose_table_says_which_is_which(stride, pair, tmp_path, header, row):
    rows = [header]
    for where, name in (("thigh", "rec 1.csv"), ("back", "rec 2.csv")):
        (tmp_path / name).write_bytes((pair / f"A17_{where}.csv").read_bytes())
        shown = "lower back" if where == "back" else where
        rows.append(row.format(file=name, where=shown, Where=shown.title()))
    if "participant" not in header and "Proband" not in header:
        for name, new in (("rec 1.csv", "r_thigh.csv"), ("rec 2.csv", "r_back.csv")):
            (tmp_path / name).rename(tmp_path / new)
            rows = [text.replace(name, new) for text in rows]
    (tmp_path / "list.csv").write_text("\n".join(rows) + "\n")
    (made,) = stride("import", "--json", "--tz", "UTC", tmp_path).json["imports"]
    assert (made["placement"], made["grade"]) == ("thigh+back", "A")
    assert made["walking_minutes"] == pytest.approx(11, abs=1)


@pytest.mark.parametrize(
    ("row", "said"),
    [("A,none.csv,thigh", "line 2: there is no file “none.csv”"),
     ("A,rec.csv,ear", "line 2: “ear” is no placement")],
)  # fmt: skip
def test_a_table_with_something_wrong(stride, tmp_path, row, said):
    (tmp_path / "rec.csv").write_text("time,x,y,z\n")
    (tmp_path / "list.csv").write_text(f"participant,file,placement\n{row}\n")
    done = stride("import", tmp_path)
    assert done.code == 65 and said in done.err
