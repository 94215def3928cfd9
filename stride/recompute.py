"""Reads the files of imports that an older model labelled once more, each as it was read then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from stride import shipped
from stride.errors import EmptyData, NothingYet
from stride.formats import ReadOptions, discover
from stride.pipeline import ImportOptions, import_item, import_two, read_options
from stride.report.outcome import Outcome
from stride.settings import Settings
from stride.store.reader import open_reader

#: Ways to read a file that a person gave, as an import keeps them.
GIVEN = ("format_id", "tz", "start", "date_order", "unit", "source", "placement", "walks")


def older_imports(settings: Settings) -> list[dict[str, Any]]:
    """The imports in force that an older model made, as rows. Raises NothingYet."""
    reader = open_reader(settings.paths.database)
    try:
        rows = reader.imports()
    finally:
        reader.close()
    return [row for row in rows if row["state"] == "done" and not current(row)]


def current(row: dict[str, Any]) -> bool:
    """Whether the model that made an import is the one shipped now."""
    return shipped.is_current(row["model_id"], row["model_sha256"])


def recompute(folder: Path, settings: Settings, read: dict[str, Any]) -> Iterator[Outcome]:
    """Import the files of those imports anew that lie below a folder, found by their content.

    read: what else ``read_options`` takes. Raises NothingYet when no import is older.
    """
    wanted = {row["sha256"]: row for row in older_imports(settings)}
    if not wanted:
        raise NothingYet("No day was made by an older model.", "There is nothing to recompute.")
    places: dict[str, str] = {}
    formats = {_given(row).get("format_id") for row in wanted.values()}
    for format_id in sorted(formats, key=str):
        options = read_options(settings, format_id=format_id, **read)
        for item in discover(folder, options):
            if item.parts:
                places.setdefault(item.sha256, item.parts[0].blob.location)
            row = wanted.get(item.sha256)
            if row is not None and _given(row).get("format_id") == format_id:
                del wanted[item.sha256]
                yield from import_item(item, _as_then(row, options), settings)
    for row in wanted.values():
        pair = [places.get(sha256, "") for sha256 in _sensors(row)]
        if pair and all(pair):
            again = _as_then(row, read_options(settings, **read))
            yield import_two((pair[0], pair[1]), again, settings)
        else:
            yield Outcome(row["path"], "missing", row["sha256"], row, error=_missing(row, folder))


def _missing(row: dict[str, Any], folder: Path) -> EmptyData:
    return EmptyData(
        f"{row['path']} (import {row['id']}) is not in {folder}.",
        "Name the folder its file is in now.",
    )


def _sensors(row: dict[str, Any]) -> list[str]:
    """The hashes of the two files of an import of thigh and back; none of any other."""
    hashes = json.loads(row["details"] or "{}").get("files_sha256")
    return [hashes["thigh"], hashes["back"]] if hashes else []


def _as_then(row: dict[str, Any], options: ReadOptions) -> ImportOptions:
    """How an import was asked for, to be asked for again."""
    given = {name: value for name, value in _given(row).items() if name != "format_id"}
    placement = given.get("placement") or "auto"
    return ImportOptions(replace(options, **given), placement, again=True)


def _given(row: dict[str, Any]) -> dict[str, Any]:
    """How an import was read; of one from before this was kept, what its columns tell."""
    details = json.loads(row["details"] or "{}")
    given = details.get("read")
    if given is None:
        given = {"source": row["source"]}
        if row["placement_rule"] == "option":
            given["placement"] = row["placement"]
        if row["tz_rule"] == "option":
            given["tz"] = row["tz"]
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if name in GIVEN
    }
