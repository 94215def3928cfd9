"""Numbers and times of day as the locale writes them, and never in what a program reads."""

from __future__ import annotations

import pytest

from stride import conventions
from stride.conventions import PLAIN, conventions_of, number, span_of_hours, time_of_day
from tests.cli.conftest import stride  # noqa: F401  # the fixture
from tests.report.logbook import sensor_days


@pytest.fixture(autouse=True)
def plain_again():
    yield
    conventions.use(PLAIN)


@pytest.mark.parametrize(
    ("environ", "steps", "met", "clock"),
    [
        ({}, "12,345", "3.8", "17:05"),
        ({"LANG": "C"}, "12,345", "3.8", "17:05"),
        ({"LANG": "C.UTF-8"}, "12,345", "3.8", "17:05"),
        ({"LANG": "xx_XX"}, "12,345", "3.8", "17:05"),
        ({"LANG": "en_US.UTF-8"}, "12,345", "3.8", "5:05 PM"),
        ({"LANG": "en_GB.UTF-8"}, "12,345", "3.8", "17:05"),
        ({"LANG": "de_DE@euro"}, "12.345", "3,8", "17:05"),
        ({"LANG": "de_CH.UTF-8"}, "12’345", "3.8", "17:05"),
        ({"LANG": "nb_NO.UTF-8"}, "12\u00a0345", "3,8", "17:05"),
        ({"LANG": "fr_FR.UTF-8"}, "12\u202f345", "3,8", "17:05"),
        ({"LANG": "fr_CA.UTF-8"}, "12\u00a0345", "3,8", "17:05"),
        ({"LANG": "en_US", "LC_TIME": "de_DE"}, "12,345", "3.8", "17:05"),
        ({"LANG": "en_US", "LC_NUMERIC": "de_DE"}, "12.345", "3,8", "5:05 PM"),
        ({"LC_ALL": "de_DE", "LC_TIME": "en_US", "LANG": "en_US"}, "12.345", "3,8", "17:05"),
    ],
)
def test_numbers_and_clock(environ, steps, met, clock):
    conventions.use(conventions_of(environ))
    assert (number(12345.4), number(3.8, 1), time_of_day(17 * 60 + 5)) == (steps, met, clock)


@pytest.mark.parametrize(
    ("minute", "half_day"),
    [(0, "12:00 AM"), (59, "12:59 AM"), (11 * 60, "11:00 AM"), (720, "12:00 PM"),
     (1439, "11:59 PM"), (1440, "12:00 AM")],
)  # fmt: skip
def test_the_clock_of_twelve_hours(minute, half_day):
    conventions.use(PLAIN._replace(half_day=True))
    assert time_of_day(minute) == half_day


def test_spans_of_hours():
    assert span_of_hours(8, 2) == "08:00 to 10:00"
    assert span_of_hours(22, 2) == "22:00 to 24:00"


def test_one_rounding_for_all():
    assert [number(n) for n in (0.5, 1.5, 2.5, -0.5)] == ["1", "2", "3", "-1"]
    assert number(2.25, 1, sign=True) == "+2.2"


def test_views_follow_it_and_json_never(own_home, stride, monkeypatch):  # noqa: F811
    from datetime import date

    sensor_days(own_home, {date(2026, 3, 28): "14q 4w 12m 8q 10q"})
    monkeypatch.setenv("STRIDE_NOW", "2026-03-28T21:00+00:00")
    before = {view: stride(view, "--json").out for view in ("today", "report", "day", "tips")}
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "12.600" in stride("today").out and "12.600" in stride("report").out
    assert {view: stride(view, "--json").out for view in before} == before
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "7:00 AM" in stride("day").out and "7:00 AM" in stride("today").out
