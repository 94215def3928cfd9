"""Work side by side gives what work in turn gives, and ends when it is no longer wanted."""

from __future__ import annotations

import threading

import pytest

from stride import threads


@pytest.fixture(params=["1", "2", "4"])
def some_threads(request, monkeypatch):
    monkeypatch.setenv(threads.SETTING, request.param)


def test_every_item_is_worked_on_once(some_threads):
    done = [0] * 100

    def work(item: int) -> None:
        done[item] += 1

    threads.side_by_side(work, range(100))
    assert done == [1] * 100


def test_what_the_work_raises_is_raised(some_threads):
    def work(item: int) -> None:
        if item == 7:
            raise ValueError(item)

    with pytest.raises(ValueError, match="7"):
        threads.side_by_side(work, range(100))


def test_items_made_ahead_keep_their_order(some_threads):
    assert list(threads.ahead(iter(range(50)))) == list(range(50))
    assert list(threads.ahead([None, None])) == [None, None]
    assert list(threads.ahead([])) == []


def test_an_error_comes_where_it_was_made(some_threads):
    def items():
        yield from (1, 2, 3)
        raise OSError("the disk")

    seen = []
    with pytest.raises(OSError, match="the disk"):
        for item in threads.ahead(items()):
            seen.append(item)
    assert seen == [1, 2, 3]


def test_who_leaves_early_leaves_no_thread(some_threads):
    before = threading.active_count()
    made = threads.ahead(iter(range(10_000)))
    assert [next(made), next(made)] == [0, 1]
    made.close()
    assert threading.active_count() == before


def test_the_setting_decides_and_nonsense_does_not(monkeypatch):
    monkeypatch.setenv(threads.SETTING, "3")
    assert threads.count() == 3
    for nonsense in ("", "0", "many", "-2"):
        monkeypatch.setenv(threads.SETTING, nonsense)
        assert 1 <= threads.count() <= threads.MOST
