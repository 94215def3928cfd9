"""Turns examples into the figures of people, and of datasets, a model has never seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np

from stride.classify.decide import BOUTS, Evidence, settle
from stride.classify.judge import fitting, weigh
from stride.classify.run import cadence_of
from stride.classify.steps import whole_steps
from training import score
from training.classes import groups
from training.data import GROUPS, Example
from training.fit import Course, stream, train
from training.models import Spec, person, usable

NO_GRAVITY = "gravity removed"


def fit(spec: Spec, versions: list[list[Example]], left_out: set, steps: int, members: int = 1):
    """Nets trained without some people or datasets."""
    teach = [
        e
        for version in versions
        for e in version
        if usable(spec, e) and person(e.item) not in left_out and e.item.dataset not in left_out
    ]
    data = stream(teach, spec.classes, spec.extra | spec.shares)
    distilled = spec.distilled if members > 1 else 0
    return train(data, spec.classes, Course(steps, members, spec.gravity, spec.louder, distilled))


def own(spec: Spec, versions) -> list[Example]:
    return [e for e in versions[0] if e.item.placement in spec.own]


def fold(spec: Spec, net, examples: dict[str, list[Example]], people: set) -> list:
    """(hardship, number of the example, probabilities, posture known) of one fold's people.

    net: that knows none of them. examples: under each hardship, and as recorded.
    """
    out = []
    for kind, some in examples.items():
        gravity = kind != NO_GRAVITY
        for k, e in enumerate(some):
            if e.item.placement in spec.own and person(e.item) in people:
                seen = fitting(net, gravity)
                p, axes = weigh(seen, e.features, e.valid, e.item.placement, gravity)
                posture = bool(axes) and all(one.found for one in axes)
                out.append((kind, k, p.astype(np.float16), posture))
    return out


def settled(spec: Spec, model, e: Example, p: np.ndarray, posture: bool):
    """Activity and confidence from the probabilities of a fold. model: for weight and worth."""
    seen = Evidence(p.astype(np.float32), e.features[0], e.valid, posture)
    return settle(model, seen, e.item.placement)


#: Labelled for whole walks, or with nothing but walks: no guide to how much gait to believe.
NO_GUIDE = ("banglejs-wrist", "oxford-step-counter")
#: The most steps an hour that recordings without one may hold.
MOST_FALSE_STEPS = 15.0
#: None above 1: a minute claimed wrongly is worse than one missed.
WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def gait_weight(spec: Spec, model, rows: list) -> float:
    """The weight of gait that is best for walking F1 and minutes, people left out.

    A dataset's say is the root of its people. Minutes are what people see: an error of 4 % in them
    counts as much as 0.010 of F1. Weights that find too many steps in cars, trains and at desks are
    no choice, unless all do. Where walks are told bout by bout there is no weight.
    """
    if spec.own[0] in BOUTS:
        return 1.0
    worth_of = {}
    for weight in WEIGHTS:
        trial = replace(model, gait_weight=weight)
        if worth_of and _false_steps_an_hour(spec, trial, rows) > MOST_FALSE_STEPS:
            break
        by: dict[str, list] = defaultdict(list)
        for e, p, posture in rows:
            if e.item.dataset not in NO_GUIDE:
                activity, _ = settled(spec, trial, e, p, posture)
                by[e.item.dataset].append((e, groups(activity)))
        says = [len({person(e.item) for e, _ in pairs}) ** 0.5 for pairs in by.values()]
        worth_of[weight] = float(np.average([_good(p) for p in by.values()], weights=says))
    return max(worth_of, key=lambda weight: worth_of[weight])


def _false_steps_an_hour(spec: Spec, model, rows: list) -> float:
    """Steps counted in an hour of the recordings known to hold none."""
    none = [row for row in rows if row[0].item.steps_true == 0]
    said = [(e, *settled(spec, model, e, p, posture)) for e, p, posture in none]
    counted = sum(one["counted"] for one in steps(said, {}))
    return 3600.0 * counted / max(sum(int(e.valid.sum()) for e, *_ in said), 1)


def _good(pairs: list) -> float:
    """Walking F1 less a quarter of the error of the minutes, where there are some."""
    _, error, n = score.minutes_error(pairs)
    return score.walking(pairs)[2] - (error / 4 if n else 0.0)


def family(versions, name: str) -> set:
    """A dataset and its people, whatever else they wore."""
    begins = name.split("-")[0]
    return {name} | {person(e.item) for e in versions[0] if person(e.item)[0] == begins}


def figures(pairs: list) -> dict:
    """The scores of one dataset. pairs: example and predicted groups."""
    bias, mean_error, n = score.minutes_error(pairs)
    out = {"recordings": len(pairs), "claimed": score.claimed(pairs)}
    out["called"] = score.by_label(pairs)
    if any(np.isin(e.group, score.WALK).any() for e, _ in pairs):
        out |= dict(zip(("precision", "recall", "f1"), score.walking(pairs), strict=True))
    if n:
        out |= {"minutes_bias": bias, "minutes_error": mean_error, "minutes_n": n}
    if pairs[0][0].item.placement in ("thigh", "back", "thigh+back"):
        macro, each = score.posture(pairs)
        merged, _ = score.posture(pairs, merged=True)
        out |= {"posture": macro, "posture_each": each, "posture_merged": merged}
        out["lying"] = score.lying(pairs)
    return out


def per_dataset(said: list) -> dict:
    """Figures of each dataset. said: example, activity, confidence."""
    names = sorted({e.item.dataset for e, *_ in said})
    return {
        name: figures([(e, groups(a)) for e, a, _ in said if e.item.dataset == name])
        for name in names
    }


def confusions(said: list) -> dict:
    """Seconds by label and by what was said, of the pairs that differ, per dataset."""
    out: dict[str, Counter] = defaultdict(Counter)
    merged = {"stairs": "walk"}
    for e, activity, _ in said:
        keep = score.scored(e)
        for true, pred in zip(e.group[keep], groups(activity)[keep], strict=True):
            a = GROUPS[true]
            b = GROUPS[pred] if 0 <= pred < len(GROUPS) else "sit_lie" if pred > 0 else "unknown"
            a, b = merged.get(a, a), merged.get(b, b)
            if b == "other" and a in ("stand", "sit", "lie"):
                continue
            if a != b:
                out[e.item.dataset][f"{a} as {b}"] += 1
    return {k: dict(v.most_common(6)) for k, v in out.items()}


def right(e: Example, activity: np.ndarray) -> np.ndarray:
    """Whether each scored second is right: walking with stairs as one, sit_lie for either."""
    keep = score.scored(e)
    true, said = e.group[keep].astype(int), groups(activity)[keep].astype(int)
    walk, stairs = score.WALK
    true[true == stairs], said[said == stairs] = walk, walk
    sit, lie, stand, other = (GROUPS.index(n) for n in ("sit", "lie", "stand", "other"))
    still = np.isin(true, (sit, lie, stand, other)) & (said == other)
    return (true == said) | (np.isin(true, (sit, lie)) & (said == 99)) | still


def worth(said: list) -> tuple[np.ndarray, np.ndarray]:
    """Winning probabilities and whether they were right, each dataset with the same say."""
    by: dict[str, list] = defaultdict(list)
    for e, activity, p in said:
        by[e.item.dataset].append((p[score.scored(e)], right(e, activity)))
    size = max(sum(len(p) for p, _ in v) for v in by.values())
    ps, rs = [], []
    for v in by.values():
        p, r = np.concatenate([x for x, _ in v]), np.concatenate([x for _, x in v])
        again = max(round(min(size / max(len(p), 1), 10)), 1)
        ps.append(np.tile(p, again))
        rs.append(np.tile(r, again))
    return np.concatenate(ps), np.concatenate(rs).astype(float)


def steps(said: list, bounce_free: dict[str, int]) -> list[dict]:
    """True and counted steps of the recordings that have them."""
    out = []
    for e, activity, _ in said:
        if e.item.steps_true is None:
            continue
        counted = int(
            whole_steps(cadence_of(e.features, np.where(e.valid, activity, 0), True)).sum()
        )
        out.append(
            {
                "dataset": e.item.dataset,
                "recording": e.item.recording,
                "where": e.item.detail,
                "true": int(e.item.steps_true),
                "counted": counted,
                "seconds": int(e.valid.sum()),
                "without_bounce": bounce_free.get(e.item.key),
            }
        )
    return out


def false_steps(said: list) -> tuple[int, float]:
    """Steps counted, and hours, in seconds that hold none (quiet postures, desk, car, train)."""
    quiet = [GROUPS.index(n) for n in ("stand", "sit", "lie", "other")]
    n, hours = 0, 0.0
    for e, activity, _ in said:
        each = whole_steps(cadence_of(e.features, np.where(e.valid, activity, 0), True))
        here = np.isin(e.group, quiet) & e.valid
        n += int(each[here].sum())
        hours += here.sum() / 3600
    return n, hours
