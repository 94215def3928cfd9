"""The changelog of a release is made from the fragments of changes/."""

from __future__ import annotations

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path

ROOT = Path(__file__).parent.parent


def gather():
    loader = SourceFileLoader("gather", str(ROOT / "bin" / "gather-changes"))
    spec = importlib.util.spec_from_loader("gather", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_fragments_stand_under_their_version_above_the_older_ones():
    made = gather().gathered(
        "# Changelog\n\nWords.\n\n## 0.1.0\n\nFirst.\n",
        ["Count stairs\n\nThey were left out.\nNow they count.\n", "Refuse weeks.\n"],
        "0.2.0",
        "2026-12-01",
    )
    assert made == (
        "# Changelog\n\nWords.\n\n## 0.2.0 (2026-12-01)\n\n* **Count stairs.**\n  They were left "
        "out.\n  Now they count.\n* **Refuse weeks.**\n\n## 0.1.0\n\nFirst.\n"
    )


def test_every_fragment_begins_with_a_sentence():
    for path in (ROOT / "changes").glob("*.md"):
        first, _, rest = path.read_text().partition("\n")
        assert len(first) > 20 and not first.startswith(("*", "-")), path.name
        assert path.name == "README.md" or rest.strip(), f"{path.name} does not say what was wrong"
