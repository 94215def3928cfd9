"""Layouts of a person's own, in a folder that the settings name: found, and run if they are theirs.

A layout is a program, and runs with the rights of whoever imports. A file is run only if it, and
the folder it lies in, belong to that person and nobody else may write to them; what is run is what
was looked at, read once.
"""

from __future__ import annotations

import os
import stat
from functools import lru_cache

TYPE_CHECKING = False  # completion asks for the ids alone: typing would cost it as much again
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from stride.errors import UsageError
    from stride.formats.layout import Layout, OwnTable

WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_folder: list[Path] = []


def use_layouts(folder: Path | None) -> None:
    """Read the layouts of a folder beside stride's from now on; None for stride's alone."""
    _folder[:] = [] if folder is None else [folder]


def own_paths() -> dict[str, Path]:
    """{id: file} of the layouts in the folder; a file's name is its id.

    Raises UsageError where the folder is none.
    """
    if not _folder:
        return {}
    folder = _folder[0]
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    except OSError as error:
        raise _refusal(
            f"The setting layouts names {folder}, which cannot be read: {error.strerror}.",
            "Make that folder, or name another: stride config set layouts FOLDER.",
        ) from error
    stems = [name[:-3] for name in names if name.endswith(".py") and not name.startswith("_")]
    return {stem.replace("_", "-"): folder / f"{stem}.py" for stem in stems}


def save(folder: Path, table: OwnTable) -> Path:
    """Write the declaration of a table into the folder; its file.

    Raises UsageError where one of that name is there and says something else, OSError.
    """
    path = folder / f"{table.id.replace('-', '_')}.py"
    text = _declaration(table)
    if path.exists():
        if path.read_text(encoding="utf-8") == text:
            return path
        raise _refusal(
            f"There is a layout {path} already, and it says something else.",
            "Give this one another name, or delete that file.",
        )
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def _declaration(table: OwnTable) -> str:
    """The program that makes a table, as a person would write it."""
    import json

    names = ("id", "title", "header", "device", "columns", "rate_hz", "unit", "date_order")
    given = [(name, getattr(table, name)) for name in (*names, "placement")]
    texts = [(n, json.dumps(v, ensure_ascii=False)) for n, v in given if v]
    fields = "".join(f"    {name}={text},\n" for name, text in texts)
    return (
        '"""A table of your own, as --columns told it."""\n\n'
        f"from stride.formats.layout import OwnTable\n\nFORMAT = OwnTable(\n{fields})\n"
    )


def load(path: Path) -> Layout:
    """The layout of a file.

    Raises UsageError where the file is not the person's alone, or is no layout.
    """
    try:
        _theirs(path.parent, path.parent.stat())
        with path.open("rb") as stream:
            _theirs(path, os.fstat(stream.fileno()))
            source = stream.read()
    except OSError as error:
        raise _refusal(f"{path} cannot be read: {error.strerror}.", "Check its rights.") from error
    return _run(path, source)


def _refusal(message: str, hint: str) -> UsageError:
    from stride.errors import UsageError

    return UsageError(message, hint)


def _theirs(path: Path, status: os.stat_result) -> None:
    """Raises UsageError where a path is not the person's, or others may write to it."""
    person = getattr(os, "getuid", None)
    if person is None:
        raise _refusal(
            f"{path} is not run: this system does not say whose file it is.",
            "Layouts of your own work on Linux and macOS.",
        )
    if status.st_uid != person():
        raise _refusal(
            f"{path} belongs to somebody else, so stride does not run it.",
            "Copy it into a folder of yours, read it, and name that folder.",
        )
    if status.st_mode & WRITABLE_BY_OTHERS:
        raise _refusal(
            f"Others may write to {path}, so stride does not run it.",
            f"Take that right away: chmod go-w {path}",
        )


@lru_cache(maxsize=256)
def _run(path: Path, source: bytes) -> Layout:
    """The FORMAT of a program, which is run once."""
    module: dict[str, Any] = {"__name__": f"own_layout_{path.stem}", "__file__": str(path)}
    try:
        exec(compile(source, str(path), "exec"), module)
        layout: Layout = module["FORMAT"]
        layout_id, named = layout.id, (layout.title, layout.header, layout.recognise, layout.read)
    except Exception as error:
        raise _refusal(
            f"{path} is no layout ({type(error).__name__}: {error}).",
            "It has to hold a FORMAT; see 'A layout of your own' in CONTRIBUTING.md.",
        ) from error
    wanted = path.stem.replace("_", "-")
    if layout_id != wanted or not all(named):
        raise _refusal(
            f"{path} holds the layout “{layout_id}”; its file has to be called so.",
            f"Give it the id “{wanted}”, or the file another name.",
        )
    return layout
