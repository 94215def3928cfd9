"""``sources`` and ``day --discard``, as typed."""

from __future__ import annotations

import pytest


@pytest.fixture
def two(tmp_path):
    """A walk that watch and phone saw, and one of the phone's alone."""
    rows = ["start,end,steps,source"]
    for minute in range(30):
        span = f"2024-05-31 10:{minute:02d}:00,2024-05-31 10:{minute:02d}:59"
        rows += [f"{span},100,Watch", f"{span},110,Ben's Phone"]
        rows.append(f"{span},90,Ben's Phone".replace("05-31", "05-30"))
    path = tmp_path / "two.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def _steps(stride, path):
    (found,) = stride("import", "--again", "--tz", "UTC", "--json", path).json["imports"]
    return {day["date"]: day["steps"] for day in found["days"]}


def test_the_sources_inside_one_export(stride, two):
    assert _steps(stride, two) == {"2024-05-30": 2700, "2024-05-31": 3300}
    listed = stride("sources", "--json").json
    assert listed["sources"][0]["inside"] == [
        {"name": "Ben's Phone", "steps": 6000, "ignored": False},
        {"name": "Watch", "steps": 3000, "ignored": False},
    ]
    done = stride("sources", "order", "watch")
    assert done.out == "Order of sources: Watch.\n" and "two.csv --again" in done.err
    assert _steps(stride, two) == {"2024-05-30": 2700, "2024-05-31": 3000}
    assert stride("sources", "ignore", "ben's phone").out == "Left out: Ben's Phone.\n"
    assert _steps(stride, two) == {"2024-05-31": 3000}
    assert "Ben's Phone: 6,000 steps  [left out]" in stride("sources").out
    assert "ignore Ben's Phone" in stride("undo", "--list").out
    stride("sources", "use", "Ben's Phone")
    stride("sources", "order")
    assert _steps(stride, two) == {"2024-05-30": 2700, "2024-05-31": 3300}


def test_a_discarded_day_stays_away_until_it_is_undone(stride, two):
    _steps(stride, two)
    said = stride("day", "2024-05-31", "--discard")
    assert said.code == 0 and "stride undo" in said.out
    assert "left out already" in stride("day", "2024-05-31", "--discard").out
    document = stride("day", "2024-05-31", "--json").json
    assert document["discarded"] and document["walks"] == []
    assert "You left this day out" in stride("day", "2024-05-31").err
    again = stride("import", "--again", "--tz", "UTC", two)
    assert "You left out 2024-05-31" in again.err
    assert "2024-05-31 left out" in stride("undo", "--list").out
    stride("undo", said.out.split()[-1])
    assert not stride("day", "2024-05-31", "--json").json["discarded"]
    assert stride("today", "--date", "2024-05-31", "--json").json["steps"] == 3300


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("swap",), "sources cannot 'swap'"),
        (("ignore",), "Which source to ignore?"),
        (("ignore", "nobody"), "There is no source 'nobody'"),
    ],
)
def test_what_is_no_choice(stride, two, words, said):
    _steps(stride, two)
    done = stride("sources", *words)
    assert done.code == 2 and said in done.err


def test_before_anything_was_imported(stride):
    assert stride("sources").code == 69
    assert stride("day", "2024-05-31", "--discard").code == 69


def test_an_order_in_the_settings_goes_first(stride, two):
    _steps(stride, two)
    stride("config", "set", "sources", "watch")
    done = stride("sources", "order", "Watch")
    assert done.code == 2 and "stride config unset sources" in done.err


def test_where_everything_is_left_out_that_is_said(stride, two):
    _steps(stride, two)
    stride("sources", "ignore", "generic-steps")
    done = stride("today", "--date", "2024-05-31")
    assert done.code == 69 and "what came in is left out" in done.err


def test_an_export_is_called_by_the_device_that_counts(stride, tmp_path):
    record = (
        '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="{name}" unit="count"'
        ' startDate="2024-05-11 10:{m:02d}:00 +0200" endDate="2024-05-11 10:{m:02d}:58 +0200"'
        ' value="{n}"/>'
    )
    rows = [record.format(name=name, m=m, n=n) for m in range(30) for name, n in
            (("Ben’s Watch", 110), ("Ben’s iPhone", 100))]  # fmt: skip
    path = tmp_path / "export.xml"
    path.write_text("\n".join(['<HealthData locale="en_US">', *rows, "</HealthData>"]) + "\n")
    assert stride("import", path).code == 0
    assert [s["name"] for s in stride("sources", "--json").json["sources"]] == ["Ben’s Watch"]
    stride("sources", "ignore", "Ben’s Watch")
    assert _steps(stride, path) == {"2024-05-11": 3000}
    assert [s["name"] for s in stride("sources", "--json").json["sources"]] == ["Ben’s iPhone"]
