"""Health Auto Export: Apple Health by minute, hour or day, headers in the phone's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stride.errors import EmptyData
from stride.formats.column_words import NO_COUNT
from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, no, sure
from stride.formats.steps.bins import BinnedRows, binned, parsed
from stride.formats.steps.day_totals import NOT_SAID
from stride.formats.table.cells import numbers_at
from stride.formats.table.dialect import count_decimal, dialect_of
from stride.formats.table.texttable import text_table
from stride.formats.texts import coded, edges, parts_of, release_texts
from stride.formats.time.spelling import has_date
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.types import Bool

#: "Step Count (count)" in the languages of the app; lengths and speeds of steps are not steps.
STEPS = re.compile(
    r"^(step count|steps|n[uú]mero de pasos|conteo de pasos|recuento de pasos|pasos|schrittzahl"
    r"|schritte|schrittanzahl|nombre de pas|pas|passi|conteggio passi|numero di passi|passos"
    r"|contagem de passos|stappen|aantal stappen|steg|antal steg|stegräknare|skritt|antall skritt"
    r"|skridt|antal skridt|askeleet|askelmäärä|kroki|liczba kroków"
    rf"|步数|步數|歩数|걸음\s?수|шаги|количество шагов|adım sayısı)\s*\((?!{NO_COUNT})[^)]*\)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^(date(/time|/heure)?|date et heure|fecha(/hora| y hora)?|datum(/uhrzeit|/zeit|/tijd|/tid)?"
    r"|data(/ora|/hora| e ora| e hora)?|dato(/tid|/klokkeslett)?"
    r"|日期(/时间|/時間)?|日付(/時刻|/時間)?|날짜(/시간)?|дата(/время)?"
    r"|tarih(/saat)?)$",
    re.IGNORECASE,
)
#: Names that only this app writes.
_MARK = re.compile(
    r"^(walking \+ running distance|apple (stand|exercise)|heart rate \[(min|max|avg)\]|"
    r"(active|resting) energy|flights climbed|headphone audio|walking asymmetry)\b.*\(",
    re.I,
)

DIGITS = b"09"


def _columns(head: Head) -> tuple[str, str] | None:
    date = next((name for name in head.columns[:2] if _DATE.match(name)), None)
    steps = next((name for name in head.columns if STEPS.match(name)), None)
    return (date, steps) if date and steps else None


def recognise(head: Head) -> Verdict:
    """Sure by a date and measures with their unit in brackets."""
    if not head.columns or not _DATE.match(head.columns[0]):
        return no("the first column is not a date in a language of the app")
    if _columns(head):  # the pattern of steps has the brackets in it
        return sure("a date, steps, and units in brackets")
    if any(_MARK.search(name) for name in head.columns):
        return sure("measures that only this app writes, none of them steps")
    return no("no column of steps with its unit in brackets")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by bin; the row Total is left out, fractions are kept."""
    found = _columns(blob.head)
    if found is None:
        raise EmptyData(f"{blob.name} holds no steps.", "Export it with Step Count chosen.")
    dialect = dialect_of(blob.head)
    date, steps = dialect.need(found[0]), dialect.need(found[1])
    table = text_table(blob, options, dialect, (date, steps))
    notes = ReadNotes(rows=len(table))
    table = table.take(_dated(table.columns[date]))
    if not len(table):
        raise empty(blob)
    notes.rows_skipped = notes.rows - len(table)
    times = parsed(table.columns[date], table.line, options)
    table = table.only(steps)
    mark = count_decimal([cell.strip() for cell in coded(table.columns[steps])[1]], dialect)
    counts = numbers_at(table.columns[steps], table.line, steps, mark, NOT_SAID)
    bins = BinnedRows(times, counts, table.line)
    del table, times
    release_texts()
    return binned(Origin(blob, options, FORMAT.id, "Apple Health"), bins, notes)


def _dated(texts: Any) -> Bool:
    """Which texts of a column are dates; the row below a table is called Total."""
    firsts = [edges(part)[0] for _, part in parts_of(texts)]
    first = np.concatenate([np.zeros(0, np.uint8), *firsts])
    dated: Bool = (first >= DIGITS[0]) & (first <= DIGITS[-1])
    for row in np.flatnonzero(~dated).tolist():
        text = texts[row].as_py().decode()
        dated[row] = text.strip()[:1].isdigit() or has_date(text)
    return dated


FORMAT = Format(
    id="apple-health-auto-export",
    title="Health Auto Export app (Apple Health)",
    header="Date,Step Count (count),Walking + Running Distance (mi)",
    recognise=recognise,
    read=read,
    family="apple-health",
    rank=2,
)
