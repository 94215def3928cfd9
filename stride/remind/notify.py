"""Shows one line as a desktop notification, by the system's own command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

TIMEOUT_S = 10
TITLE = "stride"
APPLESCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)


def notify(text: str, environ: Mapping[str, str] | None = None) -> bool:
    """Whether the notification was handed over.

    text: one line. environ: the process's own variables when None; the session bus is looked for,
    because cron does not know it.
    """
    environ = dict(os.environ if environ is None else environ)
    command = find_command(text, sys.platform, environ.get("PATH"))
    if command is None:
        return False
    environ |= session_bus(environ)
    try:
        done = subprocess.run(
            command, env=environ, timeout=TIMEOUT_S, check=False, capture_output=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find_command(text: str, platform: str, path: str | None = None) -> list[str] | None:
    """The command and its arguments, None where there is none.

    platform: as ``sys.platform``. path: where to look for programs.
    """
    if platform == "darwin":
        lines = [part for line in APPLESCRIPT for part in ("-e", line)]
        return ["osascript", *lines, "--", TITLE, text]
    program = shutil.which("notify-send", path=path)
    if program is None:
        return None
    return [program, "--app-name", TITLE, "--", TITLE, text]


def session_bus(environ: Mapping[str, str]) -> dict[str, str]:
    """The address of the person's session bus when the environment lacks it, as under cron.

    Source: systemd-logind puts the bus at $XDG_RUNTIME_DIR/bus, which is /run/user/UID/bus.
    """
    if environ.get("DBUS_SESSION_BUS_ADDRESS") or not hasattr(os, "getuid"):
        return {}
    folder = Path(environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    bus = folder / "bus"
    return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"} if bus.exists() else {}
