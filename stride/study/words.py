"""What ``stride study describe`` and ``associate`` say in a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from stride.study.associate import FEW_CASES
from stride.study.protocol import Protocol
from stride.study.rows import Results, flow, quarters

ASSOCIATION = "Associations, seen in an observational study; no ratio here is an effect."


def lines(results: Results, protocol: Protocol) -> Iterator[str]:
    """The summary: the one number, who was counted, the quarters."""
    n, cases = results["n"], results["cases"]
    share = f" ({100 * cases / n:.1f} %)" if n else ""
    if "models" in results:
        yield f"{cases:,} of {n:,} persons{share} had the outcome."
    else:
        yield f"{n:,} persons are analysed."
    yield ""
    for place, row in enumerate(flow(results, protocol)):
        out = f"  {-row['dropped']:>8,}  {row['label']}" if place else "            participants"
        yield f"{row['left']:>8,}{out}"
    yield ""
    yield from _percentiles(results, protocol)
    if "models" in results:
        yield ""
        yield from _ratios(results, protocol)


def _percentiles(results: Results, protocol: Protocol) -> Iterator[str]:
    keys = ("p10", "p25", "p50", "p75", "p90")
    yield f"{'':18}" + "".join(f"{key.upper():>9}" for key in keys)
    for name, about in protocol.exposures.items():
        points = results["quantiles"][name]
        cells = ["no data" if points[key] is None else f"{points[key]:.2f}" for key in keys]
        yield f"{about.label:18}" + "".join(f"{cell:>9}" for cell in cells) + f"  {about.unit}"


def _ratios(results: Results, protocol: Protocol) -> Iterator[str]:
    last = protocol.models.quarters[-1]
    yield f"{'Quarter':24}{'persons':>8}{'cases':>7}   adjusted ratio (95 % interval)"
    small = False
    for row in quarters(results, protocol):
        about = protocol.exposures[row["exposure"]]
        rr, lo, hi = (row.get(f"{key}_{last}") for key in ("rr", "lo", "hi"))
        interval = "not fitted" if rr is None else "1 (reference)" if lo is None else (
            f"{rr:.2f} ({lo:.2f} to {hi:.2f})"
        )  # fmt: skip
        name = f"{about.label.split()[-1].capitalize()} {row['range']}"
        mark = " *" if row["small"] else ""
        small |= row["small"]
        yield f"{name:24}{row['n']:>8,}{row['cases']:>7,}   {interval}{mark}"
    yield ""
    if results["cases"] < FEW_CASES:
        yield f"Fewer than {FEW_CASES} cases: read nothing into a ratio."
    if small:
        yield "* a cell below 5 persons or cases."
    yield ASSOCIATION
