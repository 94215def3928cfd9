"""GPX and TCX: what is a walk, how long it was, and files that are none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from stride.errors import DataError, EmptyData, StrideError
from stride.formats import discover, read, to_minutes
from stride.formats.options import ReadOptions
from stride.types import Intervals

OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 6, 1))
START = datetime(2025, 4, 3, 6, 0, tzinfo=UTC)
METRES_A_DEGREE = 111_194.9


def gpx(speeds_m_s: list[float], kind: str = "", every_s: int = 5, zone: str = "Z") -> str:
    """A track due north. speeds_m_s: from each point to the next."""
    lat, points = 59.0, []
    for place, speed in enumerate([0.0, *speeds_m_s]):
        lat += speed * every_s / METRES_A_DEGREE
        when = START + timedelta(seconds=every_s * place)
        text = when.strftime("%Y-%m-%dT%H:%M:%S") + zone
        points.append(f'<trkpt lat="{lat:.7f}" lon="10.0"><time>{text}</time></trkpt>')
    sport = f"<type>{kind}</type>" if kind else ""
    return (
        '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"{sport}<trkseg>{''.join(points)}</trkseg></trk></gpx>"
    )


def tcx(sport: str, steps: int | None, cadence: int, seconds: int) -> str:
    points = "".join(
        f"<Trackpoint><Time>{(START + timedelta(seconds=s)).strftime('%Y-%m-%dT%H:%M:%SZ')}</Time>"
        f"<DistanceMeters>{1.3 * s:.1f}</DistanceMeters>"
        f"<Extensions><x:TPX><x:RunCadence>{cadence}</x:RunCadence></x:TPX></Extensions></Trackpoint>"
        for s in range(0, seconds + 1, 10)
    )
    counted = f"<Extensions><x:LX><x:Steps>{steps}</x:Steps></x:LX></Extensions>" if steps else ""
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase xmlns="urn:t" xmlns:x="urn:x"><Activities>'
        f'<Activity Sport="{sport}"><Lap><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<Track>{points}</Track>{counted}</Lap></Activity></Activities></TrainingCenterDatabase>"
    )


def imported(folder: Path, name: str, text: str, **options: object) -> Intervals:
    (folder / name).write_text(text)
    given = {"config_tz": "Europe/Oslo", "today": date(2026, 6, 1)} | options
    item = next(iter(discover(folder / name, ReadOptions(**given))))  # type: ignore[arg-type]
    content = read(item, ReadOptions(**given))  # type: ignore[arg-type]
    assert isinstance(content, Intervals)
    return content


def refusal(folder: Path, name: str, text: str) -> StrideError:
    with pytest.raises(StrideError) as caught:
        imported(folder, name, text)
    return caught.value


def minutes(content: Intervals) -> float:
    return float(to_minutes(content).seconds["walking_s"].sum()) / 60


def test_time_at_walking_speed(tmp_path: Path) -> None:
    content = imported(tmp_path, "a.gpx", gpx([1.3] * 120 + [0.05] * 60 + [1.3] * 60, "walking"))
    assert minutes(content) == pytest.approx(15, abs=0.1)
    assert content.grade == "D" and to_minutes(content).steps.sum() == 0


@pytest.mark.parametrize(
    ("kind", "speed", "walk"),
    [("", 1.3, True), ("unknown", 1.2, True), ("", 4.5, False), ("cycling", 1.3, False),
     ("running", 2.2, False), ("hiking", 0.8, True), ("Spaziergang", 1.2, True)],
)  # fmt: skip
def test_a_walk_by_its_kind_else_by_its_speed(
    tmp_path: Path, kind: str, speed: float, walk: bool
) -> None:
    text = gpx([speed] * 120, kind)
    if walk:
        content = imported(tmp_path, "a.gpx", text)
        assert minutes(content) == pytest.approx(10, abs=0.1)
        assert any("no sport" in w for w in content.notes.warnings) == (kind in ("", "unknown"))
    else:
        assert isinstance(refusal(tmp_path, "a.gpx", text), EmptyData)


def test_an_offset_of_the_times_is_the_persons(tmp_path: Path) -> None:
    content = imported(tmp_path, "a.gpx", gpx([1.3] * 24, "walking", zone="+05:30"))
    assert set(content.utc_offset_min.tolist()) == {330}


def test_a_gap_is_a_pause(tmp_path: Path) -> None:
    text = gpx([1.3] * 24, "walking", every_s=180)
    assert isinstance(refusal(tmp_path, "a.gpx", text), EmptyData)


def test_a_planned_route_has_no_times(tmp_path: Path) -> None:
    text = gpx([1.3] * 24).replace("<time>", "<!-- ").replace("</time>", " -->")
    assert "no times" in refusal(tmp_path, "a.gpx", text).message


def test_steps_of_a_tcx(tmp_path: Path) -> None:
    content = imported(tmp_path, "a.tcx", tcx("Other", 1200, 50, 600))
    assert to_minutes(content).steps.sum() == pytest.approx(1200)
    assert minutes(content) == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize("sport", ["Running", "Biking"])
def test_a_tcx_of_another_sport(tmp_path: Path, sport: str) -> None:
    assert isinstance(refusal(tmp_path, "a.tcx", tcx(sport, None, 50, 600)), EmptyData)


def test_one_walk_in_two_files_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.tcx").write_text(tcx("Other", 1200, 50, 600))
    (tmp_path / "b.gpx").write_text(gpx([1.3] * 120, "walking"))
    (item,) = discover(tmp_path, OPTIONS)
    content = read(item, OPTIONS)
    assert isinstance(content, Intervals)
    assert minutes(content) == pytest.approx(10, abs=0.6)
    assert to_minutes(content).steps.sum() == pytest.approx(1200)


def test_damage_and_entities_are_refused(tmp_path: Path) -> None:
    text = gpx([1.3] * 24, "walking")
    cut = refusal(tmp_path, "a.gpx", text[:-60])
    assert isinstance(cut, DataError) and "cut off" in cut.message
    bomb = text.replace("<gpx", '<!DOCTYPE gpx [<!ENTITY a "b">]><gpx', 1)
    assert "document type" in refusal(tmp_path, "b.gpx", bomb).message
