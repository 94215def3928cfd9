"""Turns the wrist recordings into what scikit-digital-health's ambulation says of the same seconds.

pip install scikit-digital-health    # in an environment of its own: it is no dependency
python -m training.peer              # writes training/peer.json, which the report shows
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from training import score
from training.data import GROUPS, Example, Item, Raw, items, labels, samples

PEER = Path(__file__).with_name("peer.json")
#: What it wants: samples a second, and seconds in an epoch.
HZ, EPOCH_S = 20.0, 3
HOLE_S = 1.0
KEY = "ambulation_3s_epochs_predictions"
WALKING, OTHER = GROUPS.index("walk"), GROUPS.index("other")


def said(data: Raw, t0: int, seconds: int) -> np.ndarray:
    """Groups a second, (seconds,): walking or other."""
    from skdh.context import Ambulation

    out = np.full(seconds, OTHER)
    cuts = np.flatnonzero(np.diff(data.t) > HOLE_S) + 1
    for low, high in zip([0, *cuts], [*cuts, len(data.t)], strict=True):
        t = np.arange(data.t[low], data.t[high - 1], 1 / HZ)
        if len(t) < EPOCH_S * HZ:
            continue
        acc = np.stack([np.interp(t, data.t[low:high], x[low:high]) for x in data.acc.T], axis=1)
        epochs = np.asarray(Ambulation().predict(time=t, accel=acc, fs=HZ)[KEY])
        first = round(t[0]) - t0
        for k in np.flatnonzero(epochs > 0):
            out[max(first + k * EPOCH_S, 0) : first + (k + 1) * EPOCH_S] = WALKING
    return out


def judged(item: Item) -> tuple[Example, np.ndarray]:
    data = samples(item)
    t0 = int(np.floor(data.t[0]))
    seconds = int(np.floor(data.t[-1])) - t0 + 1
    valid = np.bincount(np.floor(data.t).astype(int) - t0, minlength=seconds) > 0
    e = Example(item, [], labels(data, t0, seconds), valid, t0)
    return e, said(data, t0, seconds)


def main() -> int:
    """Score each wrist dataset that is fast enough for it; writes peer.json."""
    out = {}
    wrists = [i for i in items() if i.placement == "wrist" and i.dataset != "banglejs-wrist"]
    for name in sorted({i.dataset for i in wrists}):
        pairs = [judged(i) for i in wrists if i.dataset == name]
        walked = any(np.isin(e.group, score.WALK).any() for e, _ in pairs)
        _, recall, f1 = score.walking(pairs) if walked else (None, None, None)
        out[name] = {"claimed": score.claimed(pairs), "recall": recall, "f1": f1}
        print(name, out[name], flush=True)
        PEER.write_text(json.dumps(out, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
