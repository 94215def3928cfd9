"""The calendar: where a week begins."""

from __future__ import annotations

import pytest

from stride import settings
from stride.clock import WEEK_STARTS, WEEKDAYS, locale_week_start


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
