"""No module lies in a circle of imports, whether at its top or inside a function."""

from __future__ import annotations

import pytest

from benchmarks.moves import arrows, circles


@pytest.mark.parametrize("package", ["stride", "training"])
def test_no_module_leads_back_to_itself(package: str) -> None:
    assert circles(arrows(package)) == []


def test_a_circle_would_be_seen() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert circles(graph) == [["a", "b", "c"]]
