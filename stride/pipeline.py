"""Turns a path into stored days: formats, signal, classify, store, in that order.

The only module that knows the whole chain. numpy and pyarrow are loaded here, on the way in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stride import __version__, clock, disk, shipped, stages
from stride.counting import Counted, count_item, count_two
from stride.errors import DataError, EmptyData, NothingYet, StrideError, of_fault, of_system
from stride.formats import ReadOptions, discover
from stride.report.outcome import DayChange, Outcome
from stride.settings import Settings

FULL = "Free some space or mend the rights; nothing of this file was stored."

if TYPE_CHECKING:
    from sqlite3 import Connection

    from stride.formats import Item
    from stride.store.change import Change
    from stride.store.writer import Figures


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person asked of an import.

    read: how to read the files. placement: where the sensor is worn, ``auto`` to find out.
    dry_run: say what would change, and change nothing. again: read a file already imported anew.
    """

    read: ReadOptions
    placement: str = "auto"
    dry_run: bool = False
    again: bool = False


class _Ready(NamedTuple):
    """A file read and counted: what is left is to store it."""

    item: Item
    counted: Counted


class _NotKept(Exception):
    """Ends the transaction of a dry run, with what it would have been."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def import_path(path: str, options: ImportOptions, settings: Settings) -> Iterator[Outcome]:
    """What becomes of every file below ``path``, one after the other; a bad one stops no other.

    path: file, folder, .zip, .gz or ``-``. Raises nothing for bad files: they are Outcomes.
    """
    options = replace(options, read=_with_choice(options.read, settings))
    for item in discover(path, options.read):
        yield from import_item(item, options, settings)


def _with_choice(read: ReadOptions, settings: Settings) -> ReadOptions:
    """What the person said of sources inside an export."""
    if not settings.paths.database.exists():
        return replace(read, order=settings.sources)
    from stride.store.reader import open_reader

    try:
        reader = open_reader(settings.paths.database)
    except StrideError:  # what is wrong with the database is said when it is written to
        return replace(read, order=settings.sources)
    try:
        order, ignored = reader.source_order(), reader.ignored_sources()
    finally:
        reader.close()
    return replace(read, order=settings.sources or order, ignored=ignored)


def import_item(item: Item, options: ImportOptions, settings: Settings) -> Iterator[Outcome]:
    """What becomes of one file, and of those of the same export that could not be used."""

    def count(scratch: Path) -> Counted:
        return count_item(item, options.read, options.placement, settings.placement, scratch)

    outcome = _tried(item, count, options, settings)
    yield outcome
    for name, message, hint in outcome.refused:
        yield Outcome(name, "refused", error=DataError(message, hint))


def import_two(paths: tuple[str, str], options: ImportOptions, settings: Settings) -> Outcome:
    """What becomes of the recordings of two sensors worn together: one import of both files.

    paths: of the thigh and of the back. Raises nothing for bad files, as import_path().
    """
    thigh, back = (_one_item(path, options.read) for path in paths)
    digest = hashlib.sha256(f"thigh {thigh.sha256}\nback {back.sha256}".encode()).hexdigest()
    size = thigh.size_bytes + back.size_bytes
    both = replace(thigh, name=f"{thigh.name} + {back.name}", sha256=digest, size_bytes=size)
    both = replace(both, error=thigh.error or back.error)

    def count(scratch: Path) -> Counted:
        counted, _ = count_two((thigh, back), (options.read, options.read), scratch)
        hashes = {"thigh": thigh.sha256, "back": back.sha256}
        return replace(counted, extra=counted.extra | {"files_sha256": hashes})

    return _tried(both, count, options, settings)


def _one_item(path: str, options: ReadOptions) -> Item:
    """The one item at a path. Raises DataError where there are several, or none."""
    items = list(discover(path, options))
    if len(items) != 1:
        raise DataError(
            f"{path} holds {len(items)} files that can be read, not the recording of one sensor.",
            "Name one file for each sensor.",
        )
    return items[0]


def _tried(
    item: Item, count: Callable[[Path], Counted], options: ImportOptions, settings: Settings
) -> Outcome:
    """The outcome of an item, whatever happens to it."""
    stopwatch = clock.Stopwatch()
    try:
        outcome = _import_item(item, count, options, settings)
    except EmptyData as error:
        outcome = Outcome(item.name, "empty", item.sha256, error=error)
    except StrideError as error:
        outcome = Outcome(item.name, "refused", item.sha256, error=error)
    except OSError as error:
        outcome = Outcome(item.name, "refused", item.sha256, error=of_system(error, FULL))
    except Exception as error:  # noqa: BLE001  # a fault of stride's stops no other file
        outcome = Outcome(item.name, "refused", item.sha256, error=of_fault(error))
    return replace(outcome, skipped=item.skipped, seconds=stopwatch.seconds())


def _import_item(
    item: Item, count: Callable[[Path], Counted], options: ImportOptions, settings: Settings
) -> Outcome:
    if item.error:
        raise item.error
    known = None if options.again else _known(settings.paths.database, item.sha256)
    if known and not _rows_to_come(known):
        return _already(item, known)
    with disk.scratch() as scratch:
        return _store(_Ready(item, count(scratch)), options, settings, scratch)


def _already(item: Item, known: dict[str, Any]) -> Outcome:
    """Of an export imported before: what could not be used of it is still refused."""
    details = json.loads(known["details"] or "{}")
    refused = tuple((name, why, hint) for name, why, hint in details.get("refused", ()))
    return Outcome(item.name, "already", item.sha256, known, refused=refused)


def _rows_to_come(known: dict[str, Any]) -> int:
    """Rows that an import left out because the clock of this computer was behind them."""
    return int(json.loads(known["details"] or "{}").get("rows_to_come", 0))


def _known(database: Path, sha256: str) -> dict[str, Any] | None:
    if not database.exists():
        return None
    from stride.store.reader import open_reader

    try:
        reader = open_reader(database)
    except NothingYet:
        return None
    try:
        return reader.import_of(sha256)
    finally:
        reader.close()


def _store(ready: _Ready, options: ImportOptions, settings: Settings, scratch: Path) -> Outcome:
    from stride.store.change import changing

    stages.at(stages.STORING, 0.0)
    if not options.dry_run:
        with changing(settings.paths.database) as change:
            return _write(change, ready, options, settings)
    try:
        with changing(_rehearsal(settings.paths.database, scratch)) as change:
            raise _NotKept(_write(change, ready, options, settings))
    except _NotKept as end:
        return end.outcome


def _rehearsal(database: Path, scratch: Path) -> Path:
    """A database for a dry run: a copy, so that the real one is neither migrated nor locked."""
    from stride.store.kept import copy
    from stride.store.opening import open_to_read

    target = scratch / "dry-run.db"
    if database.exists():
        try:
            source = open_to_read(database)
        except NothingYet:
            return target
        try:
            copy(source, target)
        finally:
            source.close()
    return target


def _write(change: Change, ready: _Ready, options: ImportOptions, settings: Settings) -> Outcome:
    from stride.store import writer
    from stride.store.days import dates_of_table
    from stride.store.reader import in_force

    item, table, db = ready.item, ready.counted.table, change.db
    known = None if options.again else in_force(db, item.sha256)
    if known and _rows_to_come(known) <= ready.counted.notes.rows_to_come:
        return _already(item, known)  # another stride came first, or the clock is behind still
    change.adopt(settings.day_start_min, settings.sources)
    change.settle()
    dates = dates_of_table(table, change.day_start_min)
    before = writer.days_of(db, dates)
    import_id = writer.add_import(change, _record(ready, options, change), table)
    stages.at(stages.STORING, 0.5)
    change.settle()
    stages.at(stages.STORING, 1.0)
    after = writer.days_of(db, dates)
    names = {str(day) for day in dates}
    days = tuple(
        _day_change(name, after[name], before.get(name)) for name in sorted(names & after.keys())
    )
    warnings = (*ready.counted.warnings, *_left_out(db, dates))
    row = writer.get_import(db, import_id)
    if options.dry_run:
        row = row | {"id": None}
    status = "dry-run" if options.dry_run else "imported"
    refused = tuple(ready.counted.notes.refused)
    return Outcome(item.name, status, item.sha256, row, days, warnings, refused=refused)


def _left_out(db: Connection, dates: set[date]) -> tuple[str, ...]:
    """What there is to say of days that the person left out before."""
    rows = db.execute("SELECT date FROM discarded_day ORDER BY date")
    out = [row[0] for row in rows if row[0] in {str(day) for day in dates}]
    if not out:
        return ()
    more = f" and {len(out) - 1} more" if len(out) > 1 else ""
    return (f"You left out {out[0]}{more}: what came in of it is kept, and does not count.",)


def _day_change(name: str, after: Figures, before: Figures | None) -> DayChange:
    minutes, steps, wear, grade = after
    return DayChange(name, minutes, steps, wear, before[0] if before else None, grade)


def _record(ready: _Ready, options: ImportOptions, change: Change) -> Any:
    from stride.store.change import source_rank
    from stride.store.rules import order_in_force
    from stride.store.writer import ImportRecord

    item, extra, notes = ready.item, ready.counted.extra, ready.counted.notes
    source = replace(ready.counted.source, path=item.name, sha256=item.sha256)
    name = options.read.source or source.device or source.format_id
    of_their_own = ("placement", "placement_rule", "model_id", "rate_hz")
    details = {key: value for key, value in extra.items() if key not in of_their_own}
    if notes.refused:
        details["refused"] = notes.refused
    if notes.rows_to_come:
        details["rows_to_come"] = notes.rows_to_come
    details["read"] = _as_given(options)
    details["columns_unread"] = notes.columns_unread
    if notes.sources:
        details["sources"] = {name: round(steps) for name, steps in notes.sources.items()}
    details["audit"] = [finding._asdict() for finding in notes.audit] or None
    return ImportRecord(
        source=source,
        name=name,
        source_rank=source_rank(order_in_force(change.db), name, source.format_id),
        placement=extra.get("placement", ""),
        placement_rule=extra.get("placement_rule", ""),
        model_id=extra.get("model_id", ""),
        model_sha256=shipped.fingerprint(shipped.name_of(extra.get("model_id", ""))),
        stride_version=__version__,
        rate_hz=extra.get("rate_hz"),
        rows=notes.rows,
        rows_skipped=notes.rows_skipped,
        details={**details, "warnings": list(ready.counted.warnings)},
        imported_utc=clock.now().isoformat(timespec="seconds"),
    )


def _as_given(options: ImportOptions) -> dict[str, Any]:
    """How the person said the file is to be read, so that it can be read so again."""
    names = ("format_id", "tz", "start", "date_order", "unit", "source", "walks", "columns")
    given = {name: getattr(options.read, name) for name in (*names, "rate_hz")}
    if options.placement != "auto":
        given["placement"] = options.placement
    return {name: value for name, value in given.items() if value}


def read_options(settings: Settings, today: date, **given: Any) -> ReadOptions:
    """ReadOptions from what was typed (``given``) and what is configured."""
    configured = settings.zone if settings.zone_rule == "configured" else None
    if given.get("tz"):
        from stride.formats.time.zones import find_zone

        find_zone(given["tz"])
    return ReadOptions(
        config_tz=configured, computer_tz=clock.computer_zone(), today=today, **given
    )
