"""In which ways do people get a formula wrong at one place? Local slips and false laws, as rewrites of trees.

``rewritten`` gives every tree that differs from a formula by one slip, with the id of the slip. Nothing is
claimed here: whether an answer is one of them is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.nodes import (
    Binary,
    Call,
    Cases,
    Comparison,
    ComparisonOperator,
    Name,
    Negative,
    Node,
    Number,
    children,
)
from quizkit.mathlang.tidy import map_children

MAX_PLACES = 60
"""How many places of a formula are tried, the outermost first."""

Rewrite = tuple[str, Node]
"""The id of a slip, and what comes of it."""

_ONE = Number(1)
_TWO = Number(2)
_TURNED: dict[ComparisonOperator, ComparisonOperator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def rewritten(node: Node) -> Iterator[Rewrite]:
    """Every formula that is this one with one slip in it, slips near the root first."""
    places: list[tuple[int, ...]] = [()]
    for _ in range(MAX_PLACES):
        if not places:
            return
        path = places.pop(0)
        part = _at(node, path)
        for slip, other in local(part):
            yield slip, _with(node, path, other)
        places += [(*path, place) for place, _ in enumerate(children(part)) if _is_worth_it(part, place)]


def _is_worth_it(part: Node, place: int) -> bool:
    """Whether slips are looked for in a part: not in conditions, which have one slip of their own."""
    if isinstance(part, Cases):
        return place % 2 == 1 or place == 2 * len(part.branches)
    return not isinstance(part, Comparison)


def _at(node: Node, path: tuple[int, ...]) -> Node:
    for place in path:
        node = children(node)[place]
    return node


def _with(node: Node, path: tuple[int, ...], part: Node) -> Node:
    """The formula with another part at a place."""
    if not path:
        return part
    inner = _with(children(node)[path[0]], path[1:], part)
    parts = iter(range(len(children(node))))
    return map_children(lambda child: inner if next(parts) == path[0] else child, node)


def local(node: Node) -> Iterator[Rewrite]:
    """The slips that may be made at the root of a formula."""
    match node:
        case Binary("+", left, right):
            yield "term-sign", _binary("-", left, right)
            yield "term-sign", _binary("-", right, left)
            yield "term-missing", left
            yield "term-missing", right
        case Binary("-", left, right):
            yield "term-sign", _binary("+", left, right)
            yield ("complement-missing" if left == _ONE else "term-missing"), right
            yield ("mean-not-subtracted" if _is_mean(right) else "term-missing"), left
            yield "term-missing", Negative(right)
        case Binary("*", left, right):
            yield from _of_product(left, right)
        case Binary("/", left, right):
            yield from _of_quotient(left, right)
        case Binary("^", left, right):
            yield from _of_power(left, right)
        case Binary("@", left, right):
            yield "wrong-factor-order", _binary("@", right, left)
            yield "transposed-weight", _binary("@", _turned(left), right)
            yield "transposed-weight", _binary("@", left, _turned(right))
        case Negative(operand):
            yield "term-sign", operand
        case Call(function, arguments):
            yield from _of_call(function, arguments)
        case Comparison(operators=(operator,)) if operator in _TURNED:
            yield "inverted-mask", replace(node, operators=(_TURNED[operator],))
        case Cases():
            yield from _of_cases(node)
        case _:
            return


def _is_mean(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "mean"


def _of_product(left: Node, right: Node) -> Iterator[Rewrite]:
    for kept, dropped in ((left, right), (right, left)):
        yield _what_is_missing(dropped), kept
    yield "sum-for-product", _binary("+", left, right)


def _what_is_missing(factor: Node) -> str:
    match factor:
        case Comparison() | Call("step"):
            return "forgot-relu-mask"
        case Number() | Negative(Number()):
            return "factor-dropped"
        case _:
            return "factor-missing"


def _of_quotient(left: Node, right: Node) -> Iterator[Rewrite]:
    yield "upside-down", _binary("/", right, left)
    yield "denominator-missing", left
    yield "upside-down", _binary("*", left, right)
    if not isinstance(left, Number):
        yield "factor-missing", _binary("/", _ONE, right)
    if isinstance(right, Binary) and right.operator in {"+", "-"}:
        first, second = (_binary("/", left, part) for part in (right.left, right.right))
        yield "reciprocal-of-sum", _binary(right.operator, first, second)


def _of_power(base: Node, exponent: Node) -> Iterator[Rewrite]:
    is_root = exponent in {_binary("/", _ONE, _TWO), Number(1, 2)}
    yield ("root-missing" if is_root else "power-missing"), base
    yield "exponent-sign", _binary("^", base, Negative(exponent))
    yield "wrong-exponent", _binary("^", base, _binary("-", exponent, _ONE))
    yield "wrong-exponent", _binary("^", base, _binary("+", exponent, _ONE))
    yield "linearised", _binary("*", exponent, base)
    if isinstance(base, Binary) and base.operator in {"+", "-"}:
        first, second = (_binary("^", part, exponent) for part in (base.left, base.right))
        yield "power-of-sum", _binary(base.operator, first, second)


_OTHERS: dict[str, tuple[tuple[str, str], ...]] = {
    "log": (("wrong-log-base", "log2"), ("wrong-log-base", "log10")),
    "log2": (("wrong-log-base", "log"), ("wrong-log-base", "log10")),
    "log10": (("wrong-log-base", "log"), ("wrong-log-base", "log2")),
    "sigma": (("wrong-activation", "tanh"), ("wrong-activation", "softplus")),
    "tanh": (("wrong-activation", "sigma"),),
    "softplus": (("wrong-activation", "relu"), ("wrong-activation", "sigma")),
    "Phi": (("density-for-distribution", "phi"), ("wrong-activation", "sigma")),
    "phi": (("density-for-distribution", "Phi"),),
    "sin": (("wrong-activation", "cos"),),
    "cos": (("wrong-activation", "sin"),),
    "max": (("max-for-min", "min"),),
    "min": (("max-for-min", "max"),),
    "sum": (("mean-for-sum", "mean"),),
    "mean": (("sum-for-mean", "sum"),),
    "softmax": (("sigmoid-for-softmax", "sigma"), ("exponentiated", "log_softmax")),
    "log_softmax": (("log-missing", "softmax"),),
    "kl": (("entropy-not-subtracted", "cross_entropy"),),
    "cross_entropy": (("kl-not-cross", "kl"),),
}
"""Functions that are taken for another."""

_LEFT_OUT = {
    "log": "log-missing",
    "log2": "log-missing",
    "log10": "log-missing",
    "exp": "exp-missing",
    "sqrt": "root-missing",
    "abs": "absolute-value-missing",
    "relu": "forgot-relu-mask",
    "softmax": "skipped-softmax",
    "transpose": "transposed-weight",
}
"""Functions that are forgotten."""

_SPLIT = {"log": "log-of-sum", "log2": "log-of-sum", "log10": "log-of-sum", "exp": "exp-of-sum"}
_SPLIT |= {"sqrt": "root-of-sum"}
_SYMMETRIC = frozenset({"abs", "cos", "cosh", "sec", "sech", "phi", "sign"})


def _of_call(function: str, arguments: tuple[Node, ...]) -> Iterator[Rewrite]:
    argument = arguments[0]
    for slip, other in _OTHERS.get(function, ()):
        yield slip, Call(other, arguments)
    if function in _LEFT_OUT:
        yield _LEFT_OUT[function], argument
    if function == "mean":
        others = _binary("-", Call("len", arguments), _ONE)
        yield "wrong-ddof", _binary("/", Call("sum", arguments), others)
    if function == "softmax":
        yield "normalised-without-exp", _binary("/", argument, Call("sum", arguments))
    if len(arguments) == 2 and function in {"kl", "cross_entropy"}:
        swapped = Call(function, arguments[::-1])
        yield ("kl-reversed" if function == "kl" else "arguments-swapped"), swapped
    if function == "cross_entropy":
        yield "entropy-not-cross", Call("entropy", (argument,))
    if function == "Phi":
        yield "erf-argument", _binary("/", _binary("+", _ONE, Call("erf", (argument,))), _TWO)
    if FUNCTIONS[function].treatment == "entrywise" and len(arguments) == 1:
        yield from _of_entrywise(function, argument)


def _of_entrywise(function: str, argument: Node) -> Iterator[Rewrite]:
    if function == "exp":
        yield "exponent-sign", Call("exp", (Negative(argument),))
        yield "exponential-of-wrong-base", _binary("^", _TWO, argument)
    elif function not in _SYMMETRIC:
        yield "argument-sign", Call(function, (Negative(argument),))
    if not isinstance(argument, Binary):
        return
    first, second = (Call(function, (part,)) for part in (argument.left, argument.right))
    if argument.operator in {"+", "-"}:
        yield _SPLIT.get(function, "linearised"), _binary(argument.operator, first, second)
    elif argument.operator in {"*", "/"} and function.startswith("log"):
        yield "log-of-product", _binary(argument.operator, first, second)
    elif argument.operator == "*":
        yield "linearised", _binary("*", argument.left, second)
        yield "linearised", _binary("*", argument.right, first)


def _of_cases(node: Cases) -> Iterator[Rewrite]:
    """A formula of two cases with their values exchanged."""
    match node:
        case Cases(((condition, then),), other) if other is not None:
            yield "swapped-branches", replace(node, branches=((condition, other),), otherwise=then)
        case Cases(((first, then), (second, other)), None):
            yield "swapped-branches", replace(node, branches=((first, other), (second, then)))
        case _:
            return


def _binary(operator: str, left: Node, right: Node) -> Binary:
    match operator:
        case "+" | "-" | "*" | "/" | "^" | "@":
            return Binary(operator, left, right)
        case _:
            raise ValueError(operator)


def _turned(node: Node) -> Node:
    """The transpose, with two of them cancelled."""
    if isinstance(node, Call) and node.function == "transpose":
        return node.arguments[0]
    return Call("transpose", (node,))


def names_exchanged(node: Node, first: str, second: str) -> Node:
    """The formula with two names exchanged."""
    if isinstance(node, Name):
        other = {first: second, second: first}.get(node.name)
        return node if other is None else Name(other)
    return map_children(lambda part: names_exchanged(part, first, second), node)
