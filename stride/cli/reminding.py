"""The command ``remind``, made for cron."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from stride import clock, errors
from stride.cli import common

if TYPE_CHECKING:
    from datetime import date

    import typer

    from stride.cli.options import AtOption
    from stride.remind.message import Reminder


def remind(
    at: AtOption = None,
    notify: Annotated[bool, typer.Option("--notify", help="As a desktop notification.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 while the day's goal is open.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Even if it was said today.")] = False,
) -> int:
    """One line if there is something to say, nothing otherwise; made for cron.

    At most once a day; not after the goal is met, on a day kept free, while pain has risen, or in
    quiet hours. When the newest data is older than yesterday it says, at most every third day,
    that an import is due.
    """
    from stride.remind.memory import recall, remember
    from stride.remind.message import due

    session = common.session()
    local = _local(session, at)
    reminder = _find(session, local)
    today = session.today
    spoken = recall(session.settings.paths.state)
    speak = bool(reminder.message) and (force or due(reminder, spoken, today))
    if session.json:
        left = reminder.minutes_left
        message = reminder.message if speak else None
        session.write_json({"remind": speak, "message": message, "minutes_left": left})
    elif speak:
        _say(session, reminder.message, notify)
    if speak:
        kind = "reminder" if reminder.kind == "reminder" else "import_hint"
        remember(session.settings.paths.state, spoken._replace(**{kind: today}))
    return errors.EXIT_NO if check and reminder.open else errors.EXIT_OK


def _local(session: common.Session, at: str | None) -> datetime:
    local = clock.now().astimezone(clock.zone(session.settings.zone)).replace(tzinfo=None)
    if at and at != "now":
        minute = clock.parse_minute(at)
        return local.replace(hour=minute // 60, minute=minute % 60)
    return local


def _find(session: common.Session, local: datetime) -> Reminder:
    from stride.remind.message import remind as find
    from stride.summary.standing import Frame, standing
    from stride.types import History

    settings = session.settings
    newest: date | None = None
    history = History(())
    try:
        reader = session.reader()
        newest = reader.newest_day()
        history = reader.history(until=session.today, full=False)
    except errors.NothingYet:
        pass
    frame = Frame(session.today, session.today, settings.plan, settings.week_start)
    return find(standing(history, frame), newest, local, settings.quiet)


def _say(session: common.Session, text: str, as_notification: bool) -> None:
    if as_notification:
        from stride.remind.notify import notify

        if notify(text):
            return
    session.say(text)
