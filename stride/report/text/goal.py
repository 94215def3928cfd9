"""Turns the goal in force into the view of ``stride goal``: the tier, why, and the road to 100."""

from __future__ import annotations

from datetime import date
from typing import Any

from stride.goals.plans import TARGET_MINUTES, TIERS, Step
from stride.report.facts import Fact, fact, keys
from stride.report.text.lines import Line, line
from stride.summary.standing import Standing
from stride.words import days as words

#: Rule of a step -> why the goal changed, in words.
RULES = {
    "learning": "learning your usual week",
    "start": "from your first week",
    "advance": "you met the goal on five of seven days",
    "back": "two weeks with two goal days or fewer",
    "down": "brought down to your last two weeks",
    "welcome-back": "welcome back: learning your usual week again",
    "restart": "from your first week back",
    "pain": "back pain rose",
    "person-back": "you stepped back",
    "set": "you set it",
    "hold": "you asked to hold it",
    "auto": "you let it follow your walking again",
    "adapt": "your last nine valid days",
}
HISTORY_SHOWN = 5


def view(stand: Standing) -> list[Line]:
    """The lines for a terminal; ``stand`` as of the day asked about."""
    target = stand.target
    changed = date.fromordinal(target.history[-1].ordinal)
    lines: list[Line] = [
        [(f"Goal: {words.whole(target.goal_minutes)} minutes a day", "head"),
         (f" since {words.day_month(changed)} ({RULES[target.rule]})", "")],
        _ladder(stand),
        line("  " + words.goal_sentence(stand)),
    ]  # fmt: skip
    if target.road:
        lines.append(line("  " + road(stand)))
    if hint := words.back_hint(stand):
        lines.append(line("  " + hint))
    if len(target.history) > 1:
        lines.append(line("  Changes, newest first:", "dim"))
        for step in target.history[: -HISTORY_SHOWN - 1 : -1]:
            day = words.day_month(date.fromordinal(step.ordinal))
            text = f"    {day:>11}  {words.whole(step.minutes):>3}  {RULES[step.rule]}"
            lines.append(line(text, "dim"))
    lines.append(line("  Change it: stride goal set MINUTES, hold, back, or auto.", "dim"))
    return lines


def _ladder(stand: Standing) -> Line:
    pieces: Line = [("  ", "")]
    goal = stand.target.goal_minutes
    for minutes in sorted({*map(float, TIERS), goal}):
        here = minutes == goal
        text = words.whole(minutes)
        pieces.append((f"[{text}]" if here else f" {text} ", "good" if here else "dim"))
    return pieces


def road(stand: Standing) -> str:
    """The tiers to come with the first day each could hold, if the pace holds."""
    ahead = stand.target.road
    first = f"{words.whole(ahead[0].minutes)}, from {words.day_month(ahead[0].date)}"
    if len(ahead) == 1:
        return f"Next: {first} at the earliest."
    last = f"{words.whole(ahead[-1].minutes)} by {words.part_of_month(ahead[-1].date)}"
    return f"Next: {first} at the earliest. At this pace, {last}."


def facts(stand: Standing) -> list[Fact]:
    """The goal in force and the road ahead, a fact each; argument as in ``view``."""
    target = stand.target
    goal = words.whole(target.goal_minutes)
    changed = date.fromordinal(target.history[-1].ordinal)
    tiers = ", ".join(str(tier) for tier in TIERS)
    return [
        fact("date", str(stand.frame.asked)),
        fact("plan", stand.frame.plan),
        fact("goal_minutes", target.goal_minutes, f"Goal: {goal} minutes a day"),
        fact("rule", target.rule, f"Since: {words.full_date(changed)}, {RULES[target.rule]}"),
        fact("mode", target.mode, f"Mode: {target.mode}"),
        fact("tiers", list(TIERS), f"Tiers: {tiers} minutes; the study's mark is {TARGET_MINUTES}"),
        *keys({name: getattr(target, name) for name in OF_TARGET}),
        fact("target_minutes", TARGET_MINUTES, words.goal_sentence(stand)),
        fact("since", str(target.since)),
        fact("earliest", str(target.earliest) if target.earliest else None),
        fact("back_advised", target.too_high, words.back_hint(stand)),
        fact("welcome_back", target.returned),
        fact(
            "road",
            [{"minutes": step.minutes, "date": str(step.date)} for step in target.road],
            *(
                f"Ahead: {words.whole(step.minutes)} minutes from {words.full_date(step.date)}"
                for step in target.road
            ),
        ),
        fact("history", [_step(step) for step in target.history], *_changes(stand)),
    ]


#: Keys of the document that are what the Target calls them.
OF_TARGET = (
    "tier", "met_days", "needed_days", "valid_days", "next_minutes", "paused", "back_minutes",
)  # fmt: skip


def _step(step: Step) -> dict[str, Any]:
    day = date.fromordinal(step.ordinal)
    return {"date": str(day), "minutes": step.minutes, "rule": step.rule}


def _changes(stand: Standing) -> list[str]:
    """The changes of the goal, newest first."""
    return [
        f"Change: {words.full_date(date.fromordinal(step.ordinal))}, {words.whole(step.minutes)} "
        f"minutes, {RULES[step.rule]}"
        for step in stand.target.history[::-1]
    ]
