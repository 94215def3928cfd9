"""What the person said about the files, and what the upper layers know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from stride.errors import DataError

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person said about the files, and what the upper layers know.

    tz: zone of ``--tz``; config_tz: the configured one; computer_tz: the last resort.
    start: ISO start for files that only count seconds. date_order: ``dmy``, ``mdy`` or ``ymd``.
    unit: ``g``, ``m/s2`` or ``mg``. columns: ``time=ts,steps=n`` of ``--columns``; rate_hz: of
    samples without a time. order, ignored: sources inside an export that come first, and that are
    left out. today: the local day, for "after tomorrow".
    progress: called with the bytes of the file on disk consumed so far.
    """

    format_id: str | None = None
    tz: str | None = None
    config_tz: str | None = None
    computer_tz: str = "UTC"
    start: str | None = None
    date_order: str | None = None
    placement: str | None = None
    source: str | None = None
    unit: str | None = None
    walks: tuple[str, ...] = ()
    columns: str | None = None
    rate_hz: float | None = None
    order: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    today: date = date(2100, 1, 1)
    progress: Progress | None = None


class Question(DataError):
    """A refusal that an option of the person's answers; it is asked only where an answer helps.

    answers: options of ReadOptions as they might be answered, by name.
    """

    def __init__(self, message: str, hint: str, *answers: dict[str, Any]) -> None:
        super().__init__(message, hint)
        self.answers = answers


#: A start to be replaced by the true one, where a file tells none.
EXAMPLE_START = "2024-05-31T14:05:00"
