"""Turns a folder of recordings, or a manifest of them, into one task a participant."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from stride.errors import DataError, StrideError
from stride.formats.find.manifest import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("participant", "file", "placement", "start", "tz")
NEEDED = ("participant", "file")
#: Placements of a manifest; those of two files of one person are thigh and back.
PLACEMENTS = ("thigh", "back", "thigh+back", "wrist", "hip", "")
#: Names of files that are looked at in a folder; what they hold is found out by their content.
ENDINGS = (".csv", ".csv.gz", ".cwa", ".gt3x", ".bin", ".cwa.gz", ".zip")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One file of a participant. address: as fsspec takes it. state: changes when the file does."""

    address: str
    placement: str
    start: str
    tz: str
    state: str


@dataclass(frozen=True, slots=True)
class Task:
    """A participant and the files of one or two sensors."""

    participant: str
    files: tuple[Recorded, ...]

    def key(self) -> str:
        """The name of the participant's part: no name of a person stands in a file's name."""
        return hashlib.sha256(self.participant.encode()).hexdigest()[:20]

    def fingerprint(self, options: str) -> str:
        """Changes when a file, the manifest's line, or anything that counts of stride does."""
        content = repr([asdict(each) for each in self.files]) + options
        return hashlib.sha256(content.encode()).hexdigest()


def find_tasks(address: str, tz: str) -> list[Task]:
    """One task a participant, in the order of their names.

    address: a folder whose files are named by participant and placement, or a manifest.csv, at any
    address of fsspec. tz: the zone of sensors whose files have none. Raises DataError for a
    manifest with something wrong, by its line.
    """
    import fsspec

    system, path = fsspec.core.url_to_fs(address)
    if not system.exists(path):
        raise DataError(f"There is no {address}.", "Name a folder of recordings, or a manifest.")
    rows = _of_folder(system, path, tz) if system.isdir(path) else _of_manifest(system, path, tz)
    by_person: dict[str, list[Recorded]] = {}
    for participant, recorded in rows:
        by_person.setdefault(participant, []).append(recorded)
    if not by_person:
        raise DataError(
            f"{address} holds no recordings.", f"Endings looked for: {', '.join(ENDINGS)}."
        )
    return [Task(name, _in_order(name, files)) for name, files in sorted(by_person.items())]


def _in_order(participant: str, files: list[Recorded]) -> tuple[Recorded, ...]:
    """Thigh before back. Raises DataError for what cannot be one person's sensors."""
    where = sorted(each.placement for each in files)
    if len(files) == 1 or where == ["back", "thigh"]:
        return tuple(sorted(files, key=lambda each: each.placement != "thigh"))
    names = ", ".join(each.address.rsplit("/", 1)[-1] for each in files)
    raise DataError(
        f"Participant {participant} has {len(files)} files ({names}), and not one of the thigh and "
        "one of the back.",
        "Name them thigh and back, or write a manifest with a column placement.",
    )


def _of_folder(system: Any, folder: str, tz: str) -> Iterator[tuple[str, Recorded]]:
    for path in sorted(system.find(folder)):
        inner = path[len(folder.rstrip("/")) + 1 :]
        if inner.lower().endswith(ENDINGS) and not inner.rsplit("/", 1)[-1].startswith("."):
            participant, placement = placed(inner)
            yield participant, _recorded(system, path, placement, "", tz)


def _recorded(system: Any, path: str, placement: str, start: str, tz: str) -> Recorded:
    return Recorded(system.unstrip_protocol(path), placement, start, tz, _state(system, path))


def _state(system: Any, path: str) -> str:
    """Size and what the storage says changes with the content: a time, a tag."""
    details = system.info(path)
    marks = [details.get(name) for name in ("size", "mtime", "ETag", "etag", "created", "updated")]
    return "|".join(str(mark) for mark in marks if mark is not None)


def _of_manifest(system: Any, path: str, tz: str) -> Iterator[tuple[str, Recorded]]:
    folder = path.rsplit("/", 1)[0]
    seen: dict[tuple[str, str], int] = {}
    for line, row in _rows(system, path):
        where = f"{path.rsplit('/', 1)[-1]}, line {line}"
        for name in NEEDED:
            if not row[name]:
                raise DataError(f"{where}: {name} is empty.", "Write one line a file.")
        if row["placement"] not in PLACEMENTS:
            raise DataError(
                f"{where}: there is no placement {row['placement']!r}.",
                f"Use one of {', '.join(filter(None, PLACEMENTS))}, or leave it empty.",
            )
        pair = row["participant"], row["placement"]
        if pair in seen:
            raise DataError(
                f"{where}: {row['participant']} has a second file for "
                f"{row['placement'] or 'no placement'}; the first is in line {seen[pair]}.",
                "Give each file of a participant its own placement.",
            )
        seen[pair] = line
        yield row["participant"], _checked(system, folder, row, where, tz)


def _checked(system: Any, folder: str, row: dict[str, str], where: str, tz: str) -> Recorded:
    """The file of a line, which is there, with a start and a zone that can be read."""
    from stride.formats.time.zones import find_zone

    file = row["file"]
    path = file if file.startswith("/") or "://" in file else f"{folder}/{file}"
    if "://" in path:
        import fsspec

        system, path = fsspec.core.url_to_fs(path)
    if not system.exists(path):
        raise DataError(f"{where}: there is no {file}.", "Paths count from the manifest's folder.")
    try:
        find_zone(row["tz"] or tz)
    except StrideError as error:
        raise DataError(f"{where}: {error.message}", error.hint) from error
    _check_start(row["start"], where)
    return _recorded(system, path, row["placement"], row["start"], row["tz"] or tz)


def _check_start(text: str, where: str) -> None:
    from datetime import datetime

    try:
        datetime.fromisoformat(text or "2000-01-01")
    except ValueError as error:
        raise DataError(
            f"{where}: the start {text!r} is no time.", "Write it as 2024-05-31T14:05:00."
        ) from error


def _rows(system: Any, path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells) of a manifest. Raises DataError where it is no such table."""
    name = path.rsplit("/", 1)[-1]
    try:
        text = system.cat_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name} is no text in UTF-8.", "Save the manifest as CSV UTF-8."
        ) from error
    reader = csv.DictReader(io.StringIO(text))
    heads = [head.strip() for head in reader.fieldnames or ()]
    _check_heads(name, heads)
    reader.fieldnames = heads
    for row in reader:
        if None in row or None in row.values():
            raise DataError(
                f"{name}, line {reader.line_num}: it has not as many cells as the first line.",
                f"The columns are {', '.join(heads)}.",
            )
        yield reader.line_num, {each: (row.get(each) or "").strip() for each in COLUMNS}


def _check_heads(name: str, heads: Iterable[str]) -> None:
    missing = [each for each in NEEDED if each not in heads]
    if missing:
        raise DataError(
            f"{name}, line 1: it lacks the column {missing[0]}.",
            f"A manifest has the columns {', '.join(COLUMNS)}.",
        )
