"""How does a picture come to bytes? By Matplotlib's Agg and SVG back-ends, without the state of pyplot.

The invariant: neither the reader's settings nor the clock reach the bytes.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, cast

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from quizkit.figures.drawing.themes import DARK, LIGHT, Theme, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from quizkit.figures.panels import Panel, Plotted

_METADATA = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
"""What a file would say of its making, left out."""


@contextmanager
def styled(*, dark: bool) -> Iterator[Theme]:
    """The theme, while Matplotlib's settings are those of it and its own defaults."""
    theme = DARK if dark else LIGHT
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast("dict[Any, Any]", settings(theme)))
        yield theme


def drawn(module: str, function: str, plotted: Plotted, theme: Theme) -> Figure:
    """The figure that a drawing function makes of these numbers; within ``styled``."""
    figure = Figure(layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(plotted.title, fontweight="bold")
    draw: Callable[[Figure, Plotted, Theme], None] = getattr(
        importlib.import_module(f"quizkit.figures.drawing.{module}"), function
    )
    draw(figure, plotted, theme)
    return figure


def saved(figure: Figure, form: Literal["png", "svg"], *, dpi: int) -> bytes:
    """The bytes of a file with the figure; within ``styled``."""
    file = io.BytesIO()
    figure.savefig(file, format=form, dpi=dpi, metadata=_METADATA[form])
    return file.getvalue()


def labelled(axes: Axes, letter: str, panel: Panel) -> None:
    """Give axes the title of a panel and the labels of its axes."""
    axes.set_title(f"({letter}) {panel.title}")
    axes.set_xlabel(panel.axes.get("x", ""))
    axes.set_ylabel(panel.axes.get("y", ""))
