"""``import --columns`` and ``--save``, and the line that ``formats --explain`` prints, as typed."""

from __future__ import annotations

import shlex

import pytest

from stride.formats import use_layouts

ROWS = [f"2024-05-31 09:{minute:02d};{90 + minute % 7};88" for minute in range(40)]
STEPS = sum(90 + minute % 7 for minute in range(40))


@pytest.fixture(autouse=True)
def no_layouts_left():
    """What a run keeps is a setting of its own home; the next one has another."""
    yield
    use_layouts(None)


@pytest.fixture
def band(tmp_path):
    path = tmp_path / "my band.csv"
    path.write_text("\n".join(["ts;n;akku", *ROWS]) + "\n")
    return path


def test_the_printed_line_is_pasted_and_kept(stride, band, tmp_path):
    said = stride("formats", "--explain", band)
    assert said.code == 0
    line = next(line for line in said.out.splitlines() if line.startswith("  stride import"))
    words = shlex.split(line)[1:]
    done = stride(*words, "--tz", "UTC", "--save", "my-band", "--json")
    assert done.code == 0 and done.json["imports"][0]["steps"] == STEPS
    assert "Kept as the format my-band" in done.err
    june = tmp_path / "june.csv"
    june.write_text(band.read_text().replace("2024-05-31", "2024-06-02"))
    (found,) = stride("import", june, "--tz", "UTC", "--json").json["imports"]
    assert (found["format"], found["steps"]) == ("my-band", STEPS)
    assert "my-band" in stride("formats").out


def test_explain_says_it_in_json(stride, band):
    found = stride("formats", "--explain", band, "--json").json
    assert found["import"] == f"stride import '{band}' --columns time=ts,steps=n"
    assert found["why_not"] is None and found["columns_unread"] == []


def test_nothing_is_kept_of_a_dry_run_or_a_refusal(stride, band):
    stride("import", band, "--columns", "time=ts,steps=n", "--save", "a", "--dry-run")
    stride("import", band, "--columns", "time=ts,steps=q", "--save", "b")
    listed = stride("formats", "--json").json["formats"]
    assert not {"a", "b"} & {entry["id"] for entry in listed}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--save", "a"), "--save goes with --columns"),
        (("--rate", "50"), "--rate goes with --columns"),
        (("--columns", "time=ts"), "needs time and steps"),
        (("--columns", "time=ts,steps=n", "--format", "harth"), "say two things"),
        (("--columns", "time=ts,steps=n", "--save", "harth"), "a format harth itself"),
        (("--columns", "time=ts,steps=n", "--save", "Über"), "cannot be called"),
        (("--columns", "x=1,y=2,z=3", "--rate", "fast"), "is not a number"),
    ],
)
def test_what_cannot_be_meant(stride, band, words, said):
    done = stride("import", band, *words)
    assert done.code == 2 and said in done.err


def test_a_table_of_ones_own_stands_in_every_list(stride, band):
    given = ("--columns", "time=ts,steps=n", "--tz", "UTC")
    done = stride("import", *given, band)
    assert (done.code, "A table of your own" in done.out) == (0, True)
    assert stride("import", "--save", "my-band", "--again", *given, band).code == 0
    for command in (["imports", "--all"], ["sources"], ["undo", "--list"], ["formats"]):
        assert stride(*command).code == 0, command
