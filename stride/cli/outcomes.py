"""What became of the files of an import, in words and as an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from stride import errors
from stride.cli import common

if TYPE_CHECKING:
    from stride.pipeline import ImportOptions
    from stride.report.outcome import Outcome

    #: What is announced, where it was worn, and the import itself.
    Job = tuple[str, str, Callable[[ImportOptions], Iterable[Outcome]]]

#: Warnings of one file that are told; the rest is counted.
SHOWN_WARNINGS = 5


def import_each(
    session: common.Session, jobs: Iterable[Job], given: dict[str, Any], how: tuple[bool, bool]
) -> list[Outcome]:
    """Import one after the other, and show what became of each.

    given: the options of reading. how: whether it is a dry run, and whether files are read again.
    """
    from stride.cli.progress import Progress

    outcomes = []
    with Progress(session, session.verbose) as progress:
        for name, placement, work in jobs:
            progress.announce(name)
            from stride.pipeline import ImportOptions, read_options

            read = read_options(session.settings, session.today, **given, progress=progress.advance)
            for outcome in work(ImportOptions(read, placement, *how)):
                progress.finish()
                outcomes.append(outcome)
                show_outcome(session, outcome)
    return outcomes


def show_outcome(session: common.Session, outcome: Outcome) -> None:
    from stride.report.import_text import named, outcome_lines

    if outcome.error and outcome.status == "refused":
        common.error_line(named(outcome.file, outcome.error.message), outcome.error.hint)
        return
    for warning in outcome.warnings[:SHOWN_WARNINGS]:
        session.note(named(outcome.file, warning))
    hidden = len(outcome.warnings) - SHOWN_WARNINGS
    if hidden > 0:
        session.note(f"{outcome.file}: and {hidden} more warnings, all of them with --json.")
    if not session.json and not session.quiet:
        for line in outcome_lines(outcome):
            session.say(line, wrap=True)
        sys.stdout.flush()  # one file at a time, for whoever reads along through a pipe


def exit_code(outcomes: list[Outcome]) -> int:
    codes = [outcome.error.exit_code for outcome in outcomes if outcome.error]
    bad = [code for code in codes if code]
    for code in (errors.EXIT_DISK, errors.EXIT_BUSY, errors.EXIT_DATA):
        if code in bad:
            return code
    return bad[0] if bad else errors.EXIT_OK
