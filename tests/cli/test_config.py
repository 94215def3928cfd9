"""``config``: every value has an origin, is checked, and leaves the file's comments alone."""

from __future__ import annotations

import stat

import pytest

from stride import settings


def test_the_origin_of_every_value(stride, own_home, monkeypatch):
    (own_home / "config.toml").write_text('zone = "Europe/Oslo"\nweek_start = "sunday"\n')
    monkeypatch.setenv("STRIDE_WEEK_START", "saturday")
    found = stride("config", "--json").json["settings"]
    assert found["zone"] == {"value": "Europe/Oslo", "origin": str(own_home / "config.toml")}
    assert found["week_start"]["origin"] == "environment STRIDE_WEEK_START"
    assert found["plan"] == {"value": "tiers", "origin": "default"}
    assert set(found) == set(settings.KEY_OF_NAME)


def test_set_keeps_comments_and_other_lines(stride, own_home):
    path = own_home / "config.toml"
    path.write_text('# mine\nzone = "UTC"  # for now\nplan = "tiers"\n\n# end\n')
    assert stride("config", "set", "zone", "Europe/Oslo").code == 0
    assert path.read_text() == '# mine\nzone = "Europe/Oslo"  # for now\nplan = "tiers"\n\n# end\n'
    assert stride("config", "get", "zone").out == "Europe/Oslo\n"
    stride("config", "unset", "zone")
    assert path.read_text() == '# mine\nplan = "tiers"\n\n# end\n'


@pytest.mark.parametrize(
    "text", ["a\x01b", "tab\there", 'quo"te', "back\\slash", "a\nb", "\x7f", '"""', "# no comment"]
)
@pytest.mark.parametrize(
    "file",
    [
        "",
        'sources = [\n  "one",  # mine\n  "two",\n]\nplan = "tiers"\n',
        '"sources" = "one"\nplan = "tiers"\n',
        "sources = '''one\ntwo'''\nplan = 'tiers'\n",
    ],
)
def test_whatever_is_set_reads_back(stride, own_home, text, file):
    path = own_home / "config.toml"
    path.write_text(file)
    assert stride("config", "set", "sources", text).code == 0
    assert settings.read_file(path)["sources"] == text
    assert stride("config", "get", "plan").out == "tiers\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_text_that_no_file_can_hold_leaves_the_file(stride, own_home):
    path = own_home / "config.toml"
    path.write_text('plan = "tiers"\n')
    done = stride("config", "set", "sources", "caf\udce9")
    assert (done.code, path.read_text()) == (2, 'plan = "tiers"\n'), done


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("zone", "Mars", "IANA"),
        ("week_start", "someday", "monday"),
        ("day_start", "25:00", "HH:MM"),
        ("placement", "nose", "wrist"),
        ("quiet_hours", "late", "HH:MM-HH:MM"),
        ("color", "blue", "always"),
        ("plan", "sprint", "adaptive"),
        ("volume", "11", "zone"),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_do(stride, own_home, key, value, word):
    done = stride("config", "set", key, value)
    assert done.code == 2
    assert word in done.err
    assert not (own_home / "config.toml").exists()


@pytest.mark.parametrize(
    ("text", "word"),
    [("zone = \n", "TOML"), ('colour = "never"\n', "colour"), ('zone = "Mars"\n', "Mars")],
)
def test_a_bad_file_is_said_with_its_path(stride, own_home, text, word):
    (own_home / "config.toml").write_text(text)
    done = stride("today")
    assert done.code == 2
    assert word in done.err
    assert "config.toml" in done.err


def test_a_day_may_begin_at_four(stride, minutes_csv):
    stride("import", minutes_csv({"2026-03-03": {"02:00": 90}}))
    assert stride("today", "--json", "--date", "2026-03-03").json["steps"] == 90
    stride("config", "set", "day_start", "04:00")
    assert stride("today", "--json", "--date", "2026-03-03").json["steps"] is None
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 90


def test_an_american_week(stride, minutes_csv, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    stride("import", minutes_csv({"2026-03-02": {"08:00": 90}}))
    found = stride("report", "--json", "--until", "2026-03-02").json
    assert [week["start"] for week in found["weeks"]][-1] == "2026-03-01"
    assert "(default: sunday)" in stride("config").out
