"""Figure 06, drawn: a network with its gradients, bars, hidden units, and the chain as text."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from quizkit.figures.drawing.canvas import labelled
from quizkit.figures.drawing.themes import HATCHES, Theme
from quizkit.figures.panels import Panel, Plotted

COLUMNS = (0.0, 1.0, 2.0)
RADIUS = 0.13


def backpropagation(figure: Figure, plotted: Plotted, theme: Theme) -> None:
    """Draw figure 06."""
    figure.set_size_inches(10, 9.0)
    grid = figure.add_gridspec(2, 2, height_ratios=(1.05, 1.0))
    panels = plotted.panels
    _sketch(figure.add_subplot(grid[0, 0]), panels["a"], theme)
    _bars(figure.add_subplot(grid[0, 1]), panels["b"], theme)
    halves = grid[1, 0].subgridspec(2, 1)
    _units(figure.add_subplot(halves[0]), figure.add_subplot(halves[1]), panels["c"], theme)
    _chain(figure.add_subplot(grid[1, 1]), panels["d"], theme)


def _sketch(axes: Axes, panel: Panel, theme: Theme) -> None:
    arrays = panel.arrays
    labelled(axes, "a", panel)
    layers = [_heights(len(arrays[name])) for name in ("x", "h1", "logits")]
    widest = max(float(np.abs(arrays[name]).max()) for name in ("dW1", "dW2"))
    for column, gradient in enumerate((arrays["dW1"], arrays["dW2"])):
        for (to, by), slope in np.ndenumerate(gradient):
            _arrow(
                axes, (COLUMNS[column], float(layers[column][by])),
                (COLUMNS[column + 1], float(layers[column + 1][to])),
                abs(float(slope)) / widest, theme,
            )  # fmt: skip
        told = f"{panel.words['arrows'][column]}: mean\n|∂L/∂W| = {arrays['mean_abs'][column]:.3f}"
        axes.text(COLUMNS[column] + 0.5, -0.92, told, ha="center", va="top")
    off = arrays["h1"] <= 0
    names = (("x", layers[0]), ("h", layers[1]), ("q", layers[2]))
    for column, (name, heights) in enumerate(names):
        for place, height in enumerate(heights):
            dead = column == 1 and bool(off[place])
            right = column == 2 and place == int(arrays["y"])
            axes.add_patch(
                Circle(
                    (COLUMNS[column], height), RADIUS, facecolor=theme.ground, zorder=3,
                    edgecolor=theme.quiet if dead else theme.ink, linestyle=":" if dead else "-",
                    linewidth=2.6 if right else 1.4,
                )
            )  # fmt: skip
            label = f"{name}{'₁₂₃₄'[place]}"
            axes.text(
                COLUMNS[column], height, label, ha="center", va="center", zorder=4,
                color=theme.quiet if dead else theme.ink, fontweight="bold" if right else "normal",
            )  # fmt: skip
    heads = ("input x", "hidden, ReLU\n(dotted: off)", "softmax q\n(bold: true class)")
    for across, head in zip(COLUMNS, heads, strict=True):
        axes.text(across, 0.94, head, ha="center", va="bottom")
    axes.update_datalim([(-0.42, -1.3), (2.55, 1.35)])
    axes.autoscale_view()
    axes.set_aspect("equal", adjustable="datalim")
    axes.set_axis_off()


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], share: float, theme: Theme
) -> None:
    """An arrow whose width is a share of the widest; a dotted line where no gradient passes."""
    nothing = share == 0
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-" if nothing else "-|>", mutation_scale=5 + 9 * share,
            shrinkA=0, shrinkB=13, zorder=1,
            linewidth=0.9 if nothing else 0.8 + 5.2 * share,
            linestyle=":" if nothing else "-",
            color=theme.quiet if nothing else theme.series[0],
            alpha=0.8 if nothing else 0.4 + 0.6 * share,
        )
    )  # fmt: skip


def _heights(count: int) -> np.ndarray:
    return 0.46 * ((count - 1) / 2 - np.arange(count)) * (1.25 if count == 3 else 1.0)


def _bars(axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "b", panel)
    means = panel.arrays["mean_abs"]
    colours = [theme.series[0], theme.series[1]] * 2
    drawn = axes.bar(panel.words["parameters"], means, 0.6, color=colours)
    for bar in drawn[1::2]:
        bar.set_hatch(HATCHES[1])
    axes.bar_label(drawn, fmt="%.3f", padding=3)
    axes.set(ylim=(0, 1.15 * float(means.max())))
    axes.grid(visible=False, axis="x")


def _units(upper: Axes, lower: Axes, panel: Panel, theme: Theme) -> None:
    arrays, unit = panel.arrays, panel.arrays["unit"]
    labelled(upper, "c", panel)
    upper.set_xlabel("")
    off = arrays["h1"] <= 0
    drawn = upper.bar(unit, arrays["h1"], 0.5, color=[theme.quiet if one else theme.series[2] for one in off])
    upper.bar_label(drawn, labels=["off" if one else "on" for one in off], padding=2)
    upper.set(xticks=unit, ylim=(-1.35, 1.35))
    before, after = panel.words["bars"]
    lower.bar(
        unit - 0.16, arrays["da1"], 0.3, label=before, facecolor="none",
        edgecolor=theme.quiet, linestyle="--", linewidth=1.4,
    )  # fmt: skip
    lower.bar(unit + 0.16, arrays["dh1"], 0.3, label=after, color=theme.series[0])
    for place in unit[arrays["dh1"] == 0]:
        lower.plot(place + 0.16, 0, "D", color=theme.series[0], markersize=5, zorder=3)
    most = float(np.abs(arrays["da1"]).max())
    lower.set(
        xticks=unit, xlabel=panel.axes["x"], ylabel=panel.axes["lower"], ylim=(-1.15 * most, 2.3 * most)
    )
    lower.legend(loc="upper center", ncols=2, handlelength=1.2, columnspacing=1.0, fontsize=8.5)
    for axes in (upper, lower):
        axes.axhline(0, color=theme.quiet, linewidth=0.9)
        axes.grid(visible=False, axis="x")
        axes.set_xlim(0.4, len(unit) + 0.6)


def _chain(axes: Axes, panel: Panel, theme: Theme) -> None:
    labelled(axes, "d", panel)
    axes.set_axis_off()
    rows = list(zip(panel.words["factors"], panel.words["shapes"], strict=True))
    for place, (factor, shape) in enumerate(rows):
        height = 0.95 - place * 0.9 / (len(rows) - 1)
        axes.text(0.0, height, factor, transform=axes.transAxes, va="center", fontsize=11)
        axes.text(
            1.0,
            height,
            shape,
            transform=axes.transAxes,
            va="center",
            ha="right",
            color=theme.quiet,
            fontsize=9.5,
        )
