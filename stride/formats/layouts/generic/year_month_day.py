"""Steps by the day with year, month and day in three columns, as people's own tables have them."""

from dataclasses import replace

from stride import cldr
from stride.formats.column_words import STEPS
from stride.formats.layout import Days, Head, Number, TableFile, YearMonthDay, sign

WORDS = {unit: tuple(words.split()) for unit, words in cldr.UNITS.items()}
FINER = {*WORDS["hour"], *WORDS["minute"], "time"}


@sign("columns of year, month, day and steps, and none of the hour")
def columns(head: Head) -> bool:
    """Whether a day stands in three columns, and nothing of a time of day."""
    keys = set(head.keys)
    parts = all(keys & set(WORDS[unit]) for unit in ("year", "month", "day"))
    return parts and not keys & FINER and any(map(STEPS.match, head.columns))


def placed(file: TableFile, layout: Days) -> Days:
    """The column of the steps, by its words."""
    return replace(layout, steps=Number(*filter(STEPS.match, file.dialect.names)))


FORMAT = Days(
    id="year-month-day",
    title="Steps by the day: year, month and day in three columns",
    header="year,month,day,steps",
    likely=columns,
    day=YearMonthDay(WORDS["year"], WORDS["month"], WORDS["day"]),
    steps=Number("steps"),
    adapt=placed,
    generic=True,
)
