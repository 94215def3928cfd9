"""Draws the curves and the forest plot of a sheet as inline SVG."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from stride.report.charts import BAND, FONT_PT, GRID, INK, MET, MUTED, style
from stride.report.pictures import Picture, finish, require_matplotlib
from stride.study.associate import Curves
from stride.study.protocol import Protocol

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Row = dict[str, Any]
WIDTH_IN = 5.2
#: Ratios that get a tick on the logarithmic axis.
TICKS = (0.25, 0.33, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0)
#: An interval that reaches further is drawn to the edge.
WIDEST = (0.2, 5.0)


def curve_pictures(
    protocol: Protocol, curves: Curves, spans: dict[str, list[float]]
) -> list[Picture]:
    """A picture for each spline: the ratio with its band, the persons below."""
    require_matplotlib()
    return [_curve(name, fine, protocol, curves, spans) for name, fine in curves.fine.items()]


def _curve(
    name: str, fine: list[Row], protocol: Protocol, curves: Curves, spans: dict[str, list[float]]
) -> Picture:
    exposure = name.split(".")[0]
    about = protocol.exposures[exposure]
    figure, axes, below = _pair()
    x = [point["x"] for point in fine]
    axes.fill_between(x, [p["lo"] for p in fine], [p["hi"] for p in fine], color=BAND, linewidth=0)
    axes.plot(x, [p["rr"] for p in fine], color=MET, linewidth=1.8)
    axes.axhline(1, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    shown = [point for point in fine if spans[exposure][0] <= point["x"] <= spans[exposure][1]]
    _log_axis(axes.yaxis, axes, [each for point in shown for each in (point["lo"], point["hi"])])
    axes.set_ylabel("Ratio of risks", color=INK, fontsize=FONT_PT)
    axes.tick_params(labelbottom=False)
    counts, edges = curves.histograms[exposure]
    widths = [high - low for low, high in pairwise(edges)]
    below.bar(edges[:-1], counts, widths, align="edge", color=MUTED, linewidth=0)
    below.set_xlabel(f"{about.label}, {about.unit}", color=INK, fontsize=FONT_PT)
    below.set_ylabel("Persons", color=INK, fontsize=FONT_PT)
    low, high = spans[exposure]
    axes.set_xlim(low, high)
    below.set_xlim(low, high)
    mutual = " adjusted for the other exposure" if name.endswith("mutual") else ""
    last = shown[-1]
    text = (
        f"Curve from {low:.3g} to {high:.3g} {about.unit}; at {last['x']:.3g} the ratio is "
        f"{last['rr']:.2f} ({last['lo']:.2f} to {last['hi']:.2f}) against the 10th percentile."
    )
    return finish(name.replace(".", "-"), f"{about.label}{mutual}", text, figure)


def forest_picture(rows: list[Row], exposure: str, label: str) -> Picture | None:
    """The highest quarter against the lowest by stratum; None where nothing was fitted."""
    shown = [row for row in rows if row["exposure"] == exposure and row["rr"]]
    if not shown:
        return None
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_IN, 0.32 * len(shown) + 0.9), layout="constrained")
    axes = figure.add_subplot()
    style(axes)
    for place, row in enumerate(shown):
        lo, hi = max(row["lo"], WIDEST[0]), min(row["hi"], WIDEST[1])
        color = MUTED if row["small"] else MET
        axes.plot([lo, hi], [-place, -place], color=color, linewidth=1.4)
        axes.plot([row["rr"]], [-place], "s", color=color, markersize=5)
    axes.axvline(1, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    names = [row["group"] + (" *" if row["small"] else "") for row in shown]
    axes.set_yticks([-place for place in range(len(shown))], names)
    axes.tick_params(axis="y", colors=INK)
    _log_axis(axes.xaxis, axes, [v for row in shown for v in (row["lo"], row["hi"])], "x")
    axes.set_xlabel("Ratio of risks, highest quarter against lowest", color=INK, fontsize=FONT_PT)
    text = "; ".join(
        f"{row['group']} {row['rr']:.2f} ({row['lo']:.2f} to {row['hi']:.2f})" for row in shown
    )
    return finish(f"forest-{exposure}", f"{label} by group", text, figure)


def _log_axis(axis: Any, axes: Axes, values: list[float], which: str = "y") -> None:
    low, high = max(min([*values, 0.9]), WIDEST[0]), min(max([*values, 1.1]), WIDEST[1])
    getattr(axes, f"set_{which}scale")("log")
    getattr(axes, f"set_{which}lim")(low * 0.97, high * 1.03)
    inside = [tick for tick in TICKS if low * 0.97 <= tick <= high * 1.03]
    step = -(-len(inside) // 7)
    one = inside.index(1.0)
    chosen = [tick for place, tick in enumerate(inside) if (place - one) % step == 0]
    axis.set_ticks(chosen, [f"{tick:g}" for tick in chosen])
    axis.set_ticks([], minor=True)
    axes.grid(axis="y" if which == "y" else "x", color=GRID, linewidth=0.6)


def _pair() -> tuple[Figure, Axes, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_IN, 3.8), layout="constrained")
    axes, below = figure.subplots(2, 1, height_ratios=(3, 1))
    style(axes)
    style(below)
    return figure, axes, below
