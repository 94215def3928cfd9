"""Puts stride's entry into each system's own scheduler, and takes away only what it wrote."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from stride.errors import DiskError, UsageError
from stride.remind.entries import (
    LABEL,
    MARK,
    UNIT,
    Job,
    cron_line,
    launchd_files,
    systemd_files,
    with_ours,
    without_ours,
)

SYSTEMS = ("systemd", "cron", "launchd")
TIMEOUT_S = 20


def pick_system(platform: str = sys.platform) -> str:
    """The scheduler to use here. Raises UsageError where there is none.

    platform: as ``sys.platform``.
    """
    if platform == "darwin":
        return "launchd"
    if shutil.which("systemctl") and _runs(["systemctl", "--user", "show-environment"]):
        return "systemd"
    if shutil.which("crontab"):
        return "cron"
    raise UsageError(
        "This computer has neither systemd for users nor cron.",
        "Install cron (Debian: apt install cron), or run 'stride remind' from where you like.",
    )


def _runs(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def config_home() -> Path:
    """Where systemd looks for a user's units. Source: systemd.unit(5)."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def shown(system: str, job: Job) -> str:
    """What ``install`` would write, for the person to read first."""
    if system == "cron":
        return f"crontab line:\n{cron_line(job)}\n"
    files = _files(system, job)
    return "\n".join(f"{path}:\n{text}" for path, text in files.items())


def _files(system: str, job: Job) -> dict[Path, str]:
    if system == "systemd":
        return systemd_files(job, config_home())
    return launchd_files(job, Path.home())


def read_crontab() -> str:
    """The person's crontab, "" when there is none. Raises DiskError when it cannot be read."""
    done = _run(["crontab", "-l"], check=False)
    if done.returncode == 0:
        return done.stdout
    if "no crontab" in done.stderr.lower():
        return ""
    raise DiskError(f"The crontab cannot be read: {done.stderr.strip()}.", "Try 'crontab -l'.")


def _run(
    command: list[str], text: str | None = None, check: bool = True
) -> subprocess.CompletedProcess[str]:
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"{command[0]} could not be run: {error}."
        raise DiskError(message, "Nothing was changed.") from error
    if check and done.returncode:
        words = (done.stderr or done.stdout).strip()
        raise DiskError(f"{' '.join(command[:3])} failed: {words}.", "Nothing was changed.")
    return done


def install(system: str, job: Job) -> None:
    """Put the job in place, over an older one of stride's; all of it or nothing.

    Raises DiskError, after what was there before is back.
    """
    if system == "cron":
        _run(["crontab", "-"], with_ours(read_crontab(), job))
        return
    files = _files(system, job)
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        _write(files)
        _start(system, next(iter(files)))
    except DiskError:
        _put_back(system, before)
        raise


def _start(system: str, path: Path) -> None:
    if system == "systemd":
        _run(["systemctl", "--user", "daemon-reload"])
        _run(["systemctl", "--user", "enable", "--now", f"{UNIT}.timer"])
    else:
        _run(["launchctl", "unload", str(path)], check=False)
        _run(["launchctl", "load", "-w", str(path)])


def _put_back(system: str, before: dict[Path, bytes | None]) -> None:
    """The files as they were before, and the scheduler told of it as far as it listens."""
    for path, content in before.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)
    if system == "systemd":
        _runs(["systemctl", "--user", "daemon-reload"])


def _write(files: dict[Path, str]) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}."
            raise DiskError(message, "Mend the rights of the folder.") from error


def remove(system: str) -> bool:
    """Take away what ``install`` wrote, and nothing else; whether there was anything."""
    if system == "cron":
        before = read_crontab()
        after = without_ours(before)
        if after != before:
            _run(["crontab", "-"], after)
        return after != before
    files = _files(system, Job(0, ("stride",)))
    ours = [path for path in files if path.exists()]
    if ours and system == "systemd":
        _run(["systemctl", "--user", "disable", "--now", f"{UNIT}.timer"], check=False)
    if ours and system == "launchd":
        _run(["launchctl", "unload", "-w", str(ours[0])], check=False)
    for path in ours:
        path.unlink()
    if ours and system == "systemd":
        _run(["systemctl", "--user", "daemon-reload"], check=False)
    return bool(ours)


def installed(system: str) -> str:
    """What is in place now, "" when nothing is or when this computer has no such scheduler.

    Files alone are not enough: the scheduler is asked whether it runs them.
    """
    if system == "cron":
        if not shutil.which("crontab"):
            return ""
        lines = read_crontab().splitlines()
        return "\n".join(line for line in lines if line.rstrip().endswith(MARK))
    files = [path for path in _files(system, Job(0, ("stride",))) if path.exists()]
    asked = {
        "systemd": ["systemctl", "--user", "is-enabled", f"{UNIT}.timer"],
        "launchd": ["launchctl", "list", LABEL],
    }[system]
    return "\n".join(map(str, files)) if files and _runs(asked) else ""


def installed_minute(system: str) -> int | None:
    """Minutes after midnight at which what is in place runs; None when nothing is."""
    entry = installed(system)
    if not entry:
        return None
    if system == "cron":
        minute, hour = entry.split()[:2]
        return int(hour) * 60 + int(minute)
    text = Path(entry.splitlines()[-1]).read_text(encoding="utf-8")
    if system == "systemd":
        clock = re.search(r"^OnCalendar=\*-\*-\* (\d\d):(\d\d)", text, re.MULTILINE)
        return int(clock[1]) * 60 + int(clock[2]) if clock else None
    import plistlib

    when = plistlib.loads(text.encode())["StartCalendarInterval"]
    return int(when["Hour"]) * 60 + int(when["Minute"])
