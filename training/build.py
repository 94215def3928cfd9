"""Turns the labelled recordings into every shipped model, its card, and the figures of all."""

from __future__ import annotations

import itertools
import json
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from stride.classify.judge import doubt_of
from stride.classify.model import Model, assemble, load
from training import evaluate, export, intervals, robust, where
from training.cache import stored
from training.cache import versions as make_versions
from training.data import OUT, Example, Item, items, manifest, samples
from training.models import (
    AS_THEY_ARE,
    BLIND,
    FOLDS,
    SPECS,
    WITHOUT_GRAVITY,
    Spec,
    blind_of,
    by_name,
    folds,
    person,
    teaches,
    usable,
)

RESULTS = Path(__file__).with_name("results.json")
#: Of the finder of placements; part of the name of every model.
GENERATION = 4
UMAFALL = "UMAFall, Casilari et al., Universidad de Malaga, CC BY 4.0"
MHAD = "Berkeley Multimodal Human Action Database, Ofli et al., BSD-2"
ATTRIBUTION = {
    "harth": "HARTH v1.2/2.0, Logacjov et al., NTNU, UCI repository, CC BY 4.0",
    "har70plus": "HAR70+, Ustad et al., NTNU, UCI repository, CC BY 4.0",
    "sens-thigh": "SENS thigh recordings, Zenodo 12704412, as shipped with acti-motus (BSD-3)",
    "wisdm2019-watch": "WISDM smartphone and smartwatch data set, Weiss, UCI 507, CC BY 4.0",
    "wisdm2019-phone": "WISDM smartphone and smartwatch data set, Weiss, UCI 507, CC BY 4.0",
    "geotec-watch": "GEOTEC human activity recordings, Universitat Jaume I, CC BY 4.0",
    "geotec-phone": "GEOTEC human activity recordings, Universitat Jaume I, CC BY 4.0",
    "difronzo-pocket": "Di Fronzo pocket phone recordings, MIT licence",
    "oxford-step-counter": "Oxford Step Counter data set, CC BY 4.0",
    "banglejs-wrist": "Bangle.js step count recordings, MIT licence",
    "umafall-wrist": UMAFALL,
    "umafall-waist": UMAFALL,
    "umafall-pocket": UMAFALL,
    "mhad-wrist": MHAD,
    "mhad-hip": MHAD,
    "spar-wrist": "SPAR shoulder physiotherapy recordings, Burns et al., BSD-3",
    "lmu-wrist": "LMU step count recordings, MIT licence",
    "lmu-waist": "LMU step count recordings, MIT licence",
    "wristppg-wrist": "Wrist PPG during exercise, Jarchi and Casson, PhysioNet, ODC-By",
    "indoorloc-hand": "Indoor location recordings of surveyors in malls, MIT licence",
}


#: What the worker processes share, set before they are forked.
SHARED: dict = {}


#: What ships, nets that know nothing of a dataset, or of some people, and sensors changed.
PARTS = ("ship", "dataset", "fold", "robust")
Job = tuple[str, str, str]  # model, what, which: folds of people, datasets left out, what ships


@dataclass(frozen=True)
class Bench:
    """What to train and how. folder: where examples and nets are kept between runs, None for
    nowhere; delete it after a change of data, features or recipe. only: names of models; the
    figures of the others stay as they are. parts: of PARTS, for a run that must be short.
    workers: processes."""

    folder: Path | None = None
    only: tuple[str, ...] = ()
    parts: tuple[str, ...] = PARTS
    workers: int = 2

    def specs(self, of: tuple[Spec, ...] = SPECS) -> list[Spec]:
        return [s for s in of if not self.only or s.name.removesuffix(BLIND) in self.only]

    def kept(self, what: str, job: Job) -> Path | None:
        return self.folder and self.folder / f"{what}-{'-'.join(job)}.pkl"


def build(bench: Bench) -> dict:
    """Train and score everything; writes models, cards and results."""
    began = time.monotonic()
    SHARED["bench"] = bench
    versions = make_versions(bench.folder, lambda item, kind: _wanted(bench, item, kind))
    print(f"examples ready after {time.monotonic() - began:.0f} s", flush=True)
    SHARED.update(versions=versions)
    specs = [*bench.specs(), *bench.specs(WITHOUT_GRAVITY)]
    jobs = [job for spec in specs for job in _jobs(spec) if job[1] in bench.parts]
    if "robust" not in bench.parts:  # that is all that nets without gravity are left out for
        jobs = [job for job in jobs if by_name(job[0]).gravity or job[1] == "ship"]
    nets = _all(_train, sorted(jobs, key=lambda job: PARTS.index(job[1])), began)
    placements = {i for s in bench.specs() for i in s.own}
    changed = robust.changed(bench.folder, placements) if "robust" in bench.parts else {}
    SHARED.update(nets=nets, examples={"as recorded": versions[0], **changed})
    judging = [job for job in jobs if job[1] != "ship" and by_name(job[0]).gravity]
    return finish(bench, nets, _all(_judge, judging, began))


def _wanted(bench: Bench, item: Item, kind: str) -> bool:
    """Whether a net learns from a version of a recording, or the finder of placements does."""
    specs = [*bench.specs(), *bench.specs(WITHOUT_GRAVITY)]
    places = kind in AS_THEY_ARE and len(item.sensors) == 1
    return places or any(teaches(spec, item, kind) for spec in specs)


def _all(work, jobs: list[Job], began: float) -> dict[Job, Any]:
    """What each job gives, whichever process does it."""
    done: dict[Job, Any] = {}
    workers = SHARED["bench"].workers
    with get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
        for job, result in pool.imap_unordered(work, jobs, chunksize=1):
            done[job] = result
            at = time.monotonic() - began
            print(f"{work.__name__} {len(done)}/{len(jobs)} {job} after {at:.0f} s", flush=True)
    return done


def finish(bench: Bench, nets: dict, judged: dict) -> dict:
    """The figures, arrays and cards from what the trainings gave."""
    results = json.loads(RESULTS.read_text()) if bench.only else {"models": {}, "false_steps": {}}
    own = {e.item.dataset for s in bench.specs() for e in evaluate.own(s, SHARED["versions"])}
    results["steps"] = [row for row in results.get("steps", []) if row["dataset"] not in own]
    worth: dict = {}
    for spec in bench.specs():
        before = results["models"].get(spec.name, {})
        after = _one(spec, nets, judged, results, worth)
        results["models"][spec.name] = after | _not_run(bench, spec, before)
    results["placement"] = placement(SHARED["versions"])
    if not bench.only and "dataset" in bench.parts:  # with what was shipped just now
        results["intervals"] = intervals.write(_walks(judged))
    RESULTS.write_text(json.dumps(_plain(results), indent=1, sort_keys=True) + "\n")
    return results


def refit(bench: Bench) -> None:
    """The intervals anew, from what a run of all models has left in the cache."""
    SHARED["bench"] = bench
    SHARED["versions"] = make_versions(bench.folder, lambda *_: False)
    SHARED["examples"] = {"as recorded": SHARED["versions"][0]}
    jobs = [job for spec in bench.specs() for job in _jobs(spec) if job[1] == "dataset"]
    SHARED["nets"] = dict(_train(job) for job in jobs)
    results = json.loads(RESULTS.read_text())
    results["intervals"] = intervals.write(_walks(dict(_judge(job) for job in jobs)))
    RESULTS.write_text(json.dumps(_plain(results), indent=1, sort_keys=True) + "\n")


def _walks(judged: dict[Job, list]) -> list[intervals.Walked]:
    """The recordings with walking enough, by nets that know nothing of their datasets."""
    rows = [
        (by_name(job[0]), SHARED["examples"][kind][k], p, posture)
        for job, some in sorted(judged.items())
        for kind, k, p, posture in some
        if job[1] == "dataset" and kind == "as recorded"
    ]
    return [w for w in (_walked(*row) for row in rows) if w is not None]


def _walked(spec: Spec, e: Example, p, posture: bool) -> intervals.Walked | None:
    """One recording, by what ships of its model besides the net."""
    if e.item.dataset in evaluate.NO_GUIDE:
        return None
    model = load(spec.name)
    activity, _ = evaluate.settled(spec, model, e, p, posture)
    return intervals.walked(e, activity, doubt_of(model, p.astype(np.float32), activity))


def _not_run(bench: Bench, spec: Spec, before: dict) -> dict:
    """Figures of the parts that a short run leaves out: they stay as they are."""
    left = {"robust": "robust" not in bench.parts}
    left["people"] = bool(spec.left_out) and "fold" not in bench.parts
    return {key: before[key] for key, out in left.items() if out and key in before}


def _jobs(spec: Spec) -> list[Job]:
    """What is to be trained of a model; without gravity only what its robustness needs."""
    names = sorted({e.item.dataset for e in evaluate.own(spec, SHARED["versions"])})
    together = spec.left_out or tuple((name,) for name in names)
    jobs = {
        "fold": [str(k) for k in range(FOLDS)],
        "dataset": ["+".join(some) for some in together] if len(names) > 1 else [],
    }
    if not spec.gravity:
        jobs = {_first(spec): jobs[_first(spec)]}
    out = [(spec.name, what, which) for what, some in jobs.items() for which in some]
    return [(spec.name, "ship", ""), *out]


def _first(spec: Spec) -> str:
    """What is left out for the figures that count: datasets where a limb or a hand moves freely."""
    return "dataset" if spec.left_out else "fold"


def _left_out(job: Job) -> set:
    """The people, or the datasets and their people, that a job's net must not know."""
    name, what, which = job
    versions = SHARED["versions"]
    if what == "dataset":
        return set().union(*(evaluate.family(versions, one) for one in which.split("+")))
    if what == "ship":
        return set()
    return folds([person(e.item) for e in evaluate.own(by_name(name), versions)])[int(which)]


def _train(job: Job):
    return job, stored(SHARED["bench"].kept("net", job), partial(_trained, job))


def _trained(job: Job):
    """Arrays and dilations of a net."""
    spec = by_name(job[0])
    members = (
        {"ship": spec.members, "fold": spec.alone, "dataset": 1}[job[1]] if spec.gravity else 1
    )
    net = evaluate.fit(spec, SHARED["versions"], _left_out(job), spec.steps, members)
    return export.arrays_of(net), net.nets[0].dilations


def _judge(job: Job):
    spec, net = by_name(job[0]), _net(SHARED["nets"], job)
    examples = SHARED["examples"]
    if job[1] != _first(spec):
        examples = {"as recorded": examples["as recorded"]}
    work = partial(evaluate.fold, spec, net, examples, _left_out(job))
    return job, stored(SHARED["bench"].kept("rows", job), work)


def _net(nets: dict, job: Job) -> Model:
    """A trained net with the others it asks; all of a fold know none of its people.

    The fold of a person is the same whichever model it is of: people are dealt out dataset by
    dataset.
    """
    name, what, which = job
    spec = by_name(name)
    arrays, dilations = nets[job]
    net = assemble(name, tuple(spec.classes), tuple(dilations), arrays)
    if spec.axes_by:
        net = replace(net, axes_by=_net(nets, (spec.axes_by, what, which)))
    if (name + BLIND, what, which) in nets:
        net = replace(net, without_gravity=_net(nets, (name + BLIND, what, which)))
    return net


def _one(spec: Spec, nets: dict, judged: dict, results: dict, worth: dict) -> dict:
    """The figures of one model, and of its own for recordings without gravity; writes both.

    worth: by model the weight of gait and what probabilities are worth.
    """
    model = _net(nets, (spec.name, "ship", ""))
    people, unseen = _rows(spec, judged, "fold"), _rows(spec, judged, "dataset")
    first = unseen if spec.left_out else people  # where datasets were left out, that is what counts
    said = _said(spec, model, first, worth)
    out = _figures(spec, said, worth[spec.name][0]) | {"left_out": "people"}
    weighted = replace(model, gait_weight=worth[spec.name][1])
    out["lodo"] = evaluate.per_dataset(_settled(spec, weighted, unseen.get("as recorded", [])))
    if spec.left_out:
        out["left_out"] = "datasets"
    if spec.left_out and people:
        of_people = _said(spec, model, people, worth)
        out["people"] = evaluate.per_dataset(of_people["as recorded"])
    results["steps"] += evaluate.steps(said["as recorded"], bounces())
    n, hours = evaluate.false_steps(said["as recorded"])
    results["false_steps"][spec.name] = {"steps": n, "hours": hours}
    _ship(spec, nets, worth[spec.name], out)
    if spec.name + BLIND in worth:  # of a run that looks at changed sensors
        told = out["robust"].get(evaluate.NO_GRAVITY, {})
        blind = {name: {"f1": f1} for name, f1 in told.items()}
        _ship(by_name(spec.name + BLIND), nets, worth[spec.name + BLIND], {"cv": blind})
    return out


def _settled(spec: Spec, model: Model, rows: list) -> list:
    return [(e, *evaluate.settled(spec, model, e, p, q)) for e, p, q in rows]


def _rows(spec: Spec, judged: dict, what: str) -> dict[str, list]:
    """Hardship -> example, probabilities and whether posture was known, of all that was left out.

    what: ``fold`` for people, ``dataset`` for whole datasets.
    """
    rows = defaultdict(list)
    for job, some in sorted(judged.items()):  # whichever was done first
        for kind, number, p, posture in some if job[:2] == (spec.name, what) else ():
            rows[kind].append((SHARED["examples"][kind][number], p, posture))
    return rows


def _said(spec: Spec, model: Model, rows: dict[str, list], worth: dict) -> dict[str, list]:
    """Hardship -> example, activity and winning probability, each with the weight of its model."""
    kinds_of = {spec.name: list(rows)}
    if model.without_gravity is not None and evaluate.NO_GRAVITY in rows:
        kinds_of[spec.name].remove(evaluate.NO_GRAVITY)
        kinds_of[spec.name + BLIND] = [evaluate.NO_GRAVITY]
    out = {}
    for name, kinds in kinds_of.items():
        seen = evaluate.fitting(model, name == spec.name)
        first = kinds[0]  # as recorded, where it is among them
        weight = evaluate.gait_weight(spec, seen, rows[first])
        seen = replace(seen, gait_weight=weight)
        for kind in kinds:
            out[kind] = _settled(spec, seen, rows[kind])
        if name not in worth:
            worth[name] = export.reliability(*evaluate.worth(out[first])), weight
    return out


def _ship(spec: Spec, nets: dict, worth: tuple, figures: dict) -> None:
    sure, weight = worth
    arrays, dilations = nets[spec.name, "ship", ""]
    arrays = arrays | {"gait_weight": np.array([weight]), "sure_x": sure[0], "sure_y": sure[1]}
    export.write_arrays(spec.name, arrays)
    export.write_card(spec.name, card(spec, dilations, SHARED["versions"][0], figures))


def _beginning(row: tuple) -> tuple:
    """The part of a recording that the hardships are tried on."""
    e, activity, p = row
    group = e.group.copy()
    group[robust.LONGEST_S :] = OUT
    return replace(e, group=group), activity, p


def _figures(spec: Spec, said: dict, sure) -> dict:
    base = said["as recorded"]
    some = {e.item.key for kind, rows in said.items() if kind != "as recorded" for e, *_ in rows}
    same = [_beginning(row) for row in base if row[0].item.key in some]
    hard = {
        kind: [_beginning(row) for row in rows]
        for kind, rows in said.items()
        if kind != "as recorded"
    }
    return {
        "cv": evaluate.per_dataset(base),
        "robust": {
            kind: {k: v["f1"] for k, v in evaluate.per_dataset(rows).items() if "f1" in v}
            for kind, rows in {"as recorded": same, **hard}.items()
        },
        "confusions": evaluate.confusions(base),
        "reliability": reliability_table(base, sure),
    }


def reliability_table(said: list, sure) -> list[dict]:
    """Of the seconds with a confidence in each band: their number and the share right."""
    p = np.concatenate([c[evaluate.score.scored(e)] for e, _, c in said])
    p = np.interp(p, *sure)
    r = np.concatenate([evaluate.right(e, a) for e, a, _ in said])
    edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.001]
    rows = []
    for low, high in itertools.pairwise(edges):
        here = (p >= low) & (p < high)
        if here.sum() >= 50:
            rows.append(
                {
                    "from": low,
                    "to": min(high, 1.0),
                    "seconds": int(here.sum()),
                    "said": float(p[here].mean()),
                    "right": float(r[here].mean()),
                }
            )
    return rows


def bounces() -> dict[str, int]:
    """True steps of the oxford recordings less the bounces of the switch (intervals < 0.25 s)."""
    out = {}
    for item in items():
        if item.dataset == "oxford-step-counter":
            data = samples(item)
            at = data.t[np.nan_to_num(np.asarray(data.step, dtype=float)) > 0]
            out[item.key] = int(item.steps_true - (np.diff(at) < 0.25).sum())
    return out


def card(spec: Spec, dilations, examples: list[Example], out: dict) -> dict:
    """What a model is, what it was made of and how well it does; stands beside its arrays."""
    taught = [e for e in examples if usable(spec, e)]
    names = sorted({e.item.dataset for e in taught})
    licence = {row["dataset"]: row["licence"] for row in manifest()}
    return {
        "model_id": f"{spec.name}-{spec.generation}",
        "classes": list(spec.classes),
        "dilations": list(dilations),
        "axes_by": spec.axes_by,
        "without_gravity": blind_of(spec),
        "what": "temporal convolutional net over features per second",
        "features": "power from 0.5 to 6 Hz in all, along gravity, across it and of the magnitude "
        "in windows of 4 s; how well movement repeats after a stride and half of one, in windows "
        "of 3 and 7 s; spread, jerk and peak of the second; turn of gravity; and, where "
        "the person's own walking shows the axes, posture relative to upright",
        "window": "windows of 3 to 7 s every second, and 14 s of seconds around",
        "data": [
            {
                "dataset": name,
                "people": len({e.item.subject for e in taught if e.item.dataset == name}),
                "attribution": ATTRIBUTION[name],
                "licence": licence[name],
            }
            for name in names
        ],
        "scores_people_left_out": _brief(out["cv"]),
        "scores_dataset_left_out": _brief(out.get("lodo", {})),
        "folds": FOLDS,
        "made_by": "python -m training",
        "limits": spec.note
        or "Trained on the datasets above only; see docs/accuracy.md for where it errs.",
    }


def _brief(scores: dict[str, dict]) -> dict:
    """Scores of each dataset without those of each label, which are in training/results.json."""
    return {name: {k: v for k, v in f.items() if k != "called"} for name, f in scores.items()}


def placement(versions) -> dict:
    """The placement finder on the shipped net of all placements, its figures, and its arrays."""
    load.cache_clear()
    anywhere = load("phone")
    plain = [v for v in versions if v and v[0].kind in AS_THEY_ARE]
    pairs = [where.rows(anywhere, v) for v in plain]
    out = {
        "people": where.summary(where.score(pairs, where.fold_of(versions[0]))),
        "datasets": where.summary(where.score(pairs, lambda e: e.item.dataset)),
    }
    finder = where.learn([row for rows in pairs for row in rows])
    arrays = {k: getattr(finder, k) for k in ("mean", "scale", "points", "weight")}
    export.write_arrays("placement", arrays | {"names": np.array(finder.names)})
    export.write_card(
        "placement",
        {
            "model_id": f"placement-{GENERATION}",
            "what": "kernel ridge regression on what a recording's walking and rest look like",
            "classes": list(finder.names),
            "scores_people_left_out": out["people"],
            "scores_dataset_left_out": out["datasets"],
            "made_by": "python -m training",
        },
    )
    return out


def _plain(x):
    """Numbers of numpy as plain rounded ones, for JSON."""
    if isinstance(x, dict):
        return {str(k): _plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [_plain(v) for v in x]
    if isinstance(x, (np.floating, float)):
        return round(float(x), 4)
    return int(x) if isinstance(x, np.integer) else x
