"""The main job on recordings of real people, written as a person's CSV."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import data_folder

CASES = [
    ("har70plus", "thigh+back", 0.9),
    ("wisdm2019-phone", "pocket", 0.85),
    ("difronzo-pocket", "pocket", 0.85),
]


@pytest.mark.real
@pytest.mark.parametrize(("dataset", "placement", "floor"), CASES)
def test_import_today_report_classify(recordings, monkeypatch, dataset, placement, floor):
    """Floors guard the main job; the models know these people (accuracy: docs/accuracy.md)."""
    monkeypatch.setenv("STRIDE_DATA", str(data_folder()))
    from benchmarks import real
    from training.score import f1

    item = next(i for i in real.chosen(1) if (i.dataset, i.placement) == (dataset, placement))
    truth, said, _ = real.run(item, auto=False)
    assert f1(truth, said)[2] >= floor
    assert np.count_nonzero(truth) > 60
