"""The models that this stride ships, and by which hash each is told from an older one.

Reads files only; what they hold is the business of ``stride.classify``.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

MODELS = Path(__file__).parent / "classify" / "models"
#: Keys of a card that name another model which has a say.
PARTS = ("axes_by", "without_gravity")
#: Finds out where a sensor was worn, whichever model labels the seconds then.
PLACEMENT = "placement"
DIGITS = 16


@cache
def cards() -> dict[str, dict[str, Any]]:
    """Name of a model -> its card."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in MODELS.glob("*.json")
    }


def name_of(model_id: str) -> str:
    """The name of a model without its number: ``wrist`` of ``wrist-3``."""
    return model_id.rpartition("-")[0] or model_id


@cache
def fingerprint(name: str) -> str:
    """A hash of all that a model's answers depend on; "" for a name that is not shipped."""
    if name not in cards():
        return ""
    members, waiting = set(), [name, PLACEMENT]
    while waiting:
        member = waiting.pop()
        if member not in members and member in cards():
            members.add(member)
            waiting += [cards()[member][part] for part in PARTS if cards()[member].get(part)]
    digest = hashlib.sha256()
    for member in sorted(members):
        for tail in (".json", ".npz"):
            path = MODELS / f"{member}{tail}"
            digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:DIGITS]


def is_current(model_id: str, sha256: str) -> bool:
    """Whether the model of an import is the one shipped now; without a hash, by its id."""
    if not model_id:
        return True
    name = name_of(model_id)
    if sha256:
        return sha256 == fingerprint(name)
    return any(card.get("model_id") == model_id for card in cards().values())
