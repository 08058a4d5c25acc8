"""Figure 01, drawn: the loss along the probability, and as bars."""

from __future__ import annotations

from matplotlib.figure import Figure

from quizkit.figures.drawing.canvas import labelled
from quizkit.figures.drawing.themes import Theme
from quizkit.figures.panels import Plotted
from quizkit.reference.information import bits_to_nats, nats_to_bits


def behaviour(figure: Figure, plotted: Plotted, theme: Theme) -> None:
    """Draw figure 01."""
    figure.set_size_inches(10, 4.6)
    left, right = figure.subplots(1, 2, gridspec_kw={"wspace": 0.06})
    shown = plotted.panels["a"]
    labelled(left, "a", shown)
    left.plot(shown.arrays["p"], shown.arrays["loss_nats"], color=theme.series[0])
    marks = zip(shown.arrays["marked_p"], shown.arrays["marked_loss_nats"], strict=True)
    for p, loss in marks:
        left.plot(p, loss, "o", color=theme.series[1], markersize=7, zorder=3)
        left.annotate(f"p = {p:g}: {loss:.3f}", (p, loss), (8, 5), textcoords="offset points")
    left.set(xlim=(0, 1.3), ylim=(0, 4.8), xticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    bits = left.secondary_yaxis("right", functions=(nats_to_bits, bits_to_nats))
    bits.set_ylabel(shown.axes["right"])
    bars = plotted.panels["b"]
    labelled(right, "b", bars)
    names = [f"{p:g}" for p in bars.arrays["p"]]
    drawn = right.bar(names, bars.arrays["loss_nats"], color=theme.series[0], width=0.62)
    right.bar_label(drawn, fmt="%.3f", padding=3)
    right.set(ylim=(0, 2.6))
    right.grid(visible=False, axis="x")
