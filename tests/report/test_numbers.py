"""The numbers of the report: slope, hours, calendar, buckets, and the plain equivalents."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.report.heatmap import columns, level_of, number
from stride.report.text.lines import bar, fit, line, sparkline, text_of
from stride.summary.report import Report, buckets, summarise
from stride.summary.standing import Frame, standing
from stride.summary.trend import t_975, trend
from tests.goals.diaries import at, length, minutes

stats = pytest.importorskip("scipy.stats")


@given(st.lists(st.floats(0, 200), min_size=15, max_size=60))
def test_trend_is_ordinary_least_squares(values: list[float]) -> None:
    days = list(range(1000, 1000 + len(values)))
    found = trend(days, values)
    x, y = np.array(days) - np.mean(days), np.array(values)
    (slope, level), *_ = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)
    left = ((y - level - slope * x) ** 2).sum() / (len(x) - 2)
    half = stats.t.ppf(0.975, len(x) - 2) * np.sqrt(left / (x**2).sum())
    assert found is not None
    assert found.per_week == pytest.approx(7 * slope, abs=1e-6)
    assert found.high - found.per_week == pytest.approx(7 * half, rel=2e-3, abs=1e-5)


@pytest.mark.parametrize("degrees", [8, 9, 12, 20, 50, 1000])
def test_t_point(degrees: int) -> None:
    assert t_975(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), abs=1e-3)


@pytest.mark.parametrize(
    ("days", "known"), [(range(9), False), (range(14), False), (range(15), True),
                        ((*range(8), 30), False), ((*range(9), 30), True)],
)  # fmt: skip
def test_too_few_days_have_no_trend(days, known: bool) -> None:
    assert (trend(list(days), [50.0] * len(days)) is not None) == known


def report_of(text: str, start: int = 0, open_day: bool = False, week_start: int = 0) -> Report:
    history = minutes(text)
    last = at(length(text) - 1)
    frame = Frame(last, last if open_day else at(length(text)), week_start=week_start)
    return summarise(history, standing(history, frame), at(start))


def test_every_day_stands_in_one_week_and_one_bucket() -> None:
    for week_start in range(7):
        found = report_of("100x40 20x? 30x90", week_start=week_start)
        dates = [row.date for week in found.weeks for row in week.days]
        assert dates == [row.date for row in found.days] == [at(n) for n in range(150)]
        met = found.stand.streak.states.count("met")
        assert sum(bucket.goal_days for bucket in buckets(found)) == met > 0
        assert sum(week.goal_days for week in found.weeks) == met


@pytest.mark.parametrize(("today", "mean", "valid"), [("1x!5", 40, 13), ("1x12", 38, 14)])
def test_the_day_in_progress_enters_the_means_once_it_is_valid(
    today: str, mean: float, valid: int
) -> None:
    found = report_of(f"13x40 {today}", open_day=True)
    assert (found.overall.mean_minutes, found.overall.valid_days) == (mean, valid)
    assert found.weeks[1].in_progress
    # A morning leaves seven days to look at: those before it.
    assert found.stand.last_week.mean.valid_days == 7
    assert found.stand.last_week.mean.mean_minutes == (40 if valid == 13 else 36)


def test_data_quality() -> None:
    found = report_of("7x40 5x? 3x!10 2x? 3x50").quality
    assert (found.data_days, found.valid_days, found.no_data_days) == (13, 10, 7)
    assert (found.gap_days, found.grades) == (5, {"A": 13})


@pytest.mark.parametrize(
    ("walked", "level"),
    [(None, 0), (0, 1), (29.9, 1), (30, 2), (77.9, 2), (78, 3), (99.99, 3), (100, 4), (300, 4)],
)
def test_levels_of_the_calendar(walked: float | None, level: int) -> None:
    assert level_of(walked) == level


def test_calendar_has_whole_weeks_and_says_what_is_outside() -> None:
    found = report_of("3x? 10x99.9 1x!20", start=2)
    cells = [cell for column in columns(found) for cell in column]
    assert len(cells) == 14
    assert [cell.level for cell in cells] == [None] * 3 + [3] * 10 + [0]
    assert number(cells[4]) == "99" and number(cells[-1]) == "·"


def test_sparkline_and_bar() -> None:
    assert sparkline([0, 1, 4, 8], 8) == " ▂▅█"
    assert sparkline([]) == "" and sparkline([0, 0]) == "  "
    assert text_of(bar(50, 100, 100, 10)) == "[█████░░░░░]"
    assert text_of(bar(50, 80, 100, 10)) == "[█████░░░|░]"
    assert text_of(bar(500, 30, 100, 10)) == "[███|██████]"
    assert text_of(bar(99.99, 100, 100, 10)) == "[█████████░]"


@given(st.text("ab ", max_size=200), st.integers(20, 100))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    words = [word[:15] for word in text.split()]
    lines = fit([line("  " + " ".join(words))], width)
    assert " ".join(text_of(found) for found in lines).split() == words


def test_ten_years_are_judged_in_a_moment() -> None:
    """Measured 5 ms on the machine it was written on; the bound leaves room for a slower one."""
    history = minutes("300x40 30x? 3000x70 320x20")
    frame = Frame(at(3649), at(3650))

    def cpu_s() -> float:
        start = time.process_time()
        standing(history, frame)
        return time.process_time() - start

    assert min(cpu_s() for _ in range(5)) < 0.06
