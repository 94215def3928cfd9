"""Where a command may write: not over stride's own files, nor over what another program wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stride import disk
from stride.errors import DiskError

if TYPE_CHECKING:
    from stride.cli.common import Session
    from stride.settings import Paths

#: The page that ``report --open`` makes where no name was given.
PAGE = "report.html"
#: Bytes at the start of a file by which its kind is known.
HEAD_BYTES = 4096
SQLITE = b"SQLite format 3\x00"

#: Kind of output -> whether a file that begins like this is an earlier one of it.
KINDS: dict[str, Callable[[bytes], bool]] = {
    "page": lambda head: b'<meta name="generator" content="stride">' in head,
    "picture": lambda head: head[:8] == b"\x89PNG\r\n\x1a\n" and b"Software\x00stride" in head,
    "seconds": lambda head: head.startswith((b"time,activity,confidence,", b'{"time": "')),
    "backup": lambda head: head.startswith(SQLITE),
    "manual": lambda head: head.startswith(b'.TH "STRIDE'),
    "study": lambda head: b'"made_by": "stride' in head,
    "readme": lambda head: head.startswith(b"Exported by stride."),
}


def own_files(paths: Paths) -> list[Path]:
    """Every file that stride keeps for itself: database, log, kept copies, settings, lists."""
    from stride.store.kept import COMPANIONS, copies

    database = paths.database
    beside = [database.with_name(database.name + tail) for tail in COMPANIONS]
    lists = [paths.state / name for name in ("inbox.json", "remind.txt", PAGE)]
    return [database, *beside, *copies(database), paths.config_file, *lists]


def check_output(session: Session, path: Path, kind: str, force: bool = False) -> None:
    """Raise DiskError where a command must not or cannot write its output.

    kind: one of KINDS. force: over a file of another kind all the same, but never over stride's.
    """
    check_kind(session, path, KINDS[kind], force)


def check_kind(
    session: Session, path: Path, is_earlier: Callable[[bytes], bool], force: bool
) -> None:
    """As ``check_output``, for a kind that is known by ``is_earlier`` of its first bytes."""
    if path.is_dir():
        raise DiskError(f"{path} is a folder.", "Name a file in it.")
    if any(_same(path, own) for own in own_files(session.settings.paths)):
        raise DiskError(f"{path} is stride's own file.", "Name another file.")
    if not path.exists() or force:
        return
    if not path.is_file():
        raise DiskError(f"{path} is not a file.", "Name another.")
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if head and not is_earlier(head):
        raise DiskError(
            f"{path} is there already, and this command did not write it.",
            "Name another file, or add --force to replace it.",
        )


def _same(path: Path, own: Path) -> bool:
    if path.exists() and own.exists():
        return path.samefile(own)
    return path.resolve() == own.resolve()


def write_bytes(path: Path, data: bytes) -> None:
    """Write an output, whole or not at all. Raises DiskError."""
    try:
        disk.write_whole(path, lambda partial: _fill(partial, data))
    except OSError as error:
        raise DiskError(
            f"{path} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error


def _fill(path: Path, data: bytes) -> None:
    path.write_bytes(data)
