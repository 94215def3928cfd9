"""Turns what a person's weeks look like into advice: the one that fits first, then the study's.

The advice is that of the news on the study (begin low, make it routine, enjoy it, strengthen too,
ask a doctor when in pain); what fits is read from the person's own days. It is information, not
treatment.
"""

from __future__ import annotations

from typing import NamedTuple

from stride.conventions import span_of_hours
from stride.rounding import to_go, whole
from stride.summary.report import Habits

#: Valid days below which a person's pattern is not known well enough to speak of.
PATTERN_DAYS = 4
#: Minutes a day of difference between weekend and weekdays worth speaking of.
WEEKEND_GAP_MIN = 10.0


class Tip(NamedTuple):
    """A piece of advice. personal: read from the person's own days."""

    id: str
    text: str
    personal: bool = False


GENERAL = (
    Tip("build-up", "Build up slowly: half an hour a day is a good start, at whatever pace suits."),
    Tip("routine", "Hang a walk on something you do anyway: the way to work, lunch, an errand."),
    Tip("enjoy", "Choose company, places and routes you like; what is enjoyed is repeated."),
    Tip("strength", "Add strengthening exercise on two days a week; walking does not replace it."),
    Tip(
        "doctor",
        "With back pain now, or trouble moving, a heart or lung condition, after surgery or falls, "
        "or when pregnant: talk to a doctor before building up.",
    ),
)


def tips(habits: Habits) -> tuple[Tip, ...]:
    """The personal ones that apply, the most fitting first, then GENERAL.

    habits: of about the last four weeks.
    """
    if habits.pain_rose:
        rose = "Your diary says the pain rose. Take it easy, and see a doctor if it stays or grows."
        # While pain is up nothing asks for more.
        return (Tip("pain", rose, personal=True), *(tip for tip in GENERAL if tip.id == "doctor"))
    if habits.back_minutes is not None:
        return (_back(habits.back_minutes), *_patterns(habits), *GENERAL)
    shortest = _shortest(habits)
    return (*([shortest] if shortest else []), *_patterns(habits), *GENERAL)


def _patterns(habits: Habits) -> list[Tip]:
    return [tip for tip in (_weekend(habits), _hour(habits)) if tip]


def _back(minutes: float) -> Tip:
    text = f"The goal is above your usual week; 'stride goal back' makes it {whole(minutes)}."
    return Tip("back", text, personal=True)


def _shortest(habits: Habits) -> Tip | None:
    if habits.mean is None or habits.valid_days < PATTERN_DAYS:
        return None
    missing = to_go(habits.mean, habits.goal)
    if missing <= 0:
        text = "Your usual day already reaches the goal; keep what works."
        return Tip("keep", text, personal=True)
    way = f"one more walk of {missing} minutes"
    if missing >= 10:
        half = -(-missing // 2)
        way += f", or two of {half},"
    return Tip("shortest", f"On a usual day {way} would reach the goal.", personal=True)


def _weekend(habits: Habits) -> Tip | None:
    if habits.weekday is None or habits.weekend is None or habits.valid_days < PATTERN_DAYS:
        return None
    gap = habits.weekday - habits.weekend
    if abs(gap) < WEEKEND_GAP_MIN:
        return None
    less, more = ("weekends", "weekdays") if gap > 0 else ("weekdays", "weekends")
    text = (
        f"On {less} you walk {whole(abs(gap))} minutes a day less than on {more}; "
        f"a fixed time for a walk on {less} would even it out."
    )
    return Tip("weekend", text, personal=True)


def _hour(habits: Habits) -> Tip | None:
    if habits.hours is None or habits.valid_days < PATTERN_DAYS or not any(habits.hours):
        return None
    best = max(range(24), key=lambda hour: habits.hours[hour] if habits.hours else 0.0)
    text = (
        f"You walk most from {span_of_hours(best)}; "
        "a few minutes more are easiest to add where the habit already is."
    )
    return Tip("hour", text, personal=True)
