"""What a sample yields, in the words of expected.json, and the schema of that file.

A case names a file (or folder, or zip) beside expected.json and says what reading it gives. What it
does not say is not looked at, but for warnings: each one given must be named in ``warns``.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import NoneType
from typing import Any

import numpy as np

from stride.errors import StrideError
from stride.formats import ReadOptions, discover, read, to_minutes
from stride.types import Intervals, Recording

CASES = Path(__file__).parent
TODAY = date(2026, 11, 21)
EPOCH = date(1970, 1, 1)
NUMBER = (int, float)
#: Of a case: key -> the type of its value, or the keys inside it; ``str`` as a key is any text.
STEPS = {
    "days": {str: NUMBER},
    "walking_min": {str: NUMBER},
    "totals": {str: NUMBER},
    "grade": str,
    "first": str,
    "offsets": [int],
}
RAW = {
    "rows": int,
    "first": str,
    "last": str,
    "norm_g": NUMBER,
    "offset_min": int,
    "placement": str,
    "gravity": str,
    "sorted": bool,
    "back": bool,
}
SCHEMA = {
    "file": str,
    "what": str,
    "options": {field.name: (str, float, NoneType, list) for field in fields(ReadOptions)},
    "items": int,
    "item": int,
    "skipped": int,
    "format": str,
    "tz_rule": str,
    "warns": [str],
    "steps": STEPS,
    "raw": RAW,
    "error": str,
    "says": [str],
}


def faults(value: Any, schema: Any, at: str = "case") -> Iterator[str]:
    """What in a case does not fit the schema: unknown keys, and values of another type."""
    if isinstance(schema, dict):
        if not isinstance(value, dict):
            yield f"{at} is no object"
            return
        for key, inner in value.items():
            if key not in schema and str not in schema:
                yield f"{at} has an unknown key “{key}”"
            else:
                yield from faults(inner, schema.get(key, schema.get(str)), f"{at}.{key}")
    elif isinstance(schema, list):
        if not isinstance(value, list):
            yield f"{at} is no list"
            return
        for place, inner in enumerate(value):
            yield from faults(inner, schema[0], f"{at}[{place}]")
    elif not isinstance(value, schema) or (isinstance(value, bool) and schema is not bool):
        yield f"{at} is {value!r}"


def options_of(case: dict[str, Any]) -> ReadOptions:
    """The options of a case, with the clock and the zone of all cases."""
    return ReadOptions(**{"config_tz": "Europe/Oslo", "today": TODAY} | case.get("options", {}))


def cases(pattern: str = "*") -> Iterator[tuple[Path, dict[str, Any]]]:
    """(folder, case) of every expected.json."""
    for path in sorted(CASES.glob(f"{pattern}/expected.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            yield path.parent, case


def outcome(folder: Path, case: dict[str, Any]) -> dict[str, Any]:
    """Everything a case could say of its file, as reading it gives it now."""
    options = options_of(case)
    items = list(discover(folder / case["file"], options))
    item = items[case.get("item", 0)]
    said: dict[str, Any] = {"file": case["file"]}
    said |= {key: case[key] for key in ("what", "options", "item") if key in case}
    if len(items) != 1:
        said["items"] = len(items)
    if item.skipped:
        said["skipped"] = item.skipped
    if item.format_id not in (None, folder.name):
        said["format"] = item.format_id
    try:
        found = read(item, options)
        told = _recording(found) if isinstance(found, Recording) else _intervals(found)
    except StrideError as error:
        name = type(error).__name__.replace("UnknownFile", "DataError")
        return said | {"error": name, "says": [error.message, error.hint]}
    told["tz_rule"] = found.source.tz_rule
    if found.notes.warnings:
        told["warns"] = list(found.notes.warnings)
    return said | told


def _intervals(found: Intervals) -> dict[str, Any]:
    steps, walking = days_of(found)
    told: dict[str, Any] = {"days": {day: _short(round(n, 1)) for day, n in steps.items()}}
    if any(walking.values()):
        told["walking_min"] = {day: _short(round(n, 2)) for day, n in walking.items()}
    if found.day_totals and len(found.steps):
        told["totals"] = {str(total.date): _short(total.steps) for total in found.day_totals}
    told["grade"] = found.grade
    if len(found.steps):
        told["first"] = _instant(float(found.start_utc_s[0]))
        told["offsets"] = sorted(set(found.utc_offset_min.tolist()))
    return {"steps": told}


def _recording(found: Recording) -> dict[str, Any]:
    chunks = list(found.chunks())
    t = np.concatenate([chunk.t_utc_s for chunk in chunks])
    acc = np.concatenate([chunk.acc_g for chunk in chunks])
    told: dict[str, Any] = {
        "rows": len(t),
        "first": _instant(round(float(t[0]), 3)),
        "last": _instant(round(float(t[-1]), 3)),
        "norm_g": round(float(np.median(np.linalg.norm(acc, axis=1))), 2),
        "offset_min": int(found.offset_min_at(t[:1].astype(np.int64))[0]),
        "gravity": found.gravity,
    }
    if found.source.placement:
        told["placement"] = found.source.placement
    if all(chunk.back_g is not None for chunk in chunks):
        told["back"] = True
    return {"raw": told}


def days_of(found: Intervals) -> tuple[dict[str, float], dict[str, float]]:
    """(steps, walking minutes) by local day; totals only where there are no rows."""
    steps: dict[str, float] = defaultdict(float)
    walking: dict[str, float] = defaultdict(float)
    minutes = to_minutes(found)
    local = (minutes.minute_utc + minutes.utc_offset_min) // 1440
    for day, count, seconds in zip(local, minutes.steps, minutes.seconds["walking_s"], strict=True):
        when = str(EPOCH + timedelta(days=int(day)))
        steps[when] += float(count)
        walking[when] += 0.0 if math.isnan(seconds) else float(seconds) / 60
    for total in found.day_totals:
        if str(total.date) not in steps:
            steps[str(total.date)] = total.steps
            walking[str(total.date)] = (total.walking_s or 0.0) / 60
    return steps, walking


def unnamed(warnings: list[str], warns: list[str]) -> list[str]:
    """The warnings that no words of a case name."""
    return [text for text in warnings if not any(words in text for words in warns)]


def _instant(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


def _short(number: float) -> float:
    """A whole number without its point."""
    return int(number) if number == int(number) else number
