"""Withings aggregates_steps: one total a day, newest first."""

from stride.formats.layout import Day, Days, Head, Number, exactly, named


def unsaid(head: Head) -> str:
    """What to say of a file whose name is of no measure."""
    if "step" in head.basename.lower():
        return ""
    return "The column “value” is taken as steps; the file does not say so."


FORMAT = Days(
    id="withings-daily",
    title="Withings: aggregates_steps",
    header="date,value",
    device="Withings",
    sure=exactly("date,value") & named("step"),
    day=Day("date"),
    steps=Number("value"),
    warns=unsaid,
    family="withings",
    rank=2,
)
