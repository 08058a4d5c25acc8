"""Figure 03, drawn: three laws, two divergences, the simplex, and a path in both directions."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from matplotlib.figure import Figure

from quizkit.figures.drawing.canvas import labelled
from quizkit.figures.drawing.themes import HATCHES, LINES, Theme
from quizkit.figures.panels import Panel, Plotted

LEVELS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Where the landscape changes its colour, nats."""
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 3**0.5 / 2]])


def analysis(figure: Figure, plotted: Plotted, theme: Theme) -> None:
    """Draw figure 03."""
    figure.set_size_inches(10, 8.8)
    grid = figure.subplots(2, 2)
    panels = plotted.panels
    _laws(grid[0, 0], panels["a"], theme)
    _bars(grid[0, 1], panels["b"], theme)
    _simplex(figure, grid[1, 0], panels["c"], theme)
    _path(grid[1, 1], panels["d"], theme)


def _laws(axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "a", panel)
    classes = panel.arrays["classes"]
    for place, (name, law) in enumerate(zip(panel.words["laws"], panel.arrays["laws"], strict=True)):
        axes.bar(
            classes + 0.27 * (place - 1),
            law,
            0.25,
            label=name,
            color=theme.series[place],
            hatch=HATCHES[place],
        )
    axes.set(xticks=classes, ylim=(0, 1.3 * float(panel.arrays["laws"].max())))
    axes.grid(visible=False, axis="x")
    axes.legend(loc="upper center", ncols=3, handlelength=1.5, columnspacing=1.0)


def _bars(axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "b", panel)
    drawn = axes.bar(panel.words["students"], panel.arrays["kl_nats"], 0.5, color=theme.series[1:3])
    for bar, hatch in zip(drawn, HATCHES[1:], strict=True):
        bar.set_hatch(hatch)
    axes.bar_label(drawn, fmt="%.3f", padding=3)
    axes.set(ylim=(0, 1.18 * float(panel.arrays["kl_nats"].max())), xlim=(-0.6, 1.6))
    axes.grid(visible=False, axis="x")


def _simplex(figure: Figure, axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "c", panel)
    arrays = panel.arrays
    norm = BoundaryNorm(LEVELS, 256)
    filled = axes.tricontourf(
        arrays["x"], arrays["y"], arrays["kl_nats"], levels=LEVELS, cmap=theme.heights, norm=norm
    )
    axes.plot(*np.vstack([CORNERS, CORNERS[:1]]).T, color=theme.quiet, linewidth=1.2)
    star = int(arrays["star"])
    axes.plot(
        arrays["x"][star], arrays["y"][star], "*", color="#ffffff", markeredgecolor="#000000",
        markersize=17, label="ref: D = 0", linestyle="none",
    )  # fmt: skip
    for corner, word, across, up in zip(
        CORNERS, panel.words["corners"], ("center",) * 3, ("top", "top", "bottom"), strict=True
    ):
        axes.annotate(
            word, corner, (0, -5 if up == "top" else 5), textcoords="offset points", ha=across, va=up
        )
    axes.set(aspect="equal", xticks=[], yticks=[], xlim=(-0.12, 1.12), ylim=(-0.12, 1.0))
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    axes.legend(loc="upper left", handlelength=1)
    bar = figure.colorbar(filled, ax=axes, shrink=0.85, ticks=LEVELS)
    bar.set_label(panel.axes["colour"])
    bar.ax.grid(visible=False)


def _path(axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "d", panel)
    curves = (panel.arrays["forward_nats"], panel.arrays["reverse_nats"])
    for place, (name, curve) in enumerate(zip(panel.words["curves"], curves, strict=True)):
        axes.plot(panel.arrays["t"], curve, color=theme.series[place], linestyle=LINES[place], label=name)
        axes.plot(1, curve[-1], "os"[place], color=theme.series[place], markersize=7, clip_on=False)
    axes.plot(0, 0, "D", color=theme.ink, markersize=6, clip_on=False, zorder=3)
    axes.annotate(
        "both 0 at t = 0", (0, 0), (0.05, 0.34), textcoords="axes fraction", va="bottom",
        arrowprops={"arrowstyle": "-", "color": theme.quiet},
    )  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1.12 * max(float(curve[-1]) for curve in curves)))
    axes.legend(loc="upper left", title=", ".join(panel.words["ends"]))
