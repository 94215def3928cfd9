"""A computer whose clock is behind leaves rows out; once it is right they come in."""

from __future__ import annotations

import pytest

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}


def daily(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("date,steps\n2026-03-02,6000\n2026-03-09,6100\n")
    return path


@pytest.mark.parametrize("kind", ["minutes", "days"])
def test_rows_after_tomorrow_are_read_again_next_time(
    stride, minutes_csv, tmp_path, monkeypatch, kind
):
    minutes = {"2026-03-02": DAY, "2026-03-09": DAY}
    file = minutes_csv(minutes) if kind == "minutes" else daily(tmp_path)

    def days():
        rows = stride("report", "--json", "--until", "2026-03-20").json["days"]
        return [row["date"] for row in rows if row["steps"]]

    monkeypatch.setenv("STRIDE_NOW", "2026-03-03T12:00:00+00:00")
    first = stride("import", "--json", file).json["imports"][0]
    assert (first["status"], "after tomorrow" in " ".join(first["warnings"])) == ("imported", True)
    again = stride("import", "--json", file).json["imports"][0]
    assert (again["status"], again["id"]) == ("already", first["id"]), "the clock is behind still"
    monkeypatch.setenv("STRIDE_NOW", "2026-03-20T12:00:00+00:00")
    assert days() == ["2026-03-02"]
    assert stride("import", "--json", file).json["imports"][0]["status"] == "imported"
    assert days() == ["2026-03-02", "2026-03-09"]
    assert stride("import", "--json", file).json["imports"][0]["status"] == "already"
