"""One participant from recordings to a part on the storage: what a worker does."""

from __future__ import annotations

import json
import shutil
import uuid
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stride import __version__, clock, disk, threads  # threads stands before numpy
from stride.errors import DataError, DiskError, StrideError, of_fault
from stride.study.manifest import Recorded, Task

if TYPE_CHECKING:
    import pyarrow as pa

    from stride.formats import Item, ReadOptions

#: The name under which a part says of itself what it is, in the metadata of its Parquet.
ABOUT = b"stride_study"


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for all of a run. out: the address of RESULTS. today: for clocks never set."""

    out: str
    today: date
    model_hash: str

    def counts(self) -> str:
        """What changes the numbers: another of these makes a part anew."""
        return f"{__version__} {self.model_hash}"


def model_hash() -> str:
    """One hash of all models that are shipped, by their arrays."""
    import hashlib
    from importlib.resources import files

    digest = hashlib.sha256()
    folder = files("stride.classify") / "models"
    for item in sorted(folder.iterdir(), key=lambda each: each.name):
        if item.name.endswith(".npz"):
            digest.update(item.name.encode() + item.read_bytes())
    return digest.hexdigest()


def measure_person(task: Task, options: Options) -> dict[str, Any]:
    """Measure a participant, write the part, and say what became of it.

    What is wrong with a recording is a part without rows that says why; trouble with the disk or
    the storage is raised as DiskError and leaves no part, so that the next run tries again.
    """
    threads.work_alone()
    stopwatch = clock.Stopwatch()
    about: dict[str, Any] = {
        "participant": task.participant,
        "fingerprint": task.fingerprint(options.counts()),
        "files": [each.address for each in task.files],
        "state": "measured",
    }
    rows: list[dict[str, Any]] = []
    try:
        with disk.scratch() as scratch:
            rows, learnt = _measured(task, options, scratch)
        about |= learnt
    except (DiskError, OSError) as error:
        raise _of_disk(error, options.out) from error
    except StrideError as error:
        about |= {"state": "failed", "reason": error.message, "hint": error.hint}
    except Exception as error:  # noqa: BLE001  # one recording's trouble stops no other
        fault = of_fault(error)
        about |= {"state": "failed", "reason": fault.message, "hint": fault.hint}
    about["seconds"] = round(stopwatch.seconds(), 3)
    try:
        _write(table_of(task.participant, rows, about), task.key(), options.out)
    except OSError as error:
        raise _of_disk(error, options.out) from error
    return about | {"days": len(rows)}


def _of_disk(error: Exception, out: str) -> DiskError:
    """In one sentence; an error that travels back from a worker keeps no more."""
    if isinstance(error, DiskError):
        return error
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return DiskError(f"{getattr(error, 'filename', None) or out}: {reason}.")


def _measured(
    task: Task, options: Options, scratch: Path
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    from stride.counting import classify_recording, classify_two
    from stride.study.person_days import day_rows

    opened = [_opened(each, options, scratch / str(place)) for place, each in enumerate(task.files)]
    learnt: dict[str, Any] = {"sha256": [item.sha256 for item, _ in opened]}
    recordings = [_recording(item, read) for item, read in opened]
    (scratch / "grid").mkdir()
    if len(recordings) == 2:
        classified, clocks = classify_two(recordings[0], recordings[1], scratch / "grid")
        learnt["clocks"] = asdict(clocks)
    else:
        placement = task.files[0].placement or "auto"
        classified = classify_recording(recordings[0], placement, "auto", scratch / "grid")
    learnt |= {
        "placement": classified.placement,
        "model": classified.model_id,
        "recorded_h": round(len(classified.seconds.activity) / 3600, 3),
        "formats": [item.format_id for item, _ in opened],
        "warnings": [*(t for one in recordings for t in one.notes.warnings), *classified.warnings],
    }
    return day_rows(classified.seconds, classified.bouts, recordings[0].offset_min_at), learnt


def _opened(recorded: Recorded, options: Options, folder: Path) -> tuple[Item, ReadOptions]:
    """The item in a file, fetched first where the storage is not this computer's."""
    from stride.formats import ReadOptions, discover

    read = ReadOptions(
        config_tz=recorded.tz,
        computer_tz="UTC",
        start=recorded.start or None,
        placement=recorded.placement or None,
        today=options.today,
    )
    path = _local(recorded.address, folder)
    items = list(discover(path, read))
    if len(items) != 1:
        raise DataError(
            f"{recorded.address} holds {len(items)} recordings, not one.", "Name one file."
        )
    if items[0].error:
        raise items[0].error
    return items[0], read


def _local(address: str, folder: Path) -> str:
    import fsspec

    system, path = fsspec.core.url_to_fs(address)
    if "file" in system.protocol or "local" in system.protocol:
        return str(path)
    folder.mkdir()
    target = folder / path.rsplit("/", 1)[-1]
    with system.open(path, "rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
    return str(target)


def _recording(item: Item, options: ReadOptions) -> Any:
    from stride.formats import read
    from stride.types import Intervals

    content = read(item, options)
    if isinstance(content, Intervals):
        raise DataError(
            f"{item.name} ({content.source.format_id}) holds steps, not acceleration.",
            "A study is measured from accelerations.",
        )
    return content


def schema() -> pa.Schema:
    """The columns of a table of days."""
    import pyarrow as pa

    from stride.study.person_days import PARTS, STAIRS

    minutes = [(name, pa.float64()) for name in (*PARTS, *STAIRS, "wear_min")]
    return pa.schema(
        [
            ("person", pa.string()), ("date", pa.string()), ("weekday", pa.int8()), *minutes,
            ("valid", pa.bool_()), ("steps", pa.int64()), ("bouts", pa.int32()),
            ("longest_bout_min", pa.float64()), ("cadence_spm", pa.float64()),
        ]
    )  # fmt: skip


def table_of(participant: str, rows: list[dict[str, Any]], about: dict[str, Any]) -> pa.Table:
    """The rows of a participant as a table that says of itself what it is."""
    import pyarrow as pa

    named = [{"person": participant, **row} for row in rows]
    columns = [_column(part.type, [row[part.name] for row in named]) for part in schema()]
    table = pa.Table.from_arrays(columns, schema=schema())
    return table.replace_schema_metadata({ABOUT: json.dumps(about).encode()})


def _column(kind: pa.DataType, values: list[Any]) -> pa.Array:
    """A column from its buffers: pa.array() loads pandas, which costs a worker 50 MB."""
    import numpy as np
    import pyarrow as pa

    def bits(flags: list[bool]) -> pa.Buffer:
        return pa.py_buffer(np.packbits(np.array(flags, dtype=np.bool_), bitorder="little"))

    validity = bits([value is not None for value in values])
    if kind == pa.string():
        texts = [str(value).encode() for value in values]
        ends = np.cumsum([0, *map(len, texts)]).astype(np.int32)
        buffers = [validity, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))]
    elif kind == pa.bool_():
        buffers = [validity, bits([bool(value) for value in values])]
    else:
        numbers = np.array([value or 0 for value in values], dtype=kind.to_pandas_dtype())
        buffers = [validity, pa.py_buffer(numbers)]
    return pa.Array.from_buffers(kind, len(values), buffers)


def _write(table: pa.Table, key: str, out: str) -> None:
    """The part, written whole under a name of its own and then renamed."""
    import fsspec
    import pyarrow.parquet as pq

    system, folder = fsspec.core.url_to_fs(out)
    final = f"{folder}/parts/{key}.parquet"
    partial = f"{folder}/parts/.{key}.{uuid.uuid4().hex}.part"
    system.makedirs(f"{folder}/parts", exist_ok=True)
    with system.open(partial, "wb") as stream:
        pq.write_table(table, stream)
    system.mv(partial, final)
