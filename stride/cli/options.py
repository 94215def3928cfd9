"""Options that several commands share, as annotations."""

from __future__ import annotations

from pathlib import Path  # noqa: F401
from typing import Annotated

import typer  # with Path: names that annotations elsewhere may use

#: The largest number that SQLite and JSON both hold exactly.
LAST_NUMBER = 2**53

DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The day to look at; today when left out."),
]
CheckOption = Annotated[bool, typer.Option("--check", help="Exit 1 unless that day's goal is met.")]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Replace a file that this command did not write.")
]
AtOption = Annotated[
    str | None, typer.Option("--at", metavar="HH:MM", help="The time of day; now when left out.")
]


def check_number(number: int | None) -> int | None:
    """The number of an import or a change; SQLite counts from 1. Raises typer.BadParameter."""
    if number is not None and not 1 <= number <= LAST_NUMBER:
        raise typer.BadParameter(
            "there is none. 'stride imports --all' and 'stride undo --list' show the numbers."
        )
    return number
