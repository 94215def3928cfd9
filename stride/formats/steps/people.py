"""Which rows of a table are one person's: by a column named so, or by what a column does."""

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from stride.formats.options import Question

MOST_PEOPLE = 500  # in one table; a column with more values numbers rows
SHARED_SHARE = 0.5  # of the times stand in several rows where people walk side by side
APART_SHARE = 0.98  # of the rows have a time of their own within one person
LEAST_ROWS = 2  # of each person
MOST_TRIED = 4  # of them, before one is named to be asked for


#: Parts of a day, which have their own counts and no owner.
_PART = re.compile(
    r"^(early |late )?(a\.?m\.?|p\.?m\.?|morning|noon|midday|afternoon|evening|(over)?night|day"
    r"|vormittags?|nachmittags?|morgens?|mittags?|abends?|nachts?|tag|mattin[ao]|pomeriggio|sera|notte"
    r"|matin|après-midi|soir|nuit|mañana|mediodía|tarde|noche|manhã|noite|ochtend|middag|avond"
    r"|morgen|formiddag|ettermiddag|eftermiddag|kveld|aften|natt?|morgon|förmiddag|kväll|aamu|ilta|yö"
    r"|rano|południe|popołudnie|wieczór|noc|утро|день|вечер|ночь|朝|昼|夜|夕方|上午|中午|下午|晚上"
    r"|오전|오후|아침|저녁|밤|sabah|öğle|akşam|gece|[01]?\d\s?[-–]\s?[012]?\d( ?h| uhr)?)$",
    re.I,
)


def are_parts(values: Iterable[str]) -> bool:
    """Whether the values of a column are parts of a day: morning, afternoon and evening."""
    return all(_PART.match(value.strip()) for value in values)


def splitting(columns: Mapping[str, Sequence[str]], times: Sequence[str]) -> str:
    """The column that parts a table into several full series of one time each, "" if none does.

    Most times stand there several times, and within each value of the column once: people, or
    devices, side by side. columns: name -> (n,) cells. times: (n,) when each row was.
    """
    of_time = Counter(times)
    several = sum(1 for count in of_time.values() if count > 1)
    if not of_time or several < SHARED_SHARE * len(of_time):
        return ""
    most = max(of_time.values())
    for name, cells in columns.items():
        rows = Counter(cells)
        few = 2 <= len(rows) <= min(MOST_PEOPLE, 3 * most)
        if not few or min(rows.values()) < LEAST_ROWS or "" in rows:
            continue
        if len(set(zip(cells, times, strict=True))) >= APART_SHARE * len(times):
            return name
    return ""


def one_person(people: Sequence[str], name: str, source: str | None) -> str | None:
    """The person whose rows count, None when there is only one.

    Raises DataError when there are several and ``--source`` names none of them.
    """
    everyone = sorted(set(people))
    if len(everyone) < 2:
        return None
    if source in everyone:
        return source
    shown = ", ".join(everyone[:4]) + (" …" if len(everyone) > 4 else "")
    raise Question(
        f"{name} holds the steps of {len(everyone)} people or devices ({shown}).",
        f"Say whose to import, for example --source {shlex.quote(everyone[0])}.",
        *({"source": one} for one in everyone[:MOST_TRIED]),
    )


def numbers_rows(column: str, ids: Sequence[str], times: Sequence[object]) -> bool:
    """Whether a column named id numbers the rows, no two alike and no two of one time.

    times: of the same rows, as they are written.
    """
    return column.lower() == "id" and len(set(ids)) == len(ids) == len(set(times))
