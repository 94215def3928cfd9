"""Writes docs/commands.md from the help of the commands themselves: python docs/make_commands.py"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("commands.md")
INTRO = """\
# Commands

Written by `python docs/make_commands.py` from the commands' own help; a test fails when they
differ. What `--json` prints is in [json.md](json.md).

```
{help}```

Dates are `YYYY-MM-DD`, `today`, `yesterday`, a weekday (the latest one) or `-3` for three days
ago; ranges are `FIRST..LAST`. Environment: `STRIDE_HOME` (everything below one folder),
`STRIDE_ZONE` and the other settings in capitals, `STRIDE_PLAIN=1`, `STRIDE_THREADS=1` (one core),
`STRIDE_DEBUG=1` (tracebacks), `NO_COLOR`. Results go to stdout; progress, warnings and errors to
stderr.
"""


def text() -> str:
    """The whole page."""
    os.environ["COLUMNS"] = "100"
    from stride.cli.commands import BELOW, COMMANDS, help_text
    from stride.cli.parser import make_app

    group = make_app()
    parts = [INTRO.format(help=help_text())]
    for name in COMMANDS:
        command = group.get_command(None, name)
        parts.append(_part(name, command))
        parts += [
            _part(f"{name} {below}", command.get_command(None, below))
            for below in BELOW.get(name, ())
        ]
    return "\n".join(parts)


def _part(name: str, command: Any) -> str:
    context = command.make_context(f"stride {name}", [], None, resilient_parsing=True)
    return f"## stride {name}\n\n```\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
