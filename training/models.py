"""Turns the list of models into the recordings, classes and settings each is trained with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from training.classes import PHONE, POSTURE, WRIST
from training.data import Example, Item

FOLDS = 4
#: Versions of a recording with another sensor, but nobody slower and no other road.
AS_THEY_ARE = ("as recorded", "sensor")


@dataclass(frozen=True)
class Spec:
    """One shipped model.

    own: placements it is for, scored with people left out. extra: placements whose recordings
    help with this share of weight. axes_by: the model that finds the axes of the first sensor and
    has a say of its own. kinds: the versions of a recording that teach it. gravity: False for one
    that is for recordings without.
    """

    name: str
    classes: dict
    own: tuple[str, ...]
    extra: dict = field(default_factory=dict)
    steps: int = 700
    note: str = ""
    axes_by: str = ""
    kinds: tuple[str, ...] = ("as recorded", "sensor", "slower", "slower again", "road")
    gravity: bool = True


SPECS = (
    Spec("thigh", POSTURE, ("thigh",)),
    Spec("back", POSTURE, ("back",)),
    Spec("thigh_back", POSTURE, ("thigh+back",), {"thigh": 0.5}, axes_by="thigh"),
    Spec(
        "wrist",
        WRIST,
        ("wrist",),
        {"hand": 0.5, "pocket": 0.3, "back": 0.3},
        kinds=(*AS_THEY_ARE, "slower"),  # with more of them driving passes for walking
    ),
    Spec(
        "phone",
        PHONE,
        ("pocket", "hand"),
        {"thigh": 0.3, "back": 0.3, "wrist": 0.3},
        kinds=AS_THEY_ARE,  # slower ones cost geotec-phone 0.018, and gained nothing
    ),
    Spec(
        "hip",
        POSTURE,
        ("back",),
        {"pocket": 0.3, "thigh": 0.2},
        note="No labelled hip recording was at hand: trained on the lower back, and on the gaits "
        "of trouser pockets and thighs. Its figures are those of the lower back.",
    ),
)

BLIND = "_without_gravity"
#: Phones in pockets lose next to nothing without gravity; these have nets of their own for it.
WITHOUT_GRAVITY = tuple(
    replace(
        spec,
        name=spec.name + BLIND,
        axes_by=spec.axes_by and spec.axes_by + BLIND,
        gravity=False,
        kinds=AS_THEY_ARE,  # without gravity slow walking is like pedalling
    )
    for spec in SPECS
    if spec.name != "phone"
)


def by_name(name: str) -> Spec:
    return next(spec for spec in (*SPECS, *WITHOUT_GRAVITY) if spec.name == name)


def blind_of(spec: Spec) -> str:
    """The name of its own model for recordings without gravity, empty where it has none."""
    return next((one.name for one in WITHOUT_GRAVITY if one.name == spec.name + BLIND), "")


def person(item: Item) -> tuple[str, str]:
    """One person, whatever was worn: the same walk of a watch and a phone is no new evidence."""
    return item.dataset.split("-")[0], item.subject


def usable(spec: Spec, example: Example) -> bool:
    """Whether a recording teaches this model."""
    where = example.item.placement
    if example.kind not in spec.kinds:
        return False
    if "thigh+back" in spec.own and where == "thigh":
        return example.item.dataset == "sens-thigh"  # the others are there with both sensors
    return where in spec.own or where in spec.extra


def folds(people: list[tuple[str, str]]) -> list[set]:
    """Four sets of people, each with a share of every dataset."""
    out: list[set] = [set() for _ in range(FOLDS)]
    seen: dict[str, int] = {}
    for one in sorted(set(people)):
        k = seen.get(one[0], 0)
        out[k % FOLDS].add(one)
        seen[one[0]] = k + 1
    return out
