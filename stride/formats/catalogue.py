"""Which formats there are and where each lies, without loading any: a file's name is its id."""

import os
import re
from functools import cache

from stride.formats import own

PACKAGE = "stride.formats.layouts"
SEVERAL = "refused"  # the one file that holds several, whose ids are read out of it
NO_LAYOUTS = ("__init__", "shared", SEVERAL)


@cache
def modules() -> dict[str, str]:
    """{id: module} of every file in a vendor's folder; a vendor's ``shared`` is no format."""
    # os, which is loaded anyway: pathlib would cost completion a third of its time
    folder = os.path.join(os.path.dirname(__file__), "layouts")  # noqa: PTH118, PTH120
    homes = dict.fromkeys(_ids_in(f"{folder}/{SEVERAL}.py"), f"{PACKAGE}.{SEVERAL}")
    with os.scandir(folder) as vendors:
        for vendor in vendors:
            for name in os.listdir(vendor.path) if vendor.is_dir() else ():  # noqa: PTH208
                stem, dot, ending = name.partition(".")
                if (dot, ending) == (".", "py") and stem not in NO_LAYOUTS:
                    homes[stem.replace("_", "-")] = f"{PACKAGE}.{vendor.name}.{stem}"
    return homes


#: Group of ``stride formats`` -> the vendors' folders in it, in the order of the list.
GROUPS = {
    "phones and watches": ("apple", "fitbit", "garmin", "google", "samsung", "withings", "zepp"),
    "apps, and any table": ("apps", "tracks", "phones", "generic"),
    "sensors": ("actigraph", "axivity", "sensors"),
    "research data sets": ("research",),
    "recognised and refused, with the reason": (SEVERAL,),
}
YOURS = "yours"


def group_of(format_id: str) -> str:
    """The group a format is listed in; YOURS for one that a person declared."""
    module = modules().get(format_id)
    if module is None:
        return YOURS
    vendor = module.removeprefix(PACKAGE).split(".")[1]
    return next(group for group, vendors in GROUPS.items() if vendor in vendors)


def source_name(name: str) -> str:
    """The name of a source for people: the title's begin where it is a format's id, else as it is.

    The title is read out of the file of the format: loading it would cost ten times as long.
    """
    module = modules().get(name) if name == name.lower() else None
    if module is None:
        return name
    path = f"{os.path.dirname(__file__)}/{'/'.join(module.split('.')[2:])}.py"  # noqa: PTH120
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123
        titles = [line.split('"')[1] for line in lines if line.lstrip().startswith('title="')]
    return re.split(r"[:(,]", titles[0])[0].strip() if len(titles) == 1 else name


def _ids_in(path: str) -> list[str]:
    """The ids that stand in a file of several layouts."""
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123
        return [line.split('"')[1] for line in lines if line.lstrip().startswith('id="')]


def format_ids() -> tuple[str, ...]:
    """The ids of all formats, the person's own with them, sorted."""
    return tuple(sorted({**modules(), **own.own_paths()}))
