"""``import`` of two sensors in two files: which files belong together, and their import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stride import errors

if TYPE_CHECKING:
    from stride.cli import common
    from stride.report.outcome import Outcome


def run_two(
    session: common.Session,
    paths: list[str],
    placement: str,
    given: dict[str, Any],
    how: tuple[bool, bool],
) -> list[Outcome]:
    """Two sensors in two files, or the pairs in a folder whose names say which is which."""
    from stride.cli.outcomes import show_outcome
    from stride.cli.progress import Progress

    outcomes = []
    with Progress(session, session.verbose) as progress:
        for pair in _pairs(paths, placement):
            progress.announce(" + ".join(pair))
            from stride.pipeline import ImportOptions, import_two, read_options

            read = read_options(session.settings, session.today, **given, progress=progress.advance)
            outcomes.append(import_two(pair, ImportOptions(read, "auto", *how), session.settings))
            progress.finish()
            show_outcome(session, outcomes[-1])
    return outcomes


def _pairs(paths: list[str], placement: str) -> list[tuple[str, str]]:
    """(thigh, back) of two files in the order of the placements, or of every pair of a folder."""
    if len(paths) == 2:
        thigh, back = paths if placement == "thigh,back" else reversed(paths)
        return [(thigh, back)]
    if len(paths) != 1 or not Path(paths[0]).is_dir():
        raise errors.UsageError(
            f"--placement {placement} takes two files, or one folder.",
            f"stride import FILE FILE --placement {placement}",
        )
    from stride.formats.find.manifest import pairs_in

    pairs = pairs_in(Path(paths[0]))
    if not pairs:
        raise errors.DataError(
            f"{paths[0]} holds no two files whose names, or a table beside them, say thigh and "
            "back.",
            "Name the two files, the thigh first.",
        )
    return [(str(thigh), str(back)) for thigh, back in pairs]


def as_told(paths: list[str], placement: str) -> list[tuple[list[str], str]]:
    """(paths, placement) to import one after the other.

    A folder with a table of files and placements is as the table says: two sensors of one person
    are one import, and what it does not name is left alone.
    """
    from stride.formats.find.manifest import pairs_in, worn_in

    found: list[tuple[list[str], str]] = []
    for path in paths:
        worn = worn_in(Path(path)) if placement == "auto" and Path(path).is_dir() else []
        if not worn:
            found.append(([path], placement))
            continue
        pairs = pairs_in(Path(path))
        found += [([str(thigh), str(back)], "thigh,back") for thigh, back in pairs]
        paired = {each for pair in pairs for each in pair}
        found += [([str(w.path)], w.where or placement) for w in worn if w.path not in paired]
    return found
