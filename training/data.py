"""Turns the labelled recordings into features and labels per second, by stride's own path."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stride.classify.features import Features, features
from stride.classify.quiet import everywhere
from stride.signal import prepare
from stride.types import Chunk, Prepared, Recording, Source

COUNTS_PER_G = 4096
#: Label -> group; a label in no group is left out of training and scores.
GROUPS = ("walk", "stairs", "run", "cycle", "stand", "sit", "lie", "other", "shuffle")
OUT = -1


def root() -> Path | None:
    """The folder of the labelled recordings, or None."""
    named = os.environ.get("STRIDE_DATA")
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    for folder in (Path(named) if named else None, beside):
        if folder is not None and (folder / "manifest.json").exists():
            return folder
    return None


@dataclass(frozen=True)
class Item:
    """One labelled recording of the manifest, seen from one placement."""

    dataset: str
    recording: str
    subject: str
    placement: str
    sensors: tuple[str, ...]  # column prefixes
    device: str = ""
    steps_true: float | None = None
    detail: str = ""

    @property
    def key(self) -> str:
        return f"{self.dataset}/{self.recording}/{self.placement}"


def manifest() -> list[dict]:
    folder = root()
    assert folder is not None
    return json.loads((folder / "manifest.json").read_text())


def items() -> list[Item]:
    """Every recording, those with two sensors three times: thigh, back and both."""
    out = []
    for row in manifest():
        where = row["placement"]
        common = {
            "dataset": row["dataset"],
            "recording": row["recording"],
            "subject": row["subject"],
            "device": row["device"],
            "steps_true": row.get("steps_true"),
            "detail": where,
        }
        if where.startswith("thigh +"):
            out.append(Item(placement="thigh", sensors=("thigh_",), **common))
            out.append(Item(placement="back", sensors=("back_",), **common))
            out.append(Item(placement="thigh+back", sensors=("thigh_", "back_"), **common))
            continue
        out.append(Item(placement=placement_of(where), sensors=("",), **common))
    return out


#: Words in a description of where a sensor was worn -> placement; the first that fits.
WORN = (
    ("wrist", "wrist"),
    ("pocket", "pocket"),
    ("thigh", "thigh"),
    ("waist", "hip"),
    ("hip", "hip"),
    ("hand", "hand"),
    ("armband", "hand"),
    ("neck", "hand"),
    ("bag", "hand"),
)


def placement_of(where: str) -> str:
    """The placement of a recording of one sensor, by the words of its data set."""
    return next(placement for word, placement in WORN if word in where)


@dataclass
class Raw:
    """The samples of one recording: t (n,) s, acc (n, 3 or 6) g, label text and true steps."""

    t: np.ndarray
    acc: np.ndarray
    label: np.ndarray
    step: np.ndarray | None


@cache
def raw(dataset: str, recording: str, sensors: tuple[str, ...]) -> Raw:
    folder = root()
    assert folder is not None
    table = pq.read_table(folder / dataset / f"{recording}.parquet")
    acc = [table[s + a].to_numpy() for s in sensors for a in "xyz"]
    step = table["step"].to_numpy(zero_copy_only=False) if "step" in table.column_names else None
    t = table["t_us"].to_numpy() / 1e6
    return Raw(
        t,
        np.stack(acc, axis=1).astype(np.float32) / COUNTS_PER_G,
        believed(dataset, recording, t, table["label"].combine_chunks().dictionary_encode()),
        step,
    )


#: Labels not believed: running that moves like fast walking (1.9-2.0 Hz with 0.3 g at the wrist).
DOUBTED = {("wristppg-wrist", "s3"): "running", ("wristppg-wrist", "s8"): "running"}
#: Rows a second above which a block of wisdm, recorded at 20 Hz, is two streams interleaved.
TWO_STREAMS_HZ = 26.0


def believed(dataset: str, recording: str, t: np.ndarray, label) -> pa.DictionaryArray:
    """Labels, (n,) dictionary; those that cannot be right become empty."""
    names = [str(name) for name in label.dictionary.to_pylist()]
    codes = np.asarray(label.indices)
    doubted = DOUBTED.get((dataset, recording), "")
    for k, name in enumerate(names):
        at = t[codes == k]
        mixed = dataset.startswith("wisdm") and len(at) / max(np.ptp(at), 1) > TWO_STREAMS_HZ
        if mixed or (doubted and name.startswith(doubted)):
            names[k] = ""
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names))


#: Labels that hold steps and none, and those between two postures.
UNCLEAR = (
    "kicking",
    "dribbling",
    "catch",
    "sitting_down",
    "standing_up",
    "turning",
    "opening_door",
    "lie_down_get_up_bed",
    "sit_down_get_up_chair",
    "phone_taken_from_pocket",
    "tug_mixed",
    "stepping_up",
)


def group_of(label: str) -> int:
    """The group of a label, or OUT; the rules of the data's own description."""
    name = label.lower()
    if not name or name.startswith(("heel", "undefined")) or name in ("start", "end"):
        return OUT
    if name in UNCLEAR or name.startswith("car_step"):
        return OUT
    if name == "shuffling":
        return GROUPS.index("shuffle")
    if "stairs" in name:
        return GROUPS.index("stairs")
    if name.startswith("cycling"):
        return OUT if "inactive" in name or "static" in name else GROUPS.index("cycle")
    for group, starts in (
        ("walk", ("walking",)),
        ("run", ("running", "jogging")),
        ("stand", ("standing",)),
        ("sit", ("sitting (train",)),
        ("lie", ("lying",)),
    ):
        if name.startswith(starts):
            return (
                OUT
                if name == "lying_down"
                else (GROUPS.index("other") if group == "sit" else GROUPS.index(group))
            )
    if name in ("sitting", "seated"):
        return GROUPS.index("sit")
    return GROUPS.index("other")


def labels(data: Raw, t0_utc_s: int, seconds: int) -> np.ndarray:
    """The group of most samples in each second, (seconds,) i8; OUT where none or not one."""
    codes = np.asarray(data.label.indices)
    group = np.array([group_of(str(x)) for x in data.label.dictionary.to_pylist()])[codes]
    best = _most(data, group, (t0_utc_s, seconds), len(GROUPS) + 1)
    return np.where(best < len(GROUPS), best, OUT).astype(np.int8)


def _most(data: Raw, code: np.ndarray, span: tuple[int, int], codes: int) -> np.ndarray:
    """The code most samples of a second have, (seconds,); OUT where there is no sample.

    code: of each sample; OUT counts as one of its own. span: first second, seconds.
    """
    second = np.floor(data.t).astype(int) - span[0]
    inside = (second >= 0) & (second < span[1])
    table = np.zeros((span[1], codes), dtype=np.int32)
    np.add.at(table, (second[inside], code[inside]), 1)
    return np.where(table.sum(axis=1) > 0, table.argmax(axis=1), OUT)


def names_of(e: Example) -> np.ndarray:
    """The label of most samples in each second of an example as recorded, (n,) text."""
    data = samples(e.item)
    names = np.array([*map(str, data.label.dictionary.to_pylist()), ""])
    code = np.asarray(data.label.indices)
    return names[_most(data, code, (e.t0, len(e.group)), len(names))]


@dataclass
class Example:
    """One recording as the net sees it."""

    item: Item
    features: list[Features]
    group: np.ndarray
    valid: np.ndarray
    t0: int
    kind: str = "as recorded"
    extra: dict = field(default_factory=dict)


def as_recording(t: np.ndarray, acc: np.ndarray) -> Recording:
    """Samples as the formats layer would hand them over, in chunks of 20,000."""

    def chunks():
        for i in range(0, len(t), 20_000):
            part = acc[i : i + 20_000]
            yield Chunk(t[i : i + 20_000], part[:, :3], part[:, 3:] if part.shape[1] > 3 else None)

    source = Source("training", "", 0, "training")
    return Recording(source, chunks, lambda s: np.zeros(len(s), dtype=np.int16), "yes")


def samples(item: Item) -> Raw:
    """The recording of an item as it lies in the folder."""
    return raw(item.dataset, item.recording, item.sensors)


def prepared(data: Raw, scratch: Path, change=None) -> Prepared:
    """A recording through the signal layer. change: (t, acc) -> (t, acc), or None."""
    t, acc = (data.t, data.acc) if change is None else change(data.t, data.acc)
    return prepare(as_recording(t, acc), scratch)


def example(item: Item, change=None, kind: str = "as recorded", life=None) -> Example:
    """A recording as the net sees it.

    change: (t, acc) -> (t, acc), another sensor. life: Raw -> Raw, other days of the same person.
    """
    data = samples(item) if life is None else life(samples(item))
    with tempfile.TemporaryDirectory() as scratch:
        ready = prepared(data, Path(scratch), change)
        found = features(ready, everywhere=True)
    group = labels(data, ready.t0_utc_s, ready.seconds)
    first, last = np.flatnonzero(ready.valid)[[0, -1]]
    cut = slice(int(first), int(last) + 1)
    every = everywhere(int(last) + 1 - int(first))
    found = [Features(f.x[cut], f.up[cut], f.norm_g[cut], f.spread[cut], every) for f in found]
    return Example(item, found, group[cut], ready.valid[cut], ready.t0_utc_s + int(first), kind)
