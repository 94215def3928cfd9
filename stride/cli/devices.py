"""What a person may walk with, and how its data come to this computer: for ``start`` and its page.

docs/start.md is written from here (docs/make_start.py), so that screen and page say the same.
"""

from __future__ import annotations

from typing import NamedTuple


class Device(NamedTuple):
    """A way to count walking.

    id: as typed. title: of the list. taps: how the first export leaves it, a step each. names: of
    the files that come of it, as patterns. command: that reads them by hand. daily: how tomorrow's
    data come. quality: what the first report says and how good it is.
    """

    id: str
    title: str
    taps: tuple[str, ...]
    names: tuple[str, ...]
    command: str
    daily: str
    quality: str


ALL_FILES = ("*",)
DEVICES = (
    Device(
        "iphone",
        "iPhone or Apple Watch",
        (
            "On the iPhone open Health and tap your picture, top right.",
            "Scroll down: Export All Health Data, then Export. It takes some minutes.",
            "On a Mac: AirDrop; it lands in Downloads. On Linux: Save to Files, iCloud Drive, and "
            "download it from icloud.com; or send it to yourself by cable or mail.",
        ),
        ("export*.zip", "apple_health*.zip", "export*.xml"),
        "stride import ~/Downloads/export.zip",
        "The Health export is always whole and always by hand: once a week is enough. For every "
        "day, the app Health Auto Export writes steps to iCloud Drive by itself; give stride that "
        "folder as the inbox.",
        "Apple keeps steps in stretches of some minutes, so the minutes are an estimate (~), often "
        "20 % off. They count towards your goal. An export by the minute (Health Auto Export) is "
        "surer.",
    ),
    Device(
        "fitbit",
        "Fitbit",
        (
            "In a browser open takeout.google.com and sign in with the account of the Fitbit.",
            "Deselect all, choose Fitbit, then Next step, Create export.",
            "A mail brings the link, after minutes or hours: download the zip.",
        ),
        ("takeout*.zip", "myfitbitdata*.zip", "fitbit*.zip", "steps*.csv"),
        "stride import ~/Downloads/takeout-*.zip",
        "Takeout can make a new export every two months by itself; for the days between, make one "
        "by hand, or let Health Connect on an Android phone copy the steps.",
        "Fitbit keeps steps by the minute: surer than totals, and set beside the study as "
        "approximate.",
    ),
    Device(
        "samsung",
        "Samsung phone or Galaxy Watch",
        (
            "In Samsung Health tap the three lines, then the cog wheel: Settings.",
            "Scroll down: Download personal data, and confirm. It lands in the phone's Download "
            "folder, below Samsung Health.",
            "Bring the folder to this computer: by USB cable, or zip it and share it.",
        ),
        ("samsung*health*", "com.samsung*.csv"),
        "stride import ~/Downloads/samsunghealth_*",
        "Each export is whole: make one when you like, once a week is enough.",
        "Steps by the minute. Where the export has only days: an estimate (~), often 20 % off.",
    ),
    Device(
        "android",
        "Other Android phone (Google Fit, Health Connect)",
        (
            "Settings, Health Connect (on some phones below Privacy), Backup and restore: Export "
            "now. Or takeout.google.com: choose Fit, Create export.",
            "Bring the zip to this computer: by USB cable, or through Google Drive.",
        ),
        ("health*connect*", "takeout*", "*activity metrics*.csv", "fit*.zip"),
        "stride import ~/Downloads/'Health Connect.zip'",
        "Health Connect can export every day by itself to Google Drive: have that folder synced "
        "to this computer and give it to stride as the inbox.",
        "By the minute it is surest; quarter hours and days are an estimate (~).",
    ),
    Device(
        "garmin",
        "Garmin",
        (
            "In a browser open garmin.com, Account, Export your data. A mail brings the link.",
            "For a first look: connect.garmin.com, Reports, Steps, 4 weeks, Export.",
        ),
        ("*garmin*.zip", "steps*.csv", "*.fit", "*.zip"),
        "stride import ~/Downloads/EXPORT.zip",
        "By cable the watch is a disk: the .fit files in GARMIN/Monitor are its days. Copy what is "
        "new to the inbox, or let GarminDB fetch it.",
        "From monitoring files by the minute. Days alone are an estimate (~), often 20 % off.",
    ),
    Device(
        "sensor",
        "A sensor on thigh and lower back (Axivity, ActiGraph, GENEActiv)",
        (
            "Wear it day and night, for a week if you can.",
            "Read it out with the maker's program (OMGUI, ActiLife), or copy the .cwa, .gt3x or "
            ".bin from the sensor itself.",
            "Two sensors: let the file names say thigh and back.",
        ),
        ("*.cwa*", "*.gt3x", "*.bin", "*.csv", "*.csv.gz"),
        "stride import THIGH.cwa BACK.cwa --placement thigh,back",
        "A sensor is read out after the week, not every day: the loop only reads what is new.",
        "Second by second, as in the study, and surest at the thigh. Walking, stairs, and from the "
        "thigh posture.",
    ),
    Device(
        "other",
        "Something else",
        ("'stride formats' lists what stride reads, and docs/formats.md how to get it.",),
        ALL_FILES,
        "stride import FILE",
        "Put each new export into the inbox.",
        "Every day has a grade, A to D, that says how sure its minutes are.",
    ),
)
