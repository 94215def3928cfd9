"""A vendor's walking time beside the steps: numbers, clocks and words to seconds.

Where neither the name of the column nor the cell says the unit, it is the one in which most steps
were taken at a cadence that people walk at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stride.formats.column_words import unit_of_time_s
from stride.formats.late import np, pa
from stride.formats.steps.intervals import FEWEST_WALKING_SPM, MOST_OF_A_DAY_SPM
from stride.formats.table.cells import numbers_at
from stride.formats.texts import coded

if TYPE_CHECKING:
    from stride.types import F64, I64

NOT_SAID = float("nan")
#: Units that a number may be in, the likeliest first, in seconds.
UNITS_S = (60.0, 1.0, 3600.0, 0.001)
#: What ``1:10`` may be: hours and minutes, or minutes and seconds.
CLOCKS_S = (60.0, 1.0)
_CLOCK = re.compile(r"^(\d+):([0-5]\d)(:([0-5]\d)([.,]\d+)?)?$")
_ISO = re.compile(r"^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$", re.I)
_WORDS = re.compile(
    r"^(?:(\d+)\s*(?:h|hr|hrs|hours?|std\.?|stunden?|heures?|horas?|uur|timer?|t|ч|時間|小时|시간)\b\.?)?"
    r"\s*(?:(\d+)\s*(?:m|min|mins|minutes?|minuten|minutos?|minuti|мин|分|分钟|분)\b\.?)?"
    r"\s*(?:(\d+)\s*(?:s|sec|secs|seconds?|sek|sekunden|segundos?|сек|秒|초)\b\.?)?$",
    re.I,
)


def walking_seconds(column: Any, lines: I64, name: str, steps: F64, decimal: str) -> F64:
    """Walking seconds of each row, (n,), NaN where a cell is empty.

    column: chunked texts. lines, steps: (n,) of the rows. Raises DataError naming the line.
    """
    index, texts = coded(column)
    texts = [text.strip().strip('"') for text in texts]
    seconds = [_in_seconds(text) for text in texts]
    clocks = [_two_parts(text) for text in texts]
    plain = np.array([a is None and b is None for a, b in zip(seconds, clocks, strict=True)], bool)
    values = np.array([a if a is not None else b if b is not None else 0.0
                       for a, b in zip(seconds, clocks, strict=True)])[index]  # fmt: skip
    scale = np.ones(len(values))
    if any(clock is not None for clock in clocks):
        two = np.array([clock is not None for clock in clocks], bool)[index]
        scale[two] = _likeliest(values[two], steps[two], CLOCKS_S)
    if plain.any():
        rows = plain[index]
        numbers = numbers_at(_only(column, rows), lines[rows], name, decimal, NOT_SAID)
        stated = unit_of_time_s(name)
        values[rows] = numbers
        scale[rows] = stated or _likeliest(numbers, steps[rows], UNITS_S)
    walking_s: F64 = values * scale
    return walking_s


def _only(column: Any, rows: Any) -> Any:
    return column.cast(pa.binary()).filter(pa.array(rows))


def _likeliest(values: F64, steps: F64, units_s: tuple[float, ...]) -> float:
    """The unit in which most of the values fit their steps; the first where none does better."""
    both = (values > 0) & (steps > 0)
    if not both.any():
        return units_s[0]

    def fits(unit_s: float) -> int:
        spm = 60.0 * steps[both] / (values[both] * unit_s)
        return int(np.sum((spm >= FEWEST_WALKING_SPM) & (spm <= MOST_OF_A_DAY_SPM)))

    return max(units_s, key=fits)


def _in_seconds(text: str) -> float | None:
    """Seconds of ``1:10:00``, ``PT1H10M`` or ``1h 10m``, None for anything else."""
    if (clock := _CLOCK.match(text)) and clock[3]:
        return 3600.0 * int(clock[1]) + 60.0 * int(clock[2]) + int(clock[4])
    for pattern in (_ISO, _WORDS):
        if (match := pattern.match(text)) and any(match.groups()):
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            return 3600.0 * hours + 60.0 * minutes + seconds
    return None


def _two_parts(text: str) -> float | None:
    """``1:10`` as so many of the smaller unit, None for anything else."""
    clock = _CLOCK.match(text)
    return None if not clock or clock[3] else 60.0 * int(clock[1]) + int(clock[2])
