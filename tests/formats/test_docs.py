"""The format that docs/formats.md shows to contributors works as printed."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import numpy as np

from stride.formats import ReadOptions, format_ids
from stride.formats.find.blob import Blob
from stride.formats.find.files import blobs
from stride.formats.layout import Match

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_example_reads_a_file(tmp_path: Path) -> None:
    match = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert match
    module: dict[str, object] = {}
    exec(compile(textwrap.dedent(match[1]), "acme_watch.py", "exec"), module)
    rows = "".join(
        f"2024-05-31 10:35:{i // 50:02d}.{i % 50 * 20:03d},0.1,0.2,9.8\n" for i in range(600)
    )
    (tmp_path / "acme.csv").write_text("Acme time,ax,ay,az\n" + rows)
    (blob,) = blobs(tmp_path / "acme.csv")
    assert isinstance(blob, Blob)
    taken = module["FORMAT"]
    assert taken.recognise(blob.head).match == Match.SURE  # type: ignore[attr-defined]
    found = taken.read(blob, ReadOptions(config_tz="Europe/Oslo"))  # type: ignore[attr-defined]
    (chunk,) = found.chunks()
    assert len(chunk.t_utc_s) == 600 and found.gravity == "yes"
    norm = np.linalg.norm(chunk.acc_g, axis=1)
    assert np.allclose(norm, np.linalg.norm([0.1, 0.2, 9.8]) / 9.80665, atol=1e-4)


def test_every_format_stands_in_the_docs() -> None:
    text = DOCS.read_text(encoding="utf-8")
    missing = [name for name in format_ids() if f"`{name}`" not in text]
    assert missing == []
