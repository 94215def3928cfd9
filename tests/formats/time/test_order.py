"""Day first or month first: any row of the file settles it, two rows that disagree are refused.

Every format whose dates a person's language decides is asked the same three questions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read
from stride.types import Intervals, Recording

Make = Callable[[list[str]], str]
OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 21))
#: Days that could be months, many enough to fill what recognition sees, then one that could not.
UNCLEAR = [f"{day:02d}/{month:02d}/{year}" for year in (2023, 2024) for month in range(1, 13)
           for day in range(1, 13) if day != month] + ["05/04/2025"]  # fmt: skip
PROOF, AGAINST = "31/05/2025", "05/31/2025"
RAW_PREAMBLE = (
    "------------ Data File Created By ActiGraph GT3X+ ActiLife v6.13.3 Firmware v2.5.0 "
    "date format dd/MM/yyyy at 30 Hz  Filter Normal -----------\nSerial Number: NEO1\n"
    "Start Time 00:00:00\nStart Date 01-02-2023\nEpoch Period (hh:mm:ss) 00:{epoch}\n"
    "Download Time 16:38:10\nDownload Date 01-03-2023\nCurrent Memory Address: 0\n"
    "Current Battery Voltage: 3.99     Mode = 13\n----------\n"
)
FITBIT = "Date,Calories Burned,Steps,Distance,Floors,Minutes Sedentary,Minutes Lightly Active\n"
STRAVA = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Moving Time\n"
ACTIVITY = "Start Time,End Time,Activity Type\n"
WITHINGS = "from,to,from (manual),to (manual),Timezone,Activity type,Data,GPS,Modified\n"
APPLE = "type,sourceName,unit,creationDate,startDate,endDate,value\n"
MINUTES = [f"{hour:02d}:{minute:02d}" for hour in range(8, 20) for minute in range(60)]


def lines(header: str, row: Callable[[str], str]) -> Make:
    return lambda dates: header + "".join(row(day) + "\n" for day in dates)


def samples(header: str, row: str) -> Make:
    """A second of 20 Hz on each of the last days: recordings are short."""
    return lambda dates: (
        header
        + "".join(
            row.format(at=f"{day} 10:00:00.{sample * 50:03d}") + "\n"
            for day in dates[-12:]
            for sample in range(20)
        )
    )


#: Of each format a table of given dates, in the layout of its case folder.
TABLES: dict[str, Make] = {
    "garmin-steps": lines(",Actual,Goal\n", lambda day: f"{day},5000,8000"),
    "fitbit-web-export": lines(
        "Activities\n" + FITBIT, lambda day: f'"{day}","2,000","5,000","3","1","600","100"'
    ),
    "google-fit-daily": lines(
        "Date,Move Minutes count,Step count,Walking duration (ms)\n", lambda day: f"{day},,5000,"
    ),
    "generic-daily": lines("date,steps\n", lambda day: f"{day},5000"),
    "oura": lines("date,Steps,Equivalent Walking Distance\n", lambda day: f"{day},5000,4000"),
    "stepsy": lines("", lambda day: f"{day},5000"),
    "apple-qs-access": lines(
        "Start,Finish,Steps (count)\n", lambda day: f"{day} 10:00,{day} 11:00,500.0"
    ),
    "apple-health-csv": lines(
        APPLE, lambda day: f"StepCount,w,count,{day} 12:00,{day} 10:00,{day} 10:01,70"
    ),
    "generic-steps": lines("start,end,steps\n", lambda day: f"{day} 10:00,{day} 10:05,300"),
    "pedometer-secuso": lines(
        "Start;End;Steps;Walking mode\n", lambda day: f"{day} 10:00:00;{day} 10:05:00;300;Walking"
    ),
    "zepp-stages": lines(
        "date,start,stop,distance,calories,steps\n", lambda day: f"{day},10:00,10:05,200,20,300"
    ),
    "zepp-minutes": lambda dates: (
        "date,time,steps\n" + "".join(f"{day},{minute},60\n" for day in dates for minute in MINUTES)
    ),
    "strava-activities": lines(STRAVA, lambda day: f"1,{day} 10:00:00,Lunch,Walk,3600,3000"),
    "garmin-activities": lines(ACTIVITY, lambda day: f"{day} 10:00:00,{day} 10:45:00,walking"),
    "withings-activities": lines(
        WITHINGS, lambda day: f"{day} 10:00:00,{day} 10:45:00,,,Europe/Oslo,Walking,{{}},[],"
    ),
    "actigraph-epoch": lambda dates: (
        RAW_PREAMBLE.format(epoch="01:00")
        + "Date,Time,Axis1,Axis2,Axis3,Steps\n"
        + "".join(f"{day},{minute}:00,1,1,1,60\n" for day in dates for minute in MINUTES)
    ),
    "actigraph-raw": samples(
        RAW_PREAMBLE.format(epoch="00:00")
        + "Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z\n",
        "{at},0,0,1",
    ),
    "generic-raw": samples("time,x,y,z\n", "{at},0,0,1"),
    "mhealth": samples("HEADER_TIME_STAMP,X,Y,Z\n", "{at},0,0,1"),
    "harth": samples(
        "timestamp,back_x,back_y,back_z,thigh_x,thigh_y,thigh_z,label\n", "{at},0,0,1,0,0,1,1"
    ),
}


def last_day(tmp_path: Path, format_id: str, dates: list[str], order: str | None = None) -> date:
    """The last local day of a file of these dates."""
    path = tmp_path / "file.csv"
    path.write_text(TABLES[format_id](dates), encoding="utf-8")
    options = ReadOptions(
        config_tz="UTC", today=OPTIONS.today, date_order=order, format_id=format_id
    )
    (item,) = discover(path, options)
    found = read(item, options)
    if isinstance(found, Recording):
        seconds = max(float(chunk.t_utc_s[-1]) for chunk in found.chunks())
    else:
        assert isinstance(found, Intervals)
        if found.day_totals:
            return found.day_totals[-1].date
        seconds = float(found.start_utc_s[-1])
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


@pytest.mark.parametrize("format_id", TABLES)
def test_one_row_settles_the_whole_file(tmp_path: Path, format_id: str) -> None:
    assert last_day(tmp_path, format_id, [*UNCLEAR, PROOF]) == date(2025, 5, 31)
    assert last_day(tmp_path, format_id, [*UNCLEAR, AGAINST]) == date(2025, 5, 31)


@pytest.mark.parametrize("format_id", TABLES)
def test_without_a_proof_it_is_asked(tmp_path: Path, format_id: str) -> None:
    with pytest.raises(DataError) as caught:
        last_day(tmp_path, format_id, UNCLEAR)
    assert "--date-order" in caught.value.hint
    assert any(f"“{day}" in caught.value.message for day in UNCLEAR)
    assert last_day(tmp_path, format_id, UNCLEAR, "dmy") == date(2025, 4, 5)
    assert last_day(tmp_path, format_id, UNCLEAR, "mdy") == date(2025, 5, 4)


@pytest.mark.parametrize("format_id", TABLES)
def test_two_rows_that_disagree_are_refused_by_their_line(tmp_path: Path, format_id: str) -> None:
    dates = [*UNCLEAR, PROOF, AGAINST]
    text = TABLES[format_id](dates).split("\n")
    line = next(n for n, row in enumerate(text, 1) if AGAINST in row)
    with pytest.raises(DataError, match="first") as caught:
        last_day(tmp_path, format_id, dates)
    assert f"ine {line}" in caught.value.message
    assert AGAINST in caught.value.message
