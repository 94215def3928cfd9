"""The command ``forget``: what a person wants gone is gone from every file of stride's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from stride import errors
from stride.cli import checks, common
from stride.cli.options import check_number
from stride.cli.outputs import PAGE, own_files

if TYPE_CHECKING:
    from stride.store.forget import Extent, Wanted

ELSEWHERE = (
    "Backups and exports that you made, the files you imported, and what a disk keeps of deleted"
    " files stay: remove those yourself."
)


def forget(
    import_id: Annotated[
        int | None,
        typer.Option(
            "--import", metavar="ID", callback=check_number, help="One import, by its number."
        ),
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="All before that day.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="All imports of a source.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Everything stride keeps, the settings too.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")] = False,
) -> int:
    """Take things out for good: out of the database, its log and every copy kept beside it.

    Unlike undo this cannot be taken back. It asks first, and says what stays elsewhere.
    """
    session = common.session()
    given = [import_id is not None, before is not None, source is not None, all_]
    if sum(given) != 1:
        raise errors.UsageError(
            "Say what is to be forgotten.",
            "One of --import ID, --before DATE, --source NAME, --all.",
        )
    if all_:
        return _forget_all(session, yes)
    from stride.store.forget import Wanted

    return _forget(session, Wanted(import_id, source, session.day(before) if before else None), yes)


def _forget(session: common.Session, wanted: Wanted, yes: bool) -> int:
    from stride.store import forget as store

    reader = session.reader()
    extent = store.look(reader.db, wanted, reader.day_start_min)
    if not (extent.imports or extent.days or extent.entries):
        raise errors.UsageError("There is nothing of that.", "'stride imports --all' lists all.")
    if not _agreed(session, _in_words(extent), yes):
        return errors.EXIT_NO
    session.close()
    paths = session.settings.paths
    store.forget(paths.database, wanted)
    store.forget_names(paths.state / "inbox.json", extent.files)
    (paths.state / PAGE).unlink(missing_ok=True)
    _report(session, {"imports": extent.imports, "days": extent.days, "entries": extent.entries})
    return errors.EXIT_OK


def _in_words(extent: Extent) -> str:
    from stride.words.days import plural

    parts = [plural(extent.imports, "import")]
    if extent.days:
        parts.append(plural(extent.days, "day"))
    if extent.entries:
        parts.append(f"{extent.entries} of goals, rest days, pain and walks by hand")
    return ", ".join(parts)


def _forget_all(session: common.Session, yes: bool) -> int:
    from stride.store.forget import forget_all

    there = [path for path in own_files(session.settings.paths) if path.exists()]
    if not there:
        raise errors.NothingYet("There is nothing to forget.", "Nothing has been stored.")
    if not _agreed(session, "everything: " + ", ".join(path.name for path in there), yes):
        return errors.EXIT_NO
    session.close()
    gone = forget_all(there)
    _report(session, {"files": [path.name for path in gone]})
    return errors.EXIT_OK


def _agreed(session: common.Session, what: str, yes: bool) -> bool:
    """Whether the person says yes. Raises UsageError where nobody can be asked."""
    session.note(f"This forgets {what}; the copies that stride keeps beside the database go too.")
    session.note(ELSEWHERE)
    if yes or checks.confirmed("Forget it for good?", "Add --yes to forget it unasked."):
        return True
    session.say("Nothing was forgotten.")
    return False


def _report(session: common.Session, gone: dict[str, object]) -> None:
    if session.json:
        session.write_json({"forgotten": gone, "stays": ELSEWHERE})
    else:
        session.say("Forgotten. It cannot be brought back.")
