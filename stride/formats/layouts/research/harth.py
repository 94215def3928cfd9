"""HARTH and HAR70+: lower back and thigh together, in g, 50 Hz, local time without offset."""

from stride.formats.layout import At, Samples, has

BACK = ("back_x", "back_y", "back_z")
THIGH = ("thigh_x", "thigh_y", "thigh_z")

FORMAT = Samples(
    id="harth",
    title="HARTH / HAR70+: thigh and lower back in one table",
    header="timestamp,back_x,back_y,back_z,thigh_x,thigh_y,thigh_z,label",
    sure=has("timestamp", *BACK, *THIGH),
    likely=has(*BACK, *THIGH),
    time=At("timestamp", "time", "datetime", "t", otherwise_first=True),
    xyz=THIGH,
    back=BACK,
    unit="g",
    gravity="yes",
    placement="thigh+back",
)
