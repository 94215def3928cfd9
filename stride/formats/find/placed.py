"""Names of files that say whose they are and where the sensor was: ``A17_thigh.cwa``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

#: A word of a name -> the placement it stands for; the study's two sensors and the others.
PLACES = {
    "thigh": "thigh", "back": "back", "lowerback": "back", "lower_back": "back",
    "lower-back": "back", "trunk": "back", "wrist": "wrist", "hip": "hip", "waist": "hip",
}  # fmt: skip
_WORD = re.compile(
    r"(?:^|[\W_])(" + "|".join(sorted(PLACES, key=len, reverse=True)) + r")(?=$|[\W_])",
    re.IGNORECASE,
)
#: Endings of recordings, before which a name stands; ``.csv.gz`` has two.
_ENDINGS = re.compile(r"(?:\.(?:csv|cwa|gt3x|bin|txt|gz|zip))+$", re.IGNORECASE)


def placed(path: str) -> tuple[str, str]:
    """(whose, where) of a path: the name without the word for a placement, and the placement.

    path: with ``/``. A file named only by its placement is called by its folder; where no word
    stands, the placement is "".
    """
    pure = PurePosixPath(path)
    stem = _ENDINGS.sub("", pure.name)
    found = _WORD.search(stem)
    rest = (stem[: found.start()] + stem[found.end() :]) if found else stem
    whose = rest.strip(" _-.") or pure.parent.name
    return whose, PLACES[found[1].lower()] if found else ""
