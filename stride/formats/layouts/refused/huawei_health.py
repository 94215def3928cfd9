"""Huawei Health's data export as JSON: recognised to be refused.

Of its layout only the names of its parts are known here, from memory: the tracks of exercises
(``motionPathData``) and the sums of the day (``sportDataUserData``), whose units are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.layout import Format, no, sure

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

_NAMES = re.compile(r'"(motionPathData|sportDataUserData|sportBasicInfos)"|HW_EXT_TRACK')


def recognise(head: Head) -> Verdict:
    """Sure by a name that only this app's export has."""
    if found := _NAMES.search(head.text):
        return sure(f"{found[0].strip(chr(34))} of Huawei Health")
    return no("no motionPathData and no sportDataUserData")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal: what its numbers count is not known well enough."""
    raise DataError(
        f"{blob.name} is of Huawei Health's data export, whose JSON stride cannot read.",
        "Let Health Sync or Health Connect copy the steps, and import their export.",
    )


FORMAT = Format(
    id="huawei-health",
    title="Huawei Health: data export as JSON (refused)",
    header='[{"motionPathData":[…],"sportType":5}]',
    recognise=recognise,
    read=read,
    useful=False,
    kind="json",
)
