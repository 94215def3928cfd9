"""mHealth layout: HEADER_TIME_STAMP and three axes in g, wall clock."""

from dataclasses import replace

from stride.formats.guess.samples import triples
from stride.formats.layout import At, Samples, Sign, TableFile, begins

STAMP = "HEADER_TIME_STAMP"


def axes(file: TableFile, layout: Samples) -> Samples:
    """The axes by their names; with METERS_PER_SECOND_SQUARED in these they may be in g or not."""
    xyz = next(iter(triples(file.dialect.names)), ())
    return replace(layout, xyz=xyz, unit=None if "METERS" in "".join(xyz).upper() else "g")


FORMAT = Samples(
    id="mhealth",
    title="mHealth sensor files",
    header="HEADER_TIME_STAMP,X,Y,Z",
    sure=begins(STAMP.lower()) & Sign(lambda head: bool(triples(head.columns)), "three axes"),
    time=At(STAMP),
    adapt=axes,
    gravity="yes",
)
