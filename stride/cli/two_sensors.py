"""``import`` of two sensors in two files: which files belong together, and their import."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stride import errors

if TYPE_CHECKING:
    from stride.cli import common
    from stride.pipeline import ImportOptions
    from stride.report.outcome import Outcome


def run_two(
    session: common.Session,
    paths: list[str],
    placement: str,
    given: dict[str, Any],
    how: tuple[bool, bool],
) -> list[Outcome]:
    """Two sensors in two files, or the pairs in a folder whose names say which is which."""
    from stride.cli.outcomes import import_each

    def together(pair: tuple[str, str], options: ImportOptions) -> list[Outcome]:
        from stride.pipeline import import_two

        return [import_two(pair, options, session.settings)]

    pairs = _pairs(paths, placement)
    jobs = [(" + ".join(pair), "auto", partial(together, pair)) for pair in pairs]
    return import_each(session, jobs, given, how)


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


def by_placement(path: str, placement: str) -> list[tuple[list[str], str]]:
    """(paths, placement) to import one after the other for a path.

    A folder with a table of files and placements is as the table says: two sensors of one person
    are one import, and what it does not name is left alone. Raises DataError for a table with
    something wrong, by its line.
    """
    from stride.formats.find.manifest import pairs_in, worn_in

    folder = Path(path)
    worn = worn_in(folder) if placement == "auto" and folder.is_dir() else []
    if not worn:
        return [([path], placement)]
    pairs = pairs_in(folder)
    paired = {each for pair in pairs for each in pair}
    pairings = [([str(thigh), str(back)], "thigh,back") for thigh, back in pairs]
    return pairings + [([str(w.path)], w.where or placement) for w in worn if w.path not in paired]
