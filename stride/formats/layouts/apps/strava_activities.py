"""Strava activities.csv: walks and hikes in UTC, in the language of the account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.walks import Sessions, clock_seconds, session_intervals, walks_of
from stride.formats.table.dialect import dialect_of
from stride.formats.table.rows import records_of
from stride.formats.time.spelling import has_date
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

_ID = re.compile(
    r"^(activity id|aktivitäts-id|id de (la )?actividad|id de l.activité|id (dell.)?attività"
    r"|id da atividade|activiteits-id|aktivitets-id|aktivitet-id"
    r"|アクティビティ\s?id|活动\s?id|活動\s?id)$",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"moving time|bewegungszeit|tiempo en movimiento|(temps|durée) de déplacement"
    r"|tempo in movimento|tempo de movimentação|beweegtijd|rörelsetid|tid i bevegelse"
    r"|移動時間|移动时间",
    re.IGNORECASE,
)
_ELAPSED = re.compile(
    r"elapsed time|verstrichene zeit|tiempo transcurrido|temps écoulé|tempo trascorso"
    r"|tempo decorrido|verstreken tijd|förfluten tid|total tid|経過時間|经过时间|經過時間",
    re.IGNORECASE,
)


def recognise(head: Head) -> Verdict:
    """Sure by the id of an activity in the first column and many columns behind it."""
    if head.has("type", "route name"):
        return no("Runkeeper's columns")
    if head.columns and _ID.match(head.columns[0]) and len(head.columns) >= 5:
        return sure("the first column is the id of an activity")
    return no("the first column is not the id of an activity")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Walks and hikes with their moving time; date, name and type are columns 2 to 4."""
    dialect = dialect_of(blob.head)
    names = dialect.names
    start, kind = names[1], names[3]
    moving = next((name for name in names if _MOVING.search(name)), None)
    elapsed = [name for name in names if _ELAPSED.search(name)]
    if moving is None and not elapsed:
        raise DataError(
            f"{blob.name}, line 1: no column with the time of an activity.",
            "Import activities.csv as Strava wrote it.",
        )
    found, notes = Sessions(), ReadNotes()
    records = records_of(blob, options, dialect)
    for line, record in walks_of(records, start, kind, found, notes):
        if not has_date(record[start]):
            raise DataError(
                f"Line {line}: “{record[start][:40]}” is not a date stride can read.",
                "Set the language of your Strava account to English and export again.",
            )
        whole = max((clock_seconds(record[name]) or 0.0 for name in elapsed), default=0.0)
        walked = (clock_seconds(record[moving]) if moving else None) or whole
        found.add(record[start].strip(), walked, line, length_s=whole)
    if not notes.rows:
        raise empty(blob)
    return session_intervals(Origin(blob, options, FORMAT.id, "Strava"), found, notes, utc=True)


FORMAT = Format(
    id="strava-activities",
    title="Strava: activities.csv (walks and hikes)",
    header="Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Moving Time",
    recognise=recognise,
    read=read,
)
