"""Tables that nobody knows, read by the columns a person tells; kept, and known the next time."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stride.errors import DataError, UsageError
from stride.formats import ReadOptions, discover, how_to, read, save_layout, use_layouts
from stride.formats.layout.own_table import as_told, told_columns
from stride.types import Intervals, Recording

OPTIONS = ReadOptions(config_tz="UTC", format_id="own-columns")
CLOCKS = [f"{hour:02d}:{minute:02d}" for hour in (9, 10) for minute in range(30)]
COUNTS = [(96, 0, 104, 110)[place % 4] for place in range(60)]


def _read(path: Path, **given: object) -> Intervals | Recording:
    options = replace(OPTIONS, **given)  # type: ignore[arg-type]
    (item,) = discover(path, options)
    return read(item, options)


def _steps(path: Path, **given: object) -> float:
    found = _read(path, **given)
    assert isinstance(found, Intervals)
    return float(found.steps.sum()) + sum(total.steps for total in found.day_totals)


def _table(path: Path, header: str, row: str) -> Path:
    rows = [
        row.format(clock=clock, n=count, place=place)
        for place, (clock, count) in enumerate(zip(CLOCKS, COUNTS, strict=True))
    ]
    path.write_text("\n".join([*([header] if header else []), *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        ("ts;n;akku", "2024-05-31 {clock};{n};90", "time=ts,steps=n"),
        ("ts;n;akku", "2024-05-31 {clock};{n};90", "time=1,steps=2"),
        ("", "2024-05-31 {clock},x,{n}", "time=1,steps=3"),
        ("", "{place}\t{n}\t2024-05-31T{clock}:00Z", "time=3,steps=2"),
        ("jour|a|quand", "31.05.2024|{n}|{clock}", "time=jour,clock=quand,steps=a"),
        (
            "from,to,beats,n",
            "2024-05-31 {clock}:00,2024-05-31 {clock}:59,70,{n}",
            "time=from,end=to,steps=n",
        ),
        ('"when, local",n', "2024-05-31 {clock},{n}", 'time="when, local",steps=n'),
        ("Device,Band\nOwner,me\n\nts,n,q", "2024-05-31 {clock},{n},1", "time=ts,steps=n"),
    ],
)
def test_steps_by_columns_told(tmp_path: Path, header: str, row: str, columns: str) -> None:
    path = _table(tmp_path / "band.csv", header, row)
    assert _steps(path, columns=columns) == sum(COUNTS)


def test_dates_alone_are_days(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("d;q\n01.02.2024;8000\n14.02.2024;9000\n15.02.2024;100\n")
    found = _read(path, columns="time=d,steps=q")
    assert isinstance(found, Intervals)
    totals = {total.date: total.steps for total in found.day_totals}
    assert totals[date(2024, 2, 1)] == 8000 and sum(totals.values()) == 17100


def test_json_by_its_keys(tmp_path: Path) -> None:
    rows = [{"at": f"2024-05-31T{c}:00Z", "n": n} for c, n in zip(CLOCKS, COUNTS, strict=True)]
    path = tmp_path / "band.json"
    path.write_text(json.dumps({"meta": {"v": 1}, "rows": rows}))
    assert _steps(path, columns="time=at,steps=n") == sum(COUNTS)


def _samples(path: Path, header: str = "", time: str = "") -> Path:
    rows = [
        time.format(s=place / 50)
        + f"{math.sin(place / 4) * 0.3:.4f},{1 + math.sin(place / 5) * 0.2:.4f},0.1"
        for place in range(3000)
    ]
    path.write_text("\n".join([*([header] if header else []), *rows]) + "\n")
    return path


@pytest.mark.parametrize(
    ("header", "time", "given"),
    [
        ("", "", {"columns": "x=1,y=2,z=3", "rate_hz": 50.0}),
        ("h,v,d", "", {"columns": "x=h,y=v,z=d", "rate_hz": 50.0}),
        ("ts,h,v,d", "{s},", {"columns": "time=ts,x=h,y=v,z=d"}),
    ],
)
def test_samples_by_columns_told(
    tmp_path: Path, header: str, time: str, given: dict[str, object]
) -> None:
    path = _samples(tmp_path / "acc.csv", header, time)
    found = _read(path, start="2024-05-31T14:05:00", **given)
    assert isinstance(found, Recording)
    chunks = list(found.chunks())
    assert sum(len(chunk.t_utc_s) for chunk in chunks) == 3000
    assert chunks[0].t_utc_s[50] - chunks[0].t_utc_s[0] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "needs time and steps"),
        ("steps", "no list of name=column"),
        ("time=a", "needs time and steps"),
        ("time=a,stepz=b", "knows no “stepz”"),
        ("time=a,steps=b,steps=c", "says steps twice"),
        ("time=a,steps=b,x=c,y=d,z=e", "not both"),
        ("x=1,y=2", "needs time and steps"),
    ],
)
def test_what_says_no_table(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        told_columns(text)
    assert "--columns time=ts,steps=n" in caught.value.hint or "It knows" in caught.value.hint


def test_a_name_with_commas_and_quotes_comes_back() -> None:
    columns = {"time": 'a,"b"', "steps": "n"}
    assert told_columns(as_told(columns)) == columns


@pytest.mark.parametrize(
    ("columns", "said"),
    [("time=ts,steps=m", "no column “m”"), ("time=1,steps=9", "no column 9: its rows have 3")],
)
def test_a_column_that_is_not_there_is_named(tmp_path: Path, columns: str, said: str) -> None:
    path = _table(tmp_path / "band.csv", "ts;n;akku", "2024-05-31 {clock};{n};90")
    with pytest.raises(DataError, match=said):
        _steps(path, columns=columns)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder of a person's own layouts."""
    folder = tmp_path / "layouts"
    folder.mkdir(mode=0o700)
    use_layouts(folder)
    yield folder
    use_layouts(None)


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        ("ts;n;akku", "2024-05-31 {clock};{n};90", "time=ts,steps=n"),
        ("date,steps,qty", "2024-05-31 {clock},0,{n}", "time=date,steps=qty"),
        ("", "2024-05-31 {clock},x,{n}", "time=1,steps=3"),
    ],
)
def test_what_is_kept_reads_the_next_file(
    folder: Path, tmp_path: Path, header: str, row: str, columns: str
) -> None:
    path = _table(tmp_path / "may.csv", header, row)
    file = save_layout(path, "my-band", replace(OPTIONS, columns=columns), folder)
    assert save_layout(path, "my-band", replace(OPTIONS, columns=columns), folder) == file
    june = _table(tmp_path / "june.csv", header, row.replace("2024-05-31", "2024-06-02"))
    (item,) = discover(june, ReadOptions(config_tz="UTC"))
    assert item.format_id == "my-band"
    found = read(item, ReadOptions(config_tz="UTC"))
    assert isinstance(found, Intervals) and found.steps.sum() == sum(COUNTS)


def test_another_of_the_same_name_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    path = _table(tmp_path / "may.csv", "ts;n;akku", "2024-05-31 {clock};{n};90")
    save_layout(path, "my-band", replace(OPTIONS, columns="time=ts,steps=n"), folder)
    with pytest.raises(UsageError, match="says something else"):
        save_layout(path, "my-band", replace(OPTIONS, columns="time=1,steps=2"), folder)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("ts;n;akku", "2024-05-31 {clock};{n};90"),
        ("", "{place}\t{n}\t2024-05-31T{clock}:00Z"),
        ("wann,wert a,wert b", "31.05.2024 {clock},{n},7"),
        ("a,b,c", "2024-05-31,{clock},{n}"),
    ],
)
def test_the_line_to_paste_works(tmp_path: Path, header: str, row: str) -> None:
    path = _table(tmp_path / "my band.csv", header, row)
    words = shlex.split(how_to(path, ReadOptions(config_tz="UTC")).line)
    assert words[:3] == ["stride", "import", str(path)] and words[3] == "--columns"
    assert _steps(path, columns=words[4]) == sum(COUNTS)


def test_the_line_to_paste_for_samples_works(tmp_path: Path) -> None:
    path = _samples(tmp_path / "acc.csv")
    words = shlex.split(how_to(path, ReadOptions(config_tz="UTC")).line)
    told = dict(zip(words[3::2], words[4::2], strict=True))
    assert set(told) == {"--columns", "--rate", "--start"}
    found = _read(
        path, columns=told["--columns"], rate_hz=float(told["--rate"]), start=told["--start"]
    )
    assert isinstance(found, Recording)


@pytest.mark.parametrize("measure", ["weight", "heart rate", "kcal", "Gewicht", "distance"])
def test_another_measure_is_no_guess(tmp_path: Path, measure: str) -> None:
    path = _table(tmp_path / "band.csv", f"ts;{measure}", "2024-05-31 {clock};{n}")
    how = how_to(path, ReadOptions(config_tz="UTC"))
    assert how.line == "" and how.why
    (item,) = discover(path, ReadOptions(config_tz="UTC"))
    assert item.error is not None and "--columns time" not in item.error.hint


def test_columns_of_numbers_that_are_left_are_named(tmp_path: Path) -> None:
    path = _table(tmp_path / "m.csv", "time,steps,heart", "2024-05-31 {clock},{n},70")
    how = how_to(path, ReadOptions(config_tz="UTC"))
    assert how.line == f"stride import {path}" and how.unread == ("heart",)


def test_every_format_has_a_name_for_people():
    from stride.formats import format_ids
    from stride.formats.catalogue import source_name

    assert all(source_name(name) for name in format_ids())
