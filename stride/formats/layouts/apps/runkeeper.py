"""Runkeeper cardioActivities.csv: walks and hikes on the local clock; no pause is in a duration."""

from stride.formats.layout import ActivityColumns, Walks, has

FORMAT = Walks(
    id="runkeeper",
    title="Runkeeper: cardioActivities.csv (walks and hikes)",
    header="Activity Id,Date,Type,Route Name,Distance (km),Duration",
    device="Runkeeper",
    sure=has("Activity Id", "Date", "Type", "Route Name", "Duration"),
    columns=ActivityColumns(kind="Type", start="Date", durations=("Duration",), unit_s=1.0),
)
