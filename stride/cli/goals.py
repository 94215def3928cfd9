"""Turns what a person decides or reports into rows and an answer: goal, rest, pain, tips."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stride import clock
from stride.cli.checks import number_within
from stride.cli.common import Session, session
from stride.cli.reading import frame_of, look
from stride.errors import NothingYet, UsageError
from stride.types import GoalChange, Pain

if TYPE_CHECKING:
    from stride.summary.standing import Standing

ACTIONS = ("show", "set", "hold", "back", "auto")
LOWEST_GOAL_MIN, HIGHEST_GOAL_MIN = 5, 600
LONGEST_REST_DAYS = 366
DayOption = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="The day; today when left out.")
]


def goal(
    action: Annotated[str, typer.Argument(metavar="[show|set|hold|back|auto]")] = "show",
    minutes: Annotated[str | None, typer.Argument(metavar="[MINUTES]", help="With set.")] = None,
    date: DayOption = None,
) -> None:
    """Your goal, why it is what it is, and what comes next; or change it.

    set MINUTES and hold stay until auto; back takes one step off.
    """
    run = session()
    if action not in ACTIONS:
        raise UsageError(f"There is no 'stride goal {action}'.", f"One of: {', '.join(ACTIONS)}.")
    frame = frame_of(run, date)
    if action == "show":
        if minutes is not None:
            raise UsageError("'stride goal show' takes no number.", "Try: stride goal set 45")
    else:
        change = GoalChange(frame.asked, action, _goal_minutes(action, minutes))
        _write_goal(run, change)
    stand = look(run, date, empty=True)[1]
    from stride.cli.show import answer
    from stride.report.text import goal as text

    answer(run, lambda: text.facts(stand), lambda _: text.view(stand))


def _goal_minutes(action: str, text: str | None) -> float | None:
    if action != "set":
        if text is not None:
            raise UsageError(f"'stride goal {action}' takes no number.", "Leave it out.")
        return None
    hint = f"Give minutes a day, {LOWEST_GOAL_MIN} to {HIGHEST_GOAL_MIN}: stride goal set 45"
    if text is None:
        raise UsageError("'stride goal set' needs a number.", hint)
    return number_within(text, "minutes", hint, (LOWEST_GOAL_MIN, HIGHEST_GOAL_MIN))


def _write_goal(run: Session, change: GoalChange) -> None:
    from stride.store.diary import add_goal_change

    now = clock.now().isoformat()
    words = f"{change.kind} {change.minutes:g}" if change.minutes else change.kind
    with run.changing(days=False) as door:
        add_goal_change(door.db, change, now)
        door.note("goal", f"{words} from {change.date}", now)


def rest(
    when: Annotated[
        str, typer.Argument(metavar="[DATE|DATE..DATE]", help="A day or a range; today.")
    ] = "today",
    remove: Annotated[bool, typer.Option("--remove", help="Take the rest days back.")] = False,
) -> None:
    """Mark a day, or a range of days, as rest: for a pause, illness or a holiday.

    Ahead or afterwards. Such days neither add to a streak nor end it, and they do not use up the
    week's two rest days. 'stride undo', or --remove, takes the mark back.
    """
    from stride.store.diary import add_rest
    from stride.words import days as words

    run = session()
    first, last = clock.parse_range(when, run.today)
    if (last - first).days >= LONGEST_REST_DAYS:
        raise UsageError(f"{when} is longer than a year.", "Give a shorter range.")
    now = clock.now().isoformat()
    with run.changing(days=False) as door:
        days = add_rest(door.db, first, last, now, remove)
        text = str(first) if last == first else f"{first} to {last}"
        door.note("rest", f"{text}, taken back" if remove else text, now)
    if run.json:
        dates = [str(day) for day in days]
        run.write_json({"from": str(first), "to": str(last), "days": dates, "removed": remove})
        return
    span = words.full_date(first)
    if last != first:
        span += f" to {words.full_date(last)} ({words.plural(len(days), 'day')})"
    done = "No longer kept free" if remove else "Kept free"
    after = "." if remove else "; it neither adds to a streak nor ends one. Back: stride undo"
    if not run.quiet:
        run.say(f"{done}: {span}{after}")


def pain(
    score: Annotated[
        str | None, typer.Argument(metavar="[0-10]", help="0 none, 10 the worst imaginable.")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="A few words to keep with it.")] = "",
    date: DayOption = None,
    signs: Annotated[
        bool, typer.Option("--signs", help="Only the signs that need a doctor.")
    ] = False,
) -> None:
    """The back-pain diary, and the signs that call for a doctor. Without a score: the diary.

    While pain is up, from 7 of 10 or above your usual, the goal rests and nothing reminds.
    """
    from stride.words import days as words
    from stride.words import pain as words_pain

    run = session()
    if signs:
        run.say("\n".join(words_pain.red_flags()))
        return
    if score is None:
        _show_diary(run)
        return
    frame = frame_of(run, date)
    hint = "Give a whole number from 0 (none) to 10 (the worst imaginable)."
    value = number_within(score, "pain score", hint, (0, 10))
    if value != int(value):
        raise UsageError(f"{score} is not a whole number.", hint)
    before = _goal_now(run, date)
    _write_pain(run, Pain(frame.asked, int(value), note))
    stand = look(run, date, empty=True)[1]
    after, paused = stand.target.goal_minutes, stand.target.paused
    if run.json:
        run.write_json(_pain_row(stand, int(value), note, before))
        return
    reaction = words_pain.reaction(before if before is not None else after, after, paused)
    run.say(f"Written down: {int(value)} of 10 on {words.full_date(frame.asked)}. {reaction}")
    if run.quiet:
        return
    all_signs = words_pain.shows_all(run.reader().pains(), frame.asked)
    run.say("\n".join(words_pain.red_flags()) if all_signs else words_pain.SIGNS)


def _goal_now(run: Session, day: str | None) -> float | None:
    """The goal before the entry; None before there is a database."""
    from stride.store.reader import open_reader

    try:
        open_reader(run.settings.paths.database).close()
    except NothingYet:
        return None
    return look(run, day, empty=True)[1].target.goal_minutes


def _write_pain(run: Session, entry: Pain) -> None:
    from stride.store.diary import add_pain

    now = clock.now().isoformat()
    with run.changing(days=False) as door:
        add_pain(door.db, entry, now)
        door.note("pain", f"{entry.score} of 10 on {entry.date}", now)


def _pain_row(stand: Standing, score: int, note: str, before: float | None) -> dict[str, Any]:
    after = stand.target.goal_minutes
    return {
        "date": str(stand.frame.asked),
        "score": score,
        "note": note,
        "goal_minutes": after,
        "goal_minutes_before": before if before is not None else after,
        "paused": stand.target.paused,
    }


def _show_diary(run: Session) -> None:
    from stride.words import days as words
    from stride.words import pain as words_pain

    try:
        pains = run.reader().pains()
    except NothingYet:
        pains = ()
    if run.json:
        rows = [{"date": str(p.date), "score": p.score, "note": p.note} for p in pains]
        run.write_json({"pain": rows})
        return
    run.say("Back-pain diary" + (", newest first:" if pains else ": no entries yet."))
    for entry in pains[:-15:-1]:
        note = f"  {' '.join(entry.note.split())}" if entry.note else ""
        run.say(f"  {words.short_date(entry.date):>10}  {entry.score:>2} of 10{note}")
    for line in words_pain.red_flags():
        run.say(line)


def tips(date: DayOption = None) -> None:
    """Advice that fits your last four weeks first, then what goes for everyone."""
    from stride.summary.report import habits
    from stride.words import days as words
    from stride.words import tips as advice

    run = session()
    reader, stand = look(run, date)
    since = stand.frame.asked - timedelta(days=27)
    advised = advice.tips(habits(reader.history(since=since, until=stand.frame.asked), stand))
    if run.json:
        rows = [{"id": tip.id, "text": tip.text, "personal": tip.personal} for tip in advised]
        run.write_json({"tips": rows})
        return
    from stride.cli.show import show
    from stride.report.text.lines import line

    texts = [tip.text for tip in advised]
    view = [
        line(f"{'For you: ' if tip.personal else ''}{tip.text}", "head" if not place else "")
        for place, tip in enumerate(advised)
    ]
    show(run, lambda width: [*view, line(words.NOT_MEDICAL, "dim")],
         lambda: [*texts, words.NOT_MEDICAL])  # fmt: skip
