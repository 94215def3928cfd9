"""One local day while it is worked out: its walking by where each second comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from stride.interval import grade_of
from stride.types import SECONDS_COLUMNS

#: Seconds that are summed up as they are; walking and wear have rules of their own.
SUMMED = tuple(name for name in SECONDS_COLUMNS if name not in ("walking_s", "wear_s", "doubt_s"))
GRADES = ("A", "B", "C", "D")
BEST = GRADES[0]
COARSE = "D"
BY_HAND = "by hand"
#: Walking that is less than this share of its day's neither sets the grade of the day nor makes it
#: an estimate. stride's own choice.
DECIDING_SHARE = 0.1


@dataclass(slots=True)
class DayDraft:
    """What is known of a day so far; all lengths in seconds.

    seen: whether anybody saw anything of it. by_grade: walking of devices and exports by the best
    grade that it allows, minutes by hand left out. below_s, above_s: how much less and how much
    more it may be. from_steps_s, estimated_s: the parts of it worked out from steps by the minute,
    and from anything coarser; the rest was measured. manual_s: walking by hand, beside it, exact.
    wear_s: None where no source knows it. main_grade: the best that the source of most minutes
    allows. hours_s: walking of the 24 clock hours.
    """

    date: date
    seen: bool = False
    steps: float = 0.0
    by_grade: dict[str, float] = field(default_factory=dict)
    below_s: float = 0.0
    above_s: float = 0.0
    from_steps_s: float = 0.0
    estimated_s: float = 0.0
    manual_s: float = 0.0
    wear_s: float | None = None
    longest_walk_s: float = 0.0
    valid: bool = False
    main_grade: str = COARSE
    sources: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0.0))
    hours_s: list[float] = field(default_factory=lambda: [0.0] * 24)

    @property
    def walking_s(self) -> float:
        """All of the walking."""
        return sum(self.by_grade.values()) + self.manual_s

    def add_source(self, name: str) -> None:
        """Name somebody who saw the day, once."""
        if name not in self.sources:
            self.sources = (*self.sources, name)

    def grade_and_estimate(self) -> tuple[str, bool]:
        """The grade of the day, and whether its walking is an estimate: one rule for both.

        The grade follows from the width of the interval, and is never better than the worst that
        a deciding share of the walking allows, with all that is worse; walking by hand allows D. A
        day is an estimate where a deciding share of its walking was measured by nobody.
        """
        whole = self.walking_s
        by_width = grade_of(whole / 60, (whole - self.below_s) / 60, (whole + self.above_s) / 60)
        if whole <= 0:
            return max(by_width, self.main_grade), False
        worse = self.manual_s
        grade = COARSE
        for grade in reversed(GRADES):
            worse += self.by_grade.get(grade, 0.0)
            if _decides(worse, whole):
                break
        return max(by_width, grade), _decides(self.estimated_s + self.manual_s, whole)


def _decides(part_s: float, whole_s: float) -> bool:
    return part_s > 0 and part_s >= DECIDING_SHARE * whole_s
