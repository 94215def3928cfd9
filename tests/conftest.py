"""What all tests share: where the labelled recordings are, the simulator, a home of one's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from stride import interval
from stride.types import PLACEMENTS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "sample_data"))

# The same examples every time, however busy the machine: a red run can be run again. STRIDE_FUZZ=N
# draws new ones, and N times as many of the damaged files.
settings.register_profile(
    "stride",
    deadline=None,
    derandomize="STRIDE_FUZZ" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("stride")


def data_folder() -> Path:
    """The labelled recordings: ``STRIDE_DATA``, or beside the project."""
    return Path(os.environ.get("STRIDE_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Every test has its own STRIDE_HOME, a computer in UTC, and weeks from Monday."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("STRIDE_HOME", str(home))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("NO_COLOR", "STRIDE_PLAIN", "STRIDE_NOW", "STRIDE_DEBUG", "STRIDE_ZONE"):
        monkeypatch.delenv(name, raising=False)
    return home


#: How far a walking time may be off, in tests: a training may change what ships.
WIDE = {"of_doubt": 1.0, "of_walking": 0.1, "alone": 0.1}
NARROW = {"of_doubt": 1.0, "of_walking": 0.04, "alone": 0.04}


@pytest.fixture(autouse=True)
def fixed_intervals(monkeypatch):
    """A tenth to either side of a recording, less at the thigh; a seventh of the own cadence."""
    fitted = {
        "recordings": {p: NARROW if p.startswith("thigh") else WIDE for p in PLACEMENTS},
        "steps": {"minutes": [0.85, 1.15], "longer_bins": [0.95, 1.1]},
    }
    monkeypatch.setattr(interval, "_fitted", lambda: fitted)


@pytest.fixture
def recordings() -> Path:
    """The folder of labelled recordings; a loud skip where it is absent."""
    folder = data_folder()
    if not (folder / "manifest.json").exists():
        pytest.skip(f"NO REAL DATA at {folder}: set STRIDE_DATA to test on real recordings")
    return folder


def pytest_terminal_summary(terminalreporter):
    if not (data_folder() / "manifest.json").exists():
        terminalreporter.write_line(
            "REAL-DATA TESTS SKIPPED: no recordings beside the project, and no STRIDE_DATA",
            yellow=True,
        )
