"""Day first or month first: what the dates of a whole file prove, and never a guess."""

import re
from typing import Any, NamedTuple, Protocol

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.options import Question, ReadOptions
from stride.formats.texts import parts_of
from stride.formats.time.parse import MAX_TEXT_BYTES, BadTime, digits, iso_times, letters, measured
from stride.formats.time.spelling import layout_of

NAMES = {"dmy": "day first", "mdy": "month first"}


class Lines(Protocol):
    """The line of each row: a list, an array, or what looks it up when a message needs it."""

    def __getitem__(self, row: int, /) -> Any:
        """The line of a row."""


class Proof(NamedTuple):
    """A date that can be read in one order only, and its line."""

    line: int
    text: str


Proofs = dict[str, Proof]


def proofs_of(texts: Any, lines: Lines | int) -> Proofs:
    """The first date that proves each order.

    texts: pyarrow array, chunked or not, or list of n texts. lines: their line numbers, or that
    of the first.
    """
    proved: Proofs = {}
    for order, row in order_proofs(texts).items():
        text = texts[row]
        text = text if isinstance(text, str) else text.as_py().decode("utf-8", "replace")
        line = lines + row if isinstance(lines, int) else int(lines[row])
        proved[order] = Proof(line, text.strip())
    return proved


def settled(evidence: Proofs, options: ReadOptions, default: str | None = None) -> str | None:
    """``dmy`` or ``mdy``: --date-order, what the dates prove, the format's habit; else None.

    Raises DataError where the dates prove both and nothing else tells.
    """
    if options.date_order in NAMES:
        return options.date_order
    proved = [order for order in evidence if order in NAMES]
    if len(proved) == 1:
        return proved[0]
    if default or not proved:
        return default
    first, second = sorted(proved, key=lambda order: evidence[order].line)
    raise DataError(
        f"Line {evidence[first].line} (“{evidence[first].text}”) is {NAMES[first]}, line "
        f"{evidence[second].line} (“{evidence[second].text}”) {NAMES[second]}.",
        "Export the file again; a spreadsheet may have turned some dates round.",
    )


class DateOrder:
    """The order of day and month that the columns of one table prove together, block by block.

    settled: ``dmy`` or ``mdy`` as soon as --date-order says it or a block proves it. habit: of the
    format, where nothing proves one.
    """

    def __init__(self, options: ReadOptions, habit: str | None = None) -> None:
        self.settled = options.date_order if options.date_order in NAMES else None
        self._options, self._habit = options, habit
        self._proved: Proofs = {}

    def see(self, texts: Any, lines: Lines) -> None:
        """Look at more texts. Raises DataError where they prove both and nothing else tells."""
        if self.settled is None:
            self._proved = proofs_of(texts, lines) | self._proved
            proved = self._proved.keys() & NAMES.keys()
            habit = self._habit if len(proved) > 1 else None
            self.settled = settled(self._proved, self._options, habit)

    @property
    def final(self) -> str | None:
        """What holds when all texts were seen."""
        return self.settled or self._habit


def order_proofs(texts: Any) -> dict[str, int]:
    """The first row that proves each order of dates: ``dmy``, ``mdy``, or ``ymd`` for no doubt.

    Empty when every date could be either. texts: pyarrow array, chunked or not, or list of n texts.
    """
    rows: dict[str, int] = {}
    for first, part in parts_of(texts):
        first_rows = {"ymd": 0} if iso_times(part) else _proving_rows(part)
        for order, row in first_rows.items():
            rows.setdefault(order, first + row)
    return rows


def _proving_rows(column: Any) -> dict[str, int]:
    """The same of one pyarrow array."""
    raw, starts, lengths = measured(column)
    rows_proved: dict[str, int] = {}

    def proved(order: str, rows: Any) -> None:
        if len(rows):
            rows_proved[order] = min(rows_proved.get(order, int(rows[0])), int(rows[0]))

    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        if not 3 < length <= MAX_TEXT_BYTES:
            continue
        matrix = letters(raw, starts[rows], int(length))
        pattern = np.where((matrix >= 48) & (matrix <= 57), np.uint8(48), matrix)
        for _ in range(64):  # more patterns of one length than that are not dates
            if not len(pattern):
                break
            layout = layout_of(pattern[0].tobytes())
            same = (pattern == pattern[0]).all(axis=1)
            if layout is not None and "A" in layout.fields:
                first = digits(matrix[same], layout.fields["A"]) > 12
                second = digits(matrix[same], layout.fields["B"]) > 12
                proved("dmy", rows[same][first & ~second])
                proved("mdy", rows[same][second & ~first])
            elif layout is not None:
                proved("ymd", rows[same])
            rows, matrix, pattern = rows[~same], matrix[~same], pattern[~same]
    return rows_proved


def order_evidence(texts: Any) -> set[str]:
    """What a column says about its date order: the orders that some row proves."""
    return set(order_proofs(texts))


def bad_time(error: BadTime, line: int) -> DataError:
    """The refusal for a text that is no time. line: where it stands."""
    text = error.text.strip()
    if not text:
        return DataError(f"Line {line} has no time.", "Correct or remove that line.")
    if set(text) == {"#"} or re.match(r"^\d?\d:\d\d\.\d$", text):
        return DataError(
            f"Line {line}: the time is “{text}”: a spreadsheet has cut it.",
            "Import the file as it was exported, not a copy saved by a spreadsheet.",
        )
    turned = order_evidence([text]) & {"dmy", "mdy"}
    if turned:  # a date, but not in the order of the others
        name, other = ("day", "month") if turned == {"dmy"} else ("month", "day")
        return DataError(
            f"Line {line}: “{text[:40]}” is {name} first, where the dates are read {other} first.",
            "Export the file again; a spreadsheet may have turned some dates round.",
        )
    return DataError(
        f"Line {line}: “{text[:40]}” is not a date and time stride can read.",
        "Correct or remove that line, or import the file as it was exported.",
    )


def ask_order(example: str) -> Question:
    """The question which of two numbers is the day."""
    shown = f" such as “{example}”" if example else ""
    return Question(
        f"Dates{shown} could be day first or month first, and no day is above 12.",
        "Say which: --date-order dmy (31 May is 31/05) or --date-order mdy (05/31).",
        {"date_order": "dmy"},
        {"date_order": "mdy"},
    )
