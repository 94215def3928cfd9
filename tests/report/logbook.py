"""Writes a database of invented days through the real writer: half an hour a letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from stride.store.change import changing
from stride.store.writer import ImportRecord, add_import
from stride.types import GRADE_OF_PLACEMENT, SECONDS_COLUMNS, Bouts, MinuteTable, Source

#: Letter -> the column its half hour is spent in. ``.``: not recorded.
LETTERS = {
    "z": "lying_s", "s": "sitting_s", "l": "sit_lie_s", "t": "standing_s", "w": "walking_s",
    "u": "stairs_s", "b": "cycling_s", "r": "running_s", "q": "still_s", "m": "moving_s",
    "x": "not worn",
}  # fmt: skip
STEPS_A_MINUTE = 105.0


def half_hours(text: str) -> str:
    """48 letters of a short text: ``14z 2w 32s`` is 7 h lying, 1 h walking, 16 h sitting."""
    found = "".join(letter * int(count) for count, letter in re.findall(r"(\d+)(\S)", text))
    assert len(found) == 48, f"{text!r} is {len(found) / 2} hours"
    return found


def sensor_days(
    home: Path, days: Mapping[date, str], placement: str = "wrist", zone: str = "UTC"
) -> None:
    """Store an import of a sensor worn as the texts say.

    days: date -> ``half_hours`` text; the letters go by the clock of ``zone``.
    """
    minutes, offsets, letters = [], [], []
    for day, text in sorted(days.items()):
        plan = half_hours(text)
        start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        after = day + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(zone))
        # Every offset is a whole number of quarter hours, so a quarter is of one letter.
        for quarter in range(int(start.timestamp()) // 900, int(end.timestamp()) // 900):
            local = datetime.fromtimestamp(quarter * 900, UTC).astimezone(ZoneInfo(zone))
            letter = plan[local.hour * 2 + local.minute // 30]
            if letter != ".":
                minutes += range(quarter * 15, quarter * 15 + 15)
                offsets += [round(local.utcoffset().total_seconds() / 60)] * 15
                letters += [letter] * 15
    _store(home, placement, np.array(minutes), np.array(offsets), np.array(letters), zone)


def _store(home, placement, minute_utc, offset, letters, zone):
    seconds = {name: np.zeros(len(letters)) for name in SECONDS_COLUMNS}
    for letter, column in LETTERS.items():
        if column != "not worn":
            seconds[column][letters == letter] = 60.0
    walking = (letters == "w") | (letters == "u")
    seconds["walking_s"][walking] = 60.0
    seconds["moderate_s"][walking] = 60.0
    seconds["wear_s"][letters != "x"] = 60.0
    table = MinuteTable(
        minute_utc.astype(np.int64), offset.astype(np.int16), walking * STEPS_A_MINUTE, seconds,
        GRADE_OF_PLACEMENT[placement], _bouts(minute_utc, walking),
    )  # fmt: skip
    source = Source(f"{placement}.csv", f"{placement}{len(letters)}{minute_utc[0]}", 1, "test",
                    placement=placement, tz=zone, tz_rule="option")  # fmt: skip
    record = ImportRecord(source, f"Test {placement}", 0, placement, "option", "", "0", None,
                          len(letters), 0, {}, "2026-01-01T00:00:00+00:00")  # fmt: skip
    with changing(home / "stride.db") as change:
        add_import(change, record, table)


def _bouts(minute_utc, walking):
    edges = np.flatnonzero(np.diff(np.concatenate([[0], walking.astype(int), [0]])))
    starts, ends = edges[::2], edges[1::2]
    length = (ends - starts) * 60
    return Bouts(
        minute_utc[starts] * 60, length, length, (length * STEPS_A_MINUTE / 60).astype(int),
        np.full(len(starts), STEPS_A_MINUTE),
    )  # fmt: skip
