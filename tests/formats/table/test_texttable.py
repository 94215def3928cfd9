"""Columns of texts, block by block, are what the csv module gives row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats.find.files import blobs
from stride.formats.table import text_blocks, texttable
from stride.formats.table.cells import number_at, numbers_at
from stride.formats.table.dialect import Dialect
from stride.formats.table.rows import rows_of
from stride.formats.table.text_blocks import TextTable
from stride.formats.table.texttable import text_table
from stride.formats.texts import all_match, coded, floats, stripped

DIALECT = Dialect(("time", "steps", "who"), ",", ".", 1, "utf-8-sig")
NAMES = ("time", "who")


def plain(blob: Any, dialect: Dialect, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The plain lines that the blocks must agree with."""
    places = [dialect.names.index(name) for name in names]
    rows = rows_of(blob, None, dialect.delimiter, dialect.encoding)
    padded = ((line, cells + [""] * len(dialect.names)) for line, cells in rows)
    return [(n, *(row[k] for k in places)) for n, row in padded if n > dialect.first_row]


def rows(table: TextTable) -> list[tuple[Any, ...]]:
    columns = [[t.decode() for t in column.to_pylist()] for column in table.columns.values()]
    return list(zip(table.line.tolist(), *columns, strict=True))


def compared(path: Path, raw: bytes, dialect: Dialect = DIALECT) -> TextTable:
    path.write_bytes(raw)
    blob = next(iter(blobs(path)))
    table = text_table(blob, None, dialect, NAMES)
    assert rows(table) == plain(blob, dialect, NAMES)
    return table


def split_by_arrow(raw: bytes) -> bool:
    """Whether a whole text is taken the fast way."""
    shape = text_blocks._Shape("file", DIALECT, (0, 2))
    pairs = b'"' not in raw or text_blocks._quotes_pair(raw, ",")
    return pairs and text_blocks._by_arrow(raw, 1, shape) is not None


@pytest.mark.parametrize(
    ("text", "fast"),
    [
        ("time,steps,who\n2026-01-01,5,a\n2026-01-02,6,b\n", True),
        ("time,steps,who\r\n2026-01-01,5,a\r\n2026-01-02,6,b", True),
        ('"time","steps","who"\n"2026-01-01","1,5","a"\n"","",b\n', True),
        ('time,steps,who\n"a"",""b",5,a\n', False),
        ('time,steps,who\n",",5,a\n', True),
        ('time,steps,who\n"a\nb",5,a\n', False),
        ('time,steps,who\na"b,5,a\n"c"d,5,a\n', False),
        ('time,steps,who\n2026-01-01,5,"never closed\n', False),
        ("time,steps,who\n2026-01-01,5\n2026-01-02,6,b\n", False),
        ("time,steps,who\n2026-01-01,5,a,more\n", False),
        ("time,steps,who\n\n2026-01-01,5,a\n , ,\n,,\n\u00a0,\u2003,\x1c\n,7,\n", False),
        ("time,steps,who\r2026-01-01,5,a\r2026-01-02,6,b\r", False),
        ("time,steps,who\n2026-01-01,5,a\r2026-01-02,6,b\n", False),
        ("time,steps,who\n2026-01\x00-01,5,a\n", False),
        ("time,steps,who\n", True),
        ("", True),
        ("\ufefftime,steps,who\nä,5,å\n", False),
        ("\ufefftime,steps,who\nx,5,å\n", True),
    ],
)
def test_every_kind_of_block(tmp_path: Path, text: str, fast: bool) -> None:
    compared(tmp_path / "file.csv", text.encode())
    assert split_by_arrow(text.removeprefix("\ufeff").encode()) is fast


CELLS = st.sampled_from(
    ["2026-01-01 10:00", "5", "", " ", '"7"', '"a,b"', '"a\nb"', '"q""q"', 'x"y', '"z"w', "é", "\0"]
)
ENDS = st.sampled_from(["\n"] * 6 + ["\r\n", "\r", "\n\n"])
ODD_LINES = st.lists(st.tuples(st.lists(CELLS, max_size=5).map(",".join), ENDS).map("".join))
PLAIN_LINE = st.sampled_from(["2026-01-01,5,a\n", '"2026-01-02","6","b"\n'])


@given(st.data())
def test_any_table_in_blocks_of_any_size(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = data.draw(st.one_of(ODD_LINES, st.lists(st.one_of(PLAIN_LINE, PLAIN_LINE, *[
        st.tuples(CELLS, ENDS).map("".join)
    ]))))  # fmt: skip
    dialect = Dialect(DIALECT.names, ",", ".", data.draw(st.integers(0, 3)), "utf-8-sig")
    path = tmp_path_factory.mktemp("table") / "file.csv"
    sizes = {
        "BLOCK_BYTES": data.draw(st.integers(1, 60)),
        "BLOCK_ROWS": data.draw(st.integers(1, 5)),
    }
    few = data.draw(st.integers(1, 3))
    with mock.patch.multiple(text_blocks, **sizes), mock.patch.object(texttable, "FEW", few):
        compared(path, "".join(lines).encode(), dialect)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    dialect = Dialect(DIALECT.names, ",", ".", 1, encoding)
    raw = "time,steps,who\n2026-01-01,5,Zoë\n2026-01-02,6,Ærø\n".encode(encoding)
    assert len(compared(tmp_path / "file.csv", raw, dialect)) == 2
    compared(tmp_path / "damaged.csv", raw + b"\xff\xfe,\x81,\xc3\n", dialect)


def test_rows_of_a_mask_keep_their_lines(tmp_path: Path) -> None:
    table = compared(tmp_path / "file.csv", b"time,steps,who\na,1,x\nb,2,y\nc,3,z\n")
    kept = table.take(np.array([True, False, True])).only("who")
    assert rows(kept) == [(2, "x"), (4, "z")]


def test_texts_that_repeat_are_kept_once_until_they_do_not(tmp_path: Path) -> None:
    few = "2026-01-01,5,a\n" * 20
    with mock.patch.object(text_blocks, "BLOCK_BYTES", 150), mock.patch.object(texttable, "FEW", 4):
        table = compared(tmp_path / "few.csv", ("time,steps,who\n" + few).encode())
        assert "dictionary" in str(table.columns["who"].type)
        assert rows(table.take(table.line > 3)) == rows(table)[2:]
        many = "".join(f"2026-01-{n:02d},5,a\n" for n in range(1, 30))
        table = compared(tmp_path / "many.csv", ("time,steps,who\n" + few + many).encode())
    assert {str(column.type) for column in table.columns.values()} != {"binary"}
    assert str(table.columns["time"].type) == "binary"
    assert coded(table.columns["who"])[1] == ["a"]


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["12", "1,5", "1.234", " 7", '"8"', "", "n/a", "1e3", "-4", "x", "٣"]),
        st.text(max_size=5),
        st.integers(0, 200).map(str),
    ),
    max_size=20,
)


def column(texts: list[str]) -> Any:
    import pyarrow as pa

    encoded = [text.encode() for text in texts]
    return pa.chunked_array([encoded[:7], encoded[7:]], pa.binary())


@given(TEXTS, st.sampled_from([".", ","]))
def test_numbers_of_a_column(texts: list[str], decimal: str) -> None:
    lines = list(range(2, len(texts) + 2))
    try:
        wanted = [number_at(t, n, "steps", decimal) for t, n in zip(texts, lines, strict=True)]
    except DataError as error:
        with pytest.raises(DataError) as caught:
            numbers_at(column(texts), lines, "steps", decimal)
        assert caught.value.message == error.message
    else:
        assert numbers_at(column(texts), lines, "steps", decimal).tolist() == wanted


@given(TEXTS)
def test_texts_of_a_column(texts: list[str]) -> None:
    found = [text.decode() for text in stripped(column(texts)).to_pylist()]
    assert found == [text.strip().strip('"') for text in texts]
    index, names = coded(column(texts))
    assert [names[place] for place in index] == texts
    assert names == list(dict.fromkeys(texts))
    assert all_match(column(texts), r"^\p{Nd}+$") == all(
        text.isdecimal() and "\n" not in text for text in texts
    )


def test_digits_of_other_scripts() -> None:
    assert floats(column(["12", "1,5", "٣.٥"])).tolist() == [12.0, 1.5, 3.5]


def test_a_table_that_names_no_columns_is_refused(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("title\n\n1,2\n")
    blob = next(iter(blobs(path)))
    with pytest.raises(DataError, match=r"days\.csv, line 2: no columns are named"):
        list(texttable.records_of(blob, None, Dialect((), ",", ".", 2)))


def test_a_small_file_sets_aside_no_more_than_it_holds(tmp_path):
    """The most a kind may hold is asked for; what is there decides the memory."""
    import tracemalloc

    from stride.formats.table.rows import whole_text

    path = tmp_path / "small.csv"
    path.write_text("date,steps\n2026-03-02,8000\n")
    blob = next(iter(blobs(path)))
    tracemalloc.start()
    assert whole_text(blob, None, 1 << 28).endswith("8000\n")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 25
