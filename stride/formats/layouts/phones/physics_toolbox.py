"""Physics Toolbox Sensor Suite: g-force with gravity or linear m/s2, no date."""

from dataclasses import replace

from stride.formats.layout import PHONE, At, Samples, TableFile, begins, has

FORCE = ("gFx", "gFy", "gFz")
LINEAR = ("ax", "ay", "az")


def linear(file: TableFile, layout: Samples) -> Samples:
    """Without g-force its linear acceleration, in another unit."""
    if file.blob.head.has(*FORCE):
        return layout
    return replace(layout, xyz=LINEAR, unit="m/s2", gravity="no")


FORMAT = Samples(
    id="physics-toolbox",
    title="Physics Toolbox Sensor Suite",
    header="time,gFx,gFy,gFz,ax,ay,az,wx,wy,wz,",
    sure=begins("time") & (has(*FORCE) | has(*LINEAR) & (has("aT") | has("wx") | has("aTotal"))),
    time=At("time"),
    xyz=FORCE,
    adapt=linear,
    unit="g",
    gravity="yes",
    device="Physics Toolbox",
    placement=PHONE,
)
