"""The names that come from CLDR: whole, in no doubt, and read as dates."""

from __future__ import annotations

from datetime import date

import pytest

from stride import cldr
from stride.formats.time.parse import BadTime, parse_times, to_date
from stride.formats.time.spelling import MONTH_OF


def test_a_name_is_of_one_month_only() -> None:
    names = [name for words in cldr.MONTHS.values() for name in words.split()]
    assert len(names) == len(set(names)) and sorted(cldr.MONTHS) == list(range(1, 13))
    assert not set(names) & set(cldr.DOUBTFUL_MONTHS.split())
    assert not set(MONTH_OF) & set(cldr.DOUBTFUL_MONTHS.split())


def test_a_word_is_of_one_unit_only() -> None:
    words = [word for line in cldr.UNITS.values() for word in line.split()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5. května 2024", date(2024, 5, 5)),
        ("14 października 2024 08:30", date(2024, 10, 14)),
        ("1 января 2024", date(2024, 1, 1)),
        ("воскресенье, 3 марта 2024", date(2024, 3, 3)),
        ("2 Ağustos 2024", date(2024, 8, 2)),
        ("7. heinäkuuta 2024", date(2024, 7, 7)),
        ("28 Φεβρουαρίου 2024", date(2024, 2, 28)),
        ("9 באוגוסט 2024", None),  # with its preposition: no name of CLDR
        ("3 listopada 2024", None),  # October in Croatian, November in Polish
    ],
)
def test_dates_in_many_languages(text: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(BadTime):
            parse_times([text])
    else:
        assert to_date(float(parse_times([text]).local_s[0])) == day
