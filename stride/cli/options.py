"""Options that several commands share, as annotations."""

from __future__ import annotations

from typing import Annotated

import typer

DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The day to look at; today when left out."),
]
CheckOption = Annotated[bool, typer.Option("--check", help="Exit 1 unless that day's goal is met.")]
