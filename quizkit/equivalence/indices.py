"""Which values has the ``i`` of ``p_i``? A formula with such a symbol is written out for each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from quizkit.equivalence.limits import MAX_INSTANCES
from quizkit.errors import LimitReached
from quizkit.mathlang.arrays import Shape
from quizkit.mathlang.domains import UNDECLARED, Domain
from quizkit.mathlang.nodes import Index, Name, Node, children, names

Assignment: TypeAlias = Mapping[str, int]
"""Values of index symbols: ``{"i": 2}``."""


def index_values(
    symbols: Mapping[str, Domain], nodes: Sequence[Node], is_fixed: Callable[[str], bool]
) -> list[Assignment]:
    """Every joint value of the symbols that the formulas use as an index.

    ``is_fixed`` says which names are no symbols. Raises LimitReached if there are too many.
    """
    spans: dict[str, tuple[int, int]] = {}
    for node in nodes:
        for name, low, high in _spans(symbols, node, is_fixed):
            before = spans.get(name, (low, high))
            spans[name] = max(low, before[0]), min(high, before[1])
    count = math.prod(max(0, high - low + 1) for low, high in spans.values())
    if count > MAX_INSTANCES:
        raise LimitReached("index values", MAX_INSTANCES)
    index_symbols = sorted(spans)
    ranges = [_values(symbols.get(name, UNDECLARED), *spans[name]) for name in index_symbols]
    return [dict(zip(index_symbols, joint, strict=True)) for joint in itertools.product(*ranges)]


def _spans(
    symbols: Mapping[str, Domain], node: Node, is_fixed: Callable[[str], bool]
) -> Iterator[tuple[str, int, int]]:
    """The symbols that a formula uses as an index, and the first and last place each may name."""
    longest = max(max(domain.shape, default=0) for domain in symbols.values())
    waiting = [node]
    while waiting:
        part = waiting.pop()
        waiting.extend(children(part))
        if not isinstance(part, Index):
            continue
        shape = _shape(symbols, part.base)
        for axis, index in enumerate(part.indices):
            for name in names(index):
                if is_fixed(name):
                    continue
                is_plain = isinstance(index, Name) and axis < len(shape)
                last = (shape[axis] if is_plain else longest) - 1 + part.origin
                yield name, part.origin, last


def _shape(symbols: Mapping[str, Domain], base: Node) -> Shape:
    """The shape of a symbol whose entries are read; () if it is another formula."""
    return symbols.get(base.name, UNDECLARED).shape if isinstance(base, Name) else ()


def _values(domain: Domain, first: int, last: int) -> Sequence[int]:
    """The values of an index symbol: its own, as far as there are entries."""
    if domain.kind == "values":
        return [int(value) for value in domain.values]
    low = first if domain.low is None else int(domain.low)
    high = last if domain.high is None else min(last, int(domain.high))
    return [value for value in range(low, high + 1) if value not in domain.excluded]
