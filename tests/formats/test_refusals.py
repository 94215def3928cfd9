"""Refusals as a person reads them: no word of a library, always a next step, and one that works."""

from __future__ import annotations

import gzip
import json
import math
import re
import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stride.errors import EmptyData, StrideError
from stride.formats import ReadOptions, discover, read, to_minutes
from stride.types import Recording

OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 28))
LEAKS = re.compile(
    r"arrow|sqlite3?\b|codec|traceback|nonetype|invalid literal|<class|numpy|could not convert"
    r"|unexpected end of data|expecting value|unicode|errno|exception|\bint\(\)|\bNaN\b|dtype"
    r"|csv parse|not well-formed|unpack requires|index out of|list index|KeyError|ValueError",
    re.IGNORECASE,
)
OPTION = re.compile(
    r"--(format|columns|rate|start|date-order|unit|source|tz)"
    r" ('[^']*'|\"[^\"]*\"|[\w.=:,/+-]*\w)"
)
NAMES = {
    "format": "format_id", "columns": "columns", "rate": "rate_hz", "start": "start",
    "date-order": "date_order", "unit": "unit", "source": "source", "tz": "tz",
}  # fmt: skip


def _wave(rows: int = 400, hz: float = 50.0, g: float = 1.0, time: str = "{s:.3f},") -> str:
    return "\n".join(
        time.format(s=n / hz, ms=int(1000 * n / hz))
        + f"{g * math.sin(n / 3) * 0.3:.4f},{g * (1 + math.sin(n / 4) * 0.2):.4f},{g * 0.1:.4f}"
        for n in range(rows)
    )


def _table(header: str, row: str, rows: int = 30) -> str:
    return "\n".join([header, *(row.format(n=n, m=n % 12 + 1) for n in range(1, rows + 1))])


ODD: dict[str, str | bytes] = {
    "empty.csv": "",
    "blank.csv": "\n\n  \n",
    "zeros.csv": b"\0" * 500,
    "noise.bin": bytes(range(256)) * 20,
    "text.txt": "Dear reader,\nthis is a letter.\nIt has no steps in it.\n",
    "header only.csv": "date,steps\n",
    "cut quote.csv": 'date,steps\n2024-05-31,"8000\n2024-06-01,9000\n',
    "quote deep.csv": 'time,x,y,z\n"' + _wave(60).replace("\n", '\n"'),
    "words for steps.csv": "date,steps\n2024-05-31,many\n2024-06-01,few\n",
    "words for axes.csv": "time,x,y,z\n" + _wave(50).replace("0.1", "up", 3),
    "no such day.csv": "date,steps\n2024-02-31,800\n2024-06-41,900\n",
    "unclear order.csv": _table("date,steps", "0{n}/0{n}/2024,80{n}", 9),
    "unclear order and totals.csv": "date,steps\n01/02/2024,8000\n02/03/2024,a lot\n",
    "future.csv": "date,steps\n2124-05-31,8000\n2124-06-01,8100\n",
    "months.csv": "month,steps\n2024-05,180000\n2024-06,190000\n",
    "scaled.csv": _table("time,steps", "2024-05-31 10:{n:02d},58{n:02d}"),
    "endless.csv": "date,steps\n2024-05-31,inf\n2024-06-01,1e400\n",
    "elapsed.csv": "time,x,y,z\n" + _wave(),
    "elapsed and slow.csv": "time,x,y,z\n" + _wave(60, hz=1.0),
    "elapsed ms slow.csv": "time (ms),x,y,z\n" + _wave(60, hz=0.5, time="{ms},"),
    "no time.csv": "x,y,z\n" + _wave(time=""),
    "no header no time.csv": _wave(time=""),
    "four columns.csv": _wave(),
    "odd unit.csv": "time,x,y,z\n" + _wave(g=37.0),
    "wrong unit.csv": "time,x (g),y (g),z (g)\n" + _wave(g=9.8),
    "clock not set.csv": "time,x,y,z\n" + _wave(time="1970-01-01T00:00:{s:06.3f}Z,"),
    "rounded.csv": "time,x,y,z\n" + _wave(time="1.71E+12,"),
    "people.csv": _table("id,time,steps", "a b,2024-05-31 10:{n:02d},9{m}")
    + "\n" + _table("", "c,2024-05-31 10:{n:02d},8{m}"),
    "unknown.csv": _table("ts;n;akku", "2024-05-31 10:{n:02d};9{m};88"),
    "weights.csv": _table("date;Gewicht", "2024-05-{n:02d};71"),
    "unknown words.csv": _table("a,b", "one,two"),
    "near.csv": _table("date,start,stop,mode", "2024-05-{n:02d},1,2,3"),
    "activity without time.csv": "Type,Date,Distance\nWalk,2024-05-31,3.1\n",
    "unfinished.json": '[{"date": "2024-05-31", "steps": 8000},',
    "deep.json": "[" * 5000 + "]" * 5000,
    "no rows.json": json.dumps({"a": {"date": "2024-05-31"}, "steps": 5}),
    "broken.gpx": '<?xml version="1.0"?><gpx><trk><trkseg><trkpt lat="1" lon="1">',
    "entities.tcx": '<!DOCTYPE x [<!ENTITY a "b">]><TrainingCenterDatabase/>',
    "other.xml": "<?xml version='1.0'?><music/>",
    "broken.fit": b"\x0e\x10\x00\x00\xff\xff\xff\x7f.FIT" + b"\1" * 40,
    "broken.db": b"SQLite format 3\0" + b"\7" * 2000,
    "broken.zip": b"PK\3\4" + b"\t" * 200,
    "cut.csv.gz": gzip.compress(b"date,steps\n2024-05-31,8000\n" * 50)[:40],
    "total.csv": _table("time,steps", "2024-05-31 10:{n:02d},9{n:02d}00"),
    "periods.csv": _table("week,steps", "week {n},50000"),
    "wide.csv": ",".join(f"c{n}" for n in range(3000)) + "\n1\n",
    "nhanes.csv": "SEQN,PAXDAYM,PAXSTEP,PAXINTEN\n1,1,5,5\n",
    "enmo.csv": "acceleration (mg) - 2014-12-08 10:00:00 - 2014-12-15 09:59:55 - "
    "sampleRate = 5 seconds,imputed\n20.1,0\n",
    "page.html": "<!doctype html><html><body>Sign in</body></html>",
    "utf7.csv": "date,steps\n2024-05-31,+AGE-\n".encode("utf-16"),
    "surrogates.csv": b"date,steps\n2024-05-31,\xff\xfe8\xed\xa0\x80\n",
}  # fmt: skip


def _try(path: Path, options: ReadOptions) -> StrideError | None:
    try:
        for item in discover(path, options):
            found = read(item, options)
            if isinstance(found, Recording):
                sum(len(chunk.t_utc_s) for chunk in found.chunks())
            else:
                to_minutes(found)
    except StrideError as error:
        return error
    return None


def _answered(options: ReadOptions, hint: str) -> ReadOptions:
    """The options that a hint says to type, the first of each name."""
    given: dict[str, str | float] = {}
    for name, value in OPTION.findall(hint):
        text = shlex.split(value)[0]
        given.setdefault(NAMES[name], float(text) if name == "rate" else text)
    if "columns" in given:
        given["format_id"] = "own-columns"
    return replace(options, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ODD)
def test_a_refusal_is_in_words_and_its_advice_works(tmp_path: Path, name: str) -> None:
    content = ODD[name]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    options, error = OPTIONS, _try(path, OPTIONS)
    for _ in range(4):
        if error is None:
            return
        said = f"{error.message} {error.hint}".replace(str(path), "").replace(name, "")
        assert not LEAKS.search(said), said
        assert error.hint, error.message
        again = _answered(options, error.hint)
        if again == options:
            return
        options = again
        error = _try(path, options)
        if error is not None and _answered(options, error.hint) == options:
            pytest.fail(f"what was advised led to: {error.message} {error.hint}")
    raise AssertionError("advice without an end")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("elapsed and slow.csv", "too few to see steps"),
        ("elapsed ms slow.csv", "too few to see steps"),
        ("unclear order and totals.csv", "“a lot” is not a number"),
        ("no header no time.csv", "--columns x=1,y=2,z=3 --rate 50 --start"),
        ("words for steps.csv", "Line 2, column “steps”: “many” is not a number"),
        ("unknown.csv", "--columns time=ts,steps=n"),
        ("people.csv", "--source 'a b'"),
    ],
)
def test_the_real_trouble_is_said_at_once(tmp_path: Path, name: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(str(ODD[name]))
    error = _try(path, OPTIONS)
    assert error is not None and says in f"{error.message} {error.hint}"


@pytest.mark.parametrize("wrong", ["zepp-minutes", "samsung-step-count", "harth", "actigraph-raw"])
def test_a_format_that_does_not_fit_is_to_be_left_out(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date,steps\n2024-05-31,8000\n2024-06-01,8100\n")
    error = _try(path, replace(OPTIONS, format_id=wrong))
    assert error is not None and "Leave out --format: it is generic-daily." in error.hint
    assert not isinstance(error, EmptyData)
