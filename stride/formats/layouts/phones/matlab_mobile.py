"""Matlab Mobile, written to CSV by its user: Timestamp with English months, m/s2, wall clock."""

from stride.formats.layout import PHONE, Samples, Text, begins, cells

STAMP = r"^\d\d-[A-Za-z]{3}-\d{4} \d\d:\d\d:\d\d(\.\d+)?$"

FORMAT = Samples(
    id="matlab-mobile",
    title="Matlab Mobile, saved as CSV",
    header="Timestamp,X,Y,Z",
    sure=begins("timestamp,x,y,z")
    & cells("timestamp", STAMP, "times as dd-MMM-yyyy HH:mm:ss", some=True),
    time=Text("Timestamp"),
    xyz=("X", "Y", "Z"),
    unit="m/s2",
    device="Matlab Mobile",
    placement=PHONE,
)
