"""The commands below ``stride study``: protocol, describe, associate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stride import errors
from stride.cli import common

if TYPE_CHECKING:
    from stride.study.protocol import Protocol

DaysArgument = Annotated[
    str,
    typer.Argument(metavar="DAYS", help="What measure wrote, or any table of days."),
]
PeopleArgument = Annotated[
    str, typer.Argument(metavar="PEOPLE", help="A table, one row a participant.")
]
ProtocolOption = Annotated[
    str, typer.Option("--protocol", metavar="NAME", help="A shipped one, or a TOML file of yours.")
]
JsonFileOption = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Every number, as JSON; - for stdout.")
]
HtmlOption = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="A sheet to read and print, its CSV beside it."),
]


def study() -> None:
    """A whole cohort, from recordings to days of walking to the ratios of the study.

    An extra: pip install 'stride-walk[study]'. It touches no personal log, and talks only to
    addresses that you name (docs/study.md).
    """


def protocol(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Which one.")] = "hunt4",
) -> None:
    """Print a protocol: the TOML file to copy and edit."""
    from stride.study.protocol import protocol_text

    sys.stdout.write(protocol_text(name))


def describe(
    days: DaysArgument,
    people: PeopleArgument,
    protocol: ProtocolOption = "hunt4",
    json_file: JsonFileOption = None,
    html: HtmlOption = None,
) -> None:
    """Who was counted and how they walked; nothing of the outcome."""
    from stride.study.associate import describe as analyse

    session, plan = common.session(), _plan(protocol, json_file, html)
    results = analyse(*_tables(days, people), plan)
    _write(session, results, plan, None, (json_file, html))


def associate(
    days: DaysArgument,
    people: PeopleArgument,
    protocol: ProtocolOption = "hunt4",
    json_file: JsonFileOption = None,
    html: HtmlOption = None,
) -> None:
    """The whole analysis: how walking went with the outcome at follow-up."""
    from stride.study.associate import associate as analyse

    session, plan = common.session(), _plan(protocol, json_file, html)
    results, curves = analyse(*_tables(days, people), plan)
    _write(session, results, plan, curves, (json_file, html))


def _plan(name: str, json_file: str | None, html: Path | None) -> Protocol:
    """The protocol, once it is clear that what is asked for can be done."""
    from stride.study.protocol import load_protocol
    from stride.study.tables import require

    require("pandas", "statsmodels", "fsspec", *(["matplotlib"] if html else []))
    for file in filter(None, (Path(json_file) if json_file not in (None, "-") else None, html)):
        common.check_file(file)
    return load_protocol(name)


def _tables(days: str, people: str) -> tuple[Any, Any]:
    from stride.study.tables import read_table

    return read_table(days, "DAYS"), read_table(people, "PEOPLE")


def _write(
    session: common.Session,
    results: dict[str, Any],
    plan: Protocol,
    curves: Any,
    files: tuple[str | None, Path | None],
) -> None:
    """The files asked for, and what a person reads."""
    from stride.study.rows import all_tables
    from stride.study.words import lines

    json_file, html = files
    document = json.dumps(results, indent=1, allow_nan=False) + "\n"
    if json_file not in (None, "-"):
        _save(Path(str(json_file)), document)
    if html is not None:
        from stride.study.rows import as_csv
        from stride.study.sheet import sheet

        tables = all_tables(results, plan, curves)
        page = sheet(results, plan, tables, curves)
        folder = html.with_name(f"{html.stem}-csv")
        folder.mkdir(exist_ok=True)
        for name, rows in tables.items():
            _save(folder / f"{name}.csv", as_csv(rows))
        _save(html, page)
    if session.json or json_file == "-":
        sys.stdout.write(document)
        return
    for line in lines(results, plan):
        session.say(line)
    for file in filter(None, files):
        session.note(f"Written: {file}")


def _save(path: Path, text: str) -> None:
    """The whole file or none: written beside its place, and renamed."""
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise errors.of_system(error, "Free some space or mend the rights.") from error
