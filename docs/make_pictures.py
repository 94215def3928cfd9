"""Draws the terminal pictures of the README from what stride prints: python docs/make_pictures.py

Everything comes of sample_data in a home of its own, on a fixed day. A test holds the words in the
pictures to what stride prints now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOW = "2026-03-02T21:00+00:00"
IMPORT = ("import", "-q", "--tz", "UTC", "sample_data/minutes.csv")
#: Name of the file -> the command in it.
PICTURES = {"today": ("today",), "report": ("report",), "day": ("day",)}


def screens() -> dict[str, str]:
    """What each command prints in a terminal with colours, by the name of its picture."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": os.environ["PATH"], "STRIDE_HOME": home, "STRIDE_NOW": NOW, "LC_ALL": "C.UTF-8",
            "STRIDE_ZONE": "UTC", "COLUMNS": "80", "TERM": "xterm-256color",
        }  # fmt: skip

        def run(*words: str) -> str:
            done = subprocess.run(
                [sys.executable, "-m", "stride", *words],
                cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
            )  # fmt: skip
            return done.stdout

        run(*IMPORT)
        return {name: run(*words, "--color", "always") for name, words in PICTURES.items()}


def svg(name: str, text: str) -> str:
    """A terminal with the text in it, by rich; it loads no font from anywhere."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.text import Text

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=80, file=nowhere, force_terminal=True)
        console.print(Text(f"$ stride {' '.join(PICTURES[name])}", style="bold"))
        console.print(Text.from_ansi(text))
    plain = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    plain = plain.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    return console.export_svg(title="stride", code_format=plain, unique_id=f"stride-{name}")


def main() -> None:
    """Write the files beside this one."""
    for name, text in screens().items():
        Path(__file__).with_name(f"{name}.svg").write_text(svg(name, text), encoding="utf-8")


if __name__ == "__main__":
    main()
