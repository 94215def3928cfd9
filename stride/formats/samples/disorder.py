"""Samples of a file in which time runs back, put in order of time by way of a scratch file.

A file may hold its rows newest first, a recording twice, or a later recording before an earlier
one. It is cut into stretches in which time runs on; what two of them say of one time must be the
same. Only some minutes lie in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.samples.in_order import WINDOW_S, rows_of, stray_rows
from stride.formats.samples.spool import Spool
from stride.formats.words import counted
from stride.types import Chunk

if TYPE_CHECKING:
    from stride.types import F64, Bool, ReadNotes

#: Of a scratch file so much is sorted at once: a minute more or less does not matter.
BIN_S = 600.0
#: A pause ends a stretch, so that another recording may lie in it.
PAUSE_S = 600.0
#: Recordings in one file are counted in tens; rows in no order at all fall back at every other row.
MOST_FALLS = 1000
LOOKED_AT = 50  # rows that tell the direction of a file
FIELDS = [("t", "f8"), ("acc", "3f4"), ("row", "i8"), ("stretch", "i4")]


@dataclass
class Stretches:
    """The samples of a file, stretch by stretch. starts, ends: of each, in UTC seconds.

    sign: -1 where the rows run from the newest to the oldest. newest: how far time ran, in the
    direction of the file. repeated: rows left out. used: stretches of which rows are kept.
    """

    sign: int = 1
    newest: float = float("-inf")
    falls: int = 0
    rows: int = 0
    repeated: int = 0
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    spool: Spool | None = None

    def add(self, chunk: Chunk) -> None:
        """Keep the samples of a chunk."""
        chunk = rows_of(chunk, ~stray_rows(chunk.t_utc_s))
        t = chunk.t_utc_s
        if not len(t):
            return
        if self.spool is None:
            fields = FIELDS if chunk.back_g is None else [*FIELDS, ("back", "3f4")]
            self.spool = Spool(fields, "t", BIN_S)
        stretch = np.zeros(len(t), np.int32)
        cuts = self._cuts(t * self.sign)
        for low, high in pairwise([*sorted({0, *cuts}), len(t)]):
            if low in cuts:
                self.starts.append(float("inf"))
                self.ends.append(float("-inf"))
            stretch[low:high] = len(self.starts) - 1
            self.starts[-1] = min(self.starts[-1], float(t[low:high].min()))
            self.ends[-1] = max(self.ends[-1], float(t[low:high].max()))
        more = {} if chunk.back_g is None else {"back": chunk.back_g}
        row = np.arange(self.rows, self.rows + len(t))
        self.spool.add(t=t, acc=chunk.acc_g, row=row, stretch=stretch, **more)
        self.rows += len(t)

    def _cuts(self, u: F64) -> list[int]:
        """Where stretches begin. u: (n,) times that rise within one, but for late packets."""
        cuts, start = [], 0
        while start < len(u):
            newest = np.maximum.accumulate(np.append(self.newest, u[start:]))
            fell = u[start:] < newest[:-1] - WINDOW_S
            paused = u[start:] > newest[:-1] + PAUSE_S
            if not (ends := fell | paused).any():
                self.newest = float(newest[-1])
                break
            at = start + int(np.argmax(ends))
            self.falls += bool(fell[at - start])
            if self.falls > MOST_FALLS:
                raise DataError(
                    f"Time runs backwards {self.falls:,} times up to row {self.rows + at:,}.",
                    "Sort its rows by time, and import it again.",
                )
            cuts.append(at)
            self.newest, start = float(u[at]), at + 1
        return cuts

    def in_order(self) -> Iterator[Chunk]:
        """All samples in order of time, those of a second copy left out.

        Raises DataError where two stretches say different things of one time.
        """
        for block in self.spool.in_order() if self.spool is not None else ():
            rows = block[:: self.sign]
            unique = rows[:0]
            for number in np.unique(rows["stretch"]).tolist():
                some = _sorted(rows[rows["stretch"] == number])
                fresh = some[~self._repeats(unique, some, number)] if len(unique) else some
                self.repeated += len(some) - len(fresh)
                if len(fresh):
                    self.used.add(number)
                    unique = _sorted(np.concatenate([unique, fresh])) if len(unique) else fresh
            back = unique["back"] if "back" in unique.dtype.names else None
            yield Chunk(
                unique["t"].copy(), unique["acc"].copy(), None if back is None else back.copy()
            )

    def _repeats(self, earlier: Any, some: Any, number: int) -> Bool:
        """Which rows of a stretch stand in earlier ones as well."""
        repeated: Bool = np.zeros(len(some), bool)
        inside = (earlier["t"] >= self.starts[number]) & (earlier["t"] <= self.ends[number])
        before = earlier[inside]
        for start, end in zip(self.starts[:number], self.ends[:number], strict=True):
            repeated |= (some["t"] >= start) & (some["t"] <= end)
        again = np.flatnonzero(repeated)
        count = min(len(before), len(again))
        if not count:
            return np.zeros(len(some), bool)
        here = some[again[:count]]
        same = np.all([_equal(before[:count][name], here[name]) for name in _values(some)], axis=0)
        rest = np.concatenate([before["t"][count:], some["t"][again[count:]]])
        if not same.all() and before["t"][0] == before["t"][-1] == here["t"][0]:
            return np.zeros(len(some), bool)  # they touch in one stamp
        if not same.all() or (rest != here["t"][-1]).any():  # a stamp of many rows may be cut
            at = int(np.argmin(same)) if not same.all() else count - 1
            raise _differing(before[at], here[at])
        repeated[again[count:]] = False
        return repeated

    def say(self, notes: ReadNotes) -> None:
        """What was put right, in words."""
        if self.sign < 0:
            notes.warnings.append("The rows ran from the newest to the oldest: turned round.")
        if self.repeated:
            notes.rows_skipped += self.repeated
            notes.warnings.append(
                f"Left out {counted(self.repeated, 'row')} that repeat the recording: it stands in "
                "the file more than once, and counts once."
            )
        starts = [self.sign * self.starts[number] for number in sorted(self.used)]
        if starts != sorted(starts):
            notes.warnings.append(
                "The file holds recordings in another order than that of time: put in order."
            )


def newest_first(t: F64) -> bool:
    """Whether rows run from the newest to the oldest, by (n,) times of the first of them."""
    steps = np.diff(t[:: max(len(t) // LOOKED_AT, 1)])  # rather longer than a packet
    return len(steps) > 0 and float(np.median(steps)) < 0


def sorted_by_time(chunks: Iterable[Chunk], notes: ReadNotes, sign: int) -> Iterator[Chunk]:
    """The samples of a file in order of time, whatever the order of its stretches.

    notes: what was put right is said there after the last one. sign: -1 where the newest row comes
    first, else 1. Raises DataError for rows in no order, or recordings that say different things
    of one time.
    """
    whole = Stretches(sign)
    for chunk in chunks:
        whole.add(chunk)
    yield from whole.in_order()
    whole.say(notes)


def _values(rows: Any) -> list[str]:
    return [name for name in rows.dtype.names if name in ("t", "acc", "back")]


def _equal(one: Any, other: Any) -> Bool:
    return np.asarray(np.reshape(one == other, (len(one), -1)).all(axis=1))


def _sorted(rows: Any) -> Any:
    return rows[np.argsort(rows["t"], kind="stable")]


def _differing(before: Any, here: Any) -> DataError:
    first, second = sorted((int(before["row"]), int(here["row"])))
    when = datetime.fromtimestamp(float(here["t"]), UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return DataError(
        f"Row {second + 1:,} tells of {when} once more, other than row {first + 1:,}: two "
        "recordings of one time.",
        "Put each of them into a file of its own, and import the one you want.",
    )
