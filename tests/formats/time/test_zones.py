"""Wall clock to UTC and back: both days of DST, fixed offsets, odd zones, any order of rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import UsageError
from stride.formats.options import ReadOptions
from stride.formats.time.clock import Clock, TimeRule
from stride.formats.time.zones import (
    Zone,
    choose_zone,
    find_zone,
    local_to_utc,
    offset_text,
    offsets_at,
)

ZONES = ["Europe/Oslo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "+05:30"]


def wall(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@given(st.sampled_from(ZONES), st.lists(st.integers(946_684_800, 1_900_000_000), min_size=1))
def test_offsets_are_those_of_the_standard_library(tz: str, instants: list[int]) -> None:
    zone = find_zone(tz)
    plain = [
        datetime.fromtimestamp(i, UTC).astimezone(zone).utcoffset() // timedelta(minutes=1)
        for i in instants
    ]
    assert offsets_at(tz, np.array(instants)).tolist() == plain


@given(st.sampled_from(ZONES), st.integers(946_684_800, 1_900_000_000), st.integers(1, 5000))
def test_a_clock_read_forwards_comes_back_to_the_same_instants(
    tz: str, start: int, minutes: int
) -> None:
    utc = start + 60.0 * np.arange(minutes)
    local = utc + 60.0 * offsets_at(tz, utc)
    assert np.array_equal(local_to_utc(tz, local), utc)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (["2024-03-31T01:59", "2024-03-31T03:00"], ["2024-03-31T00:59", "2024-03-31T01:00"]),
        (["2024-03-31T02:30"], ["2024-03-31T01:30"]),  # does not exist: as if not changed
        (["2024-10-27T02:30"], ["2024-10-27T00:30"]),  # the first of two
        (["2024-10-27T02:59", "2024-10-27T02:00"], ["2024-10-27T00:59", "2024-10-27T01:00"]),
        (["2024-10-27T02:30", "2024-10-27T02:30"], ["2024-10-27T00:30", "2024-10-27T01:30"]),
        (["2024-10-27T03:00"], ["2024-10-27T02:00"]),
    ],
)
def test_both_days_of_summer_time(local: list[str], utc: list[str]) -> None:
    found = local_to_utc("Europe/Oslo", np.array([wall(text) for text in local]))
    assert found.tolist() == [wall(text) for text in utc]


@pytest.mark.parametrize(
    ("options", "vendor", "expected"),
    [
        ({"tz": "Asia/Tokyo", "config_tz": "UTC"}, "+01:00", Zone("Asia/Tokyo", "option")),
        ({"config_tz": "UTC"}, "+01:00", Zone("+01:00", "vendor")),
        ({"config_tz": "Europe/Oslo"}, None, Zone("Europe/Oslo", "configured")),
        ({"computer_tz": "Europe/Oslo"}, None, Zone("Europe/Oslo", "computer")),
    ],
)
def test_the_order_of_rules(options: dict[str, str], vendor: str | None, expected: Zone) -> None:
    assert choose_zone(ReadOptions(**options), vendor) == expected


@pytest.mark.parametrize("tz", ["Europe/Olso", "../etc/passwd", "+25", "", "\x00"])
def test_a_zone_that_is_none(tz: str) -> None:
    if tz == "":
        assert choose_zone(ReadOptions(tz="")).rule == "computer"
        return
    with pytest.raises(UsageError):
        find_zone(tz)


def test_offset_text() -> None:
    assert [offset_text(m) for m in (0, 330, -300)] == ["+00:00", "+05:30", "-05:00"]


class TestClockOfADevice:
    """A logger keeps its offset while samples run on, a phone's clock is set."""

    def convert(self, texts: list[str]) -> list[str]:
        clock = Clock(TimeRule("wall", "t"), Zone("Europe/Oslo", "configured"))
        found = []
        for text in texts:  # one row a block: blocks must not matter
            found.append(float(clock.local(np.array([wall(text)]))[0]))
        together = Clock(TimeRule("wall", "t"), Zone("Europe/Oslo", "configured"))
        assert together.local(np.array([wall(text) for text in texts])).tolist() == found
        return [datetime.fromtimestamp(second, UTC).strftime("%d %H:%M") for second in found]

    def test_samples_in_the_hour_that_does_not_exist(self) -> None:
        run = [f"2024-03-31T{h:02d}:{m:02d}" for h in (1, 2, 3) for m in range(0, 60, 20)]
        assert self.convert(run)[-1] == "31 02:40"  # still winter time: the device was not set

    def test_a_clock_that_was_set_in_spring(self) -> None:
        assert self.convert(["2024-03-31T01:59", "2024-03-31T03:00"]) == ["31 00:59", "31 01:00"]

    def test_a_clock_that_was_set_in_autumn(self) -> None:
        run = ["2024-10-27T02:40", "2024-10-27T02:59", "2024-10-27T02:00", "2024-10-27T02:20"]
        assert self.convert(run) == ["27 00:40", "27 00:59", "27 01:00", "27 01:20"]

    def test_a_pause_over_the_change(self) -> None:
        assert self.convert(["2024-03-30T20:00", "2024-03-31T10:00"]) == ["30 19:00", "31 08:00"]
