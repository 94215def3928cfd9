"""Fitabase (and copies of it): Fitbit steps by the minute, narrow or 60 columns wide."""

from dataclasses import replace

from stride.formats.layout import Count, Person, Spans, TableFile, Wall, has

WIDE = tuple(Count(f"Steps{minute:02d}") for minute in range(60))
HOURS = Wall("ActivityHour")


def by_hour(file: TableFile, layout: Spans) -> Spans:
    """Of files by the hour, the minutes side by side or the total."""
    if file.dialect.find("Steps00"):
        return replace(layout, start=HOURS, steps=WIDE)
    if file.dialect.find("StepTotal"):
        return replace(layout, start=HOURS, steps=Count("StepTotal"), length_s=3600)
    return layout


FORMAT = Spans(
    id="fitbit-fitabase",
    title="Fitbit by Fitabase: steps by the minute",
    header="Id,ActivityMinute,Steps",
    device="Fitbit",
    sure=has("ActivityMinute", "Steps")
    | has("ActivityHour", "Steps00", "Steps59")
    | has("ActivityHour", "StepTotal"),
    start=Wall("ActivityMinute"),
    length_s=60,
    steps=Count("Steps"),
    adapt=by_hour,
    person=Person("Id"),
    date_order="mdy",
)
