"""Turns a time of day into what each system's own scheduler wants to read."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from stride.errors import UsageError
from stride.printable import clean_line

MARK = "# written by 'stride schedule'; remove it with 'stride schedule remove'"
UNIT = "stride-remind"
LABEL = "stride.remind"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to run daily. minute: after midnight. command: how stride is started.

    inbox: a folder to import from before reminding, None for none. environment: variables that
    stride is run with here and that a scheduler would not set by itself.
    """

    minute: int
    command: tuple[str, ...]
    inbox: Path | None = None
    environment: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        values = (*self.command, str(self.inbox or ""), *(value for _, value in self.environment))
        for text in values:
            if clean_line(text) != text:
                raise UsageError(
                    f"{clean_line(text)!r} holds a line break or another control character, which "
                    "no scheduler can be given.",
                    "Rename the folder, or set the variable to plain text.",
                )

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The commands to run, one after the other."""
        imports = (
            [(*self.command, "import", "--quiet", "--inbox", str(self.inbox))] if self.inbox else []
        )
        return [*imports, (*self.command, "remind", "--notify")]


def _shell(words: tuple[str, ...], job: Job) -> str:
    assigned = [f"{name}={shlex.quote(value)}" for name, value in job.environment]
    return " ".join([*assigned, shlex.join(words)])


def cron_line(job: Job) -> str:
    """The crontab line; ``%`` is escaped because cron reads it as a line break (crontab(5))."""
    command = "; ".join(_shell(words, job) for words in job.lines).replace("%", "\\%")
    return f"{job.minute % 60} {job.minute // 60} * * * {command} {MARK}"


def without_ours(crontab: str) -> str:
    """A crontab without the lines that stride wrote; every other line as it was."""
    others = [
        line for line in crontab.splitlines(keepends=True) if not line.rstrip().endswith(MARK)
    ]
    return "".join(others)


def with_ours(crontab: str, job: Job) -> str:
    """A crontab with stride's line, once, at its end."""
    others = without_ours(crontab)
    gap = "" if not others or others.endswith("\n") else "\n"
    return f"{others}{gap}{cron_line(job)}\n"


def _systemd_word(text: str, dollar: str = "$$") -> str:
    """Quoted as systemd.service(5) reads it: ``%`` is special, and ``$`` in commands."""
    plain = text.replace("%", "%%").replace("$", dollar)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def systemd_files(job: Job, config_home: Path) -> dict[Path, str]:
    """The user service and its timer; Persistent catches up after a night with the lid closed."""
    folder = config_home / "systemd" / "user"
    runs = "\n".join(
        "ExecStart=" + " ".join(_systemd_word(word) for word in words) for words in job.lines
    )
    clock = f"{job.minute // 60:02d}:{job.minute % 60:02d}:00"
    variables = "".join(
        f"Environment={_systemd_word(f'{name}={value}', dollar='$')}\n"
        for name, value in job.environment
    )
    return {
        folder / f"{UNIT}.service": (
            f"{MARK}\n[Unit]\nDescription=One line from stride if there is something to say\n\n"
            f"[Service]\nType=oneshot\n{variables}{runs}\n"
        ),
        folder / f"{UNIT}.timer": (
            f"{MARK}\n[Unit]\nDescription=Every day at {clock[:5]}: stride remind\n\n"
            f"[Timer]\nOnCalendar=*-*-* {clock}\nPersistent=true\n\n"
            "[Install]\nWantedBy=timers.target\n"
        ),
    }


def launchd_files(job: Job, home: Path) -> dict[Path, str]:
    """The launchd agent; launchd runs it after waking when the time was slept through."""
    words = ("/bin/sh", "-c", "; ".join(_shell(line, job) for line in job.lines))
    arguments = "\n".join(f"        <string>{escape(word)}</string>" for word in words)
    text = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>Label</key>
    <string>{LABEL}</string>
    <key>ProgramArguments</key>
    <array>
{arguments}
    </array>
    <key>StartCalendarInterval</key>
    <dict>
        <key>Hour</key>
        <integer>{job.minute // 60}</integer>
        <key>Minute</key>
        <integer>{job.minute % 60}</integer>
    </dict>
</dict>
</plist>
"""
    return {home / "Library" / "LaunchAgents" / f"{LABEL}.plist": text}
