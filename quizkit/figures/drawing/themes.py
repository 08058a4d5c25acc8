"""Which colours and lines tell curves apart, on paper and on a dark screen?

The invariant: no two curves of a picture differ by colour alone, and colours stay apart for readers who see
no red, no green or no blue. They follow Okabe and Ito 2008, moved apart where blue and green
meet and made darker where white swallows them.
"""

from __future__ import annotations

from dataclasses import dataclass

LINES = ("-", (0, (5, 2)), (0, (5, 1.5, 1, 1.5)), (0, (1, 1.3)))
"""The styles of the first to the fourth curve."""
HATCHES = ("", "///", "...")
"""The fills of the first to the third bar of a group."""
MARKERS = ("o", "s", "^", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of a picture, as ``#rrggbb``."""

    ground: str
    ink: str
    """Text, axes, and the first curve of a picture that has only one."""
    faint: str
    """Lines of the grid."""
    quiet: str
    """Lines to compare with, such as a bound."""
    series: tuple[str, str, str, str]
    heights: str
    """Matplotlib's name of the colours of a landscape."""


LIGHT = Theme(
    ground="#ffffff",
    ink="#1f2328",
    faint="#d9dee4",
    quiet="#59636e",
    series=("#0060a8", "#d55e00", "#0b9a6c", "#8c2d6e"),
    heights="cividis",
)
DARK = Theme(
    ground="#0d1117",
    ink="#e6edf3",
    faint="#2a313a",
    quiet="#9198a1",
    series=("#7fcbff", "#f0a020", "#12a37a", "#ee7fc0"),
    heights="cividis",
)


def settings(theme: Theme) -> dict[str, object]:
    """Matplotlib's settings, whatever the reader's own are."""
    return {
        "figure.facecolor": theme.ground,
        "savefig.facecolor": theme.ground,
        "axes.facecolor": theme.ground,
        "axes.edgecolor": theme.quiet,
        "axes.labelcolor": theme.ink,
        "axes.titlecolor": theme.ink,
        "axes.titlelocation": "left",
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.labelsize": 10,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "figure.titlesize": 13,
        "figure.constrained_layout.h_pad": 0.08,
        "figure.constrained_layout.w_pad": 0.08,
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "grid.color": theme.faint,
        "grid.linewidth": 0.7,
        "hatch.color": theme.ground,
        "hatch.linewidth": 1.1,
        "legend.facecolor": theme.ground,
        "legend.edgecolor": theme.faint,
        "legend.framealpha": 1.0,
        "legend.fontsize": 9.5,
        "legend.handlelength": 2.8,
        "lines.linewidth": 2.0,
        "text.color": theme.ink,
        "text.usetex": False,
        "xtick.color": theme.quiet,
        "ytick.color": theme.quiet,
        "xtick.labelcolor": theme.ink,
        "ytick.labelcolor": theme.ink,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "svg.fonttype": "path",
        "svg.hashsalt": "quizkit",
        "path.simplify": True,
    }
