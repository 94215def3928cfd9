"""AndroSensor: m/s2 with gravity, wall clock with a colon before the milliseconds."""

from collections.abc import Sequence
from dataclasses import replace

from stride.formats.layout import PHONE, At, Elapsed, Head, Samples, TableFile, sign

STAMP, ELAPSED = "YYYY", "TIME SINCE START"


def _named(names: Sequence[str], words: str) -> list[str]:
    return [name for name in names if words in name.upper()]


def _axes(names: Sequence[str]) -> tuple[str, ...]:
    """ACCELEROMETER X, Y and Z; the unit may be mangled."""
    upper = {name.upper(): name for name in reversed(names)}
    starts = (f"ACCELEROMETER {axis}" for axis in "XYZ")
    axes = (next((n for u, n in upper.items() if u.startswith(start)), "") for start in starts)
    return tuple(name for name in axes if name)


@sign("columns ACCELEROMETER X, Y, Z and the app's time")
def columns(head: Head) -> bool:
    """Whether three axes and one of the app's two times are there."""
    names = head.columns
    return len(_axes(names)) == 3 and bool(_named(names, STAMP) or _named(names, ELAPSED))


def placed(file: TableFile, layout: Samples) -> Samples:
    """The columns of this file, whose names hold the units of the person's settings."""
    names = file.dialect.names
    stamp, elapsed = _named(names, STAMP), _named(names, ELAPSED)
    time = Elapsed(elapsed[0], 1000) if elapsed and not stamp else At(*stamp)
    return replace(layout, xyz=_axes(names), time=time)


FORMAT = Samples(
    id="androsensor",
    title="AndroSensor app",
    header="ACCELEROMETER X (m/s²);ACCELEROMETER Y (m/s²);ACCELEROMETER Z (m/s²);"
    "Time since start in ms;YYYY-MO-DD HH-MI-SS_SSS",
    sure=columns,
    adapt=placed,
    unit="m/s2",
    gravity="yes",
    device="AndroSensor",
    placement=PHONE,
)
