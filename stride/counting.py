"""Turns what a file holds into minutes, without any database: signal, classify, in that order.

``pipeline`` stores what comes out of it; ``study`` writes it to the tables of a cohort.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stride import threads  # noqa: F401  # stands before numpy
from stride.errors import DataError, EmptyData
from stride.formats import Item, ReadOptions, discover, read, to_minutes
from stride.types import Intervals, Recording

if TYPE_CHECKING:
    from stride.signal.clocks import Clocks
    from stride.types import Classified, MinuteTable, ReadNotes, Source

#: Two clocks closer than this need no word.
SAME_CLOCK_S = 0.2


@dataclass(frozen=True, slots=True)
class Counted:
    """Minutes of a file and what was learnt on the way; what was read is let go of."""

    source: Source
    notes: ReadNotes
    table: MinuteTable
    extra: dict[str, Any]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader and the classifier have to say."""
        return (*self.notes.warnings, *self.extra.get("warnings", ()))


def count_item(
    item: Item, options: ReadOptions, placement: str, usual: str, scratch: Path
) -> Counted:
    """The minutes of one item.

    placement: as asked for, or ``auto``; usual: the configured one. scratch: a folder for the grid.
    Raises the item's own error, DataError, and EmptyData where nothing is in it.
    """
    content = read(item, options)
    if isinstance(content, Recording):
        classified = classify_recording(content, placement, usual, scratch)
        table, extra = _counted(classified, content)
    else:
        table, extra = to_minutes(content), {}
    if not len(table.minute_utc) and not table.day_totals:
        raise EmptyData(f"The file ({content.source.format_id}) holds no data to import.")
    return Counted(content.source, content.notes, table, extra)


def classify_recording(
    recording: Recording, placement: str, usual: str, scratch: Path
) -> Classified:
    """Every second of a recording, labelled.

    placement: as asked for on the command line; the file's own word and then ``usual`` stand in
    for ``auto``. scratch: a folder for the spooled grid.
    """
    from stride.classify import classify
    from stride.signal import prepare

    prepared = prepare(recording, scratch)
    if placement == "auto" and not prepared.placement:
        placement = usual
    return classify(prepared, placement)


def classify_two(thigh: Recording, back: Recording, scratch: Path) -> tuple[Classified, Clocks]:
    """Every second that a sensor on the thigh and one on the back saw, on the thigh's clock.

    scratch: a folder for the spooled grids. Raises DataError where the two do not overlap.
    """
    from stride.classify.pair import classify_pair
    from stride.signal import prepare
    from stride.signal.clocks import compare
    from stride.signal.join import join

    folders = [scratch / name for name in ("thigh", "back")]
    for folder in folders:
        folder.mkdir()
    first, second = (
        prepare(recording, folder) for recording, folder in zip((thigh, back), folders, strict=True)
    )
    clocks = compare(first, second)
    joined = join(first, second, clocks, scratch)
    if not (joined.first.valid & joined.second.valid).any():
        raise DataError(
            "The two recordings do not overlap: there is no second that both sensors saw.",
            "Are they of the same person and week? --tz sets the zone of their clocks.",
        )
    classified = classify_pair(joined.first, joined.second, joined.both)
    return replace(classified, warnings=(*classified.warnings, *_said(clocks))), clocks


def count_two(
    items: tuple[Item, Item], options: tuple[ReadOptions, ReadOptions], scratch: Path
) -> tuple[Counted, Classified]:
    """The minutes of two sensors in two files, thigh first, and the seconds they come from.

    Raises DataError where one holds no acceleration, or the two do not overlap.
    """
    thigh, back = (_recording(item, each) for item, each in zip(items, options, strict=True))
    classified, clocks = classify_two(thigh, back, scratch)
    table, extra = _counted(classified, thigh)
    extra["clocks"] = {
        "offset_s": round(clocks.offset_s, 3),
        "drift_ppm": round(clocks.drift_ppm, 2),
        "windows": clocks.agreeing,
    }
    notes = replace(
        thigh.notes,
        rows=thigh.notes.rows + back.notes.rows,
        rows_skipped=thigh.notes.rows_skipped + back.notes.rows_skipped,
        warnings=[*thigh.notes.warnings, *back.notes.warnings],
    )
    return Counted(thigh.source, notes, table, extra), classified


def _recording(item: Item, options: ReadOptions) -> Recording:
    content = read(item, options)
    if isinstance(content, Intervals):
        raise DataError(
            f"{item.name} ({content.source.format_id}) holds steps, not acceleration.",
            "Two sensors are joined by their accelerations; import this file on its own.",
        )
    return content


def _said(clocks: Clocks) -> tuple[str, ...]:
    """What was done about the two clocks, in words."""
    if not clocks.agreeing:
        return (
            "The two clocks could not be compared: too little movement that both sensors saw. "
            "They were taken as they are.",
        )
    ahead = "ahead of" if clocks.offset_s > 0 else "behind"
    drift = f"drifts by {abs(clocks.drift_ppm):.0f} seconds in a million"
    if abs(clocks.offset_s) < SAME_CLOCK_S and abs(clocks.drift_ppm) < 1:
        return ()
    return (
        f"The clock of the back is {abs(clocks.offset_s):.1f} s {ahead} that of the thigh and "
        f"{drift}; it was set by the thigh's.",
    )


#: Movement besides walking that an import tells of.
ALSO_SEEN = ("running", "cycling")


def _counted(classified: Classified, recording: Recording) -> tuple[MinuteTable, dict[str, Any]]:
    from stride.classify import to_minutes as count_minutes

    extra = {
        "placement": classified.placement,
        "placement_rule": classified.placement_rule,
        "placement_confidence": round(float(classified.placement_confidence), 3),
        "model_id": classified.model_id,
        "axes_found": classified.axes_found,
        "rate_hz": round(float(classified.rate_hz), 3),
        "calibration": {
            "applied": classified.calibration.applied,
            "error_before_mg": classified.calibration.error_before_mg,
            "error_after_mg": classified.calibration.error_after_mg,
        },
        "gravity": recording.gravity,
        "unit_rule": recording.unit_rule,
        "warnings": _import_warnings(classified),
    }
    table = count_minutes(classified, recording.offset_min_at)
    extra["unclear_s"] = classified.unclear_s
    extra["also_s"] = {name: int(table.seconds[f"{name}_s"].sum()) for name in ALSO_SEEN}
    return table, extra


def _import_warnings(classified: Classified) -> list[str]:
    """The classifier's warnings; one about the placement says how to change it afterwards."""
    again = " With --again a file that is imported already is read anew."
    return [text + again if "--placement" in text else text for text in classified.warnings]


def open_recording(path: str, options: ReadOptions) -> tuple[Recording, str]:
    """The one recording that ``path`` holds, for ``stride classify``, and its name.

    Raises DataError when there is none, more than one, or when the file holds steps only.
    """
    items = list(discover(path, options))
    usable = [item for item in items if not item.error]
    if not usable and items and items[0].error:
        raise items[0].error
    if len(usable) != 1:
        raise DataError(
            f"{path} holds {len(usable)} files that can be read; classify takes one.",
            "Name one file.",
        )
    content = read(usable[0], options)
    if isinstance(content, Intervals):
        raise DataError(
            f"{path} ({content.source.format_id}) holds steps, not acceleration.",
            "Use 'stride import' for it.",
        )
    return content, usable[0].name
