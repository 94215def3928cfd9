"""Reads and writes the tables of a study: CSV, .gz and Parquet, at any address fsspec knows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from stride.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

#: The table of days inside the folder that ``measure`` writes.
DAYS_FILE = "days.parquet"


def require(*packages: str) -> None:
    """Raises UsageError that says how to get them where a package of the extra is missing."""
    from importlib.util import find_spec

    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"'stride study' needs {', '.join(missing)}, which is not installed.",
            "Get it with: pip install 'stride-walk[study]'",
        )


def read_table(address: str, what: str) -> pd.DataFrame:
    """The whole table.

    address: a file or any address of fsspec; a folder that ``measure`` wrote stands for its days.
    what: for messages, such as DAYS. Raises DataError where it cannot be read.
    """
    require("pandas", "fsspec")
    import fsspec
    import pandas as pd

    try:
        system, path = fsspec.core.url_to_fs(address)
        if system.isdir(path):
            path = f"{path.rstrip('/')}/{DAYS_FILE}"
        with system.open(path, "rb") as stream:
            content = io.BytesIO(stream.read())
        if path.endswith((".parquet", ".pq")):
            return pd.read_parquet(content)
        packed = "gzip" if path.endswith(".gz") else None
        return pd.read_csv(content, compression=packed, low_memory=False)
    except FileNotFoundError as error:
        raise DataError(f"{what}: there is no {address}.", "Check the path.") from error
    except (ValueError, OSError, ImportError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DataError(
            f"{what}: {address} cannot be read as a table ({first}).",
            "CSV, CSV in .gz and Parquet are read.",
        ) from error


def need_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raises DataError that names the columns a table lacks."""
    missing = [name for name in dict.fromkeys(columns) if name not in table.columns]
    if not missing:
        return
    import difflib

    near = difflib.get_close_matches(missing[0], [str(name) for name in table.columns], n=1)
    guess = f" Is it {near[0]!r}?" if near else ""
    several = "the columns" if len(missing) > 1 else "the column"
    raise DataError(
        f"{what} lacks {several} {', '.join(missing)}.",
        f"Its columns: {', '.join(map(str, table.columns))}.{guess}",
    )


def numbers(table: pd.DataFrame, name: str, what: str) -> Any:
    """A column as float64, (n,), NaN for a blank. Raises DataError for a text in it."""
    import pandas as pd

    values = pd.to_numeric(table[name], errors="coerce")
    wrong = (values.isna() & table[name].notna()).to_numpy()
    if wrong.any():
        at = int(wrong.argmax())
        raise DataError(
            f"{what}, column {name}, line {at + 2}: {table[name].iloc[at]!r} is no number.",
            "Leave a missing answer blank.",
        )
    return values.to_numpy(dtype="float64")
