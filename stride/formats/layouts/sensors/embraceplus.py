"""EmbracePlus (from Avro by Empatica's script): microseconds since 1970, g."""

from stride.formats.layout import WATCH, Epoch, Samples, cells, has, named

FORMAT = Samples(
    id="embraceplus",
    worn_at=WATCH,
    title="Empatica EmbracePlus: accelerometer",
    header="unix_timestamp,x,y,z",
    unless=named("gyro"),
    sure=has("unix_timestamp", "x", "y", "z")
    & cells("unix_timestamp", r"^\d{16}(\.0*)?$", "times in microseconds"),
    time=Epoch("unix_timestamp", per_second=1e6),
    xyz=("x", "y", "z"),
    unit="g",
    gravity="yes",
    placement="wrist",
    device="EmbracePlus",
)
