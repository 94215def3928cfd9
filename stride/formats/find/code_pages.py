"""Which code page of old programs a text is written in: the one in which it has stride's words.

A header says ``Kroków`` or ``Шаги`` in one page alone; in others its bytes are odd letters.
"""

import codecs
import re

from stride.formats.column_words import ANY, plain
from stride.formats.time.spelling import MONTH_OF, WEEKDAYS

#: The pages by how common they are; the first goes where no word decides.
PAGES = (
    "cp1252", "cp1250", "cp1251", "cp932", "gbk", "big5", "cp949", "cp1254", "cp1253", "cp1255",
    "cp1256", "cp1257", "cp1258", "cp874", "iso8859_2", "iso8859_5", "iso8859_9", "iso8859_7",
    "koi8_r", "koi8_u", "euc_jp", "cp852", "cp866", "mac_roman", "mac_cyrillic",
)  # fmt: skip
LINES = 40
_CELLS = re.compile(r'[;,\t|"]')
_WORD = re.compile(r"[^\W\d_]+")


def code_page(raw: bytes) -> str:
    """The page in which the first lines have most of stride's words, Windows-1252 without any."""
    lines = raw.split(b"\n")[:LINES]
    scores = {page: _score(lines, page) for page in PAGES}
    return max(PAGES, key=lambda page: scores[page])


def _score(lines: list[bytes], page: str) -> int:
    """How many words of columns, months and weekdays lines have in a page; 0 where it is none.

    Words of plain ASCII are the same in every page and say nothing.
    """
    score = 0
    for line in lines:
        if line.isascii():
            continue
        try:
            text = codecs.getincrementaldecoder(page)().decode(line)  # the last may be cut
        except UnicodeDecodeError:
            return 0
        cells = {cell.strip() for cell in _CELLS.split(text) if not cell.isascii()}
        score += sum(any(words.search(plain(cell)) for words in ANY) for cell in cells)
        words = {word.lower() for word in _WORD.findall(text) if not word.isascii()}
        score += sum(word in MONTH_OF or word in WEEKDAYS for word in words)
    return score
