"""A folder to the recordings that belong together, by a table in it or by the names of files."""

import re
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from stride.errors import DataError
from stride.formats.column_words import plain
from stride.formats.find.head import HEAD_BYTES, Head, make_head

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

_FILE = re.compile(r"^(file( ?name)?|path|recording|datei(name)?|fichier|archivo|bestand|fil)$")
_WHERE = re.compile(r"^(placement|position|location|site|sensor( ?position)?|worn( ?at)?|place)$")
_WHOSE = re.compile(
    r"^(participant|subject|person|patient|proband|id|pid|code|name|who)( ?id| ?code)?$"
)
ENDINGS = (".csv", ".tsv", ".txt")


class Worn(NamedTuple):
    """A recording, whose it is, and where the sensor was; "" where nothing says so."""

    path: Path
    whose: str
    where: str


def worn_in(folder: Path) -> list[Worn]:
    """What a table in the folder says of its recordings; nothing where there is no such table.

    Raises DataError by line for a file that is not there, or a placement nobody knows.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError:  # said when the folder is imported
        return []
    for path in paths:
        head = _head(path) if path.suffix.lower() in ENDINGS else None
        if head and head.complete and (columns := _columns(head)):
            return _rows(folder, path, head, columns)
    return []


def _head(path: Path) -> Head | None:
    """The first lines of a file, None of what cannot be read: that is said when it is imported."""
    with suppress(OSError), path.open("rb") as stream:
        return make_head(path.name, stream.read(HEAD_BYTES + 1))
    return None


def pairs_in(folder: Path) -> list[tuple[Path, Path]]:
    """(thigh, back) of each person with both, by the table or else by the names of the files.

    Raises DataError as worn_in(), and where one person has two of a kind.
    """
    files = worn_in(folder) or [
        Worn(path, *placed(path.relative_to(folder).as_posix()))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    people: dict[str, dict[str, Path]] = {}
    for path, whose, where in files:
        both = people.setdefault(whose, {})
        if where in ("thigh", "back") and both.setdefault(where, path) != path:
            raise DataError(
                f"{folder} has two recordings of the {where} of “{whose}”.",
                "Import the two that belong together: stride import THIGH BACK --placement "
                "thigh,back",
            )
    return [(each["thigh"], each["back"]) for each in people.values() if len(each) == 2]


def _columns(head: Head) -> tuple[int, int, int | None] | None:
    """The places of the columns of files, placements and persons, None for any other table."""
    names = [plain(name) for name in head.columns]

    def place(pattern: re.Pattern[str]) -> int | None:
        return next((at for at, name in enumerate(names) if pattern.match(name)), None)

    file, where = place(_FILE), place(_WHERE)
    return None if file is None or where is None else (file, where, place(_WHOSE))


def _rows(folder: Path, path: Path, head: Head, columns: tuple[int, int, int | None]) -> list[Worn]:
    file, where, whose = columns
    worn = []
    for number, line in enumerate(head.lines[head.first + 1 :], head.first + 2):
        cells = [*head.cells(number - 1), *[""] * len(head.columns)]
        if not line.strip():
            continue
        recording = folder / cells[file]
        if not cells[file] or not recording.is_file():
            raise DataError(
                f"{path}, line {number}: there is no file “{cells[file]}” in {folder}.",
                "Write its name as it stands in the folder.",
            )
        place = re.sub(r"[\s_-]+", " ", cells[where].lower()).strip()
        placement = PLACES.get(place.replace(" ", "")) or PLACES.get(place)
        if placement is None and place:
            raise DataError(
                f"{path}, line {number}: “{cells[where]}” is no placement.",
                f"It knows: {', '.join(sorted(set(PLACES.values())))}.",
            )
        person = cells[whose] if whose is not None else placed(cells[file])[0]
        worn.append(Worn(recording, person, placement or ""))
    return worn


def placed(path: str) -> tuple[str, str]:
    """(whose, where) of a path: the name without the word for a placement, and the placement.

    path: with ``/``. A file named only by its placement is called by its folder; where no word
    stands, the placement is "".
    """
    pure = PurePosixPath(path)
    stem = _ENDINGS.sub("", pure.name)
    word = _WORD.search(stem)
    rest = (stem[: word.start()] + stem[word.end() :]) if word else stem
    whose = rest.strip(" _-.") or pure.parent.name
    return whose, PLACES[word[1].lower()] if word else ""
