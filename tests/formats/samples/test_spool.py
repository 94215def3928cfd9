"""Records kept in a scratch file: all of them come back, in order of time, some days at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.formats.samples import spool
from stride.formats.samples.spool import DAY_S, Spool

FIELDS = [("time", "f8"), ("number", "i4")]
BATCHES = st.lists(st.lists(st.integers(-3, 40), min_size=1, max_size=8), min_size=1, max_size=8)


def filled(batches: list[list[int]]) -> Spool:
    """Records half a day apart or more, numbered as they come in."""
    made, number = Spool(FIELDS, "time"), 0
    for batch in batches:
        numbers = np.arange(number, number + len(batch))
        made.add(time=np.array(batch) * DAY_S / 2, number=numbers)
        number += len(batch)
    return made


@given(BATCHES, st.sampled_from([1, 3, 1000]), st.sampled_from([0, 1 << 20]))
def test_every_record_comes_back_in_order(batches, block, in_memory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "BLOCK_RECORDS", block)
        patch.setattr(spool, "IN_MEMORY_BYTES", in_memory)
        made = filled(batches)
        blocks = list(made.in_order())
        times = [time * DAY_S / 2 for batch in batches for time in batch]
        assert len(made) == len(times)
        assert made.whole()["time"].tolist() == times
    days = [np.unique(np.floor(rows["time"] / DAY_S)) for rows in blocks]
    assert np.all(np.diff(np.concatenate(days)) > 0), "a day in two blocks, or days out of order"
    found = np.concatenate(blocks)
    assert sorted(found["number"].tolist()) == list(range(len(times)))
    assert [times[number] for number in found["number"]] == found["time"].tolist()
    for rows in blocks:
        assert (np.diff(rows["number"]) > 0).all(), "not as they came in"
        assert len(rows) <= block or len(np.unique(np.floor(rows["time"] / DAY_S))) == 1


def test_more_can_be_added_after_reading():
    made = filled([[5, 1]])
    assert len(made.whole()) == 2
    made.add(time=np.zeros(1), number=[2])
    assert made.whole()["number"].tolist() == [0, 1, 2]
