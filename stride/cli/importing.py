"""The commands that read files: ``import`` and ``classify``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stride import errors
from stride.cli import checks, common
from stride.cli.outcomes import exit_code, import_each, show_outcome
from stride.cli.own_tables import keep_layout, told_table
from stride.printable import clean_line
from stride.types import PLACEMENTS

if TYPE_CHECKING:
    from stride.report.outcome import Outcome

PlacementOption = Annotated[
    str,
    typer.Option(
        "--placement",
        metavar="WHERE",
        help=f"auto or {', '.join(PLACEMENTS)}; thigh,back: two files.",
    ),
]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="ID", help="Read it as this ('stride formats').")
]
ZoneOption = Annotated[
    str | None,
    typer.Option("--tz", metavar="ZONE", help="Zone of times without an offset: Europe/Oslo."),
]
StartOption = Annotated[
    str | None,
    typer.Option("--start", metavar="ISO", help="When it began, if the file only counts seconds."),
]
DateOrderOption = Annotated[
    str | None,
    typer.Option("--date-order", metavar="ORDER", help="dmy, mdy or ymd, where a file is unclear."),
]
UnitOption = Annotated[
    str | None, typer.Option("--unit", metavar="UNIT", help="g, m/s2 or mg, if the file is silent.")
]


def import_(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files, folders, .zip, .gz, or - for stdin."),
    ] = None,
    placement: PlacementOption = "auto",
    format_id: FormatOption = None,
    tz: ZoneOption = None,
    start: StartOption = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="What to call the source.")
    ] = None,
    date_order: DateOrderOption = None,
    unit: UnitOption = None,
    walks: Annotated[
        list[str] | None,
        typer.Option("--walks", metavar="KIND", help="An activity of this kind is a walk."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAMES",
            help="What its columns are: time=ts,steps=n or x=ax,y=ay,z=az; a number is a place.",
        ),
    ] = None,
    rate: Annotated[
        str | None,
        typer.Option("--rate", metavar="HZ", help="With x, y and z and no time: samples a second."),
    ] = None,
    save: Annotated[
        str | None,
        typer.Option("--save", metavar="NAME", help="Keep --columns as a format of your own."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; change nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read files already imported anew.")
    ] = False,
    inbox: Annotated[
        Path | None, typer.Option("--inbox", metavar="DIR", help="Import what is new in DIR.")
    ] = None,
    done: Annotated[
        Path | None,
        typer.Option("--move-to", metavar="DIR", help="With --inbox: move imported files there."),
    ] = None,
) -> int:
    """Read exports and recordings, find the walking, and keep it.

    Importing the same file again changes nothing. Every file is recognised by its content; a bad
    file never stops the others. With --inbox, only what is new and complete in the folder is read.
    -v says how far it is where there is no terminal to draw a bar on.
    """
    session = common.session()
    given = given_options(
        placement, format_id=format_id, tz=tz, start=start, source=source,
        date_order=date_order, unit=unit,
    ) | {"walks": tuple(walks or ())}  # fmt: skip
    given |= told_table(columns, rate, save, format_id)
    how = (dry_run, again)
    if inbox is not None:
        if paths:
            raise errors.UsageError("--inbox takes no files.", "Name either a folder or files.")
        outcomes = _run_inbox(session, (inbox, done), placement, given, how)
    elif done is not None:
        raise errors.UsageError("--move-to goes with --inbox.", "Name the folder to read.")
    elif not paths:
        raise errors.UsageError("Name a file to import.", "stride import FILE, or a folder.")
    elif "," in placement:
        from stride.cli.two_sensors import run_two

        outcomes = run_two(session, paths, placement, given, how)
    else:
        outcomes = _run_placed(session, paths, placement, given, how)
    if save is not None and exit_code(outcomes) == errors.EXIT_OK and paths:
        keep_layout(session, save, paths[0], given, dry_run)
    if session.json:
        from stride.report.import_numbers import import_document

        session.write_json({"imports": [import_document(outcome) for outcome in outcomes]})
    elif inbox is None and any(outcome.status == "imported" for outcome in outcomes):
        _offer_next(session, outcomes)
    return exit_code(outcomes)


def _run_placed(
    session: common.Session,
    paths: list[str],
    placement: str,
    given: dict[str, Any],
    how: tuple[bool, bool],
) -> list[Outcome]:
    """Files and folders; in a folder whose files a table places, as the table says."""
    from stride.cli.two_sensors import by_placement, run_two
    from stride.report.outcome import Outcome

    outcomes: list[Outcome] = []
    for path in paths:
        try:
            pairs = by_placement(path, placement)
        except errors.DataError as error:  # a bad table stops no other path
            outcomes.append(Outcome(clean_line(path), "refused", error=error))
            show_outcome(session, outcomes[-1])
            continue
        for some, where in pairs:
            one = given | {"placement": where} if where not in ("auto", "thigh,back") else given
            run = run_two if where == "thigh,back" else _run
            outcomes += run(session, some, where, one, how)
    return outcomes


def import_paths(session: common.Session, paths: list[str]) -> list[Outcome]:
    """Import files as ``stride import PATH...`` without an option would."""
    names = ("format_id", "tz", "start", "source", "date_order", "unit")
    given = given_options("auto", **dict.fromkeys(names)) | {"walks": ()}
    given |= told_table(None, None, None, None)
    from stride.formats.find.manifest import placed

    where = {placed(Path(path).name)[1]: path for path in paths}
    if len(paths) == 2 and {"thigh", "back"} <= set(where):
        from stride.cli.two_sensors import run_two

        two = [where["thigh"], where["back"]]
        return run_two(session, two, "thigh,back", given, (False, False))
    return _run_placed(session, paths, "auto", given, (False, False))


def _run_inbox(
    session: common.Session,
    folders: tuple[Path, Path | None],
    placement: str,
    given: dict[str, Any],
    how: tuple[bool, bool],
) -> list[Outcome]:
    from stride.cli.inbox import new_files, remember, waiting_for

    folder, done = folders
    state = session.settings.paths.state
    all_outcomes: list[Outcome] = []
    ready, growing = new_files(folder, state, done)
    if growing or (not ready and common.is_terminal(sys.stderr)):
        session.note(waiting_for(folder, growing))
    for path in ready:
        outcomes = _run(session, [str(path)], placement, given, how)
        all_outcomes += outcomes
        if how[0]:  # a dry run leaves no trace
            continue
        if exit_code(outcomes) not in (errors.EXIT_DISK, errors.EXIT_BUSY):
            remember([path], state)
        if done is not None and not any(outcome.error for outcome in outcomes):
            all_outcomes += _moved(path, done)
    return all_outcomes


def _moved(path: Path, done: Path) -> list[Outcome]:
    """Move an imported file away; what it takes to say that it could not be."""
    from stride.cli.inbox import move
    from stride.report.outcome import Outcome

    try:
        move(path, done)
    except OSError as error:
        name = clean_line(str(path))
        refusal = errors.DiskError(
            f"{name} is imported, but could not be moved to {done}: {error.strerror or error}.",
            "Move it yourself, or name another folder.",
        )
        common.error_line(refusal.message, refusal.hint)
        return [Outcome(name, "refused", error=refusal)]
    return []


def given_options(placement: str, **options: str | None) -> dict[str, Any]:
    """What ReadOptions takes of the options typed; each that is a choice is checked."""
    if sorted(placement.split(",")) != ["back", "thigh"]:
        checks.check_choice("--placement", placement, ("auto", *PLACEMENTS))
    checks.check_choice("--date-order", options["date_order"], ("dmy", "mdy", "ymd"))
    checks.check_choice("--unit", options["unit"], ("g", "m/s2", "mg"))
    if options["format_id"] is not None:
        from stride.formats import format_ids

        checks.check_choice(
            "--format", options["format_id"], tuple(format_ids()), "'stride formats' lists them."
        )
    one = placement != "auto" and "," not in placement
    return {**options, "placement": placement if one else None}


def _run(
    session: common.Session,
    paths: list[str],
    placement: str,
    given: dict[str, Any],
    how: tuple[bool, bool],
) -> list[Outcome]:
    jobs = [(clean_line(path), placement, partial(_guarded, session, path)) for path in paths]
    return import_each(session, jobs, given, how)


def _guarded(session: common.Session, path: str, options: Any) -> Any:
    """The outcomes of a path; one that cannot be opened at all is an outcome too."""
    from stride.pipeline import import_path
    from stride.report.outcome import Outcome

    try:
        yield from import_path(path, options, session.settings)
    except errors.UsageError:
        raise
    except errors.StrideError as error:
        yield Outcome(clean_line(path), "refused", error=error)
    except OSError as error:
        refusal = errors.of_system(error, "Free some space or mend the rights.")
        yield Outcome(clean_line(path), "refused", error=refusal)


def _offer_next(session: common.Session, outcomes: list[Outcome]) -> None:
    """The day to look at: today where the data reach it, else the last day they know."""
    if common.is_terminal(sys.stdout) and not session.quiet:
        newest = max((str(day.date) for o in outcomes for day in o.days), default="")
        day = f"day {newest}" if newest and newest < str(session.today) else "today"
        session.say(f"\nNext: stride {day}")
