"""The calendar: where a week begins."""

from __future__ import annotations

from datetime import date

import pytest

from stride import clock, settings
from stride.clock import WEEK_STARTS, WEEKDAYS, locale_week_start
from stride.errors import UsageError
from tests.cli.conftest import stride  # noqa: F401  # the fixture


@pytest.mark.parametrize(
    ("environ", "day"),
    [
        ({}, "monday"),
        ({"LANG": "C"}, "monday"),
        ({"LANG": "C.UTF-8"}, "monday"),
        ({"LANG": "en_US.UTF-8"}, "sunday"),
        ({"LANG": "en_US"}, "sunday"),
        ({"LANG": "en_CA.utf8"}, "sunday"),
        ({"LANG": "pt_BR.UTF-8"}, "sunday"),
        ({"LANG": "en_GB.UTF-8"}, "monday"),
        ({"LANG": "nb_NO.UTF-8"}, "monday"),
        ({"LANG": "de_DE@euro"}, "monday"),
        ({"LANG": "ar_EG.UTF-8"}, "saturday"),
        ({"LANG": "fa_IR"}, "saturday"),
        ({"LANG": "dv_MV"}, "friday"),
        ({"LANG": "eo"}, "monday"),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "en_GB.UTF-8"}, "monday"),
        ({"LC_ALL": "en_US.UTF-8", "LC_TIME": "en_GB.UTF-8"}, "sunday"),
        ({"LC_ALL": "", "LC_TIME": "", "LANG": "en_US.UTF-8"}, "sunday"),
    ],
)
def test_where_the_week_begins(environ: dict[str, str], day: str) -> None:
    assert WEEKDAYS[locale_week_start(environ)] == day


def test_no_territory_begins_its_week_twice() -> None:
    names = [name for where in WEEK_STARTS.values() for name in where.split()]
    assert len(names) == len(set(names))


def test_what_the_person_says_comes_before_the_locale(own_home) -> None:
    environ = {"STRIDE_HOME": str(own_home), "LC_ALL": "en_US.UTF-8"}
    assert settings.load(environ).week_start == 6
    (own_home / "config.toml").write_text('week_start = "monday"\n')
    assert settings.load(environ).week_start == 0
    assert settings.load({**environ, "STRIDE_WEEK_START": "saturday"}).week_start == 5


@pytest.fixture
def links(tmp_path, monkeypatch):
    """``links(localtime, **more)``: /etc/localtime and what else links lead to, below a folder."""

    def make(target: str, **more: str):
        monkeypatch.delenv("TZ", raising=False)
        (tmp_path / "etc").mkdir()
        (tmp_path / "etc" / "localtime").symlink_to(str(tmp_path) + target)
        for name, other in more.items():
            path = tmp_path / name.replace("_", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(str(tmp_path) + other)
        monkeypatch.setattr(clock, "LOCALTIME", tmp_path / "etc" / "localtime")
        monkeypatch.setattr(clock, "TIMEZONE", tmp_path / "etc" / "timezone")
        return tmp_path

    return make


def test_the_zone_of_a_mac_is_named_by_its_first_link(links):
    home = links("/var/zoneinfo/Europe/Oslo", var_zoneinfo="/usr/zoneinfo.default")
    (home / "usr" / "zoneinfo.default" / "Europe").mkdir(parents=True)
    (home / "usr" / "zoneinfo.default" / "Europe" / "Oslo").touch()
    assert "zoneinfo.default" in str((home / "etc" / "localtime").resolve())
    assert clock.computer_zone() == "Europe/Oslo"


def test_a_link_to_a_link_is_followed(links):
    home = links("/etc/mine", etc_mine="/usr/zoneinfo/Asia/Tokyo")
    (home / "usr" / "zoneinfo" / "Asia").mkdir(parents=True)
    (home / "usr" / "zoneinfo" / "Asia" / "Tokyo").touch()
    assert clock.computer_zone() == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("tz", "name"),
    [
        ("Europe/Oslo", "Europe/Oslo"),
        (":Asia/Tokyo", "Asia/Tokyo"),
        (":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("", "UTC"),
        ("EST5EDT", "EST5EDT"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", ""),
        ("<+03>-3", ""),
    ],
)
def test_what_tz_says(monkeypatch, tz, name):
    monkeypatch.setenv("TZ", tz)
    assert clock.computer_zone() == name


@pytest.mark.parametrize("command", [("today",), ("walk", "20"), ("remind",)])
def test_a_zone_that_is_not_understood_is_said(stride, monkeypatch, command):  # noqa: F811
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    done = stride(*command)
    assert (done.code, "config set zone" in done.err) == (2, True), done
    assert "do  zone: not understood" in stride("doctor").out
    assert stride("config", "set", "zone", "Europe/Oslo").code == 0
    assert stride(*command).code in (0, 69)
    assert "ok  zone: Europe/Oslo" in stride("doctor").out


@pytest.mark.parametrize(
    "text", ["-²", "-٣", "0001-01-01", "9999-12-31", "-99999", "-" + "9" * 5000, "2026-13-01", ""]
)
def test_dates_that_are_none(text):
    with pytest.raises(UsageError):
        clock.parse_date(text, date(2026, 3, 2))


@pytest.mark.parametrize("text", ["²:00", "1:²0", "٠٧:٠٠", "9" * 5000 + ":00", "7:0", "24:00"])
def test_times_of_day_that_are_none(text):
    with pytest.raises(UsageError):
        clock.parse_minute(text)
