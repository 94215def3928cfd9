"""The activity table of a well-known course: steps in five minutes, interval 835 is 08:35."""

import re

from stride.formats.layout import Count, Sign, Spans, Wall


def clock(text: str) -> str:
    """``835`` as ``08:35``; other texts stay, and are refused where they stand."""
    whole = re.match(r"^(\d{1,4})(\.0)?$", text)
    return f"{int(whole[1]) // 100:02d}:{int(whole[1]) % 100:02d}" if whole else text


FORMAT = Spans(
    id="repdata",
    title="Steps by five minutes (steps, date, interval)",
    header='"steps","date","interval"',
    sure=Sign(
        lambda head: sorted(head.keys) == ["date", "interval", "steps"],
        "exactly the columns steps, date and interval",
    ),
    start=Wall("date", "interval", respell=clock),
    length_s=300,
    steps=Count("steps"),
)
