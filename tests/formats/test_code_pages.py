"""Files of old programs, in the code page of their country: decided by the words of the header."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stride.formats import ReadOptions, discover, read
from stride.formats.find.code_pages import code_page
from stride.types import Intervals

OPTIONS = ReadOptions(config_tz="UTC", today=date(2026, 11, 28))
TABLES = [
    ("cp1250", "Datum;Počet kroků;Vzdálenost\n", "{day:02d}.05.2024;{n};1,2\n"),
    ("cp1250", "Dátum;Lépések;Távolság\n", "2024.05.{day:02d}.;{n};1,2\n"),
    ("iso8859_2", "Dzień;Liczba kroków\n", "{day:02d}.05.2024;{n}\n"),
    ("cp1250", "Data;Paşi;Distanţă\n".replace("ş", "ş"), "{day:02d}.05.2024;{n};1,2\n"),
    ("cp1251", "Дата;Шаги;Расстояние\n", "{day:02d}.05.2024;{n};1,2\n"),
    ("cp1251", "Дата;Кількість кроків\n", "{day:02d}.05.2024;{n}\n"),
    ("koi8_r", "Дата;Количество шагов\n", "{day} мая 2024;{n}\n"),
    ("cp932", "日付,歩数,距離\n", "2024/05/{day:02d},{n},1.2\n"),
    ("cp932", "日付,歩数\n", "2024年5月{day}日,{n}\n"),
    ("gbk", "日期,步数,距离\n", "2024-05-{day:02d},{n},1.2\n"),
    ("big5", "日期,步數,距離\n", "2024-05-{day:02d},{n},1.2\n"),
    ("cp949", "날짜,걸음수,거리\n", "2024-05-{day:02d},{n},1.2\n"),
    ("cp1253", "Ημερομηνία;Βήματα\n", "{day:02d}/05/2024;{n}\n"),
    ("cp1254", "Tarih;Adım sayısı\n", "{day:02d}.05.2024;{n}\n"),
    ("cp1255", "תאריך,צעדים\n", "2024-05-{day:02d},{n}\n"),
    ("cp1252", "Päivämäärä;Askeleet\n", "{day}.5.2024;{n}\n"),
    ("cp1252", "Date;Étapes;Durée\n", "{day:02d}/05/2024;{n};20\n"),
]


@pytest.mark.parametrize(("page", "header", "row"), TABLES, ids=lambda text: str(text)[:24])
def test_a_table_in_its_own_code_page(tmp_path: Path, page: str, header: str, row: str) -> None:
    text = header + "".join(row.format(day=day, n=7000 + day) for day in range(11, 26))
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(page))
    (item,) = discover(path, OPTIONS)
    assert item.error is None, item.error
    found = read(item, OPTIONS)
    assert isinstance(found, Intervals)
    totals = {total.date: total.steps for total in found.day_totals}
    assert totals == {date(2024, 5, day): 7000 + day for day in range(11, 26)}


def test_without_a_word_it_is_the_commonest() -> None:
    assert code_page("größe;länge\n1;2\n".encode("cp1252")) == "cp1252"


def test_a_character_cut_in_two_decides_nothing() -> None:
    assert code_page("日付,歩数\n2024-05-31,8000\n".encode("cp932") + b"\x8e") == "cp932"
