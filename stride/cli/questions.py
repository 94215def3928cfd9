"""Plain questions on a terminal, or with the answers from a pipe."""

from __future__ import annotations

import sys
from typing import Any

from stride import errors
from stride.cli import common

#: How often a question is put before it is given up.
TRIES = 3


class Questions:
    """Puts plain questions on stderr and reads the answers from stdin, a line each."""

    def __init__(self, yes: bool) -> None:
        self.yes = yes
        self.live = common.is_terminal(sys.stdin) and not yes

    def ask(self, question: str, usual: str) -> str:
        """The answer; ``usual`` for an empty line, at the end of the input, or with --yes."""
        if self.yes:
            return usual
        sys.stderr.write(f"{question} [{usual}] ")
        sys.stderr.flush()
        try:
            answer = sys.stdin.readline().strip()
        except OSError:  # nothing to read from
            answer = ""
        if not self.live:
            sys.stderr.write("\n")
        return answer or usual

    def until(self, question: str, usual: str, check: Any) -> Any:
        """What ``check`` makes of the answer; a bad one is asked for again, a few times."""
        for _ in range(TRIES):
            answer = self.ask(question, usual)
            try:
                return check(answer)
            except errors.UsageError as error:
                common.error_line(error.message, error.hint)
        raise errors.UsageError(f"{TRIES} answers were not understood.", "Run 'stride start' anew.")
