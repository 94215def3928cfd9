"""GPX and TCX: recorded walks, as the time in which the person moved at walking speed.

GPX need not name its sport, and TCX knows no walking; such a track is a walk by its speed, and that
is said. Steps are those of the file, where it has them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.steps.intervals import intervals
from stride.formats.steps.kind_words import is_walk
from stride.formats.steps.minutes import pieces
from stride.formats.steps.rows import StepRows
from stride.formats.time.column import read_times
from stride.formats.time.zones import instants
from stride.formats.track.points import (
    FASTEST_M_S,
    SLOWEST_M_S,
    WALK_FROM_M_S,
    WALK_TO_M_S,
    Track,
    median_speed_m_s,
    speeds_m_s,
)
from stride.formats.track.xml import tracks_of
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.formats.time.parse import Times
    from stride.types import F64, Intervals

MINUTE_S = 60.0
WALKING_SPM = 60.0
STRAVA_WALK = "10"  # what older GPX files of Strava write for a walk
SPORTLESS = ("", "other", "unknown", "unbekannt")


def read_tracks(blob: Blob, options: ReadOptions, format_id: str) -> Intervals:
    """The walks among the tracks of a file.

    Raises EmptyData where none is a walk, DataError where no point has a time.
    """
    with blob.open(options) as stream:
        tracks = list(tracks_of(stream, blob.head.raw, blob.name))
    timed = [track for track in tracks if len(track.times) > 1]
    if not timed and any(track.times for track in tracks):
        raise empty(blob, "holds a single point")
    if not timed:
        raise DataError(
            f"{blob.name} has no times: a route that was planned, not a walk.",
            "Export the recorded activity instead.",
        )
    notes = ReadNotes(rows=len(tracks))
    times = read_times(
        [text for track in timed for text in track.times],
        range(1, sum(len(track.times) for track in timed) + 1),
        options.date_order or "dmy",
    )
    return _walks(Origin(blob, options, format_id, ""), timed, times, notes)


def _walks(origin: Origin, tracks: list[Track], times: Times, notes: ReadNotes) -> Intervals:
    utc, offset, zone = instants(times, origin.options)
    parts, at, other = [], 0, []
    for track in tracks:
        mine = slice(at, at + len(track.times))
        at = mine.stop
        if minutes := _minutes(track, utc[mine], origin, notes):
            parts.append((*minutes, np.full(len(minutes[0]), offset[mine][0], np.int16)))
        else:
            other.append(track.kind or "a track faster than walking")
    if not parts:
        raise empty(origin.blob, f"is no walk ({other[0]})")
    notes.rows_skipped = len(other)
    start, steps, walking, offsets = (np.concatenate(c) for c in zip(*parts, strict=True))
    lines = np.arange(1, len(start) + 1)
    rows = StepRows(start, start + MINUTE_S, offsets, steps, walking, lines)
    return replace(intervals(origin, rows, zone, notes, measured=True), grade="D")


def _minutes(
    track: Track, utc_s: F64, origin: Origin, notes: ReadNotes
) -> tuple[F64, F64, F64] | None:
    """(start, steps, walking seconds) of each minute of a walk, None for what is none; (m,)."""
    speed, gap = speeds_m_s(track, utc_s), np.diff(utc_s)
    if not _is_walk(track, median_speed_m_s(speed, gap), origin, notes):
        return None
    spm = np.array(track.cadence_spm)[:-1]
    counted = bool((spm > 0).any())
    walking = spm >= WALKING_SPM if counted else (speed >= SLOWEST_M_S) & (speed <= FASTEST_M_S)
    usable = np.flatnonzero(~np.isnan(speed))
    if not len(usable):
        return None
    minute, share, row = pieces(utc_s[:-1][usable], utc_s[1:][usable])
    spent = share * gap[usable][row]
    names, place = np.unique(minute, return_inverse=True)
    seconds: F64 = np.bincount(place, weights=spent * walking[usable][row]).astype(np.float64)
    pace = np.nan_to_num(spm) if counted else walking * 1.0
    steps: F64 = np.bincount(place, weights=spent * pace[usable][row]).astype(np.float64)
    whole = track.steps if track.steps else (steps.sum() / 60.0 if counted else 0.0)
    steps = steps * (float(whole) / max(float(steps.sum()), 1e-9))
    return np.asarray(names * MINUTE_S, np.float64), steps, seconds


def _is_walk(track: Track, speed_m_s: float, origin: Origin, notes: ReadNotes) -> bool:
    """Whether a track is a walk: by its kind, else by its speed, which is said."""
    kind = track.kind.strip()
    asked = kind.casefold() in {each.casefold() for each in origin.options.walks}
    strava = kind == STRAVA_WALK and b"strava" in origin.blob.head.raw[:2000].lower()
    named = True if asked or strava else is_walk(kind)
    if named is not None and kind.lower() not in SPORTLESS:
        return named
    walk = not math.isnan(speed_m_s) and WALK_FROM_M_S <= speed_m_s <= WALK_TO_M_S
    if walk:
        warning = f"{origin.blob.name} names no sport; by its speed it is taken for a walk."
        if warning not in notes.warnings:
            notes.warnings.append(warning)
    return walk
