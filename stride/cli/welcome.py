"""What ``stride`` alone says: an introduction before the first import, the day afterwards."""

from __future__ import annotations

from stride import errors
from stride.cli import common

WELCOME = """\
stride counts the minutes you walk, from your own sensors, on this computer.

It reads exports of accelerometers, watches and phones, finds the walking, and
shows the way to 100 minutes a day, beginning at 30. In a study of 11,194 adults
more walking was associated with less chronic low back pain: that is prevention,
observed, and no promise. It is not a medical device. With pain or trouble
moving, see a doctor before building up.

Next: stride start, which asks what you have and shows the way
      stride import FILE       what it can read: stride formats
"""


def welcome() -> None:
    """The introduction when nothing is stored yet, else the day."""
    session = common.session()
    try:
        session.reader().close()
    except errors.NothingYet:
        session.say(WELCOME.rstrip("\n"))
        return
    from stride.cli.reading import today

    today()
