"""The commands below ``stride study``: measure, describe, associate, protocol."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stride import errors
from stride.cli import checks, common
from stride.cli.options import ForceOption

if TYPE_CHECKING:
    from stride.study.measure import Progress, Summary
    from stride.study.protocol import Protocol

SHOWN_FAILURES = 3

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


def measure(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Recordings by participant, or a manifest.csv.")
    ],
    out: Annotated[str, typer.Option("--out", metavar="RESULTS", help="Where the tables go.")],
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A scheduler of Dask that is running."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Processes here; one a core without it."
        ),
    ] = None,
    memory: Annotated[
        str, typer.Option("--memory", metavar="SIZE", help="Limit of each worker here.")
    ] = "1GiB",
    tz: Annotated[
        str, typer.Option("--tz", metavar="ZONE", help="Zone of sensors whose files have none.")
    ] = "UTC",
    dashboard: Annotated[
        bool, typer.Option("--dashboard", help="Let Dask show its work in a browser, here.")
    ] = False,
) -> int:
    """Recordings to a table of days, one task a participant; what is done is not done again."""
    from stride.formats.time.zones import find_zone
    from stride.study.tables import require

    require("dask", "distributed", "fsspec")
    if scheduler and workers:
        raise errors.UsageError("--scheduler and --workers exclude each other.", "Give one.")
    find_zone(tz)
    from stride.study.engine import Engine
    from stride.study.measure import measure as run
    from stride.study.part import Options, model_hash

    session = common.session()
    engine = Engine(scheduler or "", workers or 0, memory, dashboard)
    options = Options(out, session.today, model_hash())
    with _Counter(session) as counter:
        summary = run(folder, options, tz, engine, counter.tell)
    if session.json:
        session.write_json({"study": asdict(summary)})
    else:
        for line in measured_lines(summary, out):
            session.say(line)
    return errors.EXIT_DATA if summary.failed else errors.EXIT_OK


def measured_lines(summary: Summary, out: str) -> Iterator[str]:
    """What a run came to, for 80 columns."""
    yield (
        f"{summary.valid_days:,} valid days of {summary.days:,}, "
        f"{summary.participants - len(summary.failed):,} of {summary.participants:,} participants."
    )
    yield f"New or changed: {summary.measured:,}. Kept from before: {summary.kept:,}."
    for _, reason in summary.failed[:SHOWN_FAILURES]:
        yield f"  failed: {reason}"
    if summary.failed:
        yield f"Failed: {len(summary.failed):,}. Who, and why, stands in {out}/log.csv."
    yield f"Next: stride study describe {out} PEOPLE"


class _Counter:
    """One line on a terminal that grows, or a line now and then in a log."""

    def __init__(self, session: common.Session) -> None:
        self.quiet = session.quiet
        self.live = common.is_terminal(sys.stderr) and not session.quiet
        self.last = 0.0

    def __enter__(self) -> _Counter:
        return self

    def __exit__(self, *_: object) -> None:
        if self.live:
            sys.stderr.write("\r\x1b[K")

    def tell(self, progress: Progress) -> None:
        """Show how far it is; where no terminal is, once in half a minute and at the end."""
        from time import monotonic

        if progress.done == 0 and progress.dashboard and not self.quiet:
            sys.stderr.write(f"Dashboard: {progress.dashboard}\n")
        line = (
            f"{progress.done:,} of {progress.total:,} participants, {progress.hours:,.0f} h of "
            f"recording{_left(progress.left_s)}"
        )
        if self.live:
            sys.stderr.write(f"\r\x1b[K{line}")
        elif not self.quiet and (monotonic() - self.last > 30 or progress.done == progress.total):
            sys.stderr.write(line + "\n")
            self.last = monotonic()
        sys.stderr.flush()


def _left(seconds: float | None) -> str:
    if not seconds:
        return ""
    minutes = round(seconds / 60)
    time_left = (
        f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{max(minutes, 1)} min"
    )
    return f", about {time_left} left"


def describe(
    days: DaysArgument,
    people: PeopleArgument,
    protocol: ProtocolOption = "hunt4",
    json_file: JsonFileOption = None,
    html: HtmlOption = None,
    force: ForceOption = False,
) -> None:
    """Who was counted and how they walked; nothing of the outcome."""
    from stride.study.associate import describe as analyse

    session = common.session()
    plan = _plan(session, protocol, (json_file, html), force)
    results = analyse(*_tables(days, people), plan)
    _write(session, results, plan, None, (json_file, html))


def associate(
    days: DaysArgument,
    people: PeopleArgument,
    protocol: ProtocolOption = "hunt4",
    json_file: JsonFileOption = None,
    html: HtmlOption = None,
    force: ForceOption = False,
) -> None:
    """The whole analysis: how walking went with the outcome at follow-up."""
    from stride.study.associate import associate as analyse

    session = common.session()
    plan = _plan(session, protocol, (json_file, html), force)
    results, curves = analyse(*_tables(days, people), plan)
    _write(session, results, plan, curves, (json_file, html))


def _plan(
    session: common.Session, name: str, files: tuple[str | None, Path | None], force: bool
) -> Protocol:
    """The protocol, once it is clear that what is asked for can be done."""
    from stride.cli.outputs import check_output
    from stride.study.protocol import load_protocol
    from stride.study.tables import require

    json_file, html = files
    require("pandas", "statsmodels", "fsspec", *(["matplotlib"] if html else []))
    for file, kind in ((json_file, "study"), (html, "page")):
        if file not in (None, "-"):
            checks.check_file(Path(str(file)))
            check_output(session, Path(str(file)), kind, force)
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
    from stride.cli.outputs import write_bytes
    from stride.study.rows import all_tables
    from stride.study.words import lines

    json_file, html = files
    document = json.dumps(results, indent=1, allow_nan=False) + "\n"
    if json_file not in (None, "-"):
        write_bytes(Path(str(json_file)), document.encode())
    if html is not None:
        from stride.study.rows import as_csv
        from stride.study.sheet import sheet

        tables = all_tables(results, plan, curves)
        page = sheet(results, plan, tables, curves)
        folder = html.with_name(f"{html.stem}-csv")
        folder.mkdir(exist_ok=True)
        for name, rows in tables.items():
            write_bytes(folder / f"{name}.csv", as_csv(rows).encode())
        write_bytes(html, page.encode())
    if session.json or json_file == "-":
        sys.stdout.write(document)
        return
    for line in lines(results, plan):
        session.say(line)
    for file in filter(None, files):
        session.note(f"Written: {file}")
