"""The command ``config``: every setting with the origin of its value; get, set and unset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from stride import errors, settings
from stride.cli import common

if TYPE_CHECKING:
    import typer

ACTIONS = ("show", "get", "set", "unset", "path")


def config(
    action: Annotated[str, typer.Argument(metavar="[show|get|set|unset|path]")] = "show",
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="The setting.")] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="Its new value.")] = None,
) -> None:
    """Every setting and where its value comes from: option, environment, file or default.

    'stride config set KEY VALUE' checks the value and writes the file; comments in it stay.
    """
    session = common.session()
    if action not in ACTIONS:
        raise errors.UsageError(f"config cannot {action!r}.", f"One of: {', '.join(ACTIONS)}.")
    if action == "path":
        session.say(str(session.settings.paths.config_file))
    elif action == "show":
        _show(session)
    else:
        _one(session, action, setting_named(key), value)


def setting_named(name: str | None) -> settings.Key:
    """The setting of that name. Raises UsageError that lists them."""
    names = ", ".join(settings.KEY_OF_NAME)
    if not name:
        raise errors.UsageError("Name a setting.", f"There are: {names}.")
    key = settings.KEY_OF_NAME.get(name.replace("-", "_"))
    if not key:
        raise errors.UsageError(f"There is no setting {name!r}.", f"There are: {names}.")
    return key


def _show(session: common.Session) -> None:
    chosen = session.settings
    rows = [(key, chosen.texts[key.name], chosen.origins[key.name]) for key in settings.KEYS]
    if session.json:
        session.write_json({"settings": {k.name: {"value": v, "origin": o} for k, v, o in rows}})
        return
    for key, text, origin in rows:
        used = settings.in_force(chosen, key)
        origin += f": {used}" if used != text else ""
        session.say(f'{key.name:12} = "{text}"  ({origin})')
        if not session.plain:
            session.say(f"{'':12}   {key.help}")


def _one(session: common.Session, action: str, key: settings.Key, value: str | None) -> None:
    if action == "get":
        text = session.settings.texts[key.name]
        if session.json:
            session.write_json({key.name: text, "origin": session.settings.origins[key.name]})
        else:
            session.say(text)
        return
    if action == "set":
        if value is None:
            raise errors.UsageError(f"Give {key.name} a value.", f"{key.help}.")
        settings.parse(key, value)
    write(session, key, value if action == "set" else None)


def write(
    session: common.Session, key: settings.Key, value: str | None, quietly: bool = False
) -> None:
    """Write the file, and bring the stored days in line where they depend on the setting.

    quietly: where another command does it on its way.
    """
    path = session.settings.paths.config_file
    try:
        settings.write_value(path, key.name, value)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise errors.DiskError(message, "Mend the rights, or set STRIDE_HOME.") from error
    now = settings.load()
    if key.name in ("sources", "day_start") and now.paths.database.exists():
        with session.changing() as door:
            door.adopt(now.day_start_min, now.sources)
    if quietly:
        return
    verb = "is now" if value is not None else "is back to"
    session.say(f'{key.name} {verb} "{now.texts[key.name]}" ({now.origins[key.name]}).')
