"""Objects of JSON files, read one after the other: as all at once, in blocks of any size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.files import blobs
from stride.formats.table import json_rows as module
from stride.formats.table.json_rows import each_object

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), max_size=8)


def found(path: Path, text: str, block: int = 1 << 18) -> list[dict[str, Any]]:
    path.write_text(text, encoding="utf-8")
    (blob,) = blobs(path)
    assert isinstance(blob, Blob)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK_BYTES", block)
        return list(each_object(blob))


@given(OBJECTS, st.sampled_from([1, 2, 7, 64]), st.sampled_from([None, 1]), st.booleans())
def test_the_objects_of_a_list(
    tmp_path_factory: pytest.TempPathFactory,
    objects: list[dict[str, Any]],
    block: int,
    indent: int | None,
    plain: bool,
) -> None:
    path = tmp_path_factory.mktemp("json") / "file.json"
    text = json.dumps(objects, indent=indent, ensure_ascii=plain)
    assert found(path, text + "\n", block) == objects
    lines = "".join(json.dumps(each) + "\n" for each in objects)
    assert found(path, lines, block) == objects


@pytest.mark.parametrize(
    "text",
    ['[{"x":1},{"x":', '[{"x":1}', '[{"x":1}][{"x":2}]', '{"x":1} and more', '[{"x":1};{"x":2}]'],
)
def test_damage_is_said_with_the_object(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"object 2: the JSON is damaged or cut off"):
        found(tmp_path / "file.json", text)
