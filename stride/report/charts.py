"""What pictures of matplotlib share: plain axes, in colours that a page names later."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONT_PT = 10
#: Stand-ins drawn by matplotlib, each replaced by a CSS variable so that dark and light both fit.
INK, MUTED, MET, BAND, GRID = "#010101", "#020202", "#030303", "#040404", "#050505"
VARIABLES = {INK: "ink", MUTED: "muted", MET: "met", BAND: "band", GRID: "grid"}


def style(axes: Axes) -> None:
    """Plain axes: no box, quiet ticks, horizontal grid lines."""
    axes.set_facecolor("none")
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(GRID)
    axes.tick_params(colors=MUTED, labelsize=FONT_PT, length=0)
    axes.set_axisbelow(True)
