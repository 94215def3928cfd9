"""What became of one file of an import, for the pipeline to fill and the views to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stride.errors import StrideError


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day an import touched, with its figures and grade after, and its walking minutes before."""

    date: str
    walking_minutes: float
    steps: float
    wear_minutes: float | None
    before_minutes: float | None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. status: imported, already, empty, refused or dry-run.

    skipped: files of no use beside it in the same folder or zip, counted once. refused: files of
    the same export that could not be used, each as (name, message, hint).
    """

    file: str
    status: str
    sha256: str = ""
    row: dict[str, Any] = field(default_factory=dict)
    days: tuple[DayChange, ...] = ()
    warnings: tuple[str, ...] = ()
    error: StrideError | None = None
    skipped: int = 0
    seconds: float = 0.0
    refused: tuple[tuple[str, str, str], ...] = ()
