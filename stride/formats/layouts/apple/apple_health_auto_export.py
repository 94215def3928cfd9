"""Health Auto Export: Apple Health by minute, hour or day, headers in the phone's language."""

import re
from dataclasses import replace

from stride.errors import EmptyData
from stride.formats.column_words import NO_COUNT
from stride.formats.layout import Count, Head, Local, Sign, Spans, TableFile
from stride.formats.steps.bins import whole_days

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


def _columns(head: Head) -> tuple[str, str] | None:
    date = next((name for name in head.columns[:2] if _DATE.match(name)), None)
    steps = next((name for name in head.columns if STEPS.match(name)), None)
    return (date, steps) if date and steps else None


def placed(file: TableFile, layout: Spans) -> Spans:
    """The columns by their names; the row Total below the table is none of a date."""
    columns = _columns(file.blob.head)
    if columns is None:
        raise EmptyData(f"{file.name} holds no steps.", "Export it with Step Count chosen.")
    date, steps = columns
    return replace(layout, start=Local(date), steps=Count(steps), only={date: None})


FORMAT = Spans(
    id="apple-health-auto-export",
    title="Health Auto Export app (Apple Health)",
    header="Date,Step Count (count),Walking + Running Distance (mi)",
    device="Apple Health",
    sure=Sign(
        lambda head: any(map(_DATE.match, head.columns[:1])), "a date in a language of the app"
    )
    & Sign(
        # the pattern of steps has the brackets in it
        lambda head: bool(_columns(head)) or any(map(_MARK.search, head.columns)),
        "measures with units in brackets, as only this app writes them",
    ),
    start=Local("Date"),
    steps=Count("Step Count (count)"),
    adapt=placed,
    days=whole_days,
    family="apple-health",
    rank=2,
)
