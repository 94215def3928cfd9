"""Column names and first values to what they mean: time, axes, units."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.head import as_number, is_number
from stride.formats.late import median, np
from stride.formats.options import ReadOptions
from stride.formats.table.csvio import blocks
from stride.formats.table.dialect import Dialect
from stride.formats.time.clock import EXCEL_EPOCH_S, MATLAB_EPOCH_S, TimeRule, start_rule
from stride.formats.time.order import NAMES, Proofs, ask_order, order_proofs, proofs_of, settled
from stride.formats.time.spelling import has_date, is_stamp, looks_like_time
from stride.formats.time.zones import choose_zone, local_to_utc, offset_text, offsets_at
from stride.types import ReadNotes

TIME_NAMES = (
    "timestamp", "time", "datetime", "date time", "date_time", "t", "utc", "unix_timestamp",
    "unix timestamp", "epoch", "time (s)", "time(s)", "time (ms)", "time_s", "time_ms", "ts",
    "seconds_elapsed", "elapsed (s)", "elapsed", "seconds", "milliseconds", "timestamp_ms",
    "timestamp (ms)", "timestamp_ns", "timestamp(ns)", "time_ns", "timestamp_us", "epoch_ms",
    "header_time_stamp", "date", "datum", "zeit", "fecha", "heure", "uhrzeit", "tid",
    "tiempo", "tempo", "temps", "tijd", "aika", "czas", "čas", "idő", "zaman", "время", "час",
    "χρόνος", "時間", "时间", "시간", "waktu", "thời gian", "เวลา", "समय",
)  # fmt: skip
_AXIS = re.compile(r"(?:^|[^a-z])([xyz])(?=$|[^a-z])|(?<=[a-z])([XYZ])(?=$|[^a-zA-Z])")
_TAIL = re.compile(r"(?:acc\w*?|^a|g-?|accel)[ _-]?([xyz])()$", re.IGNORECASE)
_SQUARED = r"\)?\^?2|²|\*\*2|\?|\ufffd|Â²"  # the last ones are what damage leaves of ²
_UNITS = (
    ("m/s2", re.compile(rf"m\s*/\s*\(?s(ec)?({_SQUARED})|ms-2|m\.s-2|m/s/s|_mp?s2", re.I)),
    ("mg", re.compile(r"[\[(_ ]mg[\])]?(?:$|[^a-z])|millig", re.I)),
    ("g", re.compile(r"[\[(_ ]g('?s)?[\])]?$|[\[(]g[\])]", re.I)),
)
_GRAVITY = re.compile(r"gravity|grav_", re.I)
NOT_ACCELERATION = re.compile(
    r"gyr|magn|\bmag|_mag|rotat|orient|gravity|grav_|quat|euler|attitude|pitch|roll|yaw|angular"
    r"|bearing|compass|velocity|speed|position",
    re.IGNORECASE,
)
#: Units of turning and of magnetic fields, in brackets.
OTHER_UNIT = re.compile(
    r"[\[(] ?([nuµμm]?T|(mill?i)?gauss|(deg|°|rad|rev)[^)\]]*|dps) ?[\])]$", re.I
)
#: File names that end in another sensor, as phone apps write them beside the accelerometer.
OTHER_SENSOR_FILE = re.compile(
    r"(^|[^a-z])(gyroscope|gyro|magnetometer|magnetic ?field|gravity|orientation|rotation ?rate"
    r"|compass|barometer|location)[ _-]?(uncalibrated|vector)?[\d_ -]*\.[a-z]{3}$",
    re.IGNORECASE,
)
LINEAR = re.compile(r"lin(ear)?[ _-]?acc|linear|user.?acc|without.?g", re.IGNORECASE)
_ACCELERATION = re.compile(r"acc|^a[ _-]?[xyz]\b", re.I)
_TIME_LIKE = re.compile(
    r"time|stamp|epoch|elapsed|unix|utc|zeit|temps|hora|^t[ _.-]?\[?\(?[nuµm]?s(ec)?\b"
    r"|^[nuµm]?s(ec)?$|_[nuµm]s$|milli|micros|nanos"
)

_ROUNDED = re.compile(r"^\d([.,]\d{0,6})?E\+?\d+$", re.IGNORECASE)
#: Widths of an integer epoch -> units in a second; a file from 2001 to 2286 has these.
_EPOCH_SCALE = ((1e18, 1e9), (1e15, 1e6), (1e12, 1e3), (1e9, 1.0))
SHORTEST_STEP_S = 1 / 800
_LATE_S = 60.0  # a recording whose clock begins with it has its first sample sooner
EXCEL_DAYS = (20_000.0, 80_000.0)  # 1954 to 2119
MATLAB_DAYS = (720_000.0, 760_000.0)  # 1971 to 2080


def unit_of(name: str) -> str | None:
    """The unit of acceleration that a column name states."""
    return next((unit for unit, pattern in _UNITS if pattern.search(name)), None)


def split_axis(name: str) -> tuple[str, str] | None:
    """(axis, rest of the name) of a column that points to one axis."""
    plain = re.sub(r"[\[(].*?[\])]", "", name).strip()
    for pattern in (_AXIS, _TAIL):
        for text in (plain, plain.lower()):
            if match := pattern.search(text):
                group = 1 if match[1] else 2
                rest = text[: match.start(group)] + text[match.end(group) :]
                return match[group].lower(), rest.lower()
    return None


def triples(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Every (x, y, z) of columns of accelerations, the likeliest first."""
    others = (NOT_ACCELERATION, OTHER_UNIT)
    usable = [t for t in _alike(names) if not any(other.search(t[0]) for other in others)]
    return sorted(usable, key=lambda t: (bool(LINEAR.search(t[0])), not _ACCELERATION.search(t[0])))


def gravity_beside(names: Sequence[str]) -> tuple[str, ...]:
    """The columns of gravity that phones give beside the acceleration without it."""
    return next((t for t in _alike(names) if _GRAVITY.search(t[0])), ())


def _alike(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Every (x, y, z) of columns whose names differ in the axis only."""
    stems: dict[str, dict[str, str]] = {}
    for name in names:
        if split := split_axis(name):
            stems.setdefault(split[1], {}).setdefault(split[0], name)
    return [(axes["x"], axes["y"], axes["z"]) for axes in stems.values() if len(axes) == 3]


def time_column(names: Sequence[str], row: Sequence[str]) -> str | None:
    """The column that holds the time: by name, else the first that looks like one."""
    lower = [re.sub(r"\s+", " ", name.lower()).strip() for name in names]
    unbracketed = [re.sub(r"\s*[\[(].*?[\])]", "", name) for name in lower]
    for spelled in (lower, unbracketed):
        for wanted in TIME_NAMES:
            if wanted in spelled:
                return names[spelled.index(wanted)]
    for index, name in enumerate(lower):
        if _TIME_LIKE.search(name) and "zone" not in name:
            return names[index]
    for name, cell in zip(names, row, strict=False):
        if has_date(cell):
            return name
    return None


def time_rule(column: str, cells: list[str], options: ReadOptions, what: str) -> TimeRule:
    """How a time column is to be read.

    cells: its first values. what: the file, for questions. Raises DataError when the start or the
    order of dates has to be asked for.
    """
    cells = [cell.strip().strip('"') for cell in cells if cell.strip()]
    if cells and all(is_stamp(cell) for cell in cells):
        return TimeRule("text", column)
    if cells and all(is_number(cell) for cell in cells):
        return _number_rule(column, cells, options, what)
    if cells and all(_iso(cell) for cell in cells):
        zoned = [cell.endswith(("Z", "z")) for cell in cells]
        if all(zoned):
            return TimeRule("iso_utc", column)
        if not any(re.search(r"[+-]\d\d:?\d\d$", cell[10:]) for cell in cells):
            return TimeRule("iso", column)
    if cells and looks_like_time(cells[0]) and not has_date(cells[0]):
        return elapsed_clock(column, options, what, minutes_only=_minutes_only(cells[0]))
    order = options.date_order if options.date_order in ("dmy", "mdy") else None
    proved_rows = order_proofs(cells)
    if proved := [each for each in ("dmy", "mdy") if each in proved_rows]:
        # where some rows prove the other one, the first of those is refused by its line
        order = min(proved, key=lambda each: proved_rows[each])
    elif not proved_rows and order is None and cells and looks_like_time(cells[0]):
        raise ask_order(cells[0])
    return TimeRule("text", column, order=order)


def file_time_rule(
    blob: Blob, dialect: Dialect, columns: tuple[str, ...], cells: list[str], options: ReadOptions
) -> TimeRule:
    """Like ``time_rule``, the order of dates proved by any row of the file.

    columns: of the time, or of the date and the time. cells: their first values, joined.
    """
    settled_options = options
    # year, month, day: that proves itself, and asking takes a library more
    dated = cells and has_date(cells[0]) and not _iso(cells[0])
    doubtful = dated and not order_proofs(cells)
    if doubtful and (order := column_order(blob, dialect, columns, options)):
        settled_options = replace(options, date_order=order)
    return time_rule(columns[-1], cells, settled_options, blob.name)


def elapsed_clock(
    column: str, options: ReadOptions, what: str, *, minutes_only: bool = False
) -> TimeRule:
    """A time of day without its date, which ``--start`` gives; or minutes since the start."""
    start, utc, offset = start_rule(options, what)
    if not minutes_only:
        start, utc = _midnight(start, utc, offset, options), True
    return TimeRule("daytime", column, start_s=start, start_utc=utc, row_offset_min=offset)


def _minutes_only(cell: str) -> bool:
    """Whether a time is minutes and seconds with a fraction, which count from the start."""
    return cell.count(":") == 1 and bool(re.search("[.,]", cell))


def _midnight(start_s: float, utc: bool, offset_min: int | None, options: ReadOptions) -> float:
    """UTC seconds of 00:00 on the clock that showed the start, as that clock was set then."""
    tz = choose_zone(options).tz if offset_min is None else offset_text(offset_min)
    at = np.array([start_s])
    instant = at if utc else local_to_utc(tz, at)
    local = instant + offsets_at(tz, instant) * 60.0
    return float((instant - local % 86400)[0])


def _iso(cell: str) -> bool:
    return bool(
        re.match(r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$", cell)
    )


def _number_rule(column: str, cells: list[str], options: ReadOptions, what: str) -> TimeRule:
    values = [as_number(cell) for cell in cells]
    first = median(values)  # the very first may be of a clock not yet set
    if _ROUNDED.match(cells[0]) and first > 1e9:
        raise DataError(
            f"{what}: the time “{cells[0]}” was rounded by a spreadsheet.",
            "Import the file as it was exported, not a copy saved by a spreadsheet.",
        )
    for least, per_second in _EPOCH_SCALE:
        if least * 0.6 <= first < least * 5:
            whole = all(re.match(r"^[+-]?\d+$", cell) for cell in cells)
            return TimeRule(
                "epoch" if whole or per_second < 1e6 else "epoch_f8", column, per_second
            )
    steps = [b - a for a, b in pairwise(values) if b > a]
    step = median(steps) if steps else 0.0
    if EXCEL_DAYS[0] < first < EXCEL_DAYS[1] and 0 < step < 2e-3:
        return TimeRule("wall", column, 1 / 86400, EXCEL_EPOCH_S)
    if MATLAB_DAYS[0] < first < MATLAB_DAYS[1] and 0 < step < 2e-3:
        return TimeRule("wall", column, 1 / 86400, MATLAB_EPOCH_S)
    return _since_boot(elapsed_rule(column, elapsed_scale(column, step), options, what), values[0])


def _since_boot(rule: TimeRule, first: float) -> TimeRule:
    """A clock that counts from when the device was switched on: the first sample is the start."""
    late_s = first / rule.per_second
    return replace(rule, start_s=rule.start_s - late_s) if late_s > _LATE_S else rule


def elapsed_scale(name: str, step: float) -> float:
    """Units in a second of a column of elapsed time: by its name, else by its median step."""
    lower = name.lower()
    for pattern, scale in ((r"ns|nano", 1e9), (r"[uµ]s\b|micro", 1e6), (r"ms|milli", 1e3)):
        if re.search(rf"(?:^|[^a-z])(?:{pattern})", lower):
            return scale
    if re.search(r"\(s\)|seconds|_s$|\[s\]", lower):
        return 1.0
    # samples come 2 ms to 200 ms apart; what would be closer than any sensor's is slow instead
    for coarser, scale in pairwise((1.0, 1.0, 1e3, 1e6, 1e9)):
        if step < 0.5 * scale:
            return coarser if step < SHORTEST_STEP_S * scale else scale
    return 1.0


def elapsed_rule(column: str, per_second: float, options: ReadOptions, what: str) -> TimeRule:
    """A column of time since the start, which ``--start`` gives."""
    start, utc, offset = start_rule(options, what)
    return TimeRule(
        "elapsed", column, per_second, start_s=start, start_utc=utc, row_offset_min=offset
    )


def column_order(
    blob: Blob,
    dialect: Dialect,
    columns: tuple[str, ...],
    options: ReadOptions,
    default: str | None = None,
) -> str | None:
    """The order of a column of dates (or of several, joined), by all rows of the file.

    Read until a block proves one; a later row of another order is refused when it is read.
    """
    evidence: Proofs = {}
    if options.date_order not in NAMES:
        for block in blocks(blob, dialect, dict.fromkeys(columns, "text"), ReadNotes(), None):
            texts = block.joined(columns)
            evidence = proofs_of(texts, block.line)
            if proved := evidence.keys() & NAMES.keys():
                if len(proved) == len(NAMES):  # where both are, the lines are named
                    evidence = proofs_of(texts, block.lines)
                break
    return settled(evidence, options, default)
