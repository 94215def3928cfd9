"""Measures the import of years of minutes in the layouts that hold them, as one table.

    python -m benchmarks.exports                    every layout, five years, 2.6 million minutes
    python -m benchmarks.exports zepp-minutes ...   some of them
    python -m benchmarks.exports --full             steps in every minute: nobody sleeps

A layout that leaves minutes without steps out has a fifth of the rows without --full. Each is made
by a process of its own, imported into a home of its own, and taken away again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.speed import measure

DAYS = 5 * 365 + 1
START = np.datetime64("2021-01-01T00:00", "m")
SEED = 1

Minutes = tuple[Any, Any]
Maker = Callable[[Path, Minutes], Path]
MAKERS: dict[str, Maker] = {}


def minutes(full: bool) -> Minutes:
    """(n,) datetime64 of every minute, and its steps: a fifth of them walked, or all."""
    rng = np.random.default_rng(SEED)
    times = START + np.arange(DAYS * 1440)
    hour = np.arange(len(times)) // 60 % 24
    walked = rng.random(len(times)) < np.where((hour >= 7) & (hour < 23), 0.35, 0.01)
    return times, np.where(walked | full, rng.integers(3, 130, len(times)), 0)


def made(maker: Maker) -> Maker:
    """Register a maker under its name, as the format is called."""
    MAKERS[maker.__name__.replace("_", "-")] = maker
    return maker


def text(times: Any, tail: str = "") -> list[str]:
    """Times as 2021-01-01T00:00, with something behind."""
    return [time + tail for time in times.astype(str).tolist()]


def table(path: Path, header: str, rows: Iterable[str]) -> Path:
    """A file of lines."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(header + "\n")
        stream.writelines(row + "\n" for row in rows)
    return path


def stepped(found: Minutes) -> Minutes:
    """The minutes with steps alone."""
    times, steps = found
    return times[steps > 0], steps[steps > 0]


def american(times: Any) -> Iterable[str]:
    """Times as 1/31/2021 1:05:00 PM."""
    for day, clock in (moment.split("T") for moment in times.astype(str).tolist()):
        year, month, number = day.split("-")
        hour, minute = int(clock[:2]), clock[3:]
        half = "AM" if hour < 12 else "PM"
        yield f"{int(month)}/{int(number)}/{year} {(hour - 1) % 12 + 1}:{minute}:00 {half}"


@made
def generic_steps(folder: Path, found: Minutes) -> Path:
    times, steps = found
    rows = (f"{a},{b}" for a, b in zip(text(times, ":00"), steps.tolist(), strict=True))
    return table(folder / "minutes.csv", "time,steps", rows)


@made
def generic_steps_quoted(folder: Path, found: Minutes) -> Path:
    times, steps = found
    rows = (f'"{a}","{b}"' for a, b in zip(text(times, ":00"), steps.tolist(), strict=True))
    return table(folder / "minutes.csv", '"time","steps"', rows)


@made
def generic_steps_american(folder: Path, found: Minutes) -> Path:
    times, steps = found
    rows = (f"{a},{b}" for a, b in zip(american(times), steps.tolist(), strict=True))
    return table(folder / "minutes.csv", "time,steps", rows)


@made
def generic_steps_epoch(folder: Path, found: Minutes) -> Path:
    times, steps = found
    seconds = times.astype("datetime64[s]").astype(np.int64).tolist()
    rows = (f"{a},{b}" for a, b in zip(seconds, steps.tolist(), strict=True))
    return table(folder / "minutes.csv", "timestamp,steps", rows)


@made
def generic_steps_sources(folder: Path, found: Minutes) -> Path:
    times, steps = found
    begin, end = text(times, ":00"), text(times + 1, ":00")
    rows = (
        f"{a},{b},{c},{'Phone' if n // 60 % 5 == 0 else 'Watch'}"
        for n, (a, b, c) in enumerate(zip(begin, end, steps.tolist(), strict=True))
    )
    return table(folder / "minutes.csv", "start,end,steps,source", rows)


@made
def fitbit_fitabase(folder: Path, found: Minutes) -> Path:
    times, steps = found
    rows = (f"1503960366,{a},{b}" for a, b in zip(american(times), steps.tolist(), strict=True))
    return table(folder / "minuteStepsNarrow.csv", "Id,ActivityMinute,Steps", rows)


@made
def fitbit_fitabase_wide(folder: Path, found: Minutes) -> Path:
    times, steps = found
    hours = steps.reshape(-1, 60).tolist()
    rows = (
        f"1503960366,{a},{','.join(map(str, b))}"
        for a, b in zip(american(times[::60]), hours, strict=True)
    )
    names = ",".join(f"Steps{minute:02d}" for minute in range(60))
    return table(folder / "minuteStepsWide.csv", f"Id,ActivityHour,{names}", rows)


@made
def fitbit_takeout(folder: Path, found: Minutes) -> Path:
    times, steps = found
    rows = (f"{a},{b}" for a, b in zip(text(times, ":00Z"), steps.tolist(), strict=True))
    return table(folder / "steps_2021-01-01.csv", "timestamp,steps", rows)


@made
def fitbit_takeout_json(folder: Path, found: Minutes) -> Path:
    """A file a month, as Fitbit's archive has them."""
    times, steps = found
    month = times.astype("datetime64[M]")
    (folder / "archive").mkdir()
    for first in np.unique(month):
        rows = month == first
        entries = [
            {"dateTime": f"{t[5:7]}/{t[8:10]}/{t[2:4]} {t[11:]}:00", "value": str(count)}
            for t, count in zip(text(times[rows]), steps[rows].tolist(), strict=True)
        ]
        (folder / "archive" / f"steps-{first}-01.json").write_text(json.dumps(entries))
    return folder / "archive"


@made
def zepp_minutes(folder: Path, found: Minutes) -> Path:
    times, steps = stepped(found)
    rows = (f"{a.replace('T', ',')},{b}" for a, b in zip(text(times), steps.tolist(), strict=True))
    return table(folder / "ACTIVITY_MINUTE_1.csv", "date,time,steps", rows)


@made
def health_connect(folder: Path, found: Minutes) -> Path:
    times, steps = stepped(found)
    start = times.astype("datetime64[ms]").astype(np.int64).tolist()
    path = folder / "health_connect_export.db"
    with sqlite3.connect(path) as db:
        db.execute(
            "create table steps_record_table (row_id integer primary key, start_time integer,"
            " end_time integer, count integer, start_zone_offset integer, app_info_id integer)"
        )
        db.executemany(
            "insert into steps_record_table (start_time, end_time, count, start_zone_offset,"
            " app_info_id) values (?, ?, ?, 3600, ?)",
            (
                (a, a + 60_000, b, 1 + (n // 60 % 5 == 0))
                for n, (a, b) in enumerate(zip(start, steps.tolist(), strict=True))
            ),
        )
    return path


@made
def health_connect_csv(folder: Path, found: Minutes) -> Path:
    times, steps = stepped(found)
    begin, end = text(times, ":00+01:00"), text(times + 1, ":00+01:00")
    rows = (
        f"p1,{a},{b},{c},com.example.{'phone' if n // 60 % 5 == 0 else 'watch'}"
        for n, (a, b, c) in enumerate(zip(begin, end, steps.tolist(), strict=True))
    )
    header = "ParticipantIdentifier,StartTime,EndTime,Count,DataOriginPackageName"
    return table(folder / "HealthConnectSteps.csv", header, rows)


@made
def gadgetbridge(folder: Path, found: Minutes) -> Path:
    times, steps = found
    stamps = times.astype("datetime64[s]").astype(np.int64).tolist()
    path = folder / "Gadgetbridge.db"
    with sqlite3.connect(path) as db:
        db.execute(
            "create table MI_BAND_ACTIVITY_SAMPLE (TIMESTAMP integer, DEVICE_ID integer, USER_ID"
            " integer, RAW_INTENSITY integer, STEPS integer, RAW_KIND integer, HEART_RATE integer,"
            " primary key (TIMESTAMP, DEVICE_ID)) without rowid"
        )
        db.executemany(
            "insert into MI_BAND_ACTIVITY_SAMPLE values (?, 1, 1, 30, ?, 1, 70)",
            zip(stamps, steps.tolist(), strict=True),
        )
    return path


@made
def garmindb(folder: Path, found: Minutes) -> Path:
    """Counts from midnight on, written in the minutes that add to them."""
    times, steps = found
    total = steps.reshape(-1, 1440).cumsum(axis=1).ravel()
    path = folder / "garmin_monitoring.db"
    with sqlite3.connect(path) as db:
        db.execute(
            "create table monitoring (timestamp datetime, activity_type text, intensity integer,"
            " duration time, distance float, cum_active_time time, active_calories integer,"
            " steps integer, strokes integer, cycles float)"
        )
        db.executemany(
            "insert into monitoring (timestamp, activity_type, steps) values (?, 'walking', ?)",
            (
                (f"{t.replace('T', ' ')}:00.000000", count)
                for t, count, more in zip(
                    text(times + 1), total.tolist(), steps.tolist(), strict=True
                )
                if more
            ),
        )
    return path


@made
def samsung_step_count(folder: Path, found: Minutes) -> Path:
    times, steps = stepped(found)
    begin, end = text(times, ":00.000"), text(times + 1, ":00.000")
    what = "com.samsung.health.step_count"
    header = (
        "com.samsung.shealth.tracker.pedometer_step_count,6307003,6\nduration,run_step,"
        f"walk_step,{what}.start_time,{what}.end_time,{what}.count,{what}.time_offset,"
        f"{what}.deviceuuid"
    )
    rows = (
        f"60000,0,{c},{a.replace('T', ' ')},{b.replace('T', ' ')},{c},UTC+0100,d1,"
        for a, b, c in zip(begin, end, steps.tolist(), strict=True)
    )
    name = "com.samsung.shealth.tracker.pedometer_step_count.1.csv"
    return table(folder / name, header, rows)


@made
def withings_tracker(folder: Path, found: Minutes) -> Path:
    times, steps = stepped(found)
    rows = (
        f'{a},"[60]","[{b}]"' for a, b in zip(text(times, ":00+01:00"), steps.tolist(), strict=True)
    )
    return table(folder / "raw_tracker_steps.csv", "start,duration,value", rows)


@made
def google_fit_intervals(folder: Path, found: Minutes) -> Path:
    """A file a day in quarter hours, as Takeout has them."""
    times, steps = found
    quarter = steps.reshape(DAYS, 96, 15).sum(axis=2)
    clocks = [f"{n // 4:02d}:{n % 4 * 15:02d}:00.000+01:00" for n in range(97)]
    clocks[96] = clocks[0]
    (folder / "Daily activity metrics").mkdir()
    for day, counts in zip(times[::1440].astype("datetime64[D]"), quarter.tolist(), strict=True):
        rows = (f"{clocks[n]},{clocks[n + 1]},1.5,{count}" for n, count in enumerate(counts))
        header = "Start time,End time,Calories (kcal),Step count"
        table(folder / "Daily activity metrics" / f"{day}.csv", header, rows)
    return folder / "Daily activity metrics"


@made
def apple_health_csv(folder: Path, found: Minutes) -> Path:
    times, steps = stepped(found)
    begin, end = ([t.replace("T", " ") for t in text(at, ":00 +0100")] for at in (times, times + 1))
    rows = (
        f"HKQuantityTypeIdentifierStepCount,Watch,count,{b},{a},{b},{c}"
        for a, b, c in zip(begin, end, steps.tolist(), strict=True)
    )
    header = "type,sourceName,unit,creationDate,startDate,endDate,value"
    return table(folder / "records.csv", header, rows)


@made
def apple_health_auto_export(folder: Path, found: Minutes) -> Path:
    times, steps = found
    rows = (
        f"{a.replace('T', ' ')},{b},0.05"
        for a, b in zip(text(times, ":00"), steps.tolist(), strict=True)
    )
    header = "Date/Time,Step Count (count),Walking + Running Distance (km)"
    return table(folder / "HealthAutoExport.csv", header, rows)


@made
def embraceplus_steps(folder: Path, found: Minutes) -> Path:
    times, steps = found
    stamps = times.astype("datetime64[ms]").astype(np.int64).tolist()
    rows = (
        f"{n},{a},1-1,{b},"
        for n, a, b in zip(stamps, text(times, ":00Z"), steps.tolist(), strict=True)
    )
    header = "timestamp_unix,timestamp_iso,participant_full_id,step_counts,missing_value_reason"
    return table(folder / "1-1_step-counts.csv", header, rows)


def make(name: str, folder: Path, full: bool) -> str:
    """The export of a layout, made by another process whose memory does not count; its path."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return str(pool.apply(_make, (name, folder, full)))


def _make(name: str, folder: Path, full: bool) -> Path:
    return MAKERS[name](folder, minutes(full))


def measured(name: str, full: bool, runs: int) -> None:
    """Make, import, print, and take away."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "export"
        folder.mkdir()
        path = make(name, folder, full)
        costs = []
        for number in range(runs):
            home = Path(scratch) / f"home{number}"
            command = [sys.executable, "-m", "stride", "import", "--tz", "Europe/Oslo", path]
            costs.append(measure(command, home, 1))
            kept = _kept(home)
            shutil.rmtree(home, ignore_errors=True)
    cpu, memory = (min(column) for column in zip(*costs, strict=True))
    print(f"{name:26} {cpu:6.2f} CPU s {memory:6.0f} MB {kept:>24}", flush=True)


def _kept(home: Path) -> str:
    """What came of it: a benchmark of a refusal would be worth nothing."""
    with sqlite3.connect(home / "stride.db") as db:
        formats = db.execute("SELECT DISTINCT format_id FROM import").fetchall()
        count = db.execute("SELECT count(*) FROM minute").fetchone()[0]
    return f"{', '.join(row[0] for row in formats)}: {count:,} minutes"


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("layouts", nargs="*", metavar="LAYOUT", help=", ".join(MAKERS))
    parser.add_argument("--full", action="store_true", help="steps in every minute")
    parser.add_argument("--runs", type=int, default=1, help="of which the least is printed")
    chosen = parser.parse_args()
    unknown = set(chosen.layouts) - set(MAKERS)
    if unknown:
        parser.error(f"no layout {', '.join(sorted(unknown))}; there are {', '.join(MAKERS)}")
    for name in chosen.layouts or MAKERS:
        measured(name, chosen.full, chosen.runs)


if __name__ == "__main__":
    main()
