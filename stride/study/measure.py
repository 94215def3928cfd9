"""Many recordings to tables of days: what is new is measured on Dask, then all parts are joined."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stride import __version__, clock
from stride.errors import DiskError, StrideError
from stride.study.engine import ALLOWED_FAILURES, Engine, connected, run
from stride.study.manifest import Task, find_tasks
from stride.study.part import ABOUT, Options, measure_person, schema
from stride.study.tables import DAYS_FILE

if TYPE_CHECKING:
    import pyarrow as pa

PERSONS_FILE, LOG_FILE, RUN_FILE = "persons.parquet", "log.csv", "run.json"
LOG_COLUMNS = (
    "participant", "state", "days", "recorded_h", "seconds", "placement", "offset_s", "drift_ppm",
    "files", "sha256", "reason", "hint",
)  # fmt: skip
GO_ON = "Free some space and run the same command again; what was measured is kept."
#: Rates of the study: MET of slow, moderate and brisk walking.
METS = {"slow_min": 2.8, "moderate_min": 3.8, "brisk_min": 4.8}


@dataclass(slots=True)
class Progress:
    """How far a run is. hours: of recording, of this run. left_s: None while nothing is known."""

    done: int
    total: int
    hours: float = 0.0
    left_s: float | None = None
    dashboard: str = ""


@dataclass(slots=True)
class Summary:
    """What a run came to. failed: (participant, reason). again: not tried to the end."""

    participants: int
    measured: int = 0
    kept: int = 0
    days: int = 0
    valid_days: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


def measure(
    address: str,
    options: Options,
    tz: str,
    engine: Engine,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Summary:
    """Measure what is new or changed, and join all parts.

    address: a folder or a manifest. tz: of sensors whose files have no zone. tell: called as the
    work goes on. Raises DataError for a bad manifest, DiskError where nothing can be written,
    LostCluster where the scheduler is gone; what was measured until then is kept.
    """
    tasks = find_tasks(address, tz)
    parts = _known(options.out)
    todo = [task for task in tasks if _stale(task, parts, options)]
    summary = Summary(len(tasks), kept=len(tasks) - len(todo))
    lost = list(_work(todo, options, engine, tell, summary)) if todo else []
    _join(tasks, lost, options, tz, summary)
    return summary


def _known(out: str) -> dict[str, str]:
    """Key -> fingerprint of every part that is there whole."""
    return {key: str(_about(parts)["fingerprint"]) for key, parts in _parts(out)}


def _parts(out: str) -> Iterator[tuple[str, pa.Table]]:
    import fsspec
    import pyarrow.parquet as pq

    system, folder = fsspec.core.url_to_fs(out)
    if not system.isdir(f"{folder}/parts"):
        return
    for path in sorted(system.ls(f"{folder}/parts", detail=False)):
        name = path.rsplit("/", 1)[-1]
        if name.startswith(".") or not name.endswith(".parquet"):
            continue
        with system.open(path, "rb") as stream:
            yield name.removesuffix(".parquet"), pq.read_table(stream)


def _about(table: pa.Table) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(table.schema.metadata[ABOUT])
    return about


def _stale(task: Task, parts: dict[str, str], options: Options) -> bool:
    return parts.get(task.key()) != task.fingerprint(options.counts())


def _work(
    todo: list[Task],
    options: Options,
    engine: Engine,
    tell: Callable[[Progress], None],
    summary: Summary,
) -> Iterator[tuple[str, str]]:
    """(participant, reason) of those whose workers died again and again; the rest have parts.

    Raises DiskError at the first recording that cannot be written: the others would not be either.
    """
    stopwatch = clock.Stopwatch()
    with connected(engine) as client:
        progress = Progress(
            0, len(todo), dashboard=client.dashboard_link if engine.dashboard else ""
        )
        tell(progress)
        for place, result in run(client, measure_person, [(task, options) for task in todo]):
            if isinstance(result, DiskError):
                raise DiskError(result.message, GO_ON)
            if isinstance(result, BaseException):
                yield todo[place].participant, _said(result)
            else:
                summary.measured += result["state"] == "measured"
                progress.hours += result.get("recorded_h", 0.0)
            progress.done += 1
            rest = progress.total - progress.done
            progress.left_s = stopwatch.seconds() / progress.done * rest
            tell(progress)


def _said(error: BaseException) -> str:
    """Why a participant has no part, in words."""
    if type(error).__name__ == "KilledWorker":
        return (
            f"Its worker was killed {ALLOWED_FAILURES} times, mostly for want of memory: "
            "give more with --memory."
        )
    return error.message if isinstance(error, StrideError) else f"{type(error).__name__}: {error}"


def _join(
    tasks: list[Task],
    lost: list[tuple[str, str]],
    options: Options,
    tz: str,
    summary: Summary,
) -> None:
    """The tables of all participants, the log, and what the run was."""
    import pyarrow as pa

    wanted = {task.key() for task in tasks}
    tables, abouts = [], []
    for key, table in _parts(options.out):
        if key in wanted:
            tables.append(table.replace_schema_metadata(None))
            abouts.append(_about(table))
    days = pa.concat_tables([schema().empty_table(), *tables])
    summary.days = len(days)
    summary.valid_days = int(sum(days["valid"].to_pylist()))
    summary.failed = [(each["participant"], each["reason"]) for each in abouts
                      if each["state"] == "failed"] + lost  # fmt: skip
    inputs = {task.key(): about.get("sha256", []) for task, about in _paired(tasks, abouts)}
    _write_parquet(
        days.sort_by([("person", "ascending"), ("date", "ascending")]), DAYS_FILE, options
    )
    _write_parquet(persons_of(days), PERSONS_FILE, options)
    _write_text(_log(abouts, lost), LOG_FILE, options)
    about_run = {
        "stride": __version__, "model_hash": options.model_hash, "tz": tz,
        "today": options.today.isoformat(), "participants": len(tasks),
        "failed": len(summary.failed), "days": summary.days, "inputs_sha256": inputs,
    }  # fmt: skip
    _write_text(json.dumps(about_run, indent=1) + "\n", RUN_FILE, options)


def _paired(
    tasks: list[Task], abouts: list[dict[str, Any]]
) -> Iterator[tuple[Task, dict[str, Any]]]:
    by_name = {about["participant"]: about for about in abouts}
    for task in tasks:
        if task.participant in by_name:
            yield task, by_name[task.participant]


def persons_of(days: pa.Table) -> pa.Table:
    """One row a person: days, valid days, and the study's volume and intensity over these."""
    import pyarrow as pa

    rows: dict[str, list[dict[str, Any]]] = {}
    for row in days.to_pylist():
        rows.setdefault(row["person"], []).append(row)
    of_each = pa.schema(
        [
            ("person", pa.string()),
            ("days", pa.int32()),
            ("valid_days", pa.int32()),
            ("volume", pa.float64()),
            ("intensity", pa.float64()),
            ("steps", pa.float64()),
        ]
    )
    persons = [_person(name, own) for name, own in sorted(rows.items())]
    return pa.Table.from_pylist(persons, schema=of_each)


def _person(name: str, days: list[dict[str, Any]]) -> dict[str, Any]:
    valid = [row for row in days if row["valid"]]
    out = {"person": name, "days": len(days), "valid_days": len(valid)}
    if not valid:
        return out
    means = {each: sum(row[each] for row in valid) / len(valid) for each in (*METS, "steps")}
    volume = sum(means[each] for each in METS)
    mets = sum(met * means[each] for each, met in METS.items())
    return out | {"volume": volume, "intensity": mets / volume, "steps": means["steps"]}


def _log(abouts: list[dict[str, Any]], lost: list[tuple[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, LOG_COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    rows = [_log_row(about) for about in abouts]
    rows += [{"participant": name, "state": "lost", "reason": reason} for name, reason in lost]
    writer.writerows(sorted(rows, key=lambda row: str(row["participant"])))
    return out.getvalue()


def _log_row(about: dict[str, Any]) -> dict[str, Any]:
    clocks = about.get("clocks") or {}
    return {
        **about,
        "files": " ".join(about["files"]),
        "sha256": " ".join(about.get("sha256", [])),
        "offset_s": round(clocks["offset_s"], 3) if clocks else "",
        "drift_ppm": round(clocks["drift_ppm"], 2) if clocks else "",
    }


def _write_parquet(table: pa.Table, name: str, options: Options) -> None:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out)
    _write_bytes(out.getvalue(), name, options)


def _write_text(text: str, name: str, options: Options) -> None:
    _write_bytes(text.encode(), name, options)


def _write_bytes(content: bytes, name: str, options: Options) -> None:
    """The whole file or none."""
    import fsspec

    system, folder = fsspec.core.url_to_fs(options.out)
    partial = f"{folder}/.{name}.{uuid.uuid4().hex}.part"
    try:
        with system.open(partial, "wb") as stream:
            stream.write(content)
        system.mv(partial, f"{folder}/{name}")
    except OSError as error:
        raise DiskError(
            f"{folder}/{name} cannot be written: {error.strerror or error}.",
            GO_ON,
        ) from error
