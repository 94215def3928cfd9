"""The commands around the classifier: ``classify`` a file, ``recompute`` what an older one made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stride import disk, errors
from stride.cli import checks, common
from stride.cli.importing import (
    DateOrderOption,
    FormatOption,
    PlacementOption,
    StartOption,
    UnitOption,
    ZoneOption,
    given_options,
)
from stride.cli.outcomes import exit_code, show_outcome

if TYPE_CHECKING:
    from stride.formats import ReadOptions


def classify(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A recording of acceleration, or - for stdin.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here.")
    ] = None,
    placement: PlacementOption = "auto",
    format_id: FormatOption = None,
    tz: ZoneOption = None,
    start: StartOption = None,
    date_order: DateOrderOption = None,
    unit: UnitOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that this command did not write.")
    ] = False,
) -> int:
    """Label a recording second by second: time, activity, confidence, steps, wear.

    CSV on stdout, or JSON Lines with --json. Nothing is stored.
    """
    session = common.session()
    given = given_options(
        placement, format_id=format_id, tz=tz, start=start, date_order=date_order, unit=unit
    )
    if output is not None:
        from stride.cli.outputs import check_output

        check_output(session, output, "seconds", force)
        checks.check_file(output)
    from stride.cli.progress import Progress

    with Progress(session, session.verbose) as progress:
        progress.announce(file)
        from stride.pipeline import read_options

        read = read_options(session.settings, session.today, **given, progress=progress.advance)
        lines = _classified_lines(session, file, placement, read)
    _write_lines(lines, output)
    return errors.EXIT_OK


def _classified_lines(session: common.Session, file: str, placement: str, read: ReadOptions) -> Any:
    from stride.counting import classify_recording, open_recording
    from stride.report.seconds import second_lines

    recording, name = open_recording(file, read)
    with disk.scratch() as scratch:
        classified = classify_recording(recording, placement, session.settings.placement, scratch)
    for warning in (*recording.notes.warnings, *classified.warnings):
        session.note(f"{name}: {warning}")
    return second_lines(classified.seconds, recording.offset_min_at, session.json)


def _write_lines(lines: Any, output: Path | None) -> None:
    if output is None:
        sys.stdout.writelines(lines)
        return

    def fill(partial: Path) -> None:
        with partial.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(lines)

    disk.write_whole(output, fill)


def recompute(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the recordings lie now.")],
) -> int:
    """Redo the days that an older model made, from their files, found by content below DIR.

    Each file is read as it was read before. Undone like any import: the first reading comes back.
    """
    from stride.cli.progress import Progress
    from stride.recompute import recompute as redo

    session = common.session()
    outcomes = []
    with Progress(session, session.verbose) as progress:
        read = {"today": session.today, "progress": progress.advance}
        for outcome in redo(folder, session.settings, read):
            progress.finish()
            outcomes.append(outcome)
            if outcome.status == "missing" and outcome.error:
                session.note(f"{outcome.error.message}\n  {outcome.error.hint}")
            else:
                show_outcome(session, outcome)
    if session.json:
        from stride.report.import_numbers import import_document

        session.write_json({"imports": [import_document(outcome) for outcome in outcomes]})
    return exit_code(outcomes)
