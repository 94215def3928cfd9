"""Every sample of tests/cases/<format-id>/ gives what its expected.json says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stride.errors import StrideError
from stride.formats import all_formats, discover, format_ids, read
from stride.signal.prepare import prepare
from stride.types import Intervals, Recording
from tests.cases.expected import CASES, SCHEMA, cases, days_of, faults, options_of, unnamed


def _params() -> list[Any]:
    return [
        pytest.param(folder, case, id=f"{folder.name}/{case.get('file')}/{case.get('what', '')}")
        for folder, case in cases()
    ]


def _check_steps(found: Intervals, wanted: dict[str, Any]) -> None:
    steps, walking = days_of(found)
    assert {day: round(count, 1) for day, count in steps.items()} == pytest.approx(wanted["days"])
    for day, minutes in wanted.get("walking_min", {}).items():
        assert walking[day] == pytest.approx(minutes, abs=0.05), day
    if "totals" in wanted:
        said = {str(total.date): total.steps for total in found.day_totals}
        assert said == wanted["totals"]
    if "grade" in wanted:
        assert found.grade == wanted["grade"]
    if "first" in wanted:
        first = datetime.fromtimestamp(float(found.start_utc_s[0]), UTC)
        assert first.isoformat() == wanted["first"]
    if "offsets" in wanted:
        assert sorted(set(found.utc_offset_min.tolist())) == wanted["offsets"]
    assert (found.end_utc_s > found.start_utc_s).all()


def _check_raw(found: Recording, wanted: dict[str, Any]) -> None:
    way = found.sorted_chunks if wanted.get("sorted") else found.chunks
    assert way is not None
    chunks = list(way())
    t = np.concatenate([chunk.t_utc_s for chunk in chunks])
    acc = np.concatenate([chunk.acc_g for chunk in chunks])
    assert len(t) == wanted["rows"]
    assert datetime.fromtimestamp(round(float(t[0]), 3), UTC).isoformat() == wanted["first"]
    if "last" in wanted:
        assert datetime.fromtimestamp(round(float(t[-1]), 3), UTC).isoformat() == wanted["last"]
    assert found.gravity == wanted.get("gravity", "yes")
    if "norm_g" in wanted:
        norm = float(np.median(np.linalg.norm(acc, axis=1)))
        assert norm == pytest.approx(wanted["norm_g"], abs=0.03)
    if "offset_min" in wanted:
        assert found.offset_min_at(t[:1].astype(np.int64)).tolist() == [wanted["offset_min"]]
    if "placement" in wanted:
        assert found.source.placement == wanted["placement"]
    if wanted.get("back"):
        assert all(chunk.back_g is not None for chunk in chunks)
    again = np.concatenate([chunk.t_utc_s for chunk in way()])
    assert np.array_equal(t, again), "a second pass gives the same"


@pytest.mark.parametrize(("folder", "case"), _params())
def test_case(folder: Path, case: dict[str, Any], tmp_path: Path) -> None:
    assert not list(faults(case, SCHEMA))
    options = options_of(case)
    items = list(discover(folder / case["file"], options))
    assert len(items) == case.get("items", 1), [item.name for item in items]
    item = items[case.get("item", 0)]
    if "error" in case:
        with pytest.raises(StrideError) as caught:
            found = read(item, options)
            if isinstance(found, Recording):
                prepare(found, tmp_path)
        name = type(caught.value).__name__.replace("UnknownFile", "DataError")
        assert name == case["error"], caught.value.message
        said = caught.value.message + " " + caught.value.hint
        for words in case.get("says", []):
            assert words in said
        return
    assert item.error is None, item.error
    assert item.format_id == case.get("format", folder.name)
    assert item.skipped == case.get("skipped", 0)
    found = read(item, options)
    assert len(item.sha256) == 64
    if "steps" in case:
        assert isinstance(found, Intervals)
        _check_steps(found, case["steps"])
    else:
        assert isinstance(found, Recording)
        _check_raw(found, case["raw"])
    if "tz_rule" in case:
        assert found.source.tz_rule == case["tz_rule"]
    for words in case.get("warns", []):
        assert any(words in text for text in found.notes.warnings), found.notes.warnings
    assert not unnamed(found.notes.warnings, case.get("warns", []))


def test_a_mistyped_key_is_seen() -> None:
    case = {"file": "a.csv", "stpes": {}, "steps": {"days": {"2024-05-31": "8000"}}, "warns": "x"}
    assert list(faults(case, SCHEMA)) == [
        "case has an unknown key “stpes”",
        "case.steps.days.2024-05-31 is '8000'",
        "case.warns is no list",
    ]


def test_every_format_has_a_case_and_its_file_name() -> None:
    assert {found.id for found in all_formats()} == set(format_ids())
    missing = [name for name in format_ids() if not (CASES / name / "expected.json").is_file()]
    assert missing == []


@pytest.mark.parametrize("found", all_formats(), ids=lambda found: found.id)
def test_every_format_says_what_it_is(found: Any) -> None:
    assert found.title and found.header and found.recognise.__doc__ and found.read.__doc__
