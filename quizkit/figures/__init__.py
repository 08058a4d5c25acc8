"""PICTURES: seven figures of the mathematics that is asked for, and the numbers that they show.

    FIGURES                            the figures by number, ``"01"`` to ``"07"``
    chosen("01,03")                    the numbers that a list names; UnknownFigure names the nearest
    plotted("01", seed)                what a figure shows: panels of named arrays, as data and as JSON
    picture(plotted("01"), dark=True)  the figure itself, PNG or SVG; MissingPackage without Matplotlib

The numbers come from ``quizkit.reference``, and draws from ``quizkit.variants.streams``; they are made
without Matplotlib, which only ``quizkit.figures.drawing`` imports. The invariant: the same seed gives the
same bytes of JSON, and with the same Matplotlib the same bytes of a picture.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from quizkit.errors import MissingPackage, QuizkitError, SeedOutOfRange, nearest, quoted
from quizkit.figures.panels import Panel, Plotted

__all__ = [
    "FIGURES",
    "Form",
    "Named",
    "Panel",
    "Plotted",
    "UnknownFigure",
    "chosen",
    "picture",
    "plotted",
    "require_matplotlib",
]

Form = Literal["png", "svg"]
SEEDS = 2**63
"""Seeds are below it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A figure and where it is made: a module makes its numbers, its namesake in ``drawing`` draws them."""

    name: str
    """What its files are called, without a suffix."""
    module: str
    function: str


FIGURES: Mapping[str, Named] = MappingProxyType(
    {
        "01": Named("01_cross_entropy_behavior", "cross_entropy", "behaviour"),
        "02": Named("02_perplexity_comparison", "perplexities", "comparison"),
        "03": Named("03_kl_divergence_analysis", "divergence", "analysis"),
        "04": Named("04_activation_functions_comprehensive", "activation", "comprehensive"),
        "05": Named("05_activation_comparison", "activation", "comparison"),
        "06": Named("06_chain_rule_backpropagation", "chain_rule", "backpropagation"),
        "07": Named("07_loss_landscape", "landscape", "landscape"),
    }
)
"""The figures by number."""


class UnknownFigure(QuizkitError, ValueError):
    """There is no figure of this number or name."""

    def __init__(self, word: str) -> None:
        self.word = word
        known = {one: number for number, named in FIGURES.items() for one in (number, named.name)}
        self.nearest = known.get(nearest(word, known) or "")
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        there = ", ".join(FIGURES)
        super().__init__(f"no figure {quoted(word)}{hint or f'; there are {there}'}")


def chosen(words: str | None) -> tuple[str, ...]:
    """The numbers that a list such as ``"01,3"`` names, in the order of ``FIGURES``; of None, all.

    A number may be written without its nought, and a figure named instead. Raises UnknownFigure.
    """
    if words is None:
        return tuple(FIGURES)
    wanted = {_number(word.strip()) for word in words.split(",")}
    return tuple(number for number in FIGURES if number in wanted)


def _number(word: str) -> str:
    if word.zfill(2) in FIGURES:
        return word.zfill(2)
    for number, named in FIGURES.items():
        if word == named.name:
            return number
    raise UnknownFigure(word)


def plotted(number: str, seed: int = 0) -> Plotted:
    """What the figure of this number shows.

    Args:
        number: A number of ``FIGURES``. Raises KeyError for any other.
        seed: Fixes what is drawn at random. Raises SeedOutOfRange unless 0 <= seed < 2**63.
    """
    if not 0 <= seed < SEEDS:
        raise SeedOutOfRange(f"a seed is a whole number from 0 to 2**63 - 1, found {seed}")
    named = FIGURES[number]
    module = importlib.import_module(f"quizkit.figures.{named.module}")
    title, panels = getattr(module, named.function)(seed)
    return Plotted(name=named.name, title=title, seed=seed, panels=panels)


def require_matplotlib() -> None:
    """Raise MissingPackage, with the command that helps, unless Matplotlib can be used."""
    try:
        importlib.import_module("quizkit.figures.drawing.canvas")
    except ImportError as missing:
        if (missing.name or "").partition(".")[0] == "quizkit":
            raise
        raise MissingPackage(
            "figures are drawn by Matplotlib, which is not installed: run  pip install 'quizkit[figures]'"
        ) from missing


def picture(shown: Plotted, *, form: Form = "png", dark: bool = False, dpi: int = 150) -> bytes:
    """A figure as the bytes of a file.

    Args:
        shown: The numbers, from ``plotted``.
        form: ``"png"`` or ``"svg"``.
        dark: Light lines on a dark ground.
        dpi: Pixels to an inch of a PNG; figures are ten inches wide.

    Raises MissingPackage without Matplotlib.
    """
    require_matplotlib()
    from quizkit.figures.drawing import canvas

    named = next(one for one in FIGURES.values() if one.name == shown.name)
    with canvas.styled(dark=dark) as theme:
        figure = canvas.drawn(named.module, named.function, shown, theme)
        return canvas.saved(figure, form, dpi=dpi)
