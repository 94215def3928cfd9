"""What is written for each scheduler: read back by that scheduler's own rules."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stride.remind import entries, schedule
from stride.remind.entries import Job

COMMAND = ("/opt/my venv/bin/python", "-m", "stride")
PLAIN = Job(17 * 60 + 30, COMMAND)
ODD = '/home/me/100 % of it\'s "data" $HOME'
FULL = Job(7 * 60 + 5, COMMAND, Path(ODD), (("STRIDE_HOME", ODD),))
FOREIGN = [
    "",
    "# my jobs\nMAILTO=me\n\n0 4 * * * backup  \n",
    "0 4 * * * backup",
    "0 5 * * * stride remind\n# stride\n",
    "\t# tabs\n\n\n5 5 * * 1 echo %hello\n",
]


@pytest.mark.parametrize("before", FOREIGN)
@pytest.mark.parametrize("job", [PLAIN, FULL])
def test_foreign_lines_stay_as_they_were(before, job):
    after = entries.with_ours(before, job)
    assert after.startswith(before)
    assert entries.with_ours(after, job) == after
    assert entries.without_ours(after).rstrip("\n") == before.rstrip("\n")
    assert after.count(entries.MARK) == 1


def test_the_cron_line_escapes_what_cron_would_break():
    line = entries.cron_line(FULL)
    assert line.startswith("5 7 * * * ")
    assert "100 \\% of" in line
    assert "\n" not in line


def test_the_shell_reads_the_cron_line_as_meant(tmp_path):
    """cron hands the line, its ``\\%`` undone, to sh: here sh prints the words it sees."""
    line = entries.cron_line(FULL).split(" ", 5)[5].replace("\\%", "%")
    fake = tmp_path / "words"
    fake.write_text('#!/bin/sh\nfor w in "$STRIDE_HOME" "$@"; do echo "[$w]"; done\n')
    fake.chmod(0o755)
    line = line.replace("'/opt/my venv/bin/python'", str(fake))
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=True)
    assert f"[{FULL.inbox}]" in done.stdout
    assert done.stdout.rstrip().endswith("[remind]\n[--notify]")
    assert done.stdout.count(f"[{ODD}]") == 3  # the inbox once, the home in both commands


def test_the_launchd_agent_is_a_sound_plist():
    ((path, text),) = entries.launchd_files(FULL, Path("/Users/me")).items()
    agent = plistlib.loads(text.encode())
    assert path.name == f"{agent['Label']}.plist"
    assert agent["StartCalendarInterval"] == {"Hour": 7, "Minute": 5}
    assert agent["ProgramArguments"][:2] == ["/bin/sh", "-c"]
    assert "remind --notify" in agent["ProgramArguments"][2]


def test_systemd_units_pass_its_own_check(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed here")
    job = Job(FULL.minute, (sys.executable, "-m", "stride"), FULL.inbox, FULL.environment)
    files = entries.systemd_files(job, tmp_path)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    assert "stride" not in done.stderr


def test_systemd_hands_the_variables_on_as_they_are():
    service, _ = entries.systemd_files(FULL, Path("/c")).values()
    escaped = ODD.replace("%", "%%").replace('"', '\\"')
    assert f'Environment="STRIDE_HOME={escaped}"\n' in service


def test_a_schedule_runs_with_the_home_and_settings_of_now(stride, own_home, monkeypatch):
    monkeypatch.setenv("STRIDE_PLAN", "adaptive")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    shown = stride("schedule", "show", "--system", "cron").out
    assert f" LC_TIME=en_US.UTF-8 STRIDE_HOME={own_home} STRIDE_PLAN=adaptive " in shown


@pytest.mark.parametrize("system", schedule.SYSTEMS)
def test_what_would_be_written_is_shown_where_that_scheduler_is_not(stride, monkeypatch, system):
    monkeypatch.setenv("PATH", "/nowhere")
    done = stride("schedule", "show", "--system", system)
    assert (done.code, "Nothing is in place" in done.out) == (0, True)


def test_the_timer_says_when_and_catches_up():
    text = "\n".join(entries.systemd_files(PLAIN, Path("/c")).values())
    assert "OnCalendar=*-*-* 17:30:00" in text
    assert "Persistent=true" in text


def test_which_system_is_picked(monkeypatch):
    assert schedule.pick_system("darwin") == "launchd"
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(schedule, "_runs", lambda command: True)
    assert schedule.pick_system("linux") == "systemd"
    monkeypatch.setattr(schedule, "_runs", lambda command: False)
    assert schedule.pick_system("linux") == "cron"


@pytest.fixture
def crontab(tmp_path, monkeypatch):
    """A ``crontab`` command that keeps its table in a file, so that nobody's own is touched."""
    table = tmp_path / "table"
    fake = tmp_path / "bin" / "crontab"
    fake.parent.mkdir()
    fake.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = -l ]; then [ -f {table} ] && cat {table} || '
        "{ echo no crontab for me >&2; exit 1; }\n"
        f"else cat > {table}; fi\n"
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    return table


def test_install_show_remove(stride, crontab):
    crontab.write_text("# mine\n0 4 * * * backup\n")
    nobody = stride("schedule", "install", "--system", "cron")
    assert nobody.code == 2
    assert "--yes" in nobody.err
    done = stride("schedule", "install", "--system", "cron", "--at", "07:05", "--yes")
    assert done.code == 0
    assert "07:05" in done.out
    assert crontab.read_text().startswith("# mine\n0 4 * * * backup\n5 7 * * * ")
    assert "5 7 * * *" in stride("schedule", "show", "--system", "cron").out
    assert "removed" in stride("schedule", "remove", "--system", "cron").out
    assert crontab.read_text() == "# mine\n0 4 * * * backup\n"
    assert "no schedule" in stride("schedule", "remove", "--system", "cron").out


def test_a_real_cron_runs_the_line(tmp_path):
    """A real cron daemon, in the foreground, with a system crontab of one line; up to 70 s."""
    import os

    if not (shutil.which("cron") and os.geteuid() == 0 and os.environ.get("STRIDE_TEST_CRON")):
        pytest.skip("set STRIDE_TEST_CRON=1, as root, with cron installed, to test a real daemon")
    out = tmp_path / "out"
    fake = tmp_path / "it's 100 % words"
    fake.write_text(f'#!/bin/sh\necho "$@" >> {out}\n')
    fake.chmod(0o755)
    when = time.localtime(time.time() + 62)
    job = Job(when.tm_hour * 60 + when.tm_min, (str(fake),))
    minute, hour, rest = entries.cron_line(job).split(" ", 2)
    stars, command = rest[:5], rest[6:]
    table = Path("/etc/cron.d/stride-test")
    table.write_text(f"{minute} {hour} {stars} root {command}\n")
    daemon = subprocess.Popen(["cron", "-f"])
    try:
        end = time.time() + 130
        while not out.exists() and time.time() < end:
            time.sleep(1)
    finally:
        daemon.terminate()
        table.unlink()
    assert out.read_text().strip() == "remind --notify"


def test_a_failed_install_takes_everything_back(stride, tmp_path, monkeypatch):
    """As SCREENS A9: no session bus, so systemctl refuses."""
    fake = tmp_path / "bin" / "systemctl"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho Failed to connect to bus >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    done = stride("schedule", "install", "--system", "systemd", "--yes")
    assert (done.code, "Nothing was changed" in done.err) == (74, True)
    units = tmp_path / "config" / "systemd" / "user"
    assert list(units.iterdir()) == []
    old = units / "stride-remind.timer"
    old.write_text("older")
    assert stride("schedule", "install", "--system", "systemd", "--yes").code == 74
    assert [path.read_text() for path in units.iterdir()] == ["older"]
    assert "Nothing is in place" in stride("schedule", "show", "--system", "systemd").out


def test_in_place_means_that_the_scheduler_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for path, text in entries.systemd_files(FULL, tmp_path).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(schedule, "_runs", lambda command: False)
    assert schedule.installed("systemd") == "" and schedule.installed_minute("systemd") is None
    monkeypatch.setattr(schedule, "_runs", lambda command: True)
    assert schedule.installed_minute("systemd") == FULL.minute


def test_a_time_in_the_quiet_hours_is_said(stride, crontab, monkeypatch):
    done = stride("schedule", "install", "--system", "cron", "--at", "07:05", "--yes")
    assert "stride config set quiet_hours 22:00-07:05" in done.err
    assert schedule.installed_minute("cron") == 7 * 60 + 5
    monkeypatch.setattr(schedule, "pick_system", lambda: "cron")
    told = stride("doctor")
    assert "every day at 07:05, which is in your quiet hours" in told.out and told.code == 1
    stride("config", "set", "quiet_hours", "22:00-07:05")
    assert "ok  schedule: cron: in place, every day at 07:05" in stride("doctor").out
    assert (
        "quiet"
        not in stride("schedule", "install", "--system", "cron", "--at", "07:05", "--yes").err
    )


def test_the_quiet_hours_are_asked_about(stride, crontab, monkeypatch):
    import io

    monkeypatch.setattr("stride.cli.common.is_terminal", lambda stream: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\ny\n"))
    assert stride("schedule", "install", "--system", "cron", "--at", "07:05").code == 0
    assert stride("config", "get", "quiet_hours").out == "22:00-07:05\n"


def test_a_test_reminder_is_sent_and_its_place_named(stride, crontab, monkeypatch):
    sent: list[str] = []
    monkeypatch.setattr("stride.remind.notify.notify", lambda text: sent.append(text) or True)
    done = stride("schedule", "install", "--system", "cron", "--yes")
    assert len(sent) == 1 and "corner of the screen" in done.out
    monkeypatch.setattr("stride.remind.notify.notify", lambda text: False)
    assert "local mail" in stride("schedule", "install", "--system", "cron", "--yes").out
