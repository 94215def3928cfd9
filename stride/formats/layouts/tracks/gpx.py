"""GPX files of recorded activities: the walks in them."""

from stride.formats.layout import Coded, Sign
from stride.formats.layouts.tracks import shared
from stride.formats.steps.tracks import read_tracks

ROOT = "gpx"

FORMAT = Coded(
    id="gpx",
    title="GPX: recorded walks",
    header=f"<{ROOT}>",
    sure=Sign(lambda head: shared.has_root(head.text, ROOT), f"the element {ROOT}"),
    # the time at walking speed; an estimate where the file counts no steps
    reads=lambda origin: read_tracks(origin.blob, origin.options, origin.format_id),
    kind="xml",
    family=shared.FAMILY,
    rank=shared.RECORDED,
)
