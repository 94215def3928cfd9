"""What a person typed, held against what it may be; and the question before a last step."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from stride.cli import common
from stride.errors import DiskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def nearest(word: str, choices: Iterable[str]) -> str:
    """``Did you mean import? `` where one of the choices is much like the word, else nothing."""
    import difflib

    near = difflib.get_close_matches(word, list(choices), n=1)
    return f"Did you mean {near[0]}? " if near else ""


def check_choice(
    option: str, value: str | None, choices: tuple[str, ...], others: str | None = None
) -> None:
    """Raise UsageError, naming the nearest choice, unless ``value`` is one of them or None.

    others: what to say instead of listing the choices, where there are many.
    """
    if value is not None and value not in choices:
        others = others or f"Choose one of: {', '.join(choices)}."
        raise UsageError(f"{option} cannot be {value!r}.", nearest(value, choices) + others)


def number_within(text: str, what: str, hint: str, limits: tuple[float, float]) -> float:
    """The number typed. Raises UsageError with the hint unless it lies within the limits."""
    try:
        value = float(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a number: the {what} is one.", hint) from None
    if not limits[0] <= value <= limits[1]:
        low, high = (f"{limit:g}" for limit in limits)
        raise UsageError(f"{text} is outside {low} to {high}, the limits of the {what}.", hint)
    return value


def confirmed(question: str, hint: str) -> bool:
    """Whether the person says yes. Raises UsageError with the hint where nobody can be asked.

    question: in one line. hint: how to say yes beforehand.
    """
    if not common.is_terminal(sys.stdin):
        raise UsageError(f"{question} This is no terminal, so stride cannot ask.", hint)
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def check_file(path: Path, make_folder: bool = False) -> None:
    """Raise DiskError where no file can be: said before the work is done, not after.

    make_folder: the folder of the file will be made when it is not there.
    """
    if path.is_dir():
        raise DiskError(f"{path} is a folder.", "Name a file in it.")
    if not make_folder and not path.absolute().parent.is_dir():
        raise DiskError(f"The folder {path.absolute().parent} does not exist.", "Make it first.")


def check_folder(path: Path) -> None:
    """Raise DiskError where no folder can be made, because a file stands there."""
    if path.exists() and not path.is_dir():
        raise DiskError(f"{path} is a file, not a folder.", "Name a folder; it is made if needed.")
