"""Loads the formats, stride's and a person's own, and asks each of them about a file."""

import importlib
from functools import cache

from stride.errors import DataError, EmptyData, StrideError, UsageError
from stride.formats import own
from stride.formats.advice import guessed, tried
from stride.formats.catalogue import format_ids, modules
from stride.formats.column_words import plain
from stride.formats.find.foreign import UnknownFile, foreign
from stride.formats.find.head import Head, clean, sniff_delimiter, split_line
from stride.formats.guess.steps import OTHER_MEASURE, STEP_TITLE, VALUE
from stride.formats.layout import Layout, Verdict, no

PACKED = {b"7z\xbc\xaf": "7z", b"Rar!": "RAR", b"\xfd7zXZ": "xz", b"BZh": "bzip2"}
MOST_COLUMNS = 2_000  # a minute of the day each is 1,440, the widest known
LONGEST_NAME = 500  # characters of a column's name
EXPLAIN = "'stride formats --explain FILE' says why, and what to type."
SHOWN_HEADER = 100  # characters of an unknown header that are shown


def all_formats() -> tuple[Layout, ...]:
    """All formats, sorted by id, the person's own among them."""
    return tuple(map(find_format, format_ids())) if own.own_paths() else _all_shipped()


@cache
def _all_shipped() -> tuple[Layout, ...]:
    return tuple(map(_shipped, format_ids()))


def find_format(format_id: str) -> Layout:
    """The format with this id.

    Raises UsageError when there is none, or where an own one cannot be run.
    """
    if (path := own.own_paths().get(format_id)) is None:
        return _shipped(format_id)
    if format_id in modules():
        raise UsageError(
            f"{path} has the id of a format of stride's.", "Give it and its file another name."
        )
    return own.load(path)


@cache
def _shipped(format_id: str) -> Layout:
    module = modules().get(format_id)
    if module is None:
        raise UsageError(
            f"There is no format “{format_id}”.", "'stride formats' lists what can be read."
        )
    loaded = importlib.import_module(module)
    layouts: tuple[Layout, ...] = getattr(loaded, "FORMATS", None) or (loaded.FORMAT,)
    return next(layout for layout in layouts if layout.id == format_id)


def check_columns(layout: Layout, head: Head, name: str) -> None:
    """Raise DataError unless a file has the columns of a format that a person named for it.

    The readers of any table (``generic-``), of JSON and of binary files say themselves what they
    miss.
    """
    _refuse_outsize(head, name)
    if layout.generic or layout.kind == head.kind != "text":
        return
    why = _missed(layout, head)
    if why:
        raise DataError(f"{name}: {why}.", _instead(layout, head, name))


def _instead(wrong: Layout, head: Head, name: str) -> str:
    """What to do about a format that does not fit: leave it out where another one does."""
    try:
        better = recognise(head, name, alone=False)
    except StrideError:
        return EXPLAIN
    works = better is not wrong and tried(better, head, name) is None
    return f"Leave out --format: it is {better.id}." if works else EXPLAIN


def _missed(layout: Layout, head: Head) -> str:
    """Which columns of a format a table lacks; "" where it has them.

    A table that is not recognised for what stands in its columns may be read all the same.
    """
    if layout.kind not in ("", head.kind):
        return f"it is {head.kind}, and that format is not"
    verdict = layout.recognise(head)
    if verdict.match:
        return ""
    example = split_line(layout.header, sniff_delimiter([layout.header]))
    if layout.positional:
        return "" if len(head.columns) >= len(example) else verdict.why
    wanted = {clean(cell).lower() for cell in example} - {"", "…", "..."}
    return "" if wanted and wanted <= {cell.lower() for cell in head.columns} else verdict.why


def verdicts(head: Head) -> list[tuple[Layout, Verdict]]:
    """What every format thinks of a head."""
    elsewhere = no(f"the file is {head.kind}, not what this format is")
    return [
        (layout, layout.recognise(head) if layout.kind in ("", head.kind) else elsewhere)
        for layout in all_formats()
    ]


def recognise(head: Head, name: str, *, alone: bool = True) -> Layout:
    """The one format of a file.

    alone: whether the refusal is for a person to read; in a folder it is only counted.

    Raises EmptyData for a file without content, DataError when none or several fit.
    """
    if nothing_in(head):
        raise EmptyData(f"{name} is empty.", "There is nothing to import.")
    _refuse_outsize(head, name)
    matches = [(layout, verdict.match) for layout, verdict in verdicts(head) if verdict.match]
    best = max((match for _, match in matches if match), default=None)
    winners = [layout for layout, match in matches if match == best]
    mine = own.own_paths().keys()  # of two that are as sure the person's own is the one they mean
    winners = [layout for layout in winners if layout.id in mine] or winners
    if len(winners) == 1:
        return winners[0]
    if not winners:
        raise unknown(head, name) if alone else UnknownFile(f"{name} is no export stride knows.")
    able = [layout for layout in winners if _reads(layout, head, name)]
    if len(able) == 1:
        return able[0]
    ids = ", ".join(layout.id for layout in able or winners)
    hint = f"Say which, for example --format {able[0].id}." if able else EXPLAIN
    raise DataError(f"{name} could be several formats: {ids}.", hint)


def _refuse_outsize(head: Head, name: str) -> None:
    """Raise UnknownFile for a table whose header no export has, before every format looks at it."""
    if head.kind != "text" or not head.lines:
        return
    line = head.lines[head.first]
    if "\0" in line:  # zeros behind a few bytes: no table at all
        return
    most = line.count(head.delimiter) + 1
    if most > MOST_COLUMNS:
        why = f"its header has {most:,} columns or more"
    elif max(map(len, line.split(head.delimiter))) > LONGEST_NAME:
        why = f"a name in its header is longer than {LONGEST_NAME} characters"
    else:
        return
    raise UnknownFile(
        f"{name} is no export stride knows: {why}.", "Leave only the columns of one export in it."
    )


def nothing_in(head: Head) -> bool:
    """Whether a file holds nothing: no bytes, blanks, or the words ``no data``."""
    if not head.complete:
        return False
    words = head.text.strip().strip('"').strip("\x00 \ufeff").lower()
    return words in ("", "no data", "no data available", "[]", "{}")


def unknown(head: Head, name: str) -> UnknownFile:
    """The refusal for a file that no format takes: what was seen, what is nearest."""
    packed = next((kind for magic, kind in PACKED.items() if head.raw.startswith(magic)), None)
    if packed:
        return UnknownFile(
            f"{name} is packed as {packed}, which stride cannot open.",
            "Unpack it with your file manager, then import the folder.",
        )
    if what := foreign(head.raw):
        return UnknownFile(f"{name} is {what[0]}.", what[1])
    if head.kind == "xml":
        return UnknownFile(
            f"{name} is an XML file that stride does not know.",
            "It reads Apple's export.xml, GPX and TCX; export anything else as CSV from the app.",
        )
    if head.binary:
        return UnknownFile(
            f"{name} is not a text file, and no database stride knows.",
            "Export it as CSV from the app; 'stride formats' lists what can be read.",
        )
    if other := other_measure(head):
        return UnknownFile(
            f"{name} holds another measure by its name ({other}), not steps.",
            "Import the file of steps from the same export.",
        )
    shown = head.first_line[:SHOWN_HEADER]
    near = nearest(head)
    if near is not None and _reads(near, head, name):
        hint = f"The nearest format is {near.id} ({near.header[:70]}); --format {near.id} reads it."
    elif lines := guessed(head, name):
        hint = f"If these are its columns: {lines[0]}"
    else:
        hint = (
            "'stride formats' lists what can be read; 'stride import --help' says how to name the "
            "columns of a table of your own."
        )
    return UnknownFile(f"{name} is no export stride knows; it begins with “{shown}”.", hint)


def _reads(layout: Layout, head: Head, name: str) -> bool:
    """Whether ``--format`` would read a file, by its first lines."""
    try:
        check_columns(layout, head, name)
    except DataError:
        return False
    return tried(layout, head, name) is None


def other_measure(head: Head) -> str:
    """The word of a file's name for what it measures instead of steps, where no column says."""
    values = any(VALUE.match(plain(name)) for name in head.columns)
    words = OTHER_MEASURE.search(plain(head.basename))
    if not values or not words or STEP_TITLE.search(head.basename):
        return ""
    return next(w for w in plain(head.basename).split() if OTHER_MEASURE.search(w))


def nearest(head: Head) -> Layout | None:
    """The format that shares most column names with a file, if any shares two."""
    seen = {key for key in head.keys if key and len(key) < 60}

    def shared(layout: Layout) -> float:
        cells = {cell.strip().strip('"').lower() for cell in layout.header.split(",")}
        both = len(seen & cells)
        return both / max(len(seen | cells), 1) if both > 1 else 0.0

    best = max(all_formats(), key=shared)
    return best if shared(best) > 0 else None
