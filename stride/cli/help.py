"""The command ``help``: a command's own help, or a topic in a few lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from stride import errors
from stride.cli import checks, common
from stride.cli.commands import COMMANDS, help_text
from stride.words.topics import TOPICS

if TYPE_CHECKING:
    import typer


def help_(
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="A command or a topic.")
    ] = None,
) -> None:
    """Help on a command, or on a topic: grades, goal, study, safety, privacy, dates, exit."""
    session = common.session()
    if topic in (None, "topics"):
        sys.stdout.write(help_text())
        session.say(f"\nTopics for 'stride help': {', '.join(TOPICS)}.")
    elif topic in TOPICS and topic not in COMMANDS:
        session.say(TOPICS[topic].rstrip())
    elif topic in COMMANDS:
        from stride.cli.parser import make_app

        command = make_app().get_command(None, topic)
        session.say(command.get_help(command.make_context(f"stride {topic}", [], None,
                                                          resilient_parsing=True)))  # fmt: skip
        if topic in TOPICS:
            session.say("\n" + TOPICS[topic].rstrip())
    else:
        raise errors.UsageError(
            f"There is no command or topic {topic!r}.",
            f"{checks.nearest(topic, (*COMMANDS, *TOPICS))}Topics: {', '.join(TOPICS)}.",
        )
