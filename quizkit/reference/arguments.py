"""How do the numbers and lists of an author become the arguments of a reference function?

The signature decides: ``int`` is a whole number (an index from 0, a size), ``float`` a number,
``Int[np.ndarray, …]`` an array of whole numbers, ``Float[np.ndarray, …]`` a float64 array whose axes
must agree wherever a dimension is named twice (``_`` names none), ``Literal["mean", …]`` one of these
words. Whole numbers may arrive as floats. NaN is refused; infinity is not, for a masked logit is minus
infinity.

The second half holds the checks that shapes cannot express: laws, ranges, indices.
"""

from __future__ import annotations

import functools
import inspect
import math
import typing
from collections.abc import Callable, Mapping
from types import UnionType

import numpy as np
from jaxtyping import AbstractArray

from quizkit.errors import quoted
from quizkit.reference.registry import BadArgument

LAW_TOLERANCE = 1e-9
"""How far from 1 the entries of a law may sum."""

Sizes = dict[str, tuple[int, ...]]
"""What each dimension word has been found to be; one size, or several for a ``*word``."""


def reader(function: Callable[..., object]) -> Callable[[tuple[object, ...]], list[object]]:
    """What turns written arguments into those of ``function``, or raises BadArgument."""
    hints = typing.get_type_hints(function)
    places = list(inspect.signature(function).parameters.values())
    kinds = {place.name: _alternatives(hints[place.name]) for place in places}

    def read(arguments: tuple[object, ...]) -> list[object]:
        sizes: Sizes = {}
        values: list[object] = []
        for position, argument in enumerate(arguments):
            place = places[min(position, len(places) - 1)]
            if position >= len(places) and place.kind is not place.VAR_POSITIONAL:
                plural = "" if len(places) == 1 else "s"
                message = f"expected at most {len(places)} argument{plural}, found {len(arguments)}"
                raise BadArgument(message)
            values.append(_read(argument, kinds[place.name], place.name, sizes))
        for place in places[len(arguments) :]:
            if place.default is place.empty and place.kind is not place.VAR_POSITIONAL:
                message = f"{place.name} is missing"
                raise BadArgument(message)
        return values

    return read


def plain(result: object) -> int | float | np.ndarray:
    """A result as a Python number or a float64 array; counts stay whole."""
    if isinstance(result, int):
        return int(result)
    array = np.asarray(result, dtype=np.float64)
    return float(array) if array.ndim == 0 else array


def _alternatives(hint: object) -> tuple[object, ...]:
    return typing.get_args(hint) if isinstance(hint, UnionType) or _is_union(hint) else (hint,)


def _is_union(hint: object) -> bool:
    return typing.get_origin(hint) is typing.Union


def _read(argument: object, kinds: tuple[object, ...], name: str, sizes: Sizes) -> object:
    if kinds == (int,):
        return _whole(argument, name)
    if typing.get_origin(kinds[0]) is typing.Literal:
        return _word(argument, typing.get_args(kinds[0]), name)
    try:
        array = np.array(argument, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        message = f"{name}: expected {_expected(kinds, sizes)}, found {_unreadable(argument)}"
        raise BadArgument(message) from fault
    if np.isnan(array).any():
        message = f"{name}: expected numbers, found NaN"
        raise BadArgument(message)
    for kind in kinds:
        if kind is float:
            if array.ndim == 0:
                return float(array)
        elif _is_array(kind) and _fits(_axes(kind), array.shape, sizes):
            return _whole_entries(array, name) if _of_whole_numbers(kind) else array
    message = f"{name}: expected {_expected(kinds, sizes)}, found {_found(array.shape)}"
    raise BadArgument(message)


def _is_array(kind: object) -> typing.TypeGuard[type[AbstractArray]]:
    return isinstance(kind, type) and issubclass(kind, AbstractArray)


@functools.cache
def _axes(kind: type[AbstractArray]) -> tuple[str, ...]:
    return tuple(kind.dim_str.split())


def _of_whole_numbers(kind: type[AbstractArray]) -> bool:
    return "float64" not in kind.dtypes


def _fits(axes: tuple[str, ...], shape: tuple[int, ...], sizes: Sizes) -> bool:
    """Whether the shape has these axes; if so, ``sizes`` learns the new words."""
    parts: list[tuple[str, tuple[int, ...]]]
    leading = len(shape) - len(axes) + 1 if axes and axes[0].startswith("*") else None
    if leading is None:
        parts = [(axis, (size,)) for axis, size in zip(axes, shape, strict=False)]
        agree = len(axes) == len(shape)
    else:
        trailing = zip(axes[1:], shape[leading:], strict=False)
        parts = [(axes[0], shape[:leading]), *((axis, (size,)) for axis, size in trailing)]
        agree = leading >= 0
    learnt = dict(sizes)
    for axis, part in parts:
        if axis != "_":
            known = (int(axis),) if axis.isdigit() else learnt.setdefault(axis, part)
            agree = agree and known == part
    if agree:
        sizes.update(learnt)
    return agree


def _whole(argument: object, name: str) -> int:
    value = argument.item() if isinstance(argument, (np.ndarray, np.generic)) else argument
    if isinstance(value, int):
        return int(value)
    if isinstance(value, typing.SupportsFloat) and not isinstance(value, str):
        number = float(value)
        if number.is_integer():
            return int(number)
    message = f"{name}: expected a whole number, found {_unreadable(value)}"
    raise BadArgument(message)


def _word(argument: object, words: tuple[str, ...], name: str) -> str:
    if isinstance(argument, str) and argument in words:
        return argument
    found = quoted(argument) if isinstance(argument, str) else _unreadable(argument)
    message = f"{name}: expected {' or '.join(map(repr, words))}, found {found}"
    raise BadArgument(message)


def _whole_entries(array: np.ndarray, name: str) -> np.ndarray:
    whole = np.isfinite(array) & (array == np.floor(array))
    if not whole.all():
        message = f"{name}: expected whole numbers, found {array[~whole].flat[0]:g}"
        raise BadArgument(message)
    return array.astype(np.int64)


def _expected(kinds: tuple[object, ...], sizes: Mapping[str, tuple[int, ...]]) -> str:
    return " or ".join(_shape_words(_axes(kind), sizes) if _is_array(kind) else "a number" for kind in kinds)


def _shape_words(axes: tuple[str, ...], sizes: Mapping[str, tuple[int, ...]]) -> str:
    if axes[:1] in (("*shape",), ("*rows",)) and all(axis in sizes for axis in axes):
        return _found(tuple(size for axis in axes for size in sizes[axis]))
    if axes[:1] == ("*shape",):
        return "an array"
    if axes[:1] == ("*rows",):
        return "a vector, or a matrix of rows"
    known = [f"{axis} = {sizes[axis][0]}" for axis in axes if axis in sizes]
    noun = {1: "a vector", 2: "a matrix"}.get(len(axes), "an array")
    if "_" in axes:
        return noun
    return f"{noun} ({', '.join(axes)}){' with ' if known else ''}{', '.join(known)}"


def _found(shape: tuple[int, ...]) -> str:
    noun = {0: "a number", 1: "a vector", 2: "a matrix"}.get(len(shape), "an array")
    return f"{noun} ({', '.join(map(str, shape))})" if shape else noun


def _unreadable(argument: object) -> str:
    match argument:
        case bool() | int() | float():
            return f"{argument:g}"
        case list() | tuple():
            return "rows of unequal length, or entries that are no numbers"
        case np.ndarray():
            return _found(argument.shape)
        case _:
            return f"a {type(argument).__name__}"


def check(condition: bool, name: str, expected: str, found: object) -> None:  # noqa: FBT001
    """Raise BadArgument unless the condition holds."""
    if not condition:
        # Twelve figures: a law that misses 1 by 1e-8 should not be told "found 1".
        shown = f"{found:.12g}" if isinstance(found, (int, float)) else str(found)
        message = f"{name}: expected {expected}, found {shown}"
        raise BadArgument(message)


def check_law(p: np.ndarray, name: str) -> None:
    """Refuse what is no law: entries below 0, or rows that do not sum to 1."""
    check(bool((p >= 0).all()), name, "no negative entry", float(p.min(initial=0.0)))
    totals = np.atleast_1d(p.sum(axis=-1))
    wrong = np.abs(totals - 1) > LAW_TOLERANCE
    check(
        not wrong.any(), name, "entries that sum to 1", float((totals[wrong] if wrong.any() else totals)[0])
    )


def check_logits(z: np.ndarray, name: str) -> None:
    """Refuse logits that name no law: an empty row, one masked everywhere, or one with an infinite entry."""
    check(z.shape[-1] > 0, name, "at least one logit", "none")
    top = np.atleast_1d(z.max(axis=-1))
    wrong = ~np.isfinite(top)
    check(not wrong.any(), name, "a finite largest logit", float(top[wrong][0]) if wrong.any() else 0.0)


def check_index(y: int, size: int, name: str) -> None:
    """Refuse an index outside 0 … size − 1. Counting from the end is not offered."""
    check(0 <= y < size, name, f"an index from 0 to {size - 1}", y)


def check_indices(ids: np.ndarray, size: int, name: str) -> None:
    """Refuse any index outside 0 … size − 1."""
    for index in ids.ravel():
        check_index(int(index), size, name)


def check_positive(value: float | np.ndarray, name: str) -> None:
    """Refuse a number, or any entry, that is not above 0 and finite."""
    lowest = float(np.min(value))
    check(lowest > 0 and math.isfinite(float(np.max(value))), name, "a positive number", lowest)


def check_unit_interval(value: float | np.ndarray, name: str) -> None:
    """Refuse a number, or any entry, outside 0 … 1."""
    array = np.atleast_1d(value)
    outside = (array < 0) | (array > 1)
    check(not outside.any(), name, "a number from 0 to 1", float(array[outside][0]) if outside.any() else 0.0)


def check_count(value: int, name: str, least: int = 1) -> None:
    """Refuse a count below ``least``."""
    check(value >= least, name, f"a whole number of at least {least}", value)
