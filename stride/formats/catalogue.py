"""Which formats there are and where each lies, without loading any: a file's name is its id."""

from __future__ import annotations

import os
from functools import cache

PACKAGE = "stride.formats.layouts"


@cache
def modules() -> dict[str, str]:
    """{id: module} of every file in a vendor's folder; a vendor's ``shared`` is no format."""
    # os, which is loaded anyway: pathlib would cost completion a third of its time
    found = {}
    with os.scandir(os.path.join(os.path.dirname(__file__), "layouts")) as vendors:  # noqa: PTH118, PTH120
        for vendor in vendors:
            for name in os.listdir(vendor.path) if vendor.is_dir() else ():  # noqa: PTH208
                stem, dot, ending = name.partition(".")
                if (dot, ending) == (".", "py") and stem not in ("__init__", "shared"):
                    found[stem.replace("_", "-")] = f"{PACKAGE}.{vendor.name}.{stem}"
    return found


def format_ids() -> tuple[str, ...]:
    """The ids of all formats, sorted."""
    return tuple(sorted(modules()))
