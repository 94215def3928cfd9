"""Tables as people's apps write them, in other words and orders: the right number, or a refusal."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read
from stride.types import Intervals, Recording

OPTIONS = ReadOptions(config_tz="UTC", today=date(2026, 11, 28))
DAYS = range(11, 23)


def _read(tmp_path: Path, name: str, text: str) -> Intervals:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (item,) = discover(path, OPTIONS)
    found = read(item, OPTIONS)
    assert isinstance(found, Intervals)
    return found


def _daily(header: str, row: str) -> str:
    return "\n".join([header, *(row.format(d=day, n=7000 + 10 * day) for day in DAYS)]) + "\n"


@pytest.mark.parametrize(
    ("header", "row", "minutes"),
    [
        ("date,steps,walking time", "2024-05-{d},{n},01:10:00", 70),
        ("date,steps,walking duration", "2024-05-{d},{n},1:10", 70),
        ("date,steps,walking duration", "2024-05-{d},{n},1h 10m", 70),
        ("date,steps,walking duration", "2024-05-{d},{n},PT1H10M", 70),
        ("date,steps,walking duration", "2024-05-{d},{n},4200", 70),
        ("date,steps,walking time", "2024-05-{d},{n},70", 70),
        ("date,steps,walking time (h)", "2024-05-{d},{n},1.2", 72),
        ("Datum;Schritte;Gehzeit", "{d}.05.2024;{n};1 Std 10 Min", 70),
        ("Date;Pas;Durée de marche", "{d}/05/2024;{n};1:10:00", 70),
    ],
)
def test_the_vendors_walking_time(tmp_path: Path, header: str, row: str, minutes: float) -> None:
    found = _read(tmp_path, "days.csv", _daily(header, row))
    assert {total.walking_s for total in found.day_totals} == {60.0 * minutes}


def test_a_walking_time_that_is_none_is_named(tmp_path: Path) -> None:
    text = _daily("date,steps,walking time", "2024-05-{d},{n},long")
    with pytest.raises(DataError, match="Line 2, column “walking time”: “long” is not a number"):
        _read(tmp_path, "days.csv", text)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Fecha;Hora;Pasos", "31/05/2024;{h}:{m:02d} p. m.;{n}"),
        ("날짜,시간,걸음수", "2024. 5. 31.,오후 {h}:{m:02d},{n}"),
        ("日時,歩数", "2024/05/31 午後{h}:{m:02d},{n}"),
        ("Ημερομηνία;Ώρα;Βήματα", "31/5/2024;{h}:{m:02d} μ.μ.;{n}"),
        ("Tarih;Saat;Adım sayısı", "31.05.2024;ÖS {h}:{m:02d};{n}"),
        ("Date,Time,Steps", "05/31/2024,{h}:{m:02d} PM,{n}"),
    ],
)
def test_the_afternoon_in_other_languages(tmp_path: Path, header: str, row: str) -> None:
    counts = [90 + minute % 17 for minute in range(40)]
    rows = [row.format(h=1, m=minute, n=count) for minute, count in enumerate(counts)]
    found = _read(tmp_path, "minutes.csv", "\n".join([header, *rows]) + "\n")
    assert found.steps.sum() == sum(counts)
    assert found.start_utc_s[0] % 86400 == 13 * 3600


def test_hours_as_stretches(tmp_path: Path) -> None:
    rows = [f"2024-05-31,{h:02d}:00 - {h + 1:02d}:00,{h % 7 * 100}" for h in range(24)]
    found = _read(tmp_path, "hours.csv", "\n".join(["Date,Hour,Steps", *rows]) + "\n")
    assert found.steps.sum() == sum(h % 7 * 100 for h in range(24))


@pytest.mark.parametrize("step_min", [1, 15, 60])
def test_a_total_since_midnight_is_what_it_rises_by(tmp_path: Path, step_min: int) -> None:
    rows, wanted = ["time,steps"], defaultdict(float)
    for day in (28, 29, 30, 31):
        for minute in range(step_min, 1440, step_min):
            rows.append(f"2024-05-{day} {minute // 60:02d}:{minute % 60:02d},{minute * 6}")
        wanted[day] = (1440 - step_min) * 6
    found = _read(tmp_path, "total.csv", "\n".join(rows) + "\n")
    assert found.steps.sum() == sum(wanted.values())
    assert any("a total since midnight" in text for text in found.notes.warnings)


def test_counts_that_rise_for_other_reasons_are_counts(tmp_path: Path) -> None:
    rows = [
        f"2024-05-{day} 10:{minute:02d},{80 + minute}" for day in (30, 31) for minute in range(40)
    ]
    found = _read(tmp_path, "minutes.csv", "\n".join(["time,steps", *rows]) + "\n")
    assert found.steps.sum() == 2 * sum(80 + minute for minute in range(40))


def test_days_that_only_rise_are_one_total(tmp_path: Path) -> None:
    rows = [f"2024-05-{day},{7000 * (day - 10)}" for day in DAYS]
    with pytest.raises(DataError, match="a running total"):
        _read(tmp_path, "days.csv", "\n".join(["date,steps", *rows]) + "\n")


def test_json_lines(tmp_path: Path) -> None:
    rows = [json.dumps({"date": f"2024-05-{day}", "steps": 7000 + day}) for day in DAYS]
    found = _read(tmp_path, "days.jsonl", "\n".join(rows) + "\n")
    assert [total.steps for total in found.day_totals] == [7000.0 + day for day in DAYS]


@pytest.mark.parametrize("word", ["Löpning", "Løping", "Løb", "Löprunda"])
def test_running_in_the_north_is_known(tmp_path: Path, word: str) -> None:
    text = (
        "Aktivitetstyp,Datum,Sträcka,Tid\n"
        f"{word},2024-05-11 10:00:00,5,00:30:00\nPromenad,2024-05-12 10:00:00,3,00:40:00\n"
    )
    found = _read(tmp_path, "list.csv", text)
    assert found.walking_s.sum() == 2400 and found.notes.warnings == []


def _fitbit(folder: Path) -> None:
    """Two days as Google Takeout has them, 90 steps in each of 30 minutes."""
    for day in (11, 12):
        rows = [f"2024-05-{day}T10:{minute:02d}:00Z,90" for minute in range(30)]
        text = "\n".join(["timestamp,steps", *rows]) + "\n"
        (folder / f"steps_2024-05-{day}.csv").write_text(text)


@pytest.mark.parametrize("header", ["when,steps,speed", "date,steps"])
def test_a_second_table_beside_a_vendors(tmp_path: Path, header: str) -> None:
    """It counts on the day that the vendor's file lacks, and that is said."""
    _fitbit(tmp_path)
    row = "2024-05-{d},9{d}0" if header == "date,steps" else "2024-05-{d} 10:{m:02d}:00,120,1.2"
    rows = [row.format(d=d, m=m) for d in (11, 12, 13) for m in range(30)]
    (tmp_path / "other.csv").write_text("\n".join([header, *dict.fromkeys(rows)]) + "\n")
    (item,) = discover(tmp_path, OPTIONS)
    found = read(item, OPTIONS)
    assert isinstance(found, Intervals) and item.format_id == "fitbit-takeout"
    days: dict[int, float] = defaultdict(float)
    for second, steps in zip(found.start_utc_s, found.steps, strict=True):
        days[date.fromordinal(719163 + int(second // 86400)).day] += steps
    for total in found.day_totals:
        days[total.date.day] = total.steps
    assert days == {11: 2700, 12: 2700, 13: 9130 if header == "date,steps" else 3600}
    assert any("another table of steps" in text for text in found.notes.warnings)


@pytest.mark.parametrize("hours", [range(9, 18), range(9, 11)])
def test_totals_beside_their_parts(tmp_path: Path, hours: range) -> None:
    """With most of the parts they count, with few of them the total does."""
    rows = ["start,end,steps"]
    for day in (11, 12):
        rows.append(f"2024-05-{day} 00:00,2024-05-{day + 1} 00:00,5000")
        rows += [f"2024-05-{day} {h:02d}:00,2024-05-{day} {h + 1:02d}:00,500" for h in hours]
    found = _read(tmp_path, "spans.csv", "\n".join(rows) + "\n")
    assert found.steps.sum() == (9000 if len(hours) > 2 else 10_000)
    assert any("totals beside their parts" in text for text in found.notes.warnings)


@pytest.mark.parametrize(
    ("column", "parts"),
    [("period", ("AM", "PM")), ("Tageszeit", ("Morgen", "Abend")), ("время", ("утро", "вечер"))],
)
def test_the_parts_of_a_day_are_added_up(
    tmp_path: Path, column: str, parts: tuple[str, str]
) -> None:
    rows = [f"2024-05-{day},{part},{3000 + day}" for day in DAYS for part in parts]
    found = _read(tmp_path, "days.csv", "\n".join([f"date,{column},steps", *rows]) + "\n")
    assert [total.steps for total in found.day_totals] == [6000.0 + 2 * day for day in DAYS]


@pytest.mark.parametrize(
    "name", ["steps (thousands)", "steps (% of goal)", "Schritte (Tsd.)", "步数(千)", "steps (km)"]
)
def test_what_is_no_count_is_not_taken_for_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError):
        _read(tmp_path, "days.csv", _daily(f"date,{name}", "2024-05-{d},7.{d}"))


@pytest.mark.parametrize("name", ["Schritte gesamt", "Total pas", "Kroki razem", "总步数"])
def test_all_steps_are_steps(tmp_path: Path, name: str) -> None:
    found = _read(tmp_path, "days.csv", _daily(f"date,{name},kcal", "2024-05-{d},{n},300"))
    assert [total.steps for total in found.day_totals] == [7000.0 + 10 * day for day in DAYS]


@pytest.mark.parametrize(
    "document",
    [
        {"steps": [[f"2024-05-{day}", 7000 + 10 * day] for day in DAYS]},
        [{"date": f"2024-05-{day}", "summary": {"steps": 7000 + 10 * day}} for day in DAYS],
    ],
)
def test_more_shapes_of_json(tmp_path: Path, document: object) -> None:
    found = _read(tmp_path, "days.json", json.dumps(document))
    assert [total.steps for total in found.day_totals] == [7000.0 + 10 * day for day in DAYS]


def test_titles_above_a_table_of_two_columns(tmp_path: Path) -> None:
    rows = [f"31.05.2024 09:{minute:02d};{90 + minute % 17}" for minute in range(40)]
    text = "\n".join(["Messung Start: 31.05.2024 09:00", "Gerät: 7", "", "Zeit;Schritte", *rows])
    found = _read(tmp_path, "band.csv", text + "\n")
    assert found.steps.sum() == sum(90 + minute % 17 for minute in range(40))


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Steps,End time,End date,Start time,Start date", "{n},{b},2024-05-31,{a},2024-05-31"),
        ("Data inizio;Ora inizio;Data fine;Ora fine;Passi", "31/05/2024;{a};31/05/2024;{b};{n}"),
        ("Дата;Время начала;Время окончания;Шаги", "31.05.2024;{a};{b};{n}"),
        ("start_day,start_hm,end_day,end_hm,step_count", "2024-05-31,{a},2024-05-31,{b},{n}"),
        ("dag;fra;til;skridt", "31-05-2024;{a};{b};{n}"),
        ("päivä;alku;loppu;askeleet", "31.5.2024;{a};{b};{n}"),
    ],
)
def test_dates_and_times_of_day_in_columns_of_their_own(
    tmp_path: Path, header: str, row: str
) -> None:
    counts = [90 + minute % 17 for minute in range(40)]
    rows = [
        row.format(n=count, a=f"09:{minute:02d}", b=f"09:{minute + 1:02d}")
        for minute, count in enumerate(counts)
    ]
    found = _read(tmp_path, "spans.csv", "\n".join([header, *rows]) + "\n")
    assert found.steps.sum() == sum(counts)
    assert found.start_utc_s[0] % 86400 == 9 * 3600
    assert (found.end_utc_s - found.start_utc_s).tolist() == [60.0] * 40


def test_days_beyond_any_life_are_no_days(tmp_path: Path) -> None:
    rows = [f"2024-05-{day},{(7000 + day * 13 % 700) * 100}" for day in DAYS]
    with pytest.raises(DataError, match="look scaled"):
        _read(tmp_path, "days.csv", "\n".join(["date,steps", *rows]) + "\n")


def test_a_time_beside_each_day_is_no_time_of_its_steps(tmp_path: Path) -> None:
    found = _read(tmp_path, "days.csv", _daily("date,up at,steps", "2024-05-{d},07:{d},{n}"))
    assert len(found.day_totals) == len(DAYS) and not len(found.steps)


def test_records_of_health_connect_as_json(tmp_path: Path) -> None:
    rows = [
        {
            "startTime": f"2024-05-31T09:{minute:02d}:00Z",
            "endTime": f"2024-05-31T09:{minute + 1:02d}:00Z",
            "count": count,
            "metadata": {"id": f"x{minute}", "dataOrigin": {"packageName": app}},
        }
        for minute in range(40)
        for app, count in (("com.watch", 100), ("com.phone", 90))
    ]
    found = _read(tmp_path, "steps.json", json.dumps({"records": rows}))
    assert found.steps.sum() == 4000


@pytest.mark.parametrize(
    ("above", "header"),
    [
        ("Recording started: 2024-05-31 10:00:04", "time,x,y,z"),
        ("Inicio: 31/05/2024 10:00:04", "tiempo,x,y,z"),
        ("Startzeit: 31.05.2024 10:00:04", "Zeit,x,y,z"),
        ("開始 2024-05-31 10:00:04", "時間,x,y,z"),
    ],
)
def test_the_start_that_a_line_above_the_table_states(
    tmp_path: Path, above: str, header: str
) -> None:
    rows = [f"{n / 50:.2f},{0.3 * (n % 7 - 3) / 3:.3f},1.0,0.1" for n in range(1500)]
    path = tmp_path / "acc.csv"
    path.write_text("\n".join([above, "", header, *rows]) + "\n", encoding="utf-8")
    (item,) = discover(path, OPTIONS)
    found = read(item, OPTIONS)
    assert isinstance(found, Recording)
    first = next(iter(found.chunks())).t_utc_s[0]
    assert first == pytest.approx(1717149604, abs=0.05)


@pytest.mark.parametrize(
    ("header", "date_of"),
    [("Дата;Шаги", "{d} мая 2024 г."), ("日付;歩数", "2024年05月{d}日(土)"),
     ("Datum;Schritte", "{d}.05.2024 (Sa)"), ("Data;Kroki", "{d} maja 2024")],
)  # fmt: skip
def test_dates_with_something_behind_them(tmp_path: Path, header: str, date_of: str) -> None:
    rows = [f"{date_of.format(d=day)};{7000 + 10 * day}" for day in DAYS]
    found = _read(tmp_path, "days.csv", "\n".join([header, *rows]) + "\n")
    assert [total.steps for total in found.day_totals] == [7000.0 + 10 * day for day in DAYS]


@pytest.mark.parametrize(
    ("header", "walk", "run"),
    [
        ("start,end,type,steps", "walking", "running"),
        ("Start;Ende;Typ;Schritte", "Gehen", "Laufen"),
    ],
)
def test_spans_of_runs_are_no_walks(tmp_path: Path, header: str, walk: str, run: str) -> None:
    mark = ";" if ";" in header else ","
    rows = [
        mark.join([f"2024-05-{day} 10:00", f"2024-05-{day} 10:40", kind, "4000"])
        for day in DAYS
        for kind in [walk if day % 2 else run]
    ]
    found = _read(tmp_path, "spans.csv", "\n".join([header, *rows]) + "\n")
    assert found.steps.sum() == 4000 * sum(day % 2 for day in DAYS)
