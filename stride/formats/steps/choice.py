"""What a person said about the sources inside one export: which are left out, which come first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.formats.options import ReadOptions
    from stride.formats.steps.rows import StepRows
    from stride.types import F64, I64, Bool, ReadNotes


@dataclass
class Choice:
    """The choice among the sources of one export, for its rows as they come.

    order: names, the best first; ignored: names; whatever their case. steps: of each source seen;
    chosen_steps: of each after the choice. left_out: rows that went for them.
    """

    order: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    steps: dict[str, float] = field(default_factory=dict)
    chosen_steps: dict[str, float] = field(default_factory=dict)
    left_out: int = 0

    @classmethod
    def of(cls, options: ReadOptions) -> Choice:
        """What the person said, nothing read yet."""
        return cls(
            tuple(map(str.casefold, options.order)), tuple(map(str.casefold, options.ignored))
        )

    def apply(self, rows: StepRows, source: I64, names: Sequence[str]) -> I64:
        """Leave in place the rows that the person's choice leaves; the sources of those, (m,).

        source: (n,) into names. Where sources overlap, one that is named first has the say.
        """
        seen = _by_source(rows.steps, source, names)
        _add(self.steps, seen)
        ignored = [self.is_ignored(name) for name in names]
        ranks = [self.rank(name) for name in names]
        if not any(ignored) and len(set(ranks)) < 2:  # as most are: no copies of millions
            _add(self.chosen_steps, seen)
            return source
        mask = ~np.array(ignored, bool)[source]
        if len(set(ranks)) > 1:
            mask &= ~_seen_by_better(rows, np.array(ranks)[source], mask)
        if not mask.all():
            self.left_out += int((~mask).sum())
            rows.keep(mask)
        left: I64 = source[mask]
        _add(self.chosen_steps, _by_source(rows.steps, left, names))
        return left

    def is_ignored(self, name: str) -> bool:
        """Whether a source is left out."""
        return name.casefold() in self.ignored

    def note(self, notes: ReadNotes) -> None:
        """Write down which sources there were, and how many rows went for the choice."""
        notes.sources = {**notes.sources, **dict(sorted(self.steps.items()))}
        if self.left_out:
            notes.rows_skipped += self.left_out
            notes.warnings.append(
                f"Left out {counted(self.left_out, 'row')} of sources that you ignore or put "
                "behind others ('stride sources')."
            )

    def rank(self, name: str) -> int:
        """The place of a source in the order; those not named come last."""
        lowered = name.casefold()
        return self.order.index(lowered) if lowered in self.order else len(self.order)


def chosen(
    rows: StepRows, source: I64, names: Sequence[str], options: ReadOptions, notes: ReadNotes
) -> I64:
    """Leave in place the rows that the person's choice leaves, and note it; their sources, (m,)."""
    choice = Choice.of(options)
    left = choice.apply(rows, source, names)
    choice.note(notes)
    return left


def _by_source(steps: F64, source: I64, names: Sequence[str]) -> dict[str, float]:
    """The steps of each source. source: (n,) into names."""
    if len(names) == 1:
        return {names[0]: float(steps.sum())}
    sums = dict.fromkeys(names, 0.0)
    for name, count in zip(names, np.bincount(source, steps, len(names)).tolist(), strict=True):
        sums[name] += count
    return sums


def _add(sums: dict[str, float], more: dict[str, float]) -> None:
    for name, steps in more.items():
        sums[name] = sums.get(name, 0.0) + steps


def _seen_by_better(rows: StepRows, rank: I64, mask: Bool) -> Bool:
    """Which rows, (n,), overlap a kept row of a source with a better rank."""
    seen = np.zeros(len(rows), bool)
    for better in np.unique(rank[mask])[:-1]:
        of_it = mask & (rank == better) & ~seen
        begins, ends = _merged(rows.start_s[of_it], rows.end_s[of_it])
        place = np.searchsorted(ends, rows.start_s, side="right")
        near = np.minimum(place, len(begins) - 1)
        seen |= (rank > better) & (place < len(begins)) & (begins[near] < rows.end_s)
    return seen


def _merged(start: F64, end: F64) -> tuple[F64, F64]:
    """Stretches, sorted and apart, that some spans cover together."""
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    fresh = np.concatenate([[True], start[1:] > reach[:-1]])
    last = np.concatenate([fresh[1:], [True]])
    return start[fresh], reach[last]
