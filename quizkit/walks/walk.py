"""What is a walk-through? A title, numbered steps, every array on the way, pictures, and what to say.

A walk is a value: two walks of one topic, seed and choice of numbers are equal. Arrays are nested tuples of
Python's own numbers, in full precision; renderers round them. Texts are Markdown with formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from quizkit.typeset.plots import Point, Series

Values: TypeAlias = "float | int | tuple[Values, ...]"
"""A number, or nested tuples of them, all rows equally long."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Sentences and displayed formulas, in Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Array:
    """Numbers under a name."""

    name: str
    values: Values
    error: bool = False
    """Whether it is a difference that should be nothing, and is shown by its size alone."""

    @property
    def shape(self) -> tuple[int, ...]:
        """As NumPy tells it: ``(2, 3)`` is two rows of three; a number has ``()``."""
        return shape(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Vectors of one length beside each other, with a name for each row."""

    heading: str
    """What the names of the rows are."""
    labels: tuple[str, ...]
    columns: tuple[Array, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Curves; a picture that is told as a table too."""

    title: str
    series: tuple[Series, ...]
    x_label: str
    y_label: str
    y_range: Point | None = None
    height: int = 15
    rows: int = 13
    """The most rows of the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Lengths by name; a picture that is told as a table too."""

    title: str
    labels: tuple[str, ...]
    lengths: Array


Block: TypeAlias = Prose | Array | Columns | Plot | Bars


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the shipped bank to try next, and why it is."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the numbers make of a topic: the steps, what came out, and the numbers by name."""

    steps: tuple[Step, ...]
    result: str
    """Markdown."""
    outputs: tuple[Array, ...]
    """What other programs compare with, under names of plain letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A topic worked through with numbers."""

    topic: str
    title: str
    seed: int
    chosen: tuple[str, ...]
    """The names of the numbers that were chosen and not drawn."""
    why: str
    conventions: tuple[str, ...]
    inputs: tuple[Array, ...]
    body: Body
    tips: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def numbers(self) -> dict[str, Array]:
        """Inputs and outputs by name."""
        return {array.name: array for array in (*self.inputs, *self.body.outputs)}


def shape(values: Values) -> tuple[int, ...]:
    """The shape of a number or of nested tuples."""
    return (len(values), *shape(values[0])) if isinstance(values, tuple) else ()


def flat(values: Values) -> list[float]:
    """All the numbers, row by row."""
    if not isinstance(values, tuple):
        return [values]
    return [number for entry in values for number in flat(entry)]


def array(name: str, values: object, *, error: bool = False) -> Array:
    """NumPy's array, or a number, under a name."""
    return Array(name, _frozen(np.asarray(values).tolist()), error)


def columns(heading: str, labels: Sequence[str], *vectors: Array) -> Columns:
    """Vectors beside each other."""
    return Columns(heading=heading, labels=tuple(labels), columns=vectors)


def curve(name: str, x: np.ndarray, y: np.ndarray) -> Series:
    """A line through points, without marks of its own where it is alone."""
    return Series(name=name, points=tuple(zip(x.tolist(), y.tolist(), strict=True)))


def _frozen(values: object) -> Values:
    if isinstance(values, list):
        return tuple(_frozen(entry) for entry in values)
    assert isinstance(values, int | float)  # noqa: S101  NumPy gives nothing else
    return values
