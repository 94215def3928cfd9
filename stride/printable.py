"""Text from outside (names of files, notes, first lines), made fit to be shown: the one place."""

from __future__ import annotations

import re

#: What must not reach a terminal as it is: control characters (ECMA-48 escapes begin with one),
#: marks that turn the direction of what follows (Unicode, UAX #9), line separators, and halves of
#: pairs, which names that are not UTF-8 come as. Tab and line feed are left to ``SAFE_LINES``.
_UNSAFE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
UNSAFE = re.compile(f"[{_UNSAFE}]")
UNSAFE_IN_A_LINE = re.compile(f"[\t\n{_UNSAFE}]")
INSTEAD = "\ufffd"


def clean(text: str) -> str:
    """The text without what a terminal would obey; tabs and line breaks stay."""
    return UNSAFE.sub(INSTEAD, text)


def clean_line(text: str) -> str:
    """The same in one line: nothing in a name may look like a line of stride's own."""
    return UNSAFE_IN_A_LINE.sub(INSTEAD, text)


#: Characters of a sentence at the most: what it quotes of a damaged file can be of any length.
LONGEST = 1000


def one_sentence(text: str) -> str:
    """A message in one line of bearable length."""
    return bearable(" ".join(text.split("\n")))


def bearable(text: str) -> str:
    """A text of which the middle goes where it is too long; its beginning and end stay."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


def clean_json(document: str) -> str:
    """A JSON document with such characters written as escapes: it says the same."""
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


#: A spreadsheet takes a cell that begins so for a formula. Source: OWASP, CSV injection.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """A cell that no spreadsheet runs as a formula: such texts get an apostrophe before them."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
