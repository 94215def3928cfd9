"""FIT files of settings, courses, workouts and the like: nothing was walked in them."""

from __future__ import annotations

from stride.errors import EmptyData
from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, likely, no
from stride.formats.track.fit import is_fit


def recognise(head: Head) -> Verdict:
    """Likely by the header of a FIT file; activities and monitoring are surer."""
    return likely("a FIT file") if is_fit(head.raw) else no("no FIT file")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Nothing, said quietly."""
    raise EmptyData(
        f"{blob.name} holds settings, a course or a plan, and nothing that was walked.",
        "There is nothing to import.",
    )


FORMAT = Format(
    id="fit-other",
    title="FIT: settings, courses, plans (nothing to import)",
    header="a .fit file",
    recognise=recognise,
    read=read,
    kind="binary",
    useful=False,
)
