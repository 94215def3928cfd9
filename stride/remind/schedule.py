"""Turns a time of day into what each system's own scheduler wants to read, and puts it there.

Nothing here decides when: it writes a crontab line, a systemd user timer, a launchd agent or a
Task Scheduler task, and takes away only what it wrote.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from stride.errors import DiskError, UsageError

MARK = "# written by 'stride schedule'; remove it with 'stride schedule remove'"
UNIT = "stride-remind"
LABEL = "stride.remind"
SYSTEMS = ("systemd", "cron", "launchd", "windows")
TIMEOUT_S = 20


@dataclass(frozen=True, slots=True)
class Job:
    """What is to run daily. minute: after midnight. command: how stride is started.

    inbox: a folder to import from before reminding, None for none.
    """

    minute: int
    command: tuple[str, ...]
    inbox: Path | None = None

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The commands to run, one after the other."""
        imports = (
            [(*self.command, "import", "--quiet", "--inbox", str(self.inbox))] if self.inbox else []
        )
        return [*imports, (*self.command, "remind", "--notify")]


def pick_system(platform: str = sys.platform) -> str:
    """The scheduler to use here. Raises UsageError where there is none.

    platform: as ``sys.platform``.
    """
    if platform == "darwin":
        return "launchd"
    if platform == "win32":
        return "windows"
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


def _shell(words: tuple[str, ...]) -> str:
    import shlex

    return shlex.join(words)


def cron_line(job: Job) -> str:
    """The crontab line; ``%`` is escaped because cron reads it as a line break (crontab(5))."""
    command = "; ".join(_shell(words) for words in job.lines).replace("%", "\\%")
    return f"{job.minute % 60} {job.minute // 60} * * * {command} {MARK}"


def without_ours(crontab: str) -> str:
    """A crontab without the lines that stride wrote; every other line as it was."""
    kept = [line for line in crontab.splitlines(keepends=True) if not line.rstrip().endswith(MARK)]
    return "".join(kept)


def with_ours(crontab: str, job: Job) -> str:
    """A crontab with stride's line, once, at its end."""
    kept = without_ours(crontab)
    gap = "" if not kept or kept.endswith("\n") else "\n"
    return f"{kept}{gap}{cron_line(job)}\n"


def _systemd_word(text: str) -> str:
    """Quoted as systemd.service(5) reads it: ``%`` and ``$`` are special, quotes escaped."""
    plain = text.replace("%", "%%").replace("$", "$$")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def systemd_files(job: Job, config_home: Path) -> dict[Path, str]:
    """The user service and its timer; Persistent catches up after a night with the lid closed."""
    folder = config_home / "systemd" / "user"
    runs = "\n".join(
        "ExecStart=" + " ".join(_systemd_word(word) for word in words) for words in job.lines
    )
    clock = f"{job.minute // 60:02d}:{job.minute % 60:02d}:00"
    return {
        folder / f"{UNIT}.service": (
            f"{MARK}\n[Unit]\nDescription=One line from stride if there is something to say\n\n"
            f"[Service]\nType=oneshot\n{runs}\n"
        ),
        folder / f"{UNIT}.timer": (
            f"{MARK}\n[Unit]\nDescription=Every day at {clock[:5]}: stride remind\n\n"
            f"[Timer]\nOnCalendar=*-*-* {clock}\nPersistent=true\n\n"
            "[Install]\nWantedBy=timers.target\n"
        ),
    }


def launchd_files(job: Job, home: Path) -> dict[Path, str]:
    """The launchd agent; launchd runs it after waking when the time was slept through."""
    words = ("/bin/sh", "-c", "; ".join(_shell(line) for line in job.lines))
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


def windows_task(job: Job) -> str:
    """The Task Scheduler task; StartWhenAvailable catches up after sleep."""
    actions = "".join(
        f"    <Exec>\n      <Command>{escape(words[0])}</Command>\n"
        f"      <Arguments>{escape(subprocess.list2cmdline(words[1:]))}</Arguments>\n    </Exec>\n"
        for words in job.lines
    )
    clock = f"{job.minute // 60:02d}:{job.minute % 60:02d}:00"
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{escape(MARK[2:])}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{clock}</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <StartWhenAvailable>true</StartWhenAvailable>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
  </Settings>
  <Actions>
{actions}  </Actions>
</Task>
"""


def config_home() -> Path:
    """Where systemd looks for a user's units. Source: systemd.unit(5)."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def shown(system: str, job: Job) -> str:
    """What ``install`` would write, for the person to read first."""
    if system == "cron":
        return f"crontab line:\n{cron_line(job)}\n"
    if system == "windows":
        return f"task {LABEL}:\n{windows_task(job)}"
    files = systemd_files(job, config_home()) if system == "systemd" else launchd_files(
        job, Path.home()
    )  # fmt: skip
    return "\n".join(f"{path}:\n{text}" for path, text in files.items())


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
        raise DiskError(f"{' '.join(command[:3])} failed: {words}.", "Nothing else was changed.")
    return done


def install(system: str, job: Job) -> None:
    """Put the job in place, over an older one of stride's. Raises DiskError."""
    if system == "cron":
        _run(["crontab", "-"], with_ours(read_crontab(), job))
    elif system == "systemd":
        _write(systemd_files(job, config_home()))
        _run(["systemctl", "--user", "daemon-reload"])
        _run(["systemctl", "--user", "enable", "--now", f"{UNIT}.timer"])
    elif system == "launchd":
        files = launchd_files(job, Path.home())
        _write(files)
        path = str(next(iter(files)))
        _run(["launchctl", "unload", path], check=False)
        _run(["launchctl", "load", "-w", path])
    else:
        _install_windows(job)


def _install_windows(job: Job) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.xml"
        path.write_text(windows_task(job), encoding="utf-16")
        _run(["schtasks", "/Create", "/F", "/TN", LABEL, "/XML", str(path)])


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
    if system == "windows":
        return _run(["schtasks", "/Delete", "/F", "/TN", LABEL], check=False).returncode == 0
    job = Job(0, ("stride",))
    files = systemd_files(job, config_home()) if system == "systemd" else launchd_files(
        job, Path.home()
    )  # fmt: skip
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
    """What is in place now, "" when nothing is."""
    if system == "cron":
        lines = read_crontab().splitlines()
        return "\n".join(line for line in lines if line.rstrip().endswith(MARK))
    if system == "windows":
        done = _run(["schtasks", "/Query", "/TN", LABEL], check=False)
        return done.stdout if done.returncode == 0 else ""
    job = Job(0, ("stride",))
    files = systemd_files(job, config_home()) if system == "systemd" else launchd_files(
        job, Path.home()
    )  # fmt: skip
    return "\n".join(str(path) for path in files if path.exists())
