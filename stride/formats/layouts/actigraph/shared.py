"""The ten lines at the top of every ActiLife export."""

import math
import re
from dataclasses import dataclass

from stride.errors import DataError, EmptyData
from stride.formats.find.head import sniff_delimiter, split_line
from stride.formats.layout import Head, ReadOptions, sign
from stride.formats.time.order import ask_order, order_evidence
from stride.formats.time.parse import AmbiguousOrder, BadTime, parse_times

HEADER_LINES = 10
_SIGNATURE = re.compile(r"Data\s+(?:Table\s+)?File\s+Created\s+By\s+Acti\s*Graph", re.IGNORECASE)


@dataclass(frozen=True)
class Preamble:
    """What the header says.

    start_s: wall clock, NaN where its order of day and month is unclear; start_text: as written.
    epoch_s: 0 for raw data; rate_hz: 0 if unsaid. order: of dates, empty where nothing says it.
    """

    start_s: float
    start_text: str
    epoch_s: float
    rate_hz: float
    mode: int
    order: str
    device: str
    placement: str


@sign("ActiLife's first line")
def actilife(head: Head) -> bool:
    """Whether the first line is ActiLife's."""
    return bool(head.lines) and bool(_SIGNATURE.search(head.lines[0]))


@sign("epoch period of 0")
def unsummed(head: Head) -> bool:
    """Whether the header says that these are samples, and no sums of epochs."""
    period = " ".join(head.lines[2:8]).split("Epoch Period", 1)[-1][:40]
    return "00:00:00" in period or "Accelerometer X" in head.text


def rows_below(head: Head) -> tuple[str, list[list[str]]]:
    """The delimiter, and the cells of the first lines below the header, those of names too.

    Raises EmptyData where nothing is below.
    """
    sample = [line for line in head.lines[HEADER_LINES : HEADER_LINES + 40] if line.strip()]
    if not sample:
        raise EmptyData("There is a header but nothing below it.", "There is nothing to import.")
    delimiter = sniff_delimiter(sample)
    return delimiter, [split_line(line, delimiter) for line in sample]


def _field(head: Head, label: str) -> str:
    for line in head.lines[:HEADER_LINES]:
        match = re.match(rf'"?{label}[:\s]*([^,;\t"]*)', line, re.IGNORECASE)
        if match:
            return match[1].strip()
    return ""


def parse_preamble(head: Head, name: str, options: ReadOptions) -> Preamble:
    """The header of an export.

    Raises DataError when the start cannot be read.
    """
    first = head.lines[0]
    stated = re.search(r"date\s+format\s+(\S+)", first)
    rate = re.search(r"at\s+(\d+(?:[.,]\d+)?)\s*Hz", first)
    start_date, start_time = _field(head, "Start Date"), _field(head, "Start Time")
    order = _order(
        stated[1] if stated else "", [start_date, _field(head, "Download Date")], options
    )
    try:
        start = parse_times([f"{start_date} {start_time}"], order).local_s[0]
    except BadTime as error:
        raise DataError(
            f"{name}, lines 3 and 4: “{start_time}” and “{start_date}” are no start.",
            "Export it again from ActiLife.",
        ) from error
    except AmbiguousOrder:
        start = math.nan
    epoch = re.match(r"(\d\d?):(\d\d?):(\d\d?)$", _field(head, r"Epoch Period \(hh:mm:ss\)"))
    mode = re.search(r"Mode\s*=\s*(\d+)", "\n".join(head.lines[:HEADER_LINES]))
    limb = re.search(r"Limb:\s*(\w+)", first)
    return Preamble(
        start_s=float(start),
        start_text=start_date,
        epoch_s=_seconds(epoch),
        rate_hz=float(rate[1].replace(",", ".")) if rate else 0.0,
        mode=int(mode[1]) if mode else -1,
        order=order or "",
        device=_field(head, "Serial Number"),
        placement={"waist": "hip", "wrist": "wrist", "thigh": "thigh"}.get(
            limb[1].lower() if limb else "", ""
        ),
    )


def need_start(preamble: Preamble) -> float:
    """The start, for files whose rows have no time.

    Raises DataError when its order of day and month has to be asked for.
    """
    if math.isnan(preamble.start_s):
        raise ask_order(preamble.start_text)
    return preamble.start_s


def _seconds(match: re.Match[str] | None) -> float:
    return int(match[1]) * 3600.0 + int(match[2]) * 60 + int(match[3]) if match else 0.0


def _order(stated: str, dates: list[str], options: ReadOptions) -> str | None:
    """The order of dates: what the dates prove beats what line 1 states (files are re-saved)."""
    evidence = order_evidence([date for date in dates if date]) & {"dmy", "mdy"}
    if len(evidence) == 1:
        return evidence.pop()
    if options.date_order in ("dmy", "mdy"):
        return options.date_order
    letters = [letter for letter in stated.lower() if letter in "dmy"]
    order = "".join(dict.fromkeys(letters))
    if order == "dmy" and dates[0] and not set(dates[0]) & {"/", ".", *stated}:
        # real: line 1 says dd/MM/yyyy and the date is written 09-12-2017, month first
        return None
    return order if order in ("dmy", "mdy") else None
