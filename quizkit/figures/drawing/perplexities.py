"""Figure 02, drawn: perplexities as bars, and on the curve that they lie on."""

from __future__ import annotations

from matplotlib.figure import Figure

from quizkit.figures.drawing.canvas import labelled
from quizkit.figures.drawing.themes import HATCHES, MARKERS, Theme
from quizkit.figures.panels import Plotted


def comparison(figure: Figure, plotted: Plotted, theme: Theme) -> None:
    """Draw figure 02."""
    figure.set_size_inches(10, 4.6)
    left, right = figure.subplots(1, 2)
    bars = plotted.panels["a"]
    labelled(left, "a", bars)
    models, size = bars.words["models"], int(bars.arrays["vocabulary"])
    drawn = left.bar(models, bars.arrays["perplexity"], color=theme.series[:3], width=0.6)
    for bar, hatch in zip(drawn, HATCHES, strict=True):
        bar.set_hatch(hatch)
    left.bar_label(drawn, fmt="%.2f", padding=3)
    left.axhline(size, color=theme.quiet, linestyle="--", linewidth=1.4, zorder=3)
    left.text(-0.4, size + 0.12, f"V = {size}: guessing", color=theme.ink, va="bottom")
    left.set(ylim=(0, 9.6))
    left.grid(visible=False, axis="x")
    curve = plotted.panels["b"]
    labelled(right, "b", curve)
    right.plot(curve.arrays["mean_loss_nats"], curve.arrays["perplexity"], color=theme.ink)
    for place, model in enumerate(models):
        loss = curve.arrays["marked_mean_loss_nats"][place]
        reached = curve.arrays["marked_perplexity"][place]
        right.plot(
            loss, reached, MARKERS[place], color=theme.series[place], markersize=9, zorder=3,
            label=f"{model}: L = {loss:.2f}, eᴸ = {reached:.2f}",
        )  # fmt: skip
    right.legend(loc="upper left", handlelength=1)
    right.set(xlim=(0, 2.45), ylim=(0, 11.5))
