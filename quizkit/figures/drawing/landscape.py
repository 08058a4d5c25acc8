"""Figure 07, drawn: the landscape from above and from the side, and the loss of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from quizkit.figures.drawing.canvas import labelled
from quizkit.figures.drawing.themes import LINES, MARKERS, Theme
from quizkit.figures.panels import Panel, Plotted

if TYPE_CHECKING:
    from mpl_toolkits.mplot3d.axes3d import Axes3D


FILLS = ("#ffffff", "none", "#d55e00", "#56b4e9")
EDGES = ("#000000", "#f0a020", "#000000", "#000000")
"""Of the marks on the landscape, whose colours are those of both themes: they stand out on it."""


def landscape(figure: Figure, plotted: Plotted, theme: Theme) -> None:
    """Draw figure 07."""
    figure.set_size_inches(10, 8.8)
    grid = figure.add_gridspec(2, 2, height_ratios=(1.25, 1.0))
    panels = plotted.panels
    _above(figure, figure.add_subplot(grid[0, 0]), panels["a"], theme)
    _side(cast("Axes3D", figure.add_subplot(grid[0, 1], projection="3d")), panels["b"], theme)
    _steps(figure.add_subplot(grid[1, :]), panels["c"], theme)


def _above(figure: Figure, axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "a", panel)
    arrays = panel.arrays
    levels = _levels(arrays["loss"])
    filled = axes.contourf(arrays["w1"], arrays["w2"], arrays["loss"], levels=levels, cmap=theme.heights)
    axes.plot(*arrays["path"].T, ".-", color="#ffffff", linewidth=1.4, markersize=5)
    start, end, best, true = panel.words["marks"]
    points = (
        (start, arrays["path"][0], "o", 8), (end, arrays["path"][-1], "s", 17),
        (best, arrays["minimiser"], "*", 14), (true, arrays["generating"], "^", 9),
    )  # fmt: skip
    for place, (name, point, marker, size) in enumerate(points):
        axes.plot(
            *point, marker, linestyle="none", color=FILLS[place], markersize=size,
            markeredgecolor=EDGES[place], markeredgewidth=1.4, label=name,
        )  # fmt: skip
    axes.grid(visible=False)
    axes.set_aspect("equal")
    bar = figure.colorbar(filled, ax=axes, shrink=0.8, format="%.1f")
    bar.set_label(panel.axes["colour"])
    bar.ax.grid(visible=False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, handlelength=1, markerscale=0.75)


def _levels(heights: np.ndarray) -> np.ndarray:
    """Levels that lie closer near the bottom."""
    low, high = float(heights.min()), float(heights.max())
    return cast("np.ndarray", low + (high - low) * np.linspace(0, 1, 15) ** 2)


def _side(axes: Axes3D, panel: Panel, theme: Theme) -> None:
    arrays = panel.arrays
    labelled(axes, "b", panel)
    first, second = np.meshgrid(arrays["w1"], arrays["w2"])
    surface: dict[str, Any] = {"cmap": theme.heights, "alpha": 0.75, "linewidth": 0, "antialiased": True}
    axes.plot_surface(first, second, arrays["loss"], rstride=1, cstride=1, **surface)
    axes.plot(*arrays["path"].T, arrays["path_loss"], ".-", color=theme.series[1], zorder=5, markersize=5)
    axes.set_zlabel(panel.axes["z"])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_rotate_label(False)
        axis.labelpad = 14
    axes.view_init(elev=32, azim=-60)
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color(theme.ground)
    axes.set_box_aspect(None, zoom=1.0)


def _steps(axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "c", panel)
    arrays = panel.arrays
    for place, (name, losses) in enumerate(zip(panel.words["runs"], arrays["loss"], strict=True)):
        rate = arrays["rates"][place]
        fate = "converges" if rate < arrays["limit"] else "diverges"
        axes.plot(
            arrays["step"], losses, color=theme.series[place], linestyle=LINES[place], marker=MARKERS[place],
            markersize=3.5, label=f"{name} = {rate:.2f}: {fate}",
        )  # fmt: skip
    lowest = float(arrays["lowest"])
    axes.axhline(lowest, color=theme.quiet, linestyle=":", linewidth=1.5, label=f"lowest loss {lowest:.3f}")
    axes.set_yscale("log")
    axes.set_xlim(0, arrays["step"][-1])
    axes.legend(loc="upper left", title=f"stable while η < 2/λmax = {float(arrays['limit']):.2f}")
