"""Any list of recorded activities, in any language, to walks: a kind, a start and a duration."""

from stride.formats.column_words import ACTIVITY_ID, plain
from stride.formats.guess.activities import columns_of
from stride.formats.layout import Sign, Walks

FORMAT = Walks(
    id="generic-activities",
    title="Recorded activities: a kind, a start and a duration, in any language",
    header="type,start,duration",
    unless=Sign(
        lambda head: bool(head.columns and ACTIVITY_ID.match(plain(head.columns[0]))),
        "Strava's columns",
    ),
    possible=Sign(
        lambda head: columns_of(head) is not None,
        "columns of a kind of activity, a start and a duration",
    ),
    columns=columns_of,
    generic=True,
    missing=(
        "has no columns of a kind of activity, a start and a duration.",
        "Name them “type”, “start” and “duration” in the first line.",
    ),
)
