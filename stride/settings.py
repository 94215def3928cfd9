"""Turns option, environment, config file and defaults into one frozen Settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from stride import clock, disk
from stride.errors import UsageError, of_system
from stride.types import PLACEMENTS

APP = "stride"
COLORS = ("auto", "always", "never")


class Paths(NamedTuple):
    """Where stride keeps things; ``STRIDE_HOME`` moves all of it below one folder."""

    data: Path
    config: Path
    state: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "stride.db"

    @property
    def config_file(self) -> Path:
        """The settings a person wrote."""
        return self.config / "config.toml"


class Key(NamedTuple):
    """One setting: its default, what it accepts, and a line of help.

    kind: ``zone``, ``weekday``, ``time``, ``placement``, ``plan``, ``list``, ``span``,
    ``folder``, or the choices, joined by ``|``.
    """

    name: str
    default: str
    kind: str
    help: str


KEYS = (
    Key("zone", "", "zone", "IANA zone for times without an offset; empty: the computer's"),
    Key("week_start", "", "weekday", "the day a week begins; empty: as the locale has it"),
    Key("day_start", "00:00", "time", "when a day begins, HH:MM"),
    Key("placement", "auto", "placement", "where the sensor is worn, if the file does not say"),
    Key("sources", "", "list", "names or format ids, best first, for minutes seen twice"),
    Key("quiet_hours", "22:00-08:00", "span", "when remind stays silent, HH:MM-HH:MM, or off"),
    Key("color", "auto", "|".join(COLORS), "colour in the terminal"),
    Key("plan", "tiers", "plan", "how the daily goal grows"),
    Key("layouts", "", "folder", "folder with layouts of your own, beside those stride has"),
)
KEY_OF_NAME = {key.name: key for key in KEYS}


class Settings(NamedTuple):
    """Every setting, checked. ``origins`` says where each value came from.

    week_start: 0 Monday to 6 Sunday. day_start_min: minutes after midnight. quiet: start and end
    in minutes after midnight, None when off. zone: always a zone; zone_rule ``configured`` or
    ``computer``.
    """

    paths: Paths
    zone: str
    zone_rule: str
    week_start: int
    day_start_min: int
    placement: str
    sources: tuple[str, ...]
    quiet: tuple[int, int] | None
    color: str
    plan: str
    layouts: Path | None
    texts: Mapping[str, str]
    origins: Mapping[str, str]


def find_paths(environ: Mapping[str, str] | None = None) -> Paths:
    """Data, config and state folders, none created. Source: platformdirs, or STRIDE_HOME."""
    environ = os.environ if environ is None else environ
    home = environ.get("STRIDE_HOME")
    if home:
        folder = Path(home).absolute()
        return Paths(folder, folder, folder)
    import platformdirs

    try:
        return Paths(
            Path(platformdirs.user_data_dir(APP, appauthor=False)),
            Path(platformdirs.user_config_dir(APP, appauthor=False)),
            Path(platformdirs.user_state_dir(APP, appauthor=False)),
        )
    except RuntimeError as error:  # no home folder can be worked out
        raise UsageError(
            "stride cannot tell where your home folder is.",
            "Set STRIDE_HOME to a folder to keep everything in.",
        ) from error


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force: environment before file before default.

    environ: variables such as ``STRIDE_ZONE``; the process's own when None. Raises UsageError
    that names the value and where it stands.
    """
    environ = os.environ if environ is None else environ
    paths = find_paths(environ)
    written = read_file(paths.config_file)
    texts, origins = {}, {}
    for key in KEYS:
        variable = f"STRIDE_{key.name.upper()}"
        if environ.get(variable):
            texts[key.name], origins[key.name] = environ[variable], f"environment {variable}"
        elif key.name in written:
            texts[key.name], origins[key.name] = written[key.name], str(paths.config_file)
        else:
            texts[key.name], origins[key.name] = key.default, "default"
    return _settings(paths, texts, origins, clock.locale_week_start(environ))


def _settings(
    paths: Paths, texts: dict[str, str], origins: dict[str, str], locale_week_start: int
) -> Settings:
    value = {}
    for name, text in texts.items():
        try:
            value[name] = parse(KEY_OF_NAME[name], text)
        except UsageError as error:
            where = f" (from {origins[name]})"
            raise UsageError(error.message.rstrip(".") + where + ".", error.hint) from error
    return Settings(
        paths=paths,
        zone=value["zone"] or clock.computer_zone(),
        zone_rule="configured" if value["zone"] else "computer",
        week_start=locale_week_start if value["week_start"] is None else value["week_start"],
        day_start_min=value["day_start"],
        placement=value["placement"],
        sources=value["sources"],
        quiet=value["quiet_hours"],
        color=value["color"],
        plan=value["plan"],
        layouts=value["layouts"],
        texts=texts,
        origins=origins,
    )


def parse(key: Key, text: str) -> Any:
    """The value that ``text`` stands for, of the type Settings wants. Raises UsageError."""
    text = text.strip()
    if key.kind == "zone":
        if text:
            clock.zone(text)
        return text
    if key.kind == "time":
        return clock.parse_minute(text)
    if key.kind == "list":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if key.kind == "span":
        return _parse_span(text)
    if key.kind == "weekday":
        if not text:
            return None
        return clock.WEEKDAYS.index(_choice(key, text, clock.WEEKDAYS))
    if key.kind == "folder":
        return Path(text).expanduser().absolute() if text else None
    if key.kind == "plan":
        return _choice(key, text, plans())
    if key.kind == "placement":
        return _choice(key, text, ("auto", *PLACEMENTS))
    return _choice(key, text, tuple(key.kind.split("|")))


@cache
def plans() -> tuple[str, ...]:
    """The names of the plans for the goal: one file each in ``stride/goals/plans``."""
    folder = Path(__file__).parent / "goals" / "plans"
    return tuple(sorted(path.stem for path in folder.glob("[a-z]*.py")))


def _choice(key: Key, text: str, choices: tuple[str, ...]) -> str:
    if text.lower() in choices:
        return text.lower()
    raise UsageError(f"{key.name} cannot be {text!r}.", f"Choose one of: {', '.join(choices)}.")


def _parse_span(text: str) -> tuple[int, int] | None:
    if text.lower() in ("off", ""):
        return None
    start, dash, end = text.partition("-")
    if not dash:
        raise UsageError(f"{text!r} is not a span of hours.", "Give HH:MM-HH:MM, or off.")
    return clock.parse_minute(start), clock.parse_minute(end)


def in_force(chosen: Settings, key: Key) -> str:
    """What a setting that is left empty comes to: the computer's zone, the locale's weekday."""
    if key.name == "zone":
        return chosen.zone
    if key.name == "week_start":
        return clock.WEEKDAYS[chosen.week_start]
    return chosen.texts[key.name]


def read_file(path: Path) -> dict[str, str]:
    """What the config file sets, as text by key; empty when there is no file. Raises UsageError."""
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise of_system(error, "Check its rights.") from error
    try:
        table = _parsed(path, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}.", "Mend the line.") from error
    for name in table:
        if name not in KEY_OF_NAME:
            raise UsageError(
                f"{path} sets {name!r}, which stride does not know.",
                f"Known: {', '.join(KEY_OF_NAME)}.",
            )
    return {name: _as_text(value) for name, value in table.items()}


def _parsed(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"{path} is not valid TOML: {error}.", "Mend or delete the line."
        ) from error


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


def write_value(path: Path, name: str, text: str | None) -> None:
    """Set one key in the config file (None takes it out); comments and other lines stay.

    path: the file, made when needed, replaced in one step, and only by what reads back as it
    should. Raises UsageError for a text that no file can hold, OSError.
    """
    import tomlkit

    old = path.read_text(encoding="utf-8") if path.exists() else ""
    document = tomlkit.parse(old)
    if text is None:
        document.pop(name, None)
    elif name in document:
        item = tomlkit.item(text)
        item.trivia.comment = document[name].trivia.comment
        item.trivia.comment_ws = document[name].trivia.comment_ws
        document[name] = item
    else:
        document[name] = text
    new = tomlkit.dumps(document)
    wanted = {key: value for key, value in _parsed(path, old).items() if key != name}
    if text is not None:
        wanted[name] = text
    try:
        sound = _parsed(path, new.encode("utf-8").decode("utf-8")) == wanted
    except (UsageError, UnicodeError):
        sound = False
    if not sound:
        raise UsageError(
            f"{name} cannot be {text!r}: the settings would not be readable.",
            "Use plain text in one line.",
        )
    disk.make_folder(path.parent)
    disk.write_text(path, new)
