"""Maps over nested lists, and derivatives of plain functions by central differences.

The numbers are mpmath's, so a step of 1e-15 leaves an error near 1e-30 where the working precision is
100 figures.
"""

from collections.abc import Callable
from typing import Any

from mpmath import mpf

STEP = mpf(10) ** -15
Second = Callable[..., Any]


def entrywise(function: Second, arrays: int = 1) -> Second:
    """A function of numbers on arrays, entry by entry; arguments after the arrays are fixed."""

    def apply(*arguments: Any) -> Any:
        lists, fixed = arguments[:arrays], arguments[arrays:]
        if isinstance(lists[0], list):
            return [apply(*entries, *fixed) for entries in zip(*lists, strict=True)]
        return function(*lists, *fixed)

    return apply


def rowwise(function: Second, arrays: int = 1) -> Second:
    """A function of vectors on matrices, row by row; arguments after the arrays are fixed."""

    def apply(*arguments: Any) -> Any:
        lists, fixed = arguments[:arrays], arguments[arrays:]
        if isinstance(lists[0][0], list):
            return [function(*rows, *fixed) for rows in zip(*lists, strict=True)]
        return function(*lists, *fixed)

    return apply


def moved(x: Any, place: tuple[int, ...], step: Any) -> Any:
    """A copy of a nested list with one entry moved."""
    if not place:
        return x + step
    return [moved(each, place[1:], step) if i == place[0] else each for i, each in enumerate(x)]


def gradient(function: Second, x: Any, place: tuple[int, ...] = (), inner: Any = None) -> Any:
    """Central differences of a number by every entry of x, in the shape of x."""
    inside = x if inner is None else inner
    if isinstance(inside, list):
        return [gradient(function, x, (*place, i), each) for i, each in enumerate(inside)]
    ahead, behind = function(moved(x, place, STEP)), function(moved(x, place, -STEP))
    return (ahead - behind) / (2 * STEP)


def jacobian(function: Second, x: list[Any]) -> list[list[Any]]:
    """Central differences of a vector by a vector; rows are outputs."""
    size = len(function(x))
    return [gradient(lambda at, i=i: function(at)[i], x) for i in range(size)]


def slope(function: Second) -> Second:
    """Central difference of a function of one number; further arguments are fixed."""
    return entrywise(lambda x, *fixed: gradient(lambda at: function(at, *fixed), x))


def argument(function: Second, place: int) -> Second:
    """Gradient of a number by the argument at this place."""
    return lambda *a: gradient(lambda at: function(*a[:place], at, *a[place + 1 :]), a[place])
