"""The first 64 kB of a file, taken apart: encoding, lines, delimiter, header and first rows."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise
from pathlib import PurePosixPath

from stride.formats.find.code_pages import code_page
from stride.formats.time.spelling import has_date

HEAD_BYTES = 64 * 1024
DELIMITERS = (";", "\t", "|", ",")
SAMPLE_LINES = 40
TITLE_LINES = 30  # above a table at most
SAME_WIDTH_SHARE = 0.8  # of the sampled lines must have as many fields as the header

_SPACES = re.compile("[\\s\u00a0\u202f\u200e\ufeff]+")
_SEP_LINE = re.compile(r'^"?sep=(.|\\t)?', re.IGNORECASE)
NUMBER = re.compile(r"^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$")


def clean(cell: str) -> str:
    """A header cell without quotes, odd spaces and BOM."""
    return _SPACES.sub(" ", cell).strip().strip('"').strip()


def is_number(cell: str) -> bool:
    """Whether a cell is a number, with a point or a comma."""
    return bool(NUMBER.match(cell.strip()))


def as_number(cell: str) -> float:
    """The value of a cell that ``is_number``."""
    return float(cell.strip().replace(",", "."))  # the odd blanks that float() does not know


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line; a quote left open does not hurt."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def by_column(names: Sequence[str], rows: list[list[str]]) -> dict[str, list[str]]:
    """The cells of each column of some rows, of which some may be short."""
    return {
        name: [row[place].strip() for row in rows if place < len(row)]
        for place, name in enumerate(names)
    }


@dataclass(frozen=True, eq=False)
class Head:
    """What recognition sees of a file: name, first bytes, and what follows from them.

    name: the path inside its folder or zip. raw: the first bytes. complete: nothing follows.
    """

    name: str
    raw: bytes
    complete: bool

    @cached_property
    def basename(self) -> str:
        """The file name without folders."""
        return PurePosixPath(self.name).name

    @cached_property
    def encoding(self) -> str:
        """The encoding by BOM, else UTF-8 where it decodes, else a code page by its words."""
        start = self.raw[:64]
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        if start[1::2].count(0) > len(start) // 3 and not start[::2].count(0):
            return "utf-16-le"  # without its mark, as some programs write it
        if start[::2].count(0) > len(start) // 3 and not start[1::2].count(0):
            return "utf-16-be"
        try:
            self.raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # a character cut in two by the end of the head is not an error
            if error.start < len(self.raw) - 4 or self.complete:
                return code_page(self.raw)
        return "utf-8-sig"

    @cached_property
    def text(self) -> str:
        """The head decoded; what cannot be decoded is replaced."""
        return self.raw.decode(self.encoding, errors="replace")

    @cached_property
    def binary(self) -> bool:
        """Whether these are not the bytes of a text file."""
        # a disk that was full or unplugged leaves zeros behind the text
        return not self.encoding.startswith("utf-16") and b"\x00" in self.raw.rstrip(b"\x00")

    @cached_property
    def kind(self) -> str:
        """``text``, ``json``, ``xml``, ``sqlite`` or ``binary``, by the first bytes."""
        if self.raw.startswith(b"SQLite format 3\x00"):
            return "sqlite"
        if self.binary:
            return "binary"
        start = self.raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        return {b"{": "json", b"[": "json", b"<": "xml"}.get(start, "text")

    @cached_property
    def lines(self) -> list[str]:
        """Whole lines; the last one is left out when the head cuts it."""
        lines = re.split(r"\r\n|\n|\r", self.text)
        if not self.complete and len(lines) > 1:
            lines.pop()
        return lines

    @cached_property
    def first(self) -> int:
        """Index of the first line of the table.

        Lines empty or of delimiters only, ``sep=`` lines, comments, and titles of one cell above a
        table are passed.
        """
        full = (
            index
            for index, line in enumerate(self.lines)
            if line.strip(' \t"\ufeff,;|') and not _SEP_LINE.match(line.strip())
        )
        top = next(full, 0)
        rest = (
            index
            for index in chain([top], full)
            if self.lines and not self.lines[index].lstrip().startswith(("#", "//"))
        )
        titles = list(islice(rest, TITLE_LINES))  # further down nothing is looked at
        if not titles:
            return top
        if _padded_title(self.lines[titles[0]]):  # a spreadsheet fills its row with delimiters
            tables = (n for n in titles if not _padded_title(self.lines[n]))
            return next(tables, titles[0])
        if (width := _width(self.lines[titles[0]])) <= 2:  # a title, or a name and its value
            for index, below in pairwise(titles):
                if _table_begins(self.lines[index], self.lines[below], width + 2):
                    return index
                if width == 1 and _two_columns(self.lines[index], self.lines[below]):
                    return index
        return titles[0]

    @cached_property
    def delimiter(self) -> str:
        """The delimiter: of a ``sep=`` line, else the one that gives lines of equal width."""
        return sniff_delimiter(self.lines[self.first : self.first + SAMPLE_LINES])

    @cached_property
    def columns(self) -> list[str]:
        """The cells of the first line that says something, cleaned."""
        return self.cells(self.first)

    @cached_property
    def keys(self) -> list[str]:
        """The columns in lower case."""
        return [column.lower() for column in self.columns]

    def cells(self, index: int, delimiter: str | None = None) -> list[str]:
        """The cleaned cells of one line, none when there is no such line."""
        if index >= len(self.lines):
            return []
        return [clean(cell) for cell in split_line(self.lines[index], delimiter or self.delimiter)]

    def rows(
        self, start: int, count: int = SAMPLE_LINES, delimiter: str | None = None
    ) -> list[list[str]]:
        """The cells of up to ``count`` lines from line ``start`` on, empty ones left out."""
        key = (start, count, delimiter or self.delimiter)
        if key not in self._rows:  # dozens of formats look at the same ones
            self._rows[key] = [
                [cell.strip() for cell in split_line(line, key[2])]
                for line in self.lines[start : start + count]
                if line.strip()
            ]
        return self._rows[key]

    @cached_property
    def _rows(self) -> dict[tuple[int, int, str], list[list[str]]]:
        return {}

    def has(self, *names: str) -> bool:
        """Whether all these columns (any case) are in the first line."""
        present = set(self.keys)
        return all(name.lower() in present for name in names)

    @cached_property
    def title(self) -> str:
        """The first line that is not empty, table or not."""
        return next((line.strip() for line in self.lines if line.strip(' \t"\ufeff')), "")

    @cached_property
    def first_line(self) -> str:
        """The first line of the table."""
        return self.lines[self.first].strip() if self.lines else ""


def _width(line: str) -> int:
    """The most fields a line has under any delimiter."""
    return max(len(split_line(line, delimiter)) for delimiter in DELIMITERS)


def _table_begins(line: str, below: str, least: int) -> bool:
    """Whether a line heads a table of so many columns, by its width and that of the next line."""
    width = _width(line)
    if width < least or abs(_width(below) - width) > 1:
        return False
    cells = max((split_line(line, mark) for mark in DELIMITERS), key=len)
    return least == 3 or not any(is_number(cell) for cell in cells)


def _two_columns(line: str, below: str) -> bool:
    """Whether a line names two columns, of times and of numbers, as the next line has them."""
    for mark in DELIMITERS:
        names, cells = split_line(line, mark), split_line(below, mark)
        if len(names) == len(cells) == 2 and has_date(cells[0]) and is_number(cells[1]):
            return not any(is_number(name) or has_date(name) for name in names)
    return False


def _padded_title(line: str) -> bool:
    """Whether a line is one filled cell at its start and delimiters behind it."""
    text = line.strip()
    title = text.rstrip(",;\t|")
    return title != text and title != "" and _width(title) == 1 and "=" not in title[:4]


def sniff_delimiter(lines: Iterable[str]) -> str:
    """The delimiter under which most lines have the width of the first."""
    sample = [line for line in lines if line.strip()]
    if not sample:
        return ","
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(split_line(line, delimiter)) for line in sample]
        if widths[0] < 2:
            continue
        near = sum(abs(width - widths[0]) <= 1 for width in widths) / len(widths)
        score = (1.0 if near >= SAME_WIDTH_SHARE else near, widths[0])
        if _better(score, best_score, delimiter):
            best, best_score = delimiter, score
    return " " if best_score == (0.0, 0) and _spaced(sample) else best


def _spaced(lines: list[str]) -> bool:
    """Whether lines are columns of numbers with a space between, below a header or without.

    Two columns are a date and a number: of two numbers the space may stand between thousands.
    """
    rows = [line.strip().split(" ") for line in lines]
    if len({len(row) for row in rows}) != 1 or len(rows) < 2:
        return False
    if len(rows[0]) == 2:
        return all(has_date(first) and is_number(second) for first, second in rows[1:])
    numbers = all(is_number(cell) for row in rows[1:3] for cell in row)
    return len(rows) > 2 and len(rows[0]) > 2 and numbers


def _better(score: tuple[float, int], best: tuple[float, int], delimiter: str) -> bool:
    # A comma may be a decimal comma: it has to win clearly over a delimiter that fits as well.
    if delimiter == "," and best[0] == 1.0 and best[1] > 1:
        return score[0] == 1.0 and score[1] > best[1] + 3
    return score > best


def make_head(name: str, raw: bytes) -> Head:
    """The head of a file from its first ``HEAD_BYTES + 1`` bytes.

    Of a text the lines, the delimiter and the columns are worked out at once: every format asks.
    """
    head = Head(name=name, raw=raw[:HEAD_BYTES], complete=len(raw) <= HEAD_BYTES)
    if head.kind == "text":
        _ = head.keys, head.title, head.first_line
    return head
