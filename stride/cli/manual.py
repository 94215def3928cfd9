"""Turns the commands into man pages: the same words as ``--help``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from stride import __version__, disk
from stride.cli import checks, common
from stride.cli.commands import HELP, OPTIONS
from stride.cli.offers import Command, Option, commands
from stride.cli.outputs import check_output

if TYPE_CHECKING:
    from pathlib import Path

    import typer

    from stride.cli.options import ForceOption


def man_pages(group: list[Command]) -> dict[str, str]:
    """File name -> man page, of stride and of each command. Source: man-pages(7)."""
    listed = "".join(f".TP\n.B {c.name}\n{_roff(c.line)}\n" for c in group)
    everywhere = "".join(f".TP\n.B {_roff(n)}\n{_roff(h)}\n" for n, h in OPTIONS)
    pages = {
        "stride.1": _page(
            "stride",
            "keep count of the minutes you walk",
            "[OPTIONS] COMMAND [ARGS]",
            HELP,
            f".SH COMMANDS\n{listed}.SH OPTIONS\n{everywhere}",
        )
    }
    for command in group:
        options = "".join(f".TP\n.B {_option(o)}\n{_roff(o.help)}\n" for o in command.options)
        pages[f"stride-{command.name}.1"] = _page(
            f"stride {command.name}",
            command.line.rstrip("."),
            command.usage,
            command.text,
            f".SH OPTIONS\n{options}",
        )
    return pages


def _page(name: str, line: str, usage: str, text: str, rest: str) -> str:
    title = name.replace(" ", "-")
    body = ".PP\n".join(_roff(part.strip()) + "\n" for part in text.strip().split("\n\n"))
    return (
        f'.TH "{title.upper()}" "1" "" "stride {__version__}" "stride"\n'
        f".SH NAME\n{title} \\- {_roff(line)}\n"
        f".SH SYNOPSIS\n.B {name}\n{_roff(usage)}\n.SH DESCRIPTION\n{body}{rest}"
        ".SH SEE ALSO\n.BR stride (1)\n"
    )


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    lines = (line.strip() for line in escaped.splitlines())
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in lines)


def _option(option: Option) -> str:
    names = _roff(", ".join(option.names))
    return f"{names} \\fI{_roff(option.metavar)}\\fR" if option.metavar else names


def man(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write the pages.")],
    force: ForceOption = False,
) -> None:
    """Write the man pages, one for each command, from the same text as --help.

    For example: stride man ~/.local/share/man/man1
    """
    session = common.session()
    checks.check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    pages = man_pages(commands())
    for name in pages:
        check_output(session, folder / name, "manual", force)
    for name, text in pages.items():
        disk.write_text(folder / name, text)
        (folder / name).chmod(0o644)  # for every reader of manuals; nothing in it is personal
    session.say(f"{len(pages)} pages in {folder}")
