"""``import``, ``imports`` and ``undo``: the main job and everything that goes wrong."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import zipfile

import pytest

from stride import errors
from tests.cli.conftest import ordinary_user

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}
KEYS = [
    "id",
    "file",
    "sha256",
    "format",
    "placement",
    "placement_rule",
    "grade",
    "tz",
    "tz_rule",
    "first",
    "last",
    "rate_hz",
    "rows",
    "rows_skipped",
    "wear_minutes",
    "walking_minutes",
    "steps",
    "days",
    "status",
    "error",
    "warnings",
    "seconds",
]


@pytest.mark.parametrize("steps", [10, 7, 1])
def test_a_day_of_quarter_hours_adds_up_to_what_the_file_says(stride, tmp_path, steps):
    path = tmp_path / "quarters.csv"
    rows = [f"2026-03-02 {k // 4:02d}:{k % 4 * 15:02d}:00,{steps}\n" for k in range(96)]
    path.write_text("timestamp,steps\n" + "".join(rows))
    assert stride("import", "--json", "--tz", "Europe/Oslo", path).code == 0
    today = stride("today", "--json", "--date", "2026-03-02").json
    assert today["steps"] == pytest.approx(96 * steps, abs=0.01)


def test_import_then_today(stride, minutes_csv):
    path = minutes_csv({"2026-03-02": DAY})
    found = stride("import", "--json", "--tz", "Europe/Oslo", path).json["imports"][0]
    assert set(KEYS) <= set(found)
    assert found["status"] == "imported"
    assert (found["format"], found["grade"], found["steps"]) == ("zepp-minutes", "C", 6000)
    assert found["first"].endswith("+01:00")
    assert found["days"] == [
        {
            "date": "2026-03-02",
            "walking_minutes": pytest.approx(60),
            "steps": 6000,
            "wear_minutes": None,
            "walking_minutes_before": None,
            "grade": "B",
        }
    ]
    today = stride("today", "--json", "--date", "2026-03-02").json
    assert today["walking_minutes"] == pytest.approx(60)
    assert today["steps"] == 6000


def test_an_offset_will_do_for_a_zone(stride, minutes_csv):
    path = minutes_csv({"2026-03-02": DAY})
    found = stride("import", "--json", "--tz", "+05:30", path).json["imports"][0]
    assert (found["tz"], found["tz_rule"], found["first"][-6:]) == ("+05:30", "option", "+05:30")


def test_twice_is_once(stride, minutes_csv):
    path = minutes_csv({"2026-03-02": DAY})
    first = stride("import", path)
    before = stride("today", "--json", "--date", "2026-03-02").out
    again = stride("import", "--json", path)
    assert first.code == again.code == 0
    assert again.json["imports"][0]["status"] == "already"
    assert stride("today", "--json", "--date", "2026-03-02").out == before
    assert stride("import", "--again", path).code == 0
    assert stride("today", "--json", "--date", "2026-03-02").out == before


def test_dry_run_changes_nothing(stride, minutes_csv, own_home):
    path = minutes_csv({"2026-03-02": DAY})
    shown = stride("import", "--dry-run", path)
    assert "1 new" in shown.out
    assert "nothing was stored" in shown.out
    assert list(own_home.iterdir()) == []
    stride("import", path)
    more = minutes_csv({"2026-03-02": DAY | {"21:00": 100}, "2026-03-03": DAY}, "more.csv")
    shown = stride("import", "--dry-run", more)
    assert "1 new, 1 changed, 0 the same" in shown.out
    assert "60.0 -> 61.0" in shown.out
    assert stride("today", "--json", "--date", "2026-03-03").json["walking_minutes"] is None


def test_undo_and_redo(stride, minutes_csv):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    stride("import", minutes_csv({"2026-03-03": DAY}, "b.csv"))
    both = stride("report", "--json", "--until", "2026-03-08").out
    assert "is undone" in stride("undo").out
    assert stride("today", "--json", "--date", "2026-03-03").json["walking_minutes"] is None
    assert "[undone]" in stride("imports").out
    assert stride("undo", 2).code == errors.EXIT_USAGE
    assert "is back" in stride("undo", "--redo").out
    assert stride("report", "--json", "--until", "2026-03-08").out == both
    states = [row["state"] for row in stride("imports", "--json").json["imports"]]
    assert states == ["done", "done"]


def _gz(path, cut=None):
    packed = path.with_suffix(".csv.gz")
    data = gzip.compress(path.read_bytes())
    packed.write_bytes(data[:cut])
    return packed


def test_gz_zip_folder_and_stdin(stride, minutes_csv, tmp_path, monkeypatch):
    one = minutes_csv({"2026-03-02": DAY}, "one.csv")
    two = minutes_csv({"2026-03-03": DAY}, "two.csv")
    packed = _gz(minutes_csv({"2026-03-04": DAY}, "three.csv"))
    folder = tmp_path / "folder"
    folder.mkdir()
    one.rename(folder / "one.csv")
    (folder / "note.txt").write_text("nothing to see here\n")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(two, "deep/two.csv")
    text = minutes_csv({"2026-03-05": DAY}, "four.csv").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    done = stride("import", folder, tmp_path / "all.zip", packed, "-", "--tz", "UTC")
    report = stride("report", "--json", "--until", "2026-03-08", "--weeks", "1").json
    measured = [day["date"] for day in report["days"] if day["walking_minutes"] is not None]
    assert measured == ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"], done


FIVE_HUNDRED = b"".join(b"%d,0.1,0.2,0.9\n" % (1700000000 + n) for n in range(500))
BAD = {
    "unknown.csv": (b"colour,shape\nred,round\n", 65),
    "empty.csv": (b"", 0),
    "header-only.csv": (b"time,x,y,z\n", 0),
    "text.csv": (b"time,x,y,z\n" + FIVE_HUNDRED + b"1700000500,abc,0,1\n", 65),
    "noise.bin": (bytes(range(256)) * 40, 65),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_sentence_and_stops_no_other(stride, minutes_csv, tmp_path, name):
    content, code = BAD[name]
    bad = tmp_path / name
    bad.write_bytes(content)
    good = minutes_csv({"2026-03-02": DAY})
    done = stride("import", bad, good)
    assert done.code == code, done
    assert "Traceback" not in done.err + done.out
    assert name in done.err + done.out
    rows = stride("imports", "--json").json["imports"]
    assert [row["format"] for row in rows] == ["zepp-minutes"]


def test_the_line_of_a_bad_number_is_named(stride, tmp_path):
    bad = tmp_path / "text.csv"
    bad.write_bytes(BAD["text.csv"][0])
    error = stride("import", "--tz", "UTC", bad).err
    assert "502" in error
    assert "abc" in error


def test_a_truncated_gzip_is_refused_whole(stride, minutes_csv):
    packed = _gz(minutes_csv({"2026-03-02": DAY}), cut=-20)
    done = stride("import", packed)
    assert done.code == 65
    assert "minutes.csv.gz" in done.err
    assert stride("today").code == 69


def test_time_going_backwards_is_refused(stride, tmp_path):
    lines = [f"{1700000000 + n / 25},0.1,0.2,0.97\n" for n in range(2000)]
    lines += [f"{1690000000 + n / 25},0.1,0.2,0.97\n" for n in range(2000)]
    path = tmp_path / "back.csv"
    path.write_text("time,x,y,z\n" + "".join(lines))
    done = stride("import", "--tz", "UTC", path)
    assert done.code == 65
    assert "back" in done.err
    assert stride("today").code == 69


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["import", "--tz", "Mars/Olympus", "x.csv"], 2, "Mars/Olympus"),
        (["import", "--placement", "nose", "x.csv"], 2, "nose"),
        (["import", "--placement", "wirst", "x.csv"], 2, "wrist"),
        (["import", "--format", "zep-minutes", "x.csv"], 2, "zepp-minutes"),
        (["import", "missing.csv"], 65, "missing.csv"),
        (["import"], 2, "stride import FILE"),
        (["today"], 69, "stride import"),
        (["report"], 69, "stride import"),
        (["undo"], 69, "stride import"),
        (["today", "--date", "soon"], 2, "soon"),
        (["nonsense"], 2, "nonsense"),
        (["today", "--color", "blue"], 2, "blue"),
    ],
)
def test_wrong_use_is_one_sentence(stride, arguments, code, word):
    done = stride(*arguments)
    assert done.code == code
    assert word in done.err
    assert "Traceback" not in done.err


def test_no_permission_to_read(stride, minutes_csv, own_home):
    path = minutes_csv({"2026-03-02": DAY})
    path.chmod(0)
    with ordinary_user(path.parent, own_home):
        done = stride("import", path)
    assert done.code == 74
    assert "minutes.csv" in done.err


def test_no_permission_to_store(stride, minutes_csv, own_home):
    path = minutes_csv({"2026-03-02": DAY})
    path.chmod(0o644)
    own_home.chmod(0o555)
    with ordinary_user(path.parent, own_home):
        done = stride("import", path)
    own_home.chmod(0o755)
    assert done.code == 74
    assert "STRIDE_HOME" in done.err


def test_a_full_disk_stores_nothing(minutes_csv, own_home):
    """The limit on file size stands in for a full disk: writes beyond it fail the same way."""
    path = minutes_csv({f"2026-02-{d:02d}": DAY for d in range(1, 28)})
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000));"
        "from stride.cli.app import run; sys.exit(run(['import', sys.argv[1]]))"
    )
    environment = {**os.environ, "STRIDE_HOME": str(own_home)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 74, done
    assert "Traceback" not in done.stderr
    later = subprocess.run(
        [sys.executable, "-m", "stride", "today"], env=environment, capture_output=True, check=False
    )
    assert later.returncode == 69


def test_the_database_in_use_is_said(stride, minutes_csv, own_home, monkeypatch):
    import sqlite3

    monkeypatch.setattr("stride.store.connect.BUSY_TIMEOUT_S", 0.1)
    stride("import", minutes_csv({"2026-03-02": DAY}))
    other = sqlite3.connect(own_home / "stride.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = stride("import", minutes_csv({"2026-03-03": DAY}, "b.csv"))
    other.execute("ROLLBACK")
    other.close()
    assert done.code == 75
    assert "in use" in done.err


def test_a_file_that_is_no_database(stride, own_home):
    (own_home / "stride.db").write_bytes(b"this is not a database" * 100)
    done = stride("today")
    assert done.code == 65
    assert "not a stride database" in done.err


def test_ctrl_c_while_storing_leaves_nothing(stride, minutes_csv, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("stride.store.days.rebuild", interrupted)
        done = stride("import", minutes_csv({"2026-03-02": DAY}))
    assert done.code == 130
    assert "not stored" in done.err
    assert stride("today").code == 69


def test_the_persons_order_of_sources_counts_and_can_change(stride, minutes_csv):
    watch = minutes_csv({"2026-03-02": DAY}, "watch.csv")
    phone = minutes_csv({"2026-03-02": dict.fromkeys(DAY, 60)}, "phone.csv")
    stride("import", "--source", "watch", watch)
    stride("import", "--source", "phone", phone)
    steps = lambda: stride("today", "--json", "--date", "2026-03-02").json["steps"]  # noqa: E731
    assert steps() == 6000
    stride("config", "set", "sources", "phone, watch")
    assert steps() == 3600
    stride("config", "unset", "sources")
    assert steps() == 6000


def test_a_refusal_names_the_file_once(stride, tmp_path):
    (tmp_path / "odd.csv").write_text("a,b,c\n1,2,3\n")
    done = stride("import", tmp_path / "odd.csv")
    assert done.code == 65
    assert done.err.splitlines()[0].count("odd.csv") == 1


def test_many_warnings_are_counted_after_the_first_few(stride, minutes_csv, monkeypatch):
    from dataclasses import replace

    from stride import pipeline

    warnings = tuple(f"Line {number} is odd." for number in range(40))
    plain = pipeline.import_path
    monkeypatch.setattr(
        pipeline,
        "import_path",
        lambda *given: (replace(found, warnings=warnings) for found in plain(*given)),
    )
    file = minutes_csv({"2026-03-02": {"08:00": 90}})
    done = stride("import", file)
    assert done.err.count("is odd") == 5
    assert "and 35 more warnings" in done.err
    told = stride("import", "--json", "--again", file).json["imports"][0]["warnings"]
    assert told == list(warnings)


def test_warnings_with_line_numbers_reach_the_json(stride, minutes_csv):
    walked = {f"{h:02d}:{m:02d}": 30 for h in (8, 13, 19) for m in range(20)}
    file = minutes_csv({"2026-03-02": {**walked, "09:00": 400}})
    done = stride("import", "--json", file)
    (warning,) = done.json["imports"][0]["warnings"]
    assert "line" in warning
    assert warning in done.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["improt", "x"], "Did you mean import?"),
        (["import", "--format", "zepp-minuts", "x"], "Did you mean zepp-minutes?"),
        (["import", "--placement", "wirst", "x"], "Did you mean wrist?"),
        (["schedule", "instal"], "Did you mean install?"),
        (["nonsense"], "--help"),
    ],
)
def test_a_word_mistyped_is_answered_with_the_nearest(stride, words, hint):
    done = stride(*words)
    assert (done.code, hint in done.err) == (2, True), done.err
    assert len(done.err) < 400


@pytest.mark.parametrize("words", [["import", ""], ["classify", ""], ["import", "--inbox", ""]])
def test_an_empty_word_is_not_the_folder_one_stands_in(stride, words, tmp_path, monkeypatch):
    (tmp_path / "steps.csv").write_text("date,time,steps\n2026-03-02,08:00,90\n")
    monkeypatch.chdir(tmp_path)
    done = stride(*words)
    assert (done.code, "empty" in done.err) == (2, True)
    assert stride("imports").code == 69


@pytest.mark.parametrize(
    ("words", "say"),
    [
        (["classify", "PHONE", "-o", "missing/seconds.csv"], "missing does not exist"),
        (["classify", "PHONE", "-o", "."], "is a folder"),
        (["backup", "."], "is a folder"),
        (["export", "--csv", "file"], "not a folder"),
        (["man", "file"], "not a folder"),
    ],
)
def test_where_nothing_can_be_written_is_said_before_the_work(
    stride, minutes_csv, tmp_path, monkeypatch, words, say
):
    stride("import", minutes_csv({"2026-03-02": {"08:00": 90}}))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    monkeypatch.setattr("stride.counting.classify_recording", lambda *_: pytest.fail("too late"))
    done = stride(*words)
    assert (done.code, say in done.err) == (74, True), done.err
    assert (tmp_path / "file").read_text() == "mine"


def test_what_is_not_worked_out_again_is_null_and_not_zero(stride, minutes_csv):
    file = minutes_csv({"2026-03-02": {"08:00": 90}})
    first, second = (stride("import", "--json", file).json["imports"][0] for _ in range(2))
    assert (first["status"], first["walking_minutes"]) == ("imported", pytest.approx(0.9))
    assert (second["status"], second["walking_minutes"]) == ("already", None)


def test_a_bad_file_among_good_ones_of_one_export_is_refused_every_time(stride, tmp_path):
    folder = tmp_path / "ACTIVITY_MINUTE"
    folder.mkdir()
    rows = "".join(f"2026-03-02,{time},{steps}\n" for time, steps in DAY.items())
    (folder / "ACTIVITY_MINUTE_1.csv").write_text("date,time,steps\n" + rows)
    (folder / "ACTIVITY_MINUTE_2.csv").write_text("date,time,steps\n2026-03-03,08:00,many\n")
    for status in ("imported", "already"):
        done = stride("import", "--json", folder)
        assert done.code == errors.EXIT_DATA
        good, bad = done.json["imports"]
        assert (good["status"], good["error"]) == (status, None)
        assert bad["status"] == "refused"
        assert bad["file"].endswith("ACTIVITY_MINUTE_2.csv")
        assert "Line 2" in bad["error"]["message"] and "many" in done.err
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 6000


def test_a_wrong_placement_can_be_mended_by_import_and_by_classify(stride, tmp_path):
    rows = "".join(f"2026-03-02T08:00:{i // 50:02d}.{i % 50 * 20:03d},0,0,1\n" for i in range(2000))
    (tmp_path / "still.csv").write_text("time,x,y,z\n" + rows)
    told = stride("classify", tmp_path / "still.csv").err
    assert "--placement" in told and "--again" not in told and "import" not in told
    told = stride("import", tmp_path / "still.csv").err
    assert "--placement" in told and "--again" in told


def test_a_vendors_day_of_no_steps_is_said_and_not_judged(stride, tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("date,steps\n2026-03-02,8000\n2026-03-03,0\n2026-03-04,\n")
    days = stride("import", "--json", "--tz", "Europe/Oslo", path).json["imports"][0]["days"]
    assert {day["date"]: day["steps"] for day in days} == {"2026-03-02": 8000, "2026-03-03": 0}
    none = stride("today", "--json", "--date", "2026-03-03").json
    assert (none["steps"], none["valid"], none["goal_met"]) == (0, False, None)
    assert none["brisk_minutes"] is none["longest_walk_minutes"] is none["hours"] is None
    shown = stride("today", "--date", "2026-03-03").out
    assert "too little to judge" in shown
    assert "it counts neither way" in shown
    assert stride("today", "--json", "--date", "2026-03-04").json["steps"] is None


def test_a_folder_of_minutes_and_days_shows_the_vendors_days(stride, tmp_path):
    minutes = [f"2020-08-28,{h:02d}:{m:02d},100\n" for h in range(8, 20) for m in range(5)]
    (tmp_path / "ACTIVITY_MINUTE_1.csv").write_text("date,time,steps\n" + "".join(minutes))
    (tmp_path / "ACTIVITY_1.csv").write_text(
        "date,steps,distance,runDistance,calories\n2020-08-27,900,1,0,1\n2020-08-28,6066,1,0,1\n"
    )
    done = stride("import", "--json", "--tz", "Europe/Oslo", tmp_path).json["imports"][0]
    assert done["steps"] == sum(day["steps"] for day in done["days"]) == 6966
    assert done["days"][1]["walking_minutes"] == pytest.approx(60)
    assert stride("undo", "--json").code == 0
    assert stride("today", "--json", "--date", "2020-08-28").code == 69


def test_a_fault_of_strides_own_in_one_file_stops_no_other(stride, tmp_path, monkeypatch):
    from stride import counting

    for name, day in (("a.csv", "2026-03-02"), ("b.csv", "2026-03-03")):
        (tmp_path / name).write_text(f"date,steps\n{day},5000\n")

    def read(item, options, real=counting.read):
        if item.name.endswith("a.csv"):
            raise TypeError("a bytes-like object is required")
        return real(item, options)

    monkeypatch.setattr(counting, "read", read)
    done = stride("import", tmp_path)
    assert done.code == 65
    assert "a.csv" in done.err and "TypeError" in done.err and "STRIDE_DEBUG=1" in done.err
    assert "5,000 steps" in done.out
    monkeypatch.setenv("STRIDE_DEBUG", "1")
    with pytest.raises(TypeError):
        stride("import", tmp_path)


def test_the_line_of_a_file_holds_its_own_walking_where_others_saw_its_day(
    stride, minutes_csv, tmp_path
):
    days = tmp_path / "days.csv"
    days.write_text("date,steps\n2026-03-01,8421\n2026-03-02,10002\n")
    stride("import", "--tz", "UTC", days)
    few = minutes_csv({"2026-03-02": {"08:00": 95, "08:01": 101, "08:02": 99}})
    done = stride("import", "--tz", "UTC", few)
    assert "~3 min walking, 295 steps" in done.out, done.out
