"""OMGUI summaries (SVM, WTV, cut points, sleep): recognised to be refused."""

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

_NAMES = ("mean svm", "wear time", "sedentary (mins)", "svm (g)", "paee")
_FILE = re.compile(r"\.(svm|wtv|paee|sleep|cut)\.csv$", re.IGNORECASE)


def recognise(head: Head) -> Verdict:
    """Sure by a mean SVM or the wear time in the header."""
    joined = " ".join(head.keys)
    if head.keys and head.keys[0].startswith("time") and any(name in joined for name in _NAMES):
        return sure("columns of an OMGUI summary")
    if _FILE.search(head.basename):
        return sure("the ending of an OMGUI summary")
    return no("no columns of an OMGUI summary")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal."""
    raise DataError(
        f"{blob.name} is a summary of OMGUI (SVM, wear time or the like), not the recording.",
        "In OMGUI choose Export Raw CSV.",
    )


FORMAT = Format(
    id="omgui-summary",
    title="OMGUI summaries: SVM, WTV (refused)",
    header="Time, Mean SVM (g), Range X (g)",
    recognise=recognise,
    read=read,
    useful=False,
    raw=True,
)
