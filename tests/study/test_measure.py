"""Recordings to tables of days on Dask: the same numbers everywhere, and nothing lost."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs the extra study")

import pyarrow.parquet as pq
from simulator import posture_half_hour, simulate

from stride.errors import DataError, DiskError
from stride.study.engine import Engine, LostCluster, connected
from stride.study.measure import measure
from stride.study.part import Options, model_hash
from tests.cli.conftest import stride  # noqa: F401  # the fixture
from tests.formats.sensor_files import cwa

START = datetime(2024, 5, 6, 8)  # noqa: DTZ001  # a sensor's clock has no zone
PEOPLE = ("A1", "B2", "C3", "D4")


def write_pair(folder: Path, name: str, seed: int) -> None:
    for where in ("thigh", "back"):
        made = simulate(posture_half_hour(), where, 25.0, seed)
        (folder / f"{name}_{where}.cwa").write_bytes(cwa(made.acc_g, START, 25))


@pytest.fixture(scope="module")
def recordings_of_four(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recordings")
    for place, name in enumerate(PEOPLE):
        write_pair(folder, name, 40 + place)
    return folder


@pytest.fixture
def folder(recordings_of_four, tmp_path):
    return Path(shutil.copytree(recordings_of_four, tmp_path / "recordings"))


def options(out) -> Options:
    return Options(str(out), date(2026, 1, 1), model_hash())


def go(folder, out, workers=1, scheduler=""):
    return measure(str(folder), options(out), "UTC", Engine(scheduler, workers))


def days(out):
    return pq.read_table(f"{out}/days.parquet")


def log(out):
    with Path(out, "log.csv").open() as stream:
        return {row["participant"]: row for row in csv.DictReader(stream)}


@contextlib.contextmanager
def cluster(workers=1):
    """A scheduler and workers as processes on loopback, the way a person starts them."""
    dask = [sys.executable, "-m", "dask"]
    environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "8"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    port = 20_000 + os.getpid() % 20_000
    address = f"tcp://127.0.0.1:{port}"
    start = [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    begun = [subprocess.Popen(start, **quiet)]
    worker = [*dask, "worker", address, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
    begun += [subprocess.Popen(worker, **quiet) for _ in range(workers)]
    try:
        yield address, begun
    finally:
        for each in begun:
            each.terminate()
        for each in begun:
            each.wait(30)


def test_the_same_numbers_with_one_worker_two_a_cluster_and_import(folder, tmp_path, stride):  # noqa: F811
    assert go(folder, tmp_path / "one", 1).measured == len(PEOPLE)
    go(folder, tmp_path / "two", 2)
    with cluster() as (address, _):
        go(folder, tmp_path / "cluster", scheduler=address)
    one = days(tmp_path / "one")
    assert one.equals(days(tmp_path / "two")) and one.equals(days(tmp_path / "cluster"))
    files = [str(folder / f"A1_{where}.cwa") for where in ("thigh", "back")]
    done = stride("import", "--json", "--tz", "UTC", "--placement", "thigh,back", *files)
    row = one.to_pylist()[0]
    walked = row["slow_min"] + row["moderate_min"] + row["brisk_min"]
    assert done.json["imports"][0]["days"][0]["walking_minutes"] == pytest.approx(walked, abs=1e-9)
    assert done.json["imports"][0]["days"][0]["steps"] == pytest.approx(row["steps"], abs=30)
    assert row["wear_min"] == 30 and row["valid"] is False


def test_a_second_run_does_what_is_new_or_changed(folder, tmp_path):
    go(folder, tmp_path / "out")
    before = days(tmp_path / "out")
    again = go(folder, tmp_path / "out")
    assert (again.measured, again.kept) == (0, len(PEOPLE))
    write_pair(folder, "A1", 77)
    write_pair(folder, "E5", 78)
    third = go(folder, tmp_path / "out")
    assert (third.measured, third.kept) == (2, 3)
    after = days(tmp_path / "out")
    assert before.to_pylist()[1:] == after.to_pylist()[1:4] and len(after) == 5


def test_a_bad_recording_is_named_in_the_log_and_stops_no_other(folder, tmp_path):
    (folder / "F6_thigh.cwa").write_bytes(b"MD\xfc\x03" + bytes(500))
    summary = go(folder, tmp_path / "out")
    told = log(tmp_path / "out")
    assert summary.measured == len(PEOPLE) and [name for name, _ in summary.failed] == ["F6"]
    assert told["F6"]["state"] == "failed" and "ends inside its header" in told["F6"]["reason"]
    assert go(folder, tmp_path / "out").kept == len(PEOPLE) + 1


def test_names_stand_in_the_tables_alone(folder, tmp_path):
    go(folder, tmp_path / "out")
    names = [path.name for path in (tmp_path / "out").rglob("*")]
    assert not any(person in name for person in PEOPLE for name in names)
    told = json.loads((tmp_path / "out" / "run.json").read_text())
    assert told["model_hash"] == model_hash() and len(told["inputs_sha256"]) == len(PEOPLE)
    assert not any(person in json.dumps(told) for person in PEOPLE)
    assert not list((tmp_path / "out").rglob("*.part"))


def test_any_storage_of_fsspec(folder, tmp_path):
    """memory:// lies in one process, so the workers are threads of it here."""
    import fsspec
    from distributed import Client

    memory = fsspec.filesystem("memory")
    memory.put(f"{folder}/", "/recordings/", recursive=True)
    with Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None) as one:
        address = one.scheduler.address
        summary = measure("memory://recordings", options("memory://out"), "UTC", Engine(address))
    assert summary.measured == len(PEOPLE)
    go(folder, tmp_path / "here")
    with fsspec.open("memory://out/days.parquet", "rb") as stream:
        assert pq.read_table(stream).equals(days(tmp_path / "here"))


def test_a_killed_worker_loses_nothing(folder, tmp_path):
    killed = []

    def tell(progress):
        if progress.done == 1 and not killed:
            import psutil

            for child in psutil.Process().children(recursive=True):
                if "spawn_main" in " ".join(child.cmdline()):
                    child.send_signal(signal.SIGKILL)
            killed.append(True)

    summary = measure(str(folder), options(tmp_path / "out"), "UTC", Engine("", 1), tell)
    assert killed and summary.measured == len(PEOPLE) and not summary.failed


def test_a_killed_client_goes_on_where_it_was(folder, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "stride", "study", "measure", str(folder), "--out", str(out),
               "--workers", "1"]  # fmt: skip
    begun = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while time.monotonic() < until and not list(out.glob("parts/*.parquet")):
        time.sleep(0.1)
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    kept = len(list(out.glob("parts/*.parquet")))
    assert kept >= 1
    summary = go(folder, out)
    assert summary.kept >= kept and summary.kept + summary.measured == len(PEOPLE)
    assert sorted(log(out)) == list(PEOPLE)


def test_a_killed_scheduler_is_said_and_the_next_run_goes_on(folder, tmp_path):
    out = tmp_path / "out"
    with cluster() as (address, begun):

        def tell(progress):
            if progress.done == 1:
                begun[0].kill()

        with pytest.raises(LostCluster, match="scheduler of Dask is gone"):
            measure(str(folder), options(out), "UTC", Engine(address), tell)
    assert go(folder, out).kept >= 1
    assert sorted(log(out)) == list(PEOPLE)


def test_a_full_disk_is_said_and_the_next_run_goes_on(folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "parts").write_text("no folder")
    with pytest.raises(DiskError):
        go(folder, out)
    (out / "parts").unlink()
    assert go(folder, out).measured == len(PEOPLE)


def test_the_local_cluster_listens_on_loopback_alone():
    with connected(Engine("", 1)) as client:
        told = client.scheduler_info()
        addresses = [told["address"], *told["workers"]]
        assert all(each.startswith("tcp://127.0.0.1:") for each in addresses)
        import psutil

        mine = [psutil.Process(), *psutil.Process().children(recursive=True)]
        heard = {s.laddr.ip for one in mine for s in one.net_connections() if s.status == "LISTEN"}
        assert heard == {"127.0.0.1"}
        assert client.run(lambda: os.environ["OMP_NUM_THREADS"]) == dict.fromkeys(
            told["workers"], "1"
        )


def test_a_worker_loads_no_pandas(folder, tmp_path):
    script = (
        "import sys\nfrom datetime import date\nfrom stride.study.part import *\n"
        "from stride.study.manifest import find_tasks\n"
        f"task = find_tasks({str(folder)!r}, 'UTC')[0]\n"
        f"print(measure_person(task, Options({str(tmp_path)!r}, date(2026, 1, 1), 'x'))['days'])\n"
        "print([name for name in ('pandas', 'scipy', 'statsmodels') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["1", "[]"]


def test_a_part_says_what_its_rows_said():
    from stride.study.part import schema, table_of

    empty = dict.fromkeys(schema().names, 0.5) | {"date": "2024-05-06", "weekday": 1}
    rows = [
        {**empty, "valid": valid, "steps": 3, "bouts": 1, "cadence_spm": pace}
        for valid, pace in ((True, None), (False, 100.25))
    ]
    told = table_of("Å", [{k: v for k, v in row.items() if k != "person"} for row in rows], {})
    assert told.to_pylist() == [{**row, "person": "Å"} for row in rows]
    assert len(table_of("x", [], {})) == 0


MANIFEST = "participant,file,placement,start,tz\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person,file\nA1,A1_thigh.cwa\n", "line 1: it lacks the column participant"),
        (MANIFEST + "A1,nothing.cwa,thigh,,\n", "line 2: there is no nothing.cwa"),
        (MANIFEST + "A1,A1_thigh.cwa,knee,,\n", "line 2: there is no placement 'knee'"),
        (MANIFEST + ",A1_thigh.cwa,thigh,,\n", "line 2: participant is empty"),
        (MANIFEST + "A1,A1_thigh.cwa,thigh,,Oslo\n", "line 2: "),
        (MANIFEST + "A1,A1_thigh.cwa,thigh,soon,\n", "line 2: the start 'soon' is no time"),
        (MANIFEST + "A1,A1_thigh.cwa\n", "line 2: it has not as many cells"),
        (
            MANIFEST + "A1,A1_thigh.cwa,thigh,,\nA1,B2_thigh.cwa,thigh,,\n",
            "line 3: A1 has a second file for thigh; the first is in line 2",
        ),
        (MANIFEST + "A1,A1_thigh.cwa,thigh,,\nA1,B2_thigh.cwa,wrist,,\n", "A1 has 2 files"),
        (MANIFEST, "holds no recordings"),
    ],
)
def test_a_bad_manifest_gets_one_sentence(folder, tmp_path, text, said):
    (folder / "manifest.csv").write_text(text)
    with pytest.raises(DataError) as error:
        go(folder / "manifest.csv", tmp_path / "out")
    assert said in error.value.message and error.value.hint


def test_a_manifest_names_the_files(folder, tmp_path):
    lines = "".join(f"P,{folder}/A1_{where}.cwa,{where},,UTC\n" for where in ("back", "thigh"))
    (tmp_path / "m.csv").write_text(MANIFEST + lines)
    go(tmp_path / "m.csv", tmp_path / "out")
    (row,) = days(tmp_path / "out").to_pylist()
    assert row["person"] == "P" and log(tmp_path / "out")["P"]["placement"] == "thigh+back"


def test_the_command(folder, tmp_path, stride):  # noqa: F811
    done = stride("study", "measure", str(folder), "--out", str(tmp_path / "out"), "--workers", "1")
    assert done.code == 0
    assert "4 of 4 participants" in done.out and "4 of 4 participants" in done.err
    assert max(map(len, done.out.splitlines())) <= 100
    bad = stride("study", "measure", str(tmp_path / "none"), "--out", str(tmp_path / "out"))
    assert (bad.code, "There is no" in bad.err) == (65, True)
    lost = stride(
        "study", "measure", str(folder), "--out", str(tmp_path / "x"), "--scheduler", "tcp://127.0.0.1:9",
    )  # fmt: skip
    assert (lost.code, "No scheduler of Dask answers" in lost.err) == (2, True)


def test_times_in_the_rows_are_of_the_sensor_s_zone(folder, tmp_path):
    lines = "".join(
        f"P,{folder}/A1_{where}.cwa,{where},,Pacific/Auckland\n" for where in ("thigh", "back")
    )
    (tmp_path / "m.csv").write_text(MANIFEST + lines)
    go(tmp_path / "m.csv", tmp_path / "out")
    assert [row["date"] for row in days(tmp_path / "out").to_pylist()] == ["2024-05-06"]
