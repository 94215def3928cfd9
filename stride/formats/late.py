"""numpy, pyarrow and a median, loaded when first used: to list the formats takes none of them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv as arrow
else:

    class _Late:
        """A module that is loaded for the first name that is asked of it."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            value = getattr(import_module(self._name), name)
            setattr(self, name, value)  # found without asking from now on
            return value

    np, pa, pc, arrow = map(_Late, ("numpy", "pyarrow", "pyarrow.compute", "pyarrow.csv"))

__all__ = ["arrow", "median", "np", "pa", "pc"]


def median(values: Iterable[float]) -> float:
    """The median of some plain numbers, at least one."""
    from statistics import median as of  # brings fractions and decimals with it

    return of(values)
