"""Apple Health export.xml: step records, streamed, whatever else the file holds.

The file is scanned for its records as bytes and not parsed as XML: that is many times faster, it
reads the invalid XML of old iOS versions, and no entity is ever expanded.
"""

import html
import re
from functools import lru_cache

from stride.errors import DataError
from stride.formats.layout import Coded, Intervals, Origin, empty, holds
from stride.formats.layouts.apple.shared import Records, to_intervals

BLOCK_BYTES = 4 << 20
LONGEST_RECORD_BYTES = 1 << 16
_START = b'type="HKQuantityTypeIdentifierStepCount"'
_ZONE = b'key="HKTimeZone"'
_SUM = b"<WorkoutStatistics"  # of a workout, whose records stand in the file as well
_OWNERS = (b"<Record ", b"<Workout ")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
#: A step record as the Health app writes it, many times faster than attribute by attribute.
_PLAIN = re.compile(
    _START + rb' sourceName="(?P<sourceName>[^"<\n]*)"(?: (?!startDate)\w+="[^"<\n]*")*'
    rb' startDate="(?P<startDate>[^"<\n]*)" endDate="(?P<endDate>[^"<\n]*)"'
    rb' value="(?P<value>[^"<\n]*)"\s*/?>'
)


def read(origin: Origin) -> Intervals:
    """The steps of all devices, each walk once.

    Raises DataError for a file cut short, EmptyData when no device counted steps.
    """
    blob, options = origin.blob, origin.options
    records = Records()
    tail, lines, size, ended = b"", 1, 0, False
    with blob.open(options) as stream:
        while block := stream.read(BLOCK_BYTES):
            data = tail + block
            ended = b"</HealthData>" in data[-4096:]
            cut = len(data) if ended else _cut(data)
            _scan(data[:cut], records, lines, blob.name)
            lines += data.count(b"\n", 0, cut)
            tail = data[cut:]
            size += len(block)
    if not ended:  # said before the tail is read, in which a record may be torn
        raise _cut_off(blob.name, lines + tail.count(b"\n"), size)
    _scan(tail, records, lines, blob.name)
    if not len(records):
        raise empty(blob, "holds no steps")
    content = to_intervals(origin, records, utc_writer=False)
    if content.source.tz_rule == "row":
        content.notes.warnings.append(
            "Apple writes all times with the UTC offset of the day of export; walks on journeys "
            "and in the other half of the year may lie on a neighbouring hour, unless their zone "
            "stands beside them."
        )
    return content


def _cut_off(name: str, line: int, size: int) -> DataError:
    return DataError(
        f"{name} is cut off in line {line:,}, after {size:,} bytes: its last line </HealthData> "
        "is missing.",
        "Export it again from the Health app and copy it whole; nothing of it was stored.",
    )


def _cut(data: bytes) -> int:
    """Where the last record of a block begins: it and what is inside it may go on in the next."""
    least = max(0, len(data) - LONGEST_RECORD_BYTES)
    cut = max(data.rfind(owner, least) for owner in _OWNERS)
    cut = data.rfind(b"<", least) if cut < 0 else cut
    return cut if cut > 0 else len(data)


def _scan(data: bytes, records: Records, first_line: int, name: str) -> None:
    """Adds the step records of a block."""
    at, counted, line = data.find(_START), 0, first_line
    while at >= 0:
        line += data.count(b"\n", counted, at)
        counted = at
        if plain := _PLAIN.match(data, at):
            _add(plain.groupdict(), records, line, name)
        elif not data.startswith(_SUM, data.rfind(b"<", 0, at)):
            _add(_attributes(data, at), records, line, name)
        at = data.find(_START, at + len(_START))
    _scan_zones(data, records, first_line, name)


def _attributes(data: bytes, at: int) -> dict[str, bytes]:
    """What a step record in an unusual shape says, by name."""
    stop = data.find(b"\n", at)
    stop = len(data) if stop < 0 else stop
    # a record may share its line with others, or go on over line breaks
    end = data.find(b">", at)
    text = data[at : max(stop, end + 1)].split(b"<Record", 1)[0]
    return {key.decode("ascii", "replace"): value for key, value in _ATTRIBUTE.findall(text)}


def _scan_zones(data: bytes, records: Records, first_line: int, name: str) -> None:
    """Adds the times of step records and workouts that name the zone the person was in."""
    at, counted, line = data.find(_ZONE), 0, first_line
    while at >= 0:
        # the nearest one before: searched for in short pieces, as every record may have a zone
        owner = data.rfind(b"<Record ", max(0, at - LONGEST_RECORD_BYTES), at)
        owner = max(owner, data.rfind(b"<Workout ", max(0, owner, at - LONGEST_RECORD_BYTES), at))
        tag = data[owner : data.find(b">", owner)] if owner >= 0 else b""
        if _START in tag or tag.startswith(b"<Workout "):
            line += data.count(b"\n", counted, owner)
            counted = owner
            zone = dict(_ATTRIBUTE.findall(data[at : data.find(b">", at)])).get(b"value")
            _add_stay(zone, tag, records, line, name)
        at = data.find(_ZONE, at + len(_ZONE))


def _add_stay(zone: bytes | None, tag: bytes, records: Records, line: int, name: str) -> None:
    attributes = dict(_ATTRIBUTE.findall(tag))
    try:
        start, end = attributes[b"startDate"].decode(), attributes[b"endDate"].decode()
    except (KeyError, UnicodeDecodeError) as error:
        raise DataError(
            f"{name}, line {line}: a record with a zone but without a start or an end.",
            "Export it again from the Health app.",
        ) from error
    if zone:
        if records.stays is None:
            records.stays = Records()
        records.stays.add(zone.decode("utf-8", "replace"), start, end, 0.0, line)


def _add(attributes: dict[str, bytes], records: Records, line: int, name: str) -> None:
    try:
        source = _name(attributes.get("sourceName", b""))
        start, end = attributes["startDate"].decode(), attributes["endDate"].decode()
        steps = float(attributes["value"])
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        raise DataError(
            f"{name}, line {line}: a step record without a start, an end or a number.",
            "Export it again from the Health app.",
        ) from error
    records.add(source, start, end, steps, line)


@lru_cache(maxsize=256)
def _name(source: bytes) -> str:
    return html.unescape(source.decode("utf-8", "replace"))


FORMAT = Coded(
    id="apple-health-xml",
    title="Apple Health: export.xml, alone or in export.zip",
    header='<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" …>',
    sure=holds("<HealthData|<!DOCTYPE HealthData", "the element HealthData"),
    reads=read,
    kind="xml",
    family="apple-health",
    rank=0,
)
