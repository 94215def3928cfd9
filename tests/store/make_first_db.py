"""Writes first.db and first.json: a database of the first schema, and what must be read from it.

Run once, by the stride that wrote that schema; never again, for it would write the present one:
    python -m tests.store.make_first_db
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path

from stride.store import diary
from stride.store.change import changing
from stride.store.reader import open_reader
from stride.store.schema import migrations
from stride.types import DayTotal, GoalChange, Pain
from tests.store.test_days import Sample, spread, store

HERE = Path(__file__).parent
#: What a day has learned since; its grade follows from another rule today.
LATER = ("grade", "from_steps_s", "estimated_s", "below_s", "above_s", "unclear_s")
WRITTEN = "2026-03-09T00:00:00+00:00"


def main() -> None:
    """A watch, a phone, a thigh sensor, a daily total, and every decision a person can make."""
    assert [step.name for step in migrations._migrations] == ["m001_first"]
    path = HERE / "first.db"
    path.unlink(missing_ok=True)
    watch = Sample("watch", "C", spread(range(7, 22), 95), offset_min=60)
    phone = Sample("phone", "D", spread(range(6, 23), 60), offset_min=60)
    thigh = Sample("thigh", "A", dict.fromkeys(range(1500, 1560), 40), placement="thigh", wear_s=60)
    total = Sample("band", "D", totals=(DayTotal(date(2026, 3, 5), 7200, None),))
    store(path, watch, phone, thigh, total)
    with changing(path) as change:
        diary.add_rest(change.db, date(2026, 3, 4), date(2026, 3, 4), WRITTEN)
        diary.add_goal_change(change.db, GoalChange(date(2026, 3, 2), "set", 36), WRITTEN)
        diary.add_pain(change.db, Pain(date(2026, 3, 3), 2, "after gardening"), WRITTEN)
        diary.add_manual_walk(change.db, [diary.ManualWalk(1772632800, 60, 25 * 60)], WRITTEN)
    (HERE / "first.json").write_text(json.dumps(seen(path), indent=1) + "\n", encoding="utf-8")
    db = sqlite3.connect(path)
    for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 512", "VACUUM"):
        db.execute(statement)
    db.close()


def seen(path: Path) -> dict[str, object]:
    """All that a view can be made of, as JSON."""
    reader = open_reader(path)
    try:
        history = reader.history()
        found = {
            "days": [
                {name: value for name, value in day._asdict().items() if name not in LATER}
                for day in history.days
            ],
            "rest_days": sorted(history.rest_days),
            "goal_changes": [change._asdict() for change in history.goal_changes],
            "pains": [pain._asdict() for pain in history.pains],
            "walks": [walk._asdict() for walk in reader.manual_walks()],
            "imports": [(row["id"], row["source"], row["state"]) for row in reader.imports()],
        }
    finally:
        reader.close()
    return dict(json.loads(json.dumps(found, default=str)))


if __name__ == "__main__":
    main()
