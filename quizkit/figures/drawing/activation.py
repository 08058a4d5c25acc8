"""Figures 04 and 05, drawn: activations one by one, and beside each other."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from quizkit.figures.drawing.canvas import labelled
from quizkit.figures.drawing.themes import LINES, Theme
from quizkit.figures.panels import Panel, Plotted


def comprehensive(figure: Figure, plotted: Plotted, theme: Theme) -> None:
    """Draw figure 04."""
    figure.set_size_inches(10, 9.6)
    grid = figure.subplots(3, 3)
    for place, (letter, panel) in enumerate(plotted.panels.items()):
        axes, colour = grid[divmod(place, 3)], theme.series[place // 3]
        if "card" in panel.words:
            _card(axes, letter, panel, theme)
        elif "f" in panel.arrays:
            labelled(axes, letter, panel)
            _crossed(axes, theme)
            axes.plot(panel.arrays["x"], panel.arrays["f"], color=colour)
            for note in panel.words.get("note", ()):
                axes.text(-2.8, -0.12, note, va="top")
            axes.set(xlim=(-3, 3), ylim=(-0.5, 3))
        else:
            labelled(axes, letter, panel)
            _crossed(axes, theme)
            _slope(axes, panel, colour, theme)
            axes.set(xlim=(-3, 3), ylim=(-0.25, 1.3))


def _slope(axes: Axes, panel: Panel, colour: str, theme: Theme) -> None:
    """A slope; at a kink with a full mark for the convention, a hollow one for the limit, and no riser."""
    x, slope = panel.arrays["x"], panel.arrays["slope"]
    if "at_zero" not in panel.arrays:
        axes.plot(x, slope, color=colour)
        return
    chosen, limit = panel.arrays["at_zero"], panel.arrays["limit_from_right"]
    axes.plot(x[x <= 0], slope[x <= 0], color=colour)
    axes.plot(x[x > 0], slope[x > 0], color=colour)
    axes.plot([0], chosen, "o", color=colour, markersize=6.5, zorder=4, label=f"f′(0) := {chosen[0]:g}")
    axes.plot(
        [0], limit, "o", color=colour, markersize=6.5, zorder=4, markerfacecolor=theme.ground,
        markeredgewidth=1.6, label="limit from the right",
    )  # fmt: skip
    axes.legend(loc="center left", bbox_to_anchor=(0.0, 0.56), handlelength=0.8, fontsize=8.5)


def _card(axes: Axes, letter: str, panel: Panel, theme: Theme) -> None:
    axes.set_title(f"({letter}) {panel.title}")
    axes.set_axis_off()
    head, *rest = panel.words["card"]
    axes.text(0, 0.93, f"f(x) = {head}", transform=axes.transAxes, va="top", fontweight="bold")
    for line, words in enumerate(rest):
        axes.text(0, 0.93 - 0.13 * (line + 1), words, transform=axes.transAxes, va="top", color=theme.ink)


def _crossed(axes: Axes, theme: Theme) -> None:
    axes.axhline(0, color=theme.quiet, linewidth=0.9)
    axes.axvline(0, color=theme.quiet, linewidth=0.9)


def comparison(figure: Figure, plotted: Plotted, theme: Theme) -> None:
    """Draw figure 05."""
    figure.set_size_inches(10, 5.0)
    left, right = figure.subplots(1, 2)
    functions, slopes = plotted.panels["a"], plotted.panels["b"]
    for axes, letter, panel, key in ((left, "a", functions, "f"), (right, "b", slopes, "slope")):
        labelled(axes, letter, panel)
        _crossed(axes, theme)
        for place, (name, values) in enumerate(zip(panel.words["functions"], panel.arrays[key], strict=True)):
            shown = np.where(panel.arrays["x"] == 0, np.nan, values) if name.endswith("ReLU") else values
            axes.plot(
                panel.arrays["x"], shown if key == "slope" else values, color=theme.series[place],
                linestyle=LINES[place], label=name,
            )  # fmt: skip
    left.set(xlim=(-3, 3), ylim=(-0.6, 3))
    right.set(xlim=(-3, 3), ylim=(-0.25, 1.3))
    left.legend(loc="lower right")
    right.legend(loc="upper left")
    _inset(left, functions, theme)


def _inset(axes: Axes, panel: Panel, theme: Theme) -> None:
    """What the tanh form of GELU is wrong by, enlarged."""
    inset = axes.inset_axes((0.09, 0.55, 0.36, 0.3))
    inset.plot(panel.arrays["x"], panel.arrays["gap_scaled"], color=theme.series[2], linewidth=1.5)
    gap = np.abs(panel.arrays["gap_scaled"])
    largest = np.isclose(gap, gap.max())
    most, where = gap.max(), np.abs(panel.arrays["x"][largest][0])
    inset.plot(
        panel.arrays["x"][largest],
        panel.arrays["gap_scaled"][largest],
        "o",
        color=theme.series[1],
        markersize=5,
    )
    inset.set_xlabel(f"largest at |x| = {where:.2f}: {most:.2f}", fontsize=9)
    inset.set(xlim=(-3, 3), ylim=(-6, 4), xticks=[-3, 0, 3], yticks=[-4, 0, 4])
    inset.set_title(panel.axes["inset"], fontsize=9, fontweight="normal", loc="center")
    inset.tick_params(labelsize=8.5)
