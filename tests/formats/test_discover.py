"""Paths of every kind: what comes out, what is skipped, what is refused, and progress."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from stride.errors import DataError, DiskError, EmptyData, UsageError
from stride.formats import ReadOptions, discover, explain, format_ids, read
from stride.formats.find import files

OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 21))
ZEPP = "date,time,steps\n2020-08-28,05:13,21\n"
DAILY = "date,steps\n2024-05-31,8000\n"


def zipped(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("date,time,steps\n2020-08-28,05:13,many\n")
    (tmp_path / "b.csv").write_text(DAILY)
    (tmp_path / "c.csv.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    (tmp_path / "notes.txt").write_text("milk, bread\n")
    items = {Path(item.name).name: item for item in discover(tmp_path, OPTIONS)}
    assert isinstance(items["c.csv.gz"].error, DataError)
    assert read(items["b.csv"], OPTIONS).day_totals[0].steps == 8000
    with pytest.raises(DataError, match="Line 2"):
        read(items["a.csv"], OPTIONS)
    assert sum(item.skipped for item in items.values()) == 1


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(DataError, match="does not exist"):
        list(discover("nowhere.csv", OPTIONS))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ZEPP)
    path.chmod(0)
    with pytest.raises(DiskError):
        list(discover(path, OPTIONS))


def test_no_permission_said_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ZEPP)

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DiskError, match="Permission denied"):
        list(discover(path, OPTIONS))


def test_an_empty_folder(tmp_path: Path) -> None:
    (item,) = discover(tmp_path, OPTIONS)
    assert isinstance(item.error, EmptyData)


def test_a_folder_of_nothing_useful_says_so(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("name,price\nmilk,2\n")
    (item,) = discover(tmp_path, OPTIONS)
    assert isinstance(item.error, DataError)
    assert "None of the 2 files" in item.error.message


def test_one_useless_file_in_a_zip_is_explained(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"prices.csv": "name,price\nmilk,2\n"})
    zipped(
        tmp_path / "b.zip", {"ukb.csv": "acceleration (mg) - 2014-12-08 - 9 - sampleRate = 5\n0\n"}
    )
    (a,), (b,) = discover(tmp_path / "a.zip", OPTIONS), discover(tmp_path / "b.zip", OPTIONS)
    assert a.error is not None and "name,price" in a.error.message
    assert b.error is not None and "processed acceleration" in b.error.message


def test_a_zip_in_a_zip_and_a_path_that_climbs_out(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"../../etc/ACTIVITY_MINUTE_1.csv": ZEPP})
    outer = zipped(tmp_path / "outer.zip", {"export.zip": inner.read_bytes()})
    (item,) = discover(outer, OPTIONS)
    assert read(item, OPTIONS).steps.sum() == 21
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inner.zip", "outer.zip"]


def test_takeout_as_tgz(tmp_path: Path) -> None:
    import tarfile

    for index in (1, 2):
        (tmp_path / f"ACTIVITY_MINUTE_{index}.csv").write_text(ZEPP.replace("28", f"2{index}"))
    with tarfile.open(tmp_path / "takeout.tgz", "w:gz") as archive:
        for index in (1, 2):
            name = f"ACTIVITY_MINUTE_{index}.csv"
            archive.add(tmp_path / name, arcname=f"Takeout/{name}")
    (item,) = discover(tmp_path / "takeout.tgz", OPTIONS)
    assert len(item.parts) == 2 and read(item, OPTIONS).steps.sum() == 42
    cut = tmp_path / "cut.tgz"
    cut.write_bytes((tmp_path / "takeout.tgz").read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged"):
        list(discover(cut, OPTIONS))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"7z\xbc\xaf'\x1c\x00\x04", "7z"),
        (b"<?xml version='1.0'?><kml><Document/></kml>", "XML"),
        (b"\x0e\x10\xd9\x07\x00.FIT\x00\x00", "not a text file"),
    ],
)
def test_other_kinds_of_files_are_named(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "file.bin").write_bytes(content)
    (item,) = discover(tmp_path / "file.bin", OPTIONS)
    assert item.error is not None and says in item.error.message


def test_zips_deeper_than_exports_are_refused(tmp_path: Path) -> None:
    data = zipped(tmp_path / "0.zip", {"a.csv": ZEPP}).read_bytes()
    for _ in range(3):
        data = zipped(tmp_path / "next.zip", {"inner.zip": data}).read_bytes()
    items = list(discover(tmp_path / "next.zip", OPTIONS))
    assert all(isinstance(item.error, DataError) for item in items)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", b"0" * 20_000_000)
    (item,) = discover(path, OPTIONS)
    assert isinstance(item.error, DataError) and "almost nothing" in item.error.message


def test_a_spreadsheet_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    with pytest.raises(DataError, match="Excel"):
        list(discover(path, OPTIONS))


def test_a_locked_zip_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"ACTIVITY_MINUTE.csv": ZEPP})
    raw = bytearray(path.read_bytes())
    raw[6] |= 1  # the flag of a password, in both headers
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    (item,) = discover(path, OPTIONS)
    assert item.error is not None and "password" in item.error.message


def test_the_same_content_has_the_same_hash_however_it_is_packed(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a.csv").write_text(ZEPP)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(ZEPP.encode()))
    zipped(tmp_path / "a.zip", {"a.csv": ZEPP})
    hashes = {
        next(iter(discover(tmp_path / name, OPTIONS))).sha256
        for name in ("a.csv", "a.csv.gz", "a.zip")
    }
    assert len(hashes) == 1


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.zip"])
def test_progress_counts_the_bytes_on_disk(tmp_path: Path, name: str) -> None:
    import gzip

    rows = "".join(
        f"{1717144500000 + 20 * i},0.01,0.02,{0.9 + i % 20 / 100}\n" for i in range(90_000)
    )
    text = "time,x,y,z\n" + rows
    (tmp_path / "a.csv").write_text(text)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text.encode()))
    zipped(tmp_path / "a.zip", {"a.csv": text})
    seen: list[int] = []
    options = ReadOptions(config_tz="UTC", today=date(2026, 11, 21), progress=seen.append)
    (item,) = discover(tmp_path / name, options)
    for _ in read(item, options).chunks():
        pass
    size = (tmp_path / name).stat().st_size
    assert seen and max(seen) <= size and seen[-1] > 0.9 * size
    assert seen == sorted(seen)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(ZEPP.encode())

    monkeypatch.setattr(files.sys, "stdin", Stdin)
    (item,) = discover("-", OPTIONS)
    assert (item.name, read(item, OPTIONS).steps.sum()) == ("standard input", 21)


def test_two_exports_in_a_folder_stay_two_imports(tmp_path: Path) -> None:
    zipped(tmp_path / "may.zip", {"Fit/2024-05-31.csv": "x", "ACTIVITY_MINUTE_1.csv": ZEPP})
    zipped(tmp_path / "june.zip", {"ACTIVITY_MINUTE_2.csv": ZEPP.replace("21", "22")})
    items = list(discover(tmp_path, OPTIONS))
    assert [item.format_id for item in items] == ["zepp-minutes", "zepp-minutes"]
    assert len({item.sha256 for item in items}) == 2


def test_a_growing_export_beside_its_older_self(tmp_path: Path) -> None:
    head = "date,steps,distance,runDistance,calories\n"
    for name, steps in (("2024", 400), ("2025", 9000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ACTIVITY_1.csv").write_text(f"{head}2024-05-31,{steps},1,0,1\n")
    (item,) = discover(tmp_path, OPTIONS)
    assert [total.steps for total in read(item, OPTIONS).day_totals] == [9000]


def test_two_recordings_in_one_folder_are_both_kept(tmp_path: Path) -> None:
    head = "time,seconds_elapsed,z,y,x\n"
    rows = "".join(
        f"{1761430122964978000 + i * 20_000_000},{i / 50},9.8,0.1,0.1\n" for i in range(600)
    )
    for name in ("monday_Accelerometer", "tuesday_Accelerometer", "tuesday_TotalAcceleration"):
        (tmp_path / f"{name}.csv").write_text(head + rows)
    items = list(discover(tmp_path, OPTIONS))
    assert sorted(Path(item.name).stem for item in items) == [
        "monday_Accelerometer",
        "tuesday_TotalAcceleration",
    ]
    assert sum(item.skipped for item in items) == 1


def test_a_format_can_be_named_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ZEPP)
    options = ReadOptions(config_tz="UTC", format_id="harth", today=date(2026, 11, 21))
    (item,) = discover(path, options)
    with pytest.raises(DataError, match="Taken for harth"):
        read(item, options)
    (item,) = discover(path, ReadOptions(format_id="nonsense"))
    assert isinstance(item.error, UsageError)


def test_explain_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ZEPP)
    rows = explain(path, OPTIONS)
    assert rows[0][:2] == ("zepp-minutes", "likely")
    assert {row[0] for row in rows} == set(format_ids())
    assert all(row[2] for row in rows)


def test_listing_formats_loads_nothing_heavy() -> None:
    code = (
        "import sys; from stride.formats import all_formats, format_ids, ReadOptions\n"
        "assert len(format_ids()) > 50\n"
        "assert not {'numpy', 'pyarrow'} & set(sys.modules)\n"
        "assert 'stride.formats.layouts.research.harth' not in sys.modules\n"
        "all_formats(); assert not {'numpy', 'pyarrow', 'sqlite_utils'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_arrays_of_numpy_are_refused_in_one_sentence(tmp_path: Path) -> None:
    path = zipped(tmp_path / "model.npz", {"weights.npy": b"\x93NUMPY", "bias.npy": b"\x93NUMPY"})
    with pytest.raises(DataError) as caught:
        list(discover(path, OPTIONS))
    assert caught.value.message == f"{path} is a file of NumPy arrays, not an export."


SOURCE = (
    "COLUMNS = (\n"
    + "\n".join(
        '    "date", "minutes", "steps", "grade",\n    "start", "end", "count", "value",'
        for _ in range(9)
    )
    + "\n)\n"
)


@pytest.mark.parametrize("name", ["steps.py", "daily steps.js", "steps.csv"])
def test_source_code_is_no_table_of_steps(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('"""Steps by date."""\n' + SOURCE)
    (item,) = discover(tmp_path / name, OPTIONS)
    assert item.format_id is None
    assert "no export stride knows" in str(item.error)


@pytest.mark.parametrize(
    ("first_bytes", "said"),
    [
        (b"%PDF-1.4\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "Excel"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, first_bytes: bytes, said: str) -> None:
    (tmp_path / "walk.csv").write_bytes(first_bytes)
    (item,) = discover(tmp_path / "walk.csv", OPTIONS)
    assert isinstance(item.error, DataError)
    assert said in item.error.message + item.error.hint


def test_a_recording_of_an_actigraph_without_records_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "walk.gt3x", {"info.txt": "Serial Number: X\n", "log.bin": b"\x1e"})
    (item,) = discover(path, OPTIONS)
    with pytest.raises(DataError, match="holds no accelerations"):
        read(item, OPTIONS)


def test_a_header_of_an_axivity_alone_says_so(tmp_path: Path) -> None:
    (tmp_path / "walk.cwa").write_bytes(b"MD\xfc\x03" + b"\xff" * 60)
    (item,) = discover(tmp_path / "walk.cwa", OPTIONS)
    with pytest.raises(DataError, match="ends inside its header"):
        read(item, OPTIONS)


def test_a_zip_with_an_info_txt_is_no_actigraph(tmp_path: Path) -> None:
    path = zipped(tmp_path / "mine.zip", {"info.txt": "my watch\n", "minutes.csv": ZEPP})
    assert [item.format_id for item in discover(path, OPTIONS)] == ["zepp-minutes"]


def test_a_day_with_minutes_has_no_total_beside_them(tmp_path: Path) -> None:
    (tmp_path / "ACTIVITY_MINUTE_1.csv").write_text(ZEPP)
    days = "date,steps,distance,runDistance,calories\n2020-08-27,900,1,0,1\n2020-08-28,21,1,0,1\n"
    (tmp_path / "ACTIVITY_1.csv").write_text(days)
    (item,) = discover(tmp_path, OPTIONS)
    found = read(item, OPTIONS)
    assert found.steps.sum() == 21
    assert [(str(total.date), total.steps) for total in found.day_totals] == [("2020-08-27", 900)]


def test_a_vendors_total_stays_beside_minutes_that_add_up_to_another(tmp_path: Path) -> None:
    (tmp_path / "ACTIVITY_MINUTE_1.csv").write_text(ZEPP)
    days = "date,steps,distance,runDistance,calories\n2020-08-28,25,1,0,1\n"
    (tmp_path / "ACTIVITY_1.csv").write_text(days)
    (item,) = discover(tmp_path, OPTIONS)
    found = read(item, OPTIONS)
    assert found.steps.sum() == 21
    assert [total.steps for total in found.day_totals] == [25]


DOCUMENT: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}


def test_a_workbook_is_named(tmp_path: Path) -> None:
    zipped(tmp_path / "steps.xlsx", DOCUMENT)
    with pytest.raises(DataError, match="xlsx"):
        list(discover(tmp_path / "steps.xlsx", OPTIONS))
    (item,) = discover(tmp_path, OPTIONS)
    assert isinstance(item.error, DataError)
    assert "save the sheet as CSV" in item.error.hint
    with pytest.raises(DataError, match="xlsx"):
        explain(tmp_path, OPTIONS)


def test_a_workbook_beside_an_export_is_only_counted(tmp_path: Path) -> None:
    zipped(tmp_path / "steps.xlsx", DOCUMENT)
    (tmp_path / "days.csv").write_text("date,steps\n2024-05-31,8000\n")
    (item,) = discover(tmp_path, OPTIONS)
    assert item.skipped == 1
    assert item.error is None


def test_explain_names_the_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text("date,steps\n2024-05-31,8000\n")
    (tmp_path / "note.txt").write_text("nothing\n")
    assert explain(tmp_path, OPTIONS) == [
        ("generic-daily", "possible", "days.csv: columns date and steps")
    ]
    (tmp_path / "days.csv").write_text("nothing\n")
    with pytest.raises(DataError, match="None of the 2 files"):
        explain(tmp_path, OPTIONS)


def test_a_copy_of_a_file_changes_nothing(tmp_path: Path) -> None:
    """Parts of one minute are one row, so that a copy repeats it and not some of it."""
    rows = "timestamp,steps\n2025-06-01T08:00:08Z,20\n2025-06-01T08:00:38Z,25\n"
    for name in ("steps_2025-06-01.csv", "steps_2025-06-01 (1).csv"):
        (tmp_path / name).write_text(rows)
    (item,) = discover(tmp_path, OPTIONS)
    assert read(item, OPTIONS).steps.tolist() == [45]


def test_equal_parts_of_a_minute_are_no_repeats(tmp_path: Path) -> None:
    rows = "time,steps\n2024-05-31 10:00,7\n2024-05-31 10:00,7\n2024-05-31 10:00,9\n"
    (tmp_path / "steps.csv").write_text(rows)
    (item,) = discover(tmp_path / "steps.csv", OPTIONS)
    assert read(item, OPTIONS).steps.sum() == 23
