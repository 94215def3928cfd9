"""Writes docs/start.md from what 'stride start' says: python docs/make_start.py"""

from __future__ import annotations

from pathlib import Path

PATH = Path(__file__).with_name("start.md")
INTRO = """\
# The first week

`stride start` asks what you have, prints the taps, waits for the download, imports it, shows
your day and sets up the daily loop. This page says the same, device by device. You need Linux or
macOS (Windows: in WSL), Python 3.11 or newer and [pipx](https://pipx.pypa.io); the terminal is the
program called Terminal.

```
pipx install .        # in the folder of stride
stride start
```

Nothing leaves your computer. stride is not a medical device: with pain or trouble moving, see a
doctor before building up.

"""
AFTER = """\
## What the first report says

`stride today` begins with the one number: "76 minutes walked, goal 30 ✓ met". The goal is 30 for
the first seven days, while stride learns your usual week; then it begins where you are and grows
a step a week at most ([goals.md](goals.md)). `stride report` has the weeks on one screen, `stride
report --open` the page with pictures that a doctor can take: two sheets of paper.

## Every day

```
stride schedule install --import ~/Downloads --at 17:30
```

imports what is new in the folder and then says one calm line, if there is something to say:
never in your quiet hours (`stride config set quiet_hours 22:00-08:00`), never while pain is up,
and never a count-down on data that are older than today. It sends a test reminder and says where
the next will appear. A folder of its own for the exports keeps other downloads out.

## What was not tried

macOS: the reminder by launchd, the zone of the computer and its notifications are written from the
documentation and were never run on a Mac. The taps above were written from the makers' help pages,
which change; what the file holds is recognised by its content, whatever its name.
"""


def text() -> str:
    """The whole page."""
    from stride.cli.devices import DEVICES

    parts = [INTRO]
    for device in DEVICES[:-1]:
        taps = "\n".join(f"{place}. {tap}" for place, tap in enumerate(device.taps, 1))
        parts.append(
            f"## {device.title}\n\n{taps}\n\n```\n{device.command}\n```\n\n"
            f"**How good it is.** {device.quality}\n\n**Every day.** {device.daily}\n\n"
        )
    return "".join(parts) + AFTER


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
