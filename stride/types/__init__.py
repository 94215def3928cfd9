"""The plain data that passes between layers; every field name carries its unit.

Two modules, each loaded when one of its names is first asked for: ``raw`` on the way into the
database, ``days`` on the way out. The reading commands load the second only.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stride.types.days import Day as Day
    from stride.types.days import DayMinutes as DayMinutes
    from stride.types.days import GoalChange as GoalChange
    from stride.types.days import History as History
    from stride.types.days import ModelUse as ModelUse
    from stride.types.days import Pain as Pain
    from stride.types.days import Walk as Walk
    from stride.types.raw import ACTIVITIES as ACTIVITIES
    from stride.types.raw import F32 as F32
    from stride.types.raw import F64 as F64
    from stride.types.raw import I8 as I8
    from stride.types.raw import I16 as I16
    from stride.types.raw import I64 as I64
    from stride.types.raw import SECONDS_COLUMNS as SECONDS_COLUMNS
    from stride.types.raw import U8 as U8
    from stride.types.raw import Activity as Activity
    from stride.types.raw import Bool as Bool
    from stride.types.raw import Bouts as Bouts
    from stride.types.raw import Calibration as Calibration
    from stride.types.raw import Chunk as Chunk
    from stride.types.raw import Classified as Classified
    from stride.types.raw import DayTotal as DayTotal
    from stride.types.raw import Finding as Finding
    from stride.types.raw import Grid as Grid
    from stride.types.raw import Intervals as Intervals
    from stride.types.raw import MinuteTable as MinuteTable
    from stride.types.raw import Prepared as Prepared
    from stride.types.raw import ReadNotes as ReadNotes
    from stride.types.raw import Recording as Recording
    from stride.types.raw import Seconds as Seconds
    from stride.types.raw import Source as Source

#: Days, minutes and seconds are counted from here, UTC.
EPOCH = date(1970, 1, 1)
PLACEMENTS = ("wrist", "hip", "thigh", "back", "pocket", "hand", "thigh+back")

#: Comparability with the study (docs/method.md): A thigh or thigh+back, B wrist, hip or back,
#: C steps by the minute, D anything coarser, and phones.
GRADE_OF_PLACEMENT = {
    "thigh": "A",
    "thigh+back": "A",
    "back": "B",
    "hip": "B",
    "wrist": "B",
    "pocket": "D",
    "hand": "D",
}

_DAYS = ("Day", "Walk", "GoalChange", "Pain", "DayMinutes", "History", "ModelUse")


def __getattr__(name: str) -> object:
    module = "days" if name in _DAYS else "raw"
    return getattr(import_module(f"stride.types.{module}"), name)
