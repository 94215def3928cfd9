"""Turns the list of models into the recordings, classes and settings each is trained with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from training.classes import HIP, PHONE, POSTURE, WRIST
from training.data import Example, Item

FOLDS = 4
#: Versions of a recording with another sensor, but nobody slower and no other road.
AS_THEY_ARE = ("as recorded", "sensor")
SENSORS = (*AS_THEY_ARE, "another sensor")
#: Where arms and clothes move freely: what is no gait repeated, and short pieces.
LOOSE = (*AS_THEY_ARE, "loops", "cuts")
LIMBS = ("wrist", "hip", "pocket", "hand")


@dataclass(frozen=True)
class Spec:
    """One shipped model.

    own: placements it is for, scored with people left out. extra: placements whose recordings
    help with this share of weight, legs and trunks as recorded only. shares: dataset or kind of
    version -> share of weight, where it is not 1. axes_by: the model that finds the axes of the
    first sensor and has a say of its own. kinds: the versions of a recording that teach it.
    gravity: False for one that is for recordings without. louder: see training.crops. left_out:
    datasets that are left out together, where not each alone: some hold walking and others none,
    and it takes fewer trainings. members: nets that ship. alone: nets that
    show how good it is on people left out. distilled: steps of the one net that learns from these
    and takes their place, 0 for none. generation: which training a stored recording was
    judged by, part of its name.
    """

    name: str
    classes: dict
    own: tuple[str, ...]
    extra: dict = field(default_factory=dict)
    steps: int = 700
    note: str = ""
    axes_by: str = ""
    kinds: tuple[str, ...] = (*SENSORS, "slower", "slower again", "road")
    gravity: bool = True
    shares: dict = field(default_factory=dict)
    louder: float = 0.1
    left_out: tuple[tuple[str, ...], ...] = ()
    members: int = 1
    alone: int = 1
    distilled: int = 0
    generation: int = 4


#: Datasets that are left out together.
LEFT_OUT = {
    "wrist": (
        ("umafall-wrist", "wristppg-wrist"),
        ("wisdm2019-watch",),
        ("spar-wrist", "mhad-wrist", "lmu-wrist"),
        ("geotec-watch", "banglejs-wrist"),
    ),
    "phone": (
        ("umafall-pocket", "difronzo-pocket", "geotec-phone", "indoorloc-hand"),
        ("wisdm2019-phone", "oxford-step-counter"),
    ),
    "hip": (("umafall-waist",), ("mhad-hip", "lmu-waist")),
}
#: Most of what is no gait comes in trials of seconds: at its full weight it would cost walking.
TRIALS = {"mhad-wrist": 0.5, "mhad-hip": 0.5, "spar-wrist": 0.5, "umafall-wrist": 1.5, "loops": 0.3}
SPECS = (
    Spec("thigh", POSTURE, ("thigh",), members=3, alone=3, distilled=1000),
    Spec("back", POSTURE, ("back",), members=3, alone=3, generation=3),
    Spec(
        "thigh_back",
        POSTURE,
        ("thigh+back",),
        {"thigh": 0.5},
        axes_by="thigh",
        members=3,
        alone=3,
    ),
    Spec(
        "wrist",
        WRIST,
        ("wrist",),
        {"hand": 0.5, "pocket": 0.3, "hip": 0.3},
        kinds=(*LOOSE, "slower"),  # with more slower ones driving passes for walking
        shares=TRIALS,
        louder=0.2,
        left_out=LEFT_OUT["wrist"],
        members=2,
    ),
    Spec(
        "phone",
        PHONE,
        ("pocket", "hand"),
        {"thigh": 0.3, "back": 0.3, "wrist": 0.5, "hip": 0.3},
        kinds=(*LOOSE, "swung"),  # slower ones cost geotec-phone 0.018, and gained nothing
        shares=TRIALS,
        left_out=LEFT_OUT["phone"],
    ),
    Spec(
        "hip",
        HIP,
        ("hip",),
        {"back": 0.5, "pocket": 0.3, "thigh": 0.2},
        kinds=(*LOOSE, "slower"),
        shares=TRIALS,
        louder=0.2,
        left_out=LEFT_OUT["hip"],
        note="Standing, sitting and lying at the hip are learnt from the lower back.",
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
        kinds=tuple(k for k in spec.kinds if k in (*SENSORS, "loops", "cuts")),  # slow walking
        # without gravity is like pedalling
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
    return teaches(spec, example.item, example.kind)


def teaches(spec: Spec, item: Item, kind: str) -> bool:
    """Whether a version of a recording teaches this model."""
    if kind not in spec.kinds:
        return False
    if "thigh+back" in spec.own and item.placement == "thigh":  # the others have both sensors
        return item.dataset == "sens-thigh"
    if item.placement in spec.own:
        return True
    return item.placement in spec.extra and (kind == "as recorded" or item.placement in LIMBS)


def folds(people: list[tuple[str, str]]) -> list[set]:
    """Four sets of people, each with a share of every dataset."""
    out: list[set] = [set() for _ in range(FOLDS)]
    seen: dict[str, int] = {}
    for one in sorted(set(people)):
        k = seen.get(one[0], 0)
        out[k % FOLDS].add(one)
        seen[one[0]] = k + 1
    return out
