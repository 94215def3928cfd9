"""The commands by name, and what ``stride --help`` says of them."""

from __future__ import annotations

from collections.abc import Sequence

#: name -> (module, function, what it does). Only the command that is asked for is imported.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "start": ("starting", "start", "The first week: device, first export, first day, daily loop."),
    "import": ("importing", "import_", "Read exports and recordings into the log."),
    "classify": ("labelling", "classify", "Label a recording second by second; store nothing."),
    "today": ("reading", "today", "The day at a glance."),
    "day": ("reading", "day", "The day's timeline and its walks."),
    "report": ("reading", "report", "Weeks, trend, best time of day and data quality."),
    "streak": ("reading", "streak", "The current and best streak, and a calendar."),
    "goal": ("goals", "goal", "Your goal, why it is what it is, and what comes next."),
    "rest": ("goals", "rest", "Mark days as rest: for a pause, illness or a holiday."),
    "walk": ("walking", "walk", "Write down a walk that no sensor saw."),
    "pain": ("goals", "pain", "The back-pain diary, 0 to 10."),
    "tips": ("goals", "tips", "Advice that fits your week."),
    "sources": ("sources", "sources", "Which source has the say, and which is left out."),
    "imports": ("keeping", "imports", "What came in, newest first."),
    "undo": ("keeping", "undo", "Take back the last thing you did; --redo does it again."),
    "recompute": ("labelling", "recompute", "Redo the days that an older model made."),
    "formats": ("keeping", "formats", "What stride can read, and how each begins."),
    "remind": ("reminding", "remind", "One calm line if there is something to say; for cron."),
    "schedule": ("scheduling", "schedule", "Let the computer import and remind every day."),
    "config": ("config", "config", "Settings, and where each value comes from."),
    "export": ("copies", "export", "Write everything as CSV."),
    "backup": ("copies", "backup", "Write a checked copy of the database."),
    "restore": ("copies", "restore", "Put a backup back in its place."),
    "forget": (
        "forgetting",
        "forget",
        "Delete for good: an import, a source, days, or everything.",
    ),
    "doctor": ("doctor", "doctor", "Is everything in order? Safe to paste into a bug report."),
    "study": ("studying", "study", "A whole cohort: recordings to days to ratios (extra study)."),
    "help": ("help", "help_", "Help on a command or a topic."),
    "completion": ("completion", "completion", "A completion script for your shell."),
    "man": ("manual", "man", "Write the man pages into a folder."),
}
#: command -> the commands that stand below it, as in COMMANDS.
BELOW: dict[str, dict[str, tuple[str, str, str]]] = {
    "study": {
        "measure": ("studying", "measure", "Recordings to a table of days, on Dask."),
        "describe": ("studying", "describe", "Who was counted and how they walked."),
        "associate": ("studying", "associate", "How walking went with the outcome."),
        "protocol": ("studying", "protocol", "Print a protocol: the file to copy and edit."),
    }
}

HELP = """\
Your walking minutes, from your phone, watch or sensor, on your own computer.

stride reads exports of accelerometers, watches and phones, finds the walking
in them and keeps a daily log. It never uses the network. It is not a medical
device: with pain or trouble moving, see a doctor before building up.

Exit codes: 0 done, 1 the answer is no (--check), 2 usage, 65 bad or unknown
data, 69 nothing imported yet, 70 a fault of stride's own, 74 disk or rights,
75 database busy, 130 interrupted.
"""
OPTIONS = (
    ("--json", "Machine-readable output (docs/commands.md)."),
    ("--plain", "No boxes, no bars: one fact per line."),
    ("-q, --quiet", "Results and errors only."),
    ("-v, --verbose", "Say how far the work is, without a terminal too."),
    ("--color WHEN", "auto, always or never."),
    ("--version", "The version, and nothing else."),
    ("-h, --help", "This, or 'stride COMMAND --help'."),
)


def help_text() -> str:
    """What ``stride --help`` says."""
    commands = [(name, line) for name, (_, _, line) in COMMANDS.items()]
    return (
        "Usage: stride [OPTIONS] COMMAND [ARGS]...\n\n"
        f"{HELP}\nOptions, for every command:\n{_table(OPTIONS)}\nCommands:\n{_table(commands)}"
    )


def _table(rows: Sequence[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in rows)
    return "".join(f"  {name:{width}}  {line}\n" for name, line in rows)
