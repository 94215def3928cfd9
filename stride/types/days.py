"""From the database to the views: what the read side of store, goals and report exchange.

Named tuples, not dataclasses: the module dataclasses alone takes a fifth of the start-up that the
reading commands are allowed (docs/performance.md).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Day(NamedTuple):
    """One local day as kept in the database: what every view and goal is computed from.

    A day nobody measured has no Day at all: "no data", never zero.
    wear_s: None for exports that know steps but not wear. estimate: a tenth or more of the walking
    was worked out from totals or written by hand, shown with ``~``. valid: worn long enough to be
    judged (docs/method.md).
    hours_s: walking seconds of the 24 clock hours.
    """

    date: date
    walking_s: float
    steps: float
    grade: str
    valid: bool
    estimate: bool = False
    wear_s: float | None = None
    stairs_s: float = 0.0
    running_s: float = 0.0
    cycling_s: float = 0.0
    standing_s: float = 0.0
    sitting_s: float = 0.0
    lying_s: float = 0.0
    sit_lie_s: float = 0.0
    still_s: float = 0.0
    moving_s: float = 0.0
    unknown_s: float = 0.0
    slow_s: float = 0.0
    moderate_s: float = 0.0
    brisk_s: float = 0.0
    longest_walk_s: float = 0.0
    manual_s: float = 0.0  # the part of walking_s entered by hand
    hours_s: tuple[float, ...] = (0.0,) * 24
    sources: tuple[str, ...] = ()
    from_steps_s: float = 0.0  # the part of it worked out from steps by the minute
    estimated_s: float = 0.0  # the part of it worked out from anything coarser
    below_s: float = 0.0  # how much less the walking may be, and how much more: a 90 % interval
    above_s: float = 0.0
    unclear_s: float = 0.0  # looked like walking, in stretches that are none; not counted

    @property
    def measured_s(self) -> float:
        """The part of the walking that a device itself saw as walking, in seconds."""
        return self.walking_s - self.from_steps_s - self.guessed_s

    @property
    def guessed_s(self) -> float:
        """The part of the walking that nobody measured: estimated, or written by hand."""
        return self.estimated_s + self.manual_s

    @property
    def walking_minutes(self) -> float:
        """Walking with stairs, as the study counts it, in minutes."""
        return self.walking_s / 60

    @property
    def low_minutes(self) -> float:
        """The low end of the 90 % interval of the walking, in minutes."""
        return (self.walking_s - self.below_s) / 60

    @property
    def high_minutes(self) -> float:
        """The high end of it."""
        return (self.walking_s + self.above_s) / 60

    @property
    def unclear_minutes(self) -> float | None:
        """Movement that looked like walking and was not counted; None where no sensor was worn."""
        return None if self.wear_s is None else self.unclear_s / 60

    @property
    def brisk_minutes(self) -> float | None:
        """Minutes at 120 steps a minute or more; None where no cadence was measured."""
        paced_s = self.slow_s + self.moderate_s + self.brisk_s
        if self.uncounted or (self.walking_s > 0 and paced_s <= 0):
            return None
        return self.brisk_s / 60

    @property
    def longest_walk_minutes(self) -> float | None:
        """The longest bout; None where the source cannot tell one walk from another."""
        if self.uncounted or (self.walking_s > 0 and self.longest_walk_s <= 0):
            return None
        return self.longest_walk_s / 60

    @property
    def wear_minutes(self) -> float | None:
        """Minutes worn; None where the source does not know."""
        return None if self.wear_s is None else self.wear_s / 60

    @property
    def hour_minutes(self) -> list[float] | None:
        """Walking minutes of the 24 clock hours; None where only the day's total is known."""
        if self.uncounted or (self.walking_s > 0 and not any(self.hours_s)):
            return None
        return [seconds / 60 for seconds in self.hours_s]

    @property
    def by_hand_minutes(self) -> float:
        """The part of the walking that was written by hand, in minutes."""
        return self.manual_s / 60

    @property
    def estimated_minutes(self) -> float:
        """The part of it that was worked out from totals and coarse bins."""
        return self.estimated_s / 60

    @property
    def from_steps_minutes(self) -> float:
        """The part of it that was worked out from steps by the minute."""
        return self.from_steps_s / 60

    @property
    def posture_known(self) -> bool:
        """Whether the sensor could tell sitting, standing and lying apart."""
        return self.standing_s + self.sitting_s + self.lying_s + self.sit_lie_s > 0

    @property
    def known_steps(self) -> float | None:
        """The steps; None where walks were recorded or written down and nobody counted them."""
        return None if not self.steps and self.walking_s >= 60 else self.steps

    @property
    def uncounted(self) -> bool:
        """Whether all that is known of the day is a vendor's total of 0 steps."""
        return self.wear_s is None and not self.steps and not self.walking_s


class Walk(NamedTuple):
    """One walking bout for the reader: local start, length, steps, mean cadence."""

    start_utc_s: int
    utc_offset_min: int
    duration_s: float
    steps: float
    cadence_spm: float
    manual: bool = False


class GoalChange(NamedTuple):
    """A decision of the person about the goal.

    kind: ``set`` (minutes given), ``hold``, ``back`` or ``auto``.
    """

    date: date
    kind: str
    minutes: float | None = None


class Pain(NamedTuple):
    """One entry of the back-pain diary, 0 to 10."""

    date: date
    score: int
    note: str = ""


class DayMinutes(NamedTuple):
    """The minutes of one local day, one source each, for the timeline.

    Parallel tuples of length n: minute of the local day (0 to 1499), and the dominant activity
    of that minute as its name, or ``not_worn``, its UTC offset, and its steps.
    """

    minute_of_day: tuple[int, ...]
    activity: tuple[str, ...]
    utc_offset_min: tuple[int, ...] = ()
    steps: tuple[float, ...] = ()


class ModelUse(NamedTuple):
    """A model that labelled imports of a span. first, last: their local dates, all of them.

    current: whether it is the one shipped now.
    """

    model_id: str
    imports: int
    first: date
    last: date
    current: bool


#: What the database holds besides days, read in one go by the views.
class History(NamedTuple):
    """All that goals and reports are computed from; pure data, oldest first."""

    days: tuple[Day, ...]
    rest_days: frozenset[date] = frozenset()
    goal_changes: tuple[GoalChange, ...] = ()
    pains: tuple[Pain, ...] = ()
    first_day: date | None = None
    models: tuple[ModelUse, ...] = ()
