"""Which wrong versions of a key are plausible? Formulas, each with the slip that leads to it.

The most specific come first: what is wrong with the whole answer, then one slip at one place, then false
laws, then bare factors. A version is only a proposal; an answer is said to be one when that is certain.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quizkit.grading.rewrites import names_exchanged, rewritten
from quizkit.mathlang.arrays import Shape
from quizkit.mathlang.nodes import Binary, Bracket, Call, Index, Negative, Node, Number, names, walk

MAX_VERSIONS = 400
MAX_EXCHANGED = 12
"""How many pairs of names are exchanged."""

Strength = Literal["plain", "fair", "faint"]
"""How easily a number is such a version by chance: ``plain`` hardly, ``fair`` to three figures, ``faint`` to
four. The weaker the more exactly must a number be that version before anything is said."""


@dataclass(frozen=True, slots=True)
class Version:
    """A wrong version of a key."""

    slip: str
    node: Node
    strength: Strength = "faint"
    unit: str = ""
    """The unit in which it would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a key, so that only versions that make sense are tried."""

    shape: Shape
    is_number: bool
    """Whether it has a value, and no free letters."""
    is_whole: bool = False
    is_probability: bool = False
    exchangeable: Sequence[tuple[str, str]] = ()
    """Names of the same kind."""
    counts: Sequence[int] = ()
    """Whole numbers of the question, from 2 on."""
    shown: Sequence[Node] = ()
    """The numbers of the question."""
    units: Mapping[str, Node] | None = None
    """Accepted units and their factors, the first that of a bare number."""


_LOGARITHMS = frozenset(
    {"log", "log2", "log10", "log_b", "log1p", "entropy", "cross_entropy", "kl", "logsumexp", "log_softmax"}
    | {"softplus", "log_sigmoid", "logit", "xlogy"}
)
_SLOW_LAWS = frozenset({"linearised", "wrong-activation"})


def versions(key: Node, facts: Facts) -> Iterator[Version]:
    """The wrong versions of a key, the most specific first."""
    every = itertools.chain(
        _whole(key, facts),
        _slipped(key),
        _exchanged(key, facts),
        _scaled(key, facts),
        _shown(key, facts),
    )
    return itertools.islice(every, MAX_VERSIONS)


def _whole(key: Node, facts: Facts) -> Iterator[Version]:
    yield Version("sign-flipped", Negative(key), "plain")
    match facts.shape:
        case (rows, columns) if rows == columns:
            yield Version("transposed", Call("transpose", (key,)), "plain")
        case (size,):
            backwards = tuple(Index(key, (Number(place),)) for place in reversed(range(size)))
            yield Version("wrong-order", Bracket(backwards), "plain")
        case _:
            pass
    yield from _in_units(key, facts)
    if uses_logarithms(key):
        yield from _in_other_bases(key)
    if facts.is_number:
        yield Version("percent-for-fraction", _scale(key, Number(100)), "plain")
        yield Version("fraction-for-percent", Binary("/", key, Number(100)), "plain")
    if not facts.shape:
        yield Version("upside-down", Binary("/", Number(1), key), "fair")
    if facts.is_probability or not facts.is_number:
        yield Version("complement-given", Binary("-", Number(1), key), "fair")


def _in_units(key: Node, facts: Facts) -> Iterator[Version]:
    """The answer in another accepted unit, written without it; and the right number in a wrong unit."""
    units = facts.units or {}
    for unit, factor in list(units.items())[1:]:
        if factor != Number(1):
            yield Version("wrong-unit", Binary("/", key, factor), "plain", unit)


def _in_other_bases(key: Node) -> Iterator[Version]:
    """The answer with another logarithm than that of the key."""
    if uses_base_two(key):
        yield Version("nats-for-bits", Binary("*", key, _log(2)), "fair")
        yield Version("wrong-log-base", Binary("/", key, _log(2)), "fair")
        yield Version("decimal-log", _scale(key, Binary("/", _log(2), _log(10))), "fair")
        return
    yield Version("bits-for-nats", Binary("/", key, _log(2)), "fair")
    yield Version("wrong-log-base", Binary("*", key, _log(2)), "fair")
    yield Version("decimal-log", Binary("/", key, _log(10)), "fair")
    yield Version("wrong-log-base", Binary("*", key, _log(10)), "fair")


def uses_logarithms(key: Node) -> bool:
    """Whether a formula takes a logarithm, so that its base can be mistaken."""
    return any(isinstance(part, Call) and part.function in _LOGARITHMS for part in walk(key))


def uses_base_two(key: Node) -> bool:
    """Whether the logarithms of a formula are to base 2."""
    return any(
        (isinstance(part, Call) and part.function == "log2")
        or (isinstance(part, Binary) and part.operator == "/" and part.right == _log(2))
        for part in walk(key)
    )


def _exchanged(key: Node, facts: Facts) -> Iterator[Version]:
    used = names(key)
    pairs = [pair for pair in facts.exchangeable if used & set(pair)]
    for first, second in pairs[:MAX_EXCHANGED]:
        yield Version("roles-exchanged", names_exchanged(key, first, second))


def _slipped(key: Node) -> Iterator[Version]:
    """One slip at one place; slips that change what a function is come after those in signs and terms."""
    later = []
    for slip, node in rewritten(key):
        if slip in _SLOW_LAWS:
            later.append(Version(slip, node))
        else:
            yield Version(slip, node)
    yield from later


def _scaled(key: Node, facts: Facts) -> Iterator[Version]:
    yield Version("factor-of-two", _scale(key, Number(2)), "fair")
    yield Version("factor-of-two", Binary("/", key, Number(2)), "fair")
    for count in facts.counts:
        yield Version("count-factor", _scale(key, Number(count)))
        yield Version("count-factor", Binary("/", key, Number(count)))
    if facts.is_number:
        yield Version("factor-of-three", _scale(key, Number(3)))
        yield Version("factor-of-three", Binary("/", key, Number(3)))
    if not facts.shape:
        yield Version("square-or-root", Binary("^", key, Number(2)))
        yield Version("square-or-root", Call("sqrt", (key,)))
        yield Version("exponentiated", Call("exp", (key,)), "fair")
        yield Version("exponentiated", Call("log", (key,)), "fair")
    else:
        yield Version("normalised-unasked", Binary("/", key, Call("sum", (key,))))
        yield Version("normalised-unasked", Binary("/", key, Call("norm", (key,))))


def _shown(key: Node, facts: Facts) -> Iterator[Version]:
    if facts.is_whole and not facts.shape:
        yield Version("off-by-one", Binary("+", key, Number(1)))
        yield Version("off-by-one", Binary("-", key, Number(1)))
    for number in facts.shown:
        yield Version("given-repeated", number, "plain")


def _log(base: int) -> Node:
    return Call("log", (Number(base),))


def _scale(key: Node, factor: Node) -> Node:
    return Binary("*", factor, key)
