"""Texts of time in every spelling, and millions of them against a plain equivalent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.formats.time.order import order_evidence
from stride.formats.time.parse import AmbiguousOrder, BadTime, parse_times
from stride.formats.time.spelling import has_clock, has_date, is_stamp, looks_like_time

SPELLINGS = [
    ("2020-01-02 03:04:05.123", "2020-01-02T03:04:05.123", None),
    ("2019-12-28T11:49:00+01:00", "2019-12-28T11:49:00", 60),
    ("4/12/2016 12:33:00 AM", "2016-04-12T00:33:00", None),
    ("4/12/2016 12:33:00 PM", "2016-04-12T12:33:00", None),
    ("4/26/18", "2018-04-26T00:00:00", None),
    ("Oct 22, 2022, 9:39:26 PM", "2022-10-22T21:39:26", None),
    ("Oct 22, 2022, 9:39:26\u202fPM", "2022-10-22T21:39:26", None),
    ("23 jun. 2017 15:52:12", "2017-06-23T15:52:12", None),
    ("3 déc. 2021 à 10:00:00", "2021-12-03T10:00:00", None),
    ("11-Nov-2014 00:00", "2014-11-11T00:00:00", None),
    ("2024-09-21 7:57:00\u202fam +1000", "2024-09-21T07:57:00", 600),
    ("26/12/2015 1:00 p. m.", None, None),
    ("2018-07-31 17:23:18:715", "2018-07-31T17:23:18.715", None),
    ("2017-09-12T15:00:00Z", "2017-09-12T15:00:00", 0),
    ("2025-02-12 19:25:34.172 UTC+02:00", "2025-02-12T19:25:34.172", 120),
    ("2022-03-11T08:47:36+16:00", "2022-03-11T08:47:36", 960),
    ("31-May-2024 14:05:00.250", "2024-05-31T14:05:00.250", None),
    ("2016-4-12 0:00", "2016-04-12T00:00:00", None),
    ("20240531", "2024-05-31T00:00:00", None),
    ("20260514093000", "2026-05-14T09:30:00", None),
    ("20260514093000.250", "2026-05-14T09:30:00.250", None),
    ("20260514093000250", "2026-05-14T09:30:00.250", None),
    ("20260514_093000.250", "2026-05-14T09:30:00.250", None),
    ("20260514T093000Z", "2026-05-14T09:30:00", 0),
    ("20260514T0930+0200", "2026-05-14T09:30:00", 120),
    ("20260514 09:30:00", "2026-05-14T09:30:00", None),
    ("20261314093000", None, None),
    ("20260514T256000", None, None),
    ("2020-13-01", None, None),
    ("2021-02-29", None, None),
    ("2020-01-01 25:00", None, None),
    ("13:00 PM 2020-01-01", None, None),
    ("yesterday", None, None),
    ("", None, None),
    ("########", None, None),
]


@pytest.mark.parametrize(("text", "wall", "offset"), SPELLINGS)
def test_spelling(text: str, wall: str | None, offset: int | None) -> None:
    if wall is None:
        with pytest.raises(BadTime) as caught:
            parse_times(["2020-01-01", text], "mdy")
        assert caught.value.row == 1
        return
    found = parse_times([text], "mdy")
    plain = datetime.fromisoformat(wall).replace(tzinfo=UTC).timestamp()
    assert found.local_s[0] == pytest.approx(plain, abs=1e-6)
    assert (None if np.isnan(found.offset_min[0]) else found.offset_min[0]) == offset
    assert looks_like_time(text) and has_date(text)


STAMPS = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01"))
FORMS = st.sampled_from(
    ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M", "%m/%d/%Y %I:%M:%S %p", "%d %b %Y %H:%M:%S"]
)


@given(st.lists(st.tuples(STAMPS, FORMS), min_size=1, max_size=30))
def test_columns_of_mixed_spellings_read_like_single_texts(
    rows: list[tuple[datetime, str]],
) -> None:
    texts = [stamp.strftime(form) for stamp, form in rows]
    plain = [
        datetime.strptime(text, form).replace(tzinfo=UTC).timestamp()
        for text, (_, form) in zip(texts, rows, strict=True)
    ]
    assert parse_times(texts, "mdy").local_s.tolist() == pytest.approx(plain, abs=1e-5)


@given(st.lists(STAMPS, min_size=1, max_size=20), st.integers(-14 * 60, 14 * 60))
def test_offsets_in_the_text(stamps: list[datetime], minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    found = parse_times([stamp.replace(tzinfo=zone).isoformat() for stamp in stamps])
    assert set(found.offset_min.tolist()) == {minutes}


@pytest.mark.parametrize(
    ("texts", "evidence"),
    [
        (["31/05/2024", "01/06/2024"], {"dmy"}),
        (["05/31/2024"], {"mdy"}),
        (["01/02/2024", "03/04/2024"], set()),
        (["31/05/2024", "05/31/2024"], {"dmy", "mdy"}),
        (["2024-05-31"], {"ymd"}),
        (["no date"], set()),
    ],
)
def test_what_dates_prove(texts: list[str], evidence: set[str]) -> None:
    assert order_evidence(texts) == evidence


def test_the_order_is_never_guessed() -> None:
    with pytest.raises(AmbiguousOrder):
        parse_times(["03/04/2024"])


@pytest.mark.parametrize("epoch", ["1778751000", "1778751000123", "1778751000123456", "0" * 14])
def test_an_epoch_is_no_date_in_digits(epoch: str) -> None:
    assert not is_stamp(epoch) and not has_clock(epoch)
    assert not has_date(epoch)


@pytest.mark.parametrize("nanos", [49_105_962_326_000, 20_260_514_996_100, 20_269_914_093_000])
def test_time_since_boot_is_no_date_in_digits(nanos: int) -> None:
    assert not is_stamp(str(nanos)) and not looks_like_time(str(nanos))
