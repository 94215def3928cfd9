"""Which columns of an unknown table are the steps, the time and the person."""

import re
from dataclasses import dataclass, replace

from stride.errors import DataError
from stride.formats.column_words import DAY, END, HOUR, START, STEPS, is_walking_time, plain
from stride.formats.find.head import Head, as_number, by_column, is_number
from stride.formats.table.dialect import Dialect
from stride.formats.time.parse import serial_days
from stride.formats.time.spelling import has_clock, has_date

VALUE = re.compile(r"^(value|values|count|wert|valor|valeur|quantity)$", re.IGNORECASE)
STEP_TITLE = re.compile(r"step_?count|steps?(?![a-z])|schritte|pasos", re.IGNORECASE)
#: A column that tells people apart; others are known by what they do, see ``people.splitting``.
_PERSON = re.compile(
    r"^(id|eid|uid|user( ?id| ?name)?|person( ?id)?|participant( ?id| ?full ?id)?|subject( ?id)?|name"
    r"|patient( ?id)?|member( ?id)?|client( ?id)?|proband(en ?id)?|respondent( ?id)?|file ?id|file ?name"
    r"|record ?id|seqn|pid|ppt ?id|teilnehmer|nutzer|benutzer|deltaker|deltagare|utilisateur|usuario"
    r"|utente|gebruiker|bruker|användare|пользователь|用户|使用者|사용자)$"
)
#: Columns of recorded activities, whose steps other files of an export hold as well.
SESSION = re.compile(
    r"^(activity|exercise|workout)[_ ]?(id|name)$|^(exercise|workout)[_ ]?(start|type|date|time)"
    r"|^activity[_ ]?type$",
    re.I,
)
_HOUR_CELL = re.compile(
    r"^([01]?\d|2[0-3])([:.]\d\d([:.]\d\d)?(\s?[ap]\.?m\.?)?)?(\s*[-–]\s*\d.*)?$", re.I
)
_ORIGIN = re.compile(
    r"^(source|source ?(name|id|device)?|device|device ?(name|id|type|model)?|data ?source|package"
    r"|origin|app|app ?name|application|data ?origin|package ?name|source ?package|origin ?package"
    r"|product ?type|tracker|recorded ?by|gerät|quelle|appareil|dispositivo|fuente|fonte|bron|kilde"
    r"|enhet|enhed|источник|устройство|来源|設備|设备|ソース|デバイス|기기|출처)$"
)
#: Behind the date, so that neither 08:00:00 nor the offset of 08:30+00:00 is one.
_MIDNIGHT = re.compile(
    r"(^\d{8}[T_]?0000(00)?([.,]?0+)?|[\sT](0?0:00(:00)?([.,]0+)?(\s?AM)?|12:00(:00)?([.,]0+)?\s?AM))\s*(Z|UTC|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)


#: What a file may be of instead, by its name.
OTHER_MEASURE = re.compile(
    r"distan|elevat|altitud|floor|heart|pulse|puls\b|hr\b|bpm|weight|gewicht|vekt|peso|poids|mass"
    r"|calor|kcal|energy|earned|sleep|schlaf|søvn|søn|sleep|oxygen|spo2|temperat|stress|water|speed"
    r"|pace|cadence|kadenz|frequen|minute|active|move|bmi|fat\b|blood|glucose|resp|vo2|hrv"
)
_FEWEST_STEPS, _MOST_STEPS = 3000, 40_000  # the median day of a table without a name: no kcal
_LOOKED_AT = 40  # rows
REPEATED_SHARE = 0.5  # of the dates of a table of days at least are of a row alone


@dataclass(frozen=True, slots=True)
class Places:
    """Columns of a table of steps; empty where there is none.

    clock, end_clock: the time of day beside a date. walking: the vendor's own walking time.
    kind: what each row measures, where ``steps`` is the value of several measures in turn.
    guessed: no name says that these are steps.
    """

    time: str
    steps: str
    clock: str = ""
    end: str = ""
    end_clock: str = ""
    person: str = ""
    origin: str = ""
    walking: str = ""
    kind: str = ""
    guessed: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns there are."""
        fields = (field for field in self.__slots__ if field != "guessed")
        return tuple(name for name in (getattr(self, field) for field in fields) if name)


def _first(names: list[str], pattern: re.Pattern[str]) -> str:
    return next((name for name in names if pattern.match(plain(name))), "")


def find_places(names: list[str], rows: list[list[str]], title: str = "") -> Places | None:
    """The columns of a table from its names and first rows; None when it holds no steps.

    title: of the file; where it says steps, a column may be called just value or count.
    """
    titled = bool(STEP_TITLE.search(title))
    kind = "" if _first(names, STEPS) else _kinds(names, rows)
    steps = _first(names, STEPS) or (_first(names, VALUE) if titled or kind else "")
    guessed = not steps and _may_be_steps(names, rows, title)
    steps = steps or (_first(names, VALUE) if guessed else "")
    if not steps or any(SESSION.match(name) for name in names):
        return None
    rest = [name for name in names if name not in (steps, kind)]
    row = _of_steps(names, rows, kind)
    cell = dict(zip(names, row, strict=False))
    time, clock = _when(rest, cell)
    if not time:
        return None
    end, end_clock = _end(rest, cell)
    places = Places(
        time=time,
        steps=steps,
        clock=clock,
        end=end,
        end_clock=end_clock,
        person=_first(rest, _PERSON),
        origin=_first(rest, _ORIGIN),
        walking=next((name for name in rest if is_walking_time(name)), ""),
        kind=kind,
        guessed=guessed,
    )
    timed = clock or (end and not _is_day(cell.get(end, "")))
    return places if timed else _with_clocks(places, rest, names, rows)


def _when(rest: list[str], cell: dict[str, str]) -> tuple[str, str]:
    """The column of the time, and that of the time of day beside a date; "" where there is none.

    cell: of the first row, by column; nothing where there is no row.
    """
    starts = [name for name in rest if START.match(plain(name))]
    start = next((name for name in starts if _is_time(cell.get(name, ""))), "")
    start = start or next(iter(starts), "")
    day, hour = _first(rest, DAY), _first(rest, HOUR)
    if day and is_date_only(cell.get(day, "")):  # Health Sync repeats the time of day in the date
        if start and is_clock(cell.get(start, "")):
            return day, start
        if hour and _is_hour(cell.get(hour, "")):
            return day, hour
    named = [name for name in (start, day) if name]
    true = [name for name in named if _is_time(cell.get(name, ""))]
    dated = [n for n in rest if has_date(cell.get(n, "")) and not END.match(plain(n))]
    fallback = named if not cell else [day] if day else []
    time = next(iter([*true, *dated, *fallback]), "")
    return time, _clock_beside(time, rest, START, cell)


def _with_clocks(
    places: Places, rest: list[str], names: list[str], rows: list[list[str]]
) -> Places:
    """Dates that stand in several rows each, with times of day in columns that no word tells."""
    cells = by_column(names, rows)
    dates = cells.get(places.time, [])
    if len(set(dates)) > REPEATED_SHARE * len(dates) or not all(map(is_date_only, dates)):
        return places
    clocks = [name for name in rest if cells[name] and all(map(is_clock, cells[name]))]
    if not clocks:
        return places
    if len(clocks) == 1:
        return replace(places, clock=clocks[0])
    first, second = clocks[:2]
    if sum(a > b for a, b in zip(cells[first], cells[second], strict=True)) > len(dates) / 2:
        first, second = second, first
    others = (name for name in rest if name != places.time and all(map(_is_day, cells[name])))
    date = next(others, "")
    return replace(places, clock=first, end=date or second, end_clock=second if date else "")


def _is_day(cell: str) -> bool:
    return has_date(cell) and is_date_only(cell)


def is_steps(kind: str) -> bool:
    """Whether a word for what a row measures means steps: steps, StepCount, HK…StepCount."""
    return bool(STEPS.match(plain(kind.strip().removeprefix("HKQuantityTypeIdentifier"))))


def _kinds(names: list[str], rows: list[list[str]]) -> str:
    """The column that says what each row measures, steps and other things in turn."""
    if not _first(names, VALUE):
        return ""
    cells = by_column(names, rows)
    return next((name for name in names if any(map(is_steps, cells[name]))), "")


def _of_steps(names: list[str], rows: list[list[str]], kind: str) -> list[str]:
    """The first row of steps, none where there is no row."""
    place = names.index(kind) if kind else -1
    rows = [row for row in rows if not kind or (place < len(row) and is_steps(row[place]))]
    return rows[0] if rows else []


def _may_be_steps(names: list[str], rows: list[list[str]], title: str) -> bool:
    """Whether a table of a date and a value alone can be one of steps a day.

    No name says so, and none says otherwise; the values are whole, and as many as steps are.
    """
    value = _first(names, VALUE)
    if len(names) != 2 or not value or not rows or OTHER_MEASURE.search(plain(title)):
        return False
    place = names.index(value)
    cells = [row[place].strip() for row in rows if len(row) == 2]
    dated = all(is_date_only(row[1 - place]) and has_date(row[1 - place]) for row in rows)
    if (
        not cells
        or not dated
        or not all(re.match(r"^\d{1,3}([.,]?\d{3})?$", cell) for cell in cells)
    ):
        return False
    counts = sorted(int(re.sub(r"[.,]", "", cell)) for cell in cells)
    return _FEWEST_STEPS <= counts[len(counts) // 2] <= _MOST_STEPS


def _end(rest: list[str], cell: dict[str, str]) -> tuple[str, str]:
    """The columns of the end and of its time of day, where they are two."""
    ends = [name for name in rest if END.match(plain(name))]
    dated = next((name for name in ends if has_date(cell.get(name, ""))), "")
    end = dated or next(iter(ends), "")
    return end, _clock_beside(end, ends, END, cell) if dated else ""


def _clock_beside(time: str, rest: list[str], named: re.Pattern[str], cell: dict[str, str]) -> str:
    """The column of the time of day of a column of dates alone: Start Date, Start Time."""
    if not has_date(cell.get(time, "")) or not is_date_only(cell.get(time, "")):
        return ""
    others = (name for name in rest if name != time and named.match(plain(name)))
    return next((n for n in others if is_clock(cell.get(n, ""))), "")


def is_clock(cell: str) -> bool:
    """Whether a cell is a time of day without its date: 07:05, 7:05 p. m., 오후 7:05."""
    return has_clock(cell) and not has_date(cell)


def _is_hour(cell: str) -> bool:
    return bool(_HOUR_CELL.match(cell.strip())) or is_clock(cell)


def _is_time(cell: str) -> bool:
    cell = cell.strip().strip('"')
    if has_date(cell):
        return True
    return is_number(cell) and (as_number(cell) > 6e8 or serial_days([cell]) is not None)


def places_of(head: Head) -> Places | None:
    """The columns of a file."""
    return find_places(list(head.columns), head.rows(head.first + 1, _LOOKED_AT), head.basename)


def is_date_only(cell: str) -> bool:
    """Whether a cell is a date without a time of day (or at midnight, as spreadsheets write)."""
    cell = cell.strip()
    return not (":" in cell or has_clock(cell)) or bool(_MIDNIGHT.search(cell))


def require(head: Head, names: Dialect, what: str) -> Places:
    """The columns of a file the person said is a table of steps.

    Raises DataError when they are not there.
    """
    rows = head.rows(names.first_row, _LOOKED_AT)
    places = find_places(list(names.names), rows, head.basename)
    if places is None:
        raise DataError(
            f"{what} has no column of steps beside a column of dates.",
            "Say which they are, for example --columns time=date,steps=count.",
        )
    return places
