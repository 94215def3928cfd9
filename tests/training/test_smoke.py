"""The shipped models on the recordings they were trained on: nothing broke since."""

from __future__ import annotations

import pytest

from training import data
from training.smoke import smoke


@pytest.mark.real
def test_the_shipped_models_still_find_the_walking(capsys):
    if data.root() is None:
        pytest.skip("the labelled recordings are not here (STRIDE_DATA): nothing was checked")
    assert smoke() == 0, capsys.readouterr().out


def test_without_recordings_the_smoke_test_says_so(monkeypatch, capsys):
    monkeypatch.setattr(data, "root", lambda: None)
    assert smoke() == 0
    assert "SKIPPED" in capsys.readouterr().out
