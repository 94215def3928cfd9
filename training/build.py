"""Turns the labelled recordings into every shipped model, its card, and the figures of all."""

from __future__ import annotations

import itertools
import json
import pickle
import time
from collections import defaultdict
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from stride.classify.model import assemble
from training import evaluate, export, robust, where
from training.cache import versions as make_versions
from training.data import OUT, Example, items, manifest, raw
from training.fit import shipped
from training.models import FOLDS, SPECS, Spec, by_name, folds, person, usable

RESULTS = Path(__file__).with_name("results.json")
#: Nets for leave-one-dataset-out are only looked at, so they train a little shorter.
LODO_STEPS = 300
#: Until its worth is known, a probability counts as what it says.
SURE_AS_SAID = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
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
}


#: What the worker processes share, set before they are forked.
SHARED: dict = {}
WORKERS = 2


def build(folder: Path | None = None) -> dict:
    """Train and score everything; writes models, cards and results. folder: cache of examples."""
    began = time.monotonic()
    versions = make_versions(folder=folder)
    changed = robust.changed(folder)
    print(f"examples ready after {time.monotonic() - began:.0f} s", flush=True)
    SHARED.update(versions=versions, changed=changed)
    jobs = [job for spec in SPECS for job in _jobs(spec, versions)]
    done: dict = {}
    with get_context("fork").Pool(WORKERS, maxtasksperchild=1) as pool:
        for job, result in pool.imap_unordered(_run, jobs, chunksize=1):
            done[job] = result
            print(
                f"{len(done)}/{len(jobs)} {job} after {time.monotonic() - began:.0f} s", flush=True
            )
    if folder is not None:
        (folder / "jobs.pkl").write_bytes(pickle.dumps(done))
    return finish(versions, changed, done)


def finish(versions, changed, done: dict) -> dict:
    """The figures, arrays and cards from what the trainings gave."""
    results: dict = {"models": {}, "steps": [], "false_steps": {}}
    for spec in SPECS:
        results["models"][spec.name] = _one(spec, versions, changed, done, results)
    for spec in SPECS:
        results.pop(f"sure_{spec.name}")
    results["placement"] = placement(versions)
    RESULTS.write_text(json.dumps(_plain(results), indent=1, sort_keys=True) + "\n")
    return results


def _jobs(spec: Spec, versions) -> list[tuple[str, str, str]]:
    """(model, what, which): folds of people, datasets left out, and the one that ships."""
    mine = evaluate.own(spec, versions)
    names = sorted({e.item.dataset for e in mine})
    jobs = [(spec.name, "ship", "")]
    if spec.name != "hip":
        jobs += [(spec.name, "fold", str(k)) for k in range(FOLDS)]
        jobs += [(spec.name, "dataset", name) for name in names if len(names) > 1]
    return jobs


def _run(job: tuple[str, str, str]):
    """One training; the same numbers whichever process does it."""
    name, what, which = job
    spec, versions = by_name(name), SHARED["versions"]
    if what == "ship":
        net = evaluate.fit(spec, versions, set())
        return job, (export.arrays_of(net, SURE_AS_SAID), net.net.dilations)
    if what == "dataset":
        return job, evaluate.dataset_out(spec, versions, which, LODO_STEPS)
    people = folds([person(e.item) for e in evaluate.own(spec, versions)])[int(which)]
    return job, evaluate.fold(spec, versions, SHARED["changed"], people)


def _one(spec: Spec, versions, changed, done: dict, results: dict) -> dict:
    """The figures of one model from its jobs; writes its arrays and card."""
    if spec.name == "hip":
        out = dict(results["models"]["back"])
        sure, weight = results["sure_back"]
    else:
        sources = {"as recorded": versions[0], **changed}
        raw_rows = defaultdict(list)
        for k in range(FOLDS):
            for kind, number, p, posture in done[spec.name, "fold", str(k)]:
                raw_rows[kind].append((sources[kind][number], p, posture))
        arrays, dilations = done[spec.name, "ship", ""]
        model = assemble(spec.name, tuple(spec.classes), tuple(dilations), arrays)
        weight = evaluate.gait_weight(spec, model, raw_rows["as recorded"])
        model = replace(model, gait_weight=weight)
        said = {
            kind: [(e, *evaluate.settled(spec, model, e, p, posture)) for e, p, posture in rows]
            for kind, rows in raw_rows.items()
        }
        sure = export.reliability(*evaluate.worth(said["as recorded"]))
        out = _figures(spec, said, sure)
        out["lodo"] = {
            job[2]: f for job, f in done.items() if job[:2] == (spec.name, "dataset") and f
        }
        if spec.name in ("wrist", "phone"):
            results["steps"] += evaluate.steps(said["as recorded"], bounces())
        n, hours = evaluate.false_steps(said["as recorded"])
        results["false_steps"][spec.name] = {"steps": n, "hours": hours}
    results[f"sure_{spec.name}"] = sure, weight
    arrays, dilations = done[spec.name, "ship", ""]
    arrays |= {"gait_weight": np.array([weight]), "sure_x": sure[0], "sure_y": sure[1]}
    export.write_arrays(spec.name, arrays)
    export.write_card(spec.name, card(spec, dilations, versions[0], out))
    return out


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
            kind: {k: v["f1"] for k, v in evaluate.per_dataset(rows).items()}
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
            data = raw(item.dataset, item.recording, item.sensors)
            at = data.t[np.nan_to_num(np.asarray(data.step, dtype=float)) > 0]
            out[item.key] = int(item.steps_true - (np.diff(at) < 0.25).sum())
    return out


def card(spec: Spec, dilations, examples: list[Example], out: dict) -> dict:
    """What a model is, what it was made of and how well it does; stands beside its arrays."""
    taught = [e for e in examples if usable(spec, e)]
    names = sorted({e.item.dataset for e in taught})
    licence = {row["dataset"]: row["licence"] for row in manifest()}
    return {
        "model_id": f"{spec.name}-1",
        "classes": list(spec.classes),
        "dilations": list(dilations),
        "axes_by": spec.axes_by,
        "what": "temporal convolutional net over features per second",
        "features": "power from 0.5 to 6 Hz in all, along gravity, across it and of the magnitude "
        "in windows of 4 s; spread, jerk and peak of the second; turn of gravity; and, where "
        "the person's own walking shows the axes, posture relative to upright",
        "window": "4 s windows every second, and 6 s of seconds around",
        "data": [
            {
                "dataset": name,
                "people": len({e.item.subject for e in taught if e.item.dataset == name}),
                "attribution": ATTRIBUTION[name],
                "licence": licence[name],
            }
            for name in names
        ],
        "scores_people_left_out": out["cv"],
        "scores_dataset_left_out": out.get("lodo", {}),
        "folds": FOLDS,
        "made_by": "python -m training",
        "limits": spec.note
        or "Trained on the datasets above only; see docs/accuracy.md for where it errs.",
    }


def placement(versions) -> dict:
    """The placement finder on the net of all placements, its figures, and its arrays."""
    spec = by_name("phone")
    half = where.fold_of(versions[0])
    anywhere = shipped(evaluate.fit(spec, versions, set(), LODO_STEPS), "phone")
    pairs = [where.rows(anywhere, v) for v in versions]
    out = {
        "people": where.summary(where.score(pairs, half)),
        "datasets": where.summary(where.score(pairs, lambda e: e.item.dataset)),
    }
    from stride.classify.model import load

    load.cache_clear()
    final = load("phone")
    names, mean, weight, bias = where.learn([r for v in versions for r in where.rows(final, v)])
    arrays = {"mean": mean, "weight": weight, "bias": bias}
    arrays = {k: np.asarray(v, dtype=np.float32) for k, v in arrays.items()}
    export.write_arrays("placement", arrays | {"names": np.array(names)})
    export.write_card(
        "placement",
        {
            "model_id": "placement-1",
            "what": "softmax regression on the mean features of a recording's walking",
            "classes": names,
            "scores_people_left_out": out["people"],
            "scores_dataset_left_out": out["datasets"],
            "limits": "No labelled hip recording was at hand: a hip comes out as back or pocket.",
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
