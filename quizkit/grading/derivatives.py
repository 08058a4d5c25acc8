"""What is the derivative of a formula by one of its letters? By the rules one learns, on trees.

Used to see that an answer is the function where the derivative was asked, or the other way round. Where a
formula holds something that has no rule here, there is no derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quizkit.mathlang.evaluate import definition
from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.nodes import Binary, Call, Cases, Name, Negative, Node, Number, Percent, names
from quizkit.mathlang.tidy import put_in

_ZERO, _ONE, _TWO = Number(0), Number(1), Number(2)
MAX_DEPTH = 12
"""How many definitions are opened inside one another."""


def derivative(node: Node, letter: str, depth: int = 0) -> Node | None:
    """The derivative by a letter; None where no rule is known."""
    if letter not in names(node):
        return _ZERO
    match node:
        case Name():
            return _ONE
        case Negative(operand):
            return _mapped(Negative, derivative(operand, letter, depth))
        case Percent(operand):
            return _mapped(Percent, derivative(operand, letter, depth))
        case Binary("+" | "-" as sign, left, right):
            first, second = derivative(left, letter, depth), derivative(right, letter, depth)
            if first is None or second is None:
                return None
            if second == _ZERO:
                return first
            return Binary(sign, first, second) if first != _ZERO or sign == "-" else second
        case Binary("*", left, right):
            return _of_product(left, right, letter, depth)
        case Binary("/", left, right):
            return _of_quotient(left, right, letter, depth)
        case Binary("^", left, right):
            return _of_power(left, right, letter, depth)
        case Call(function, arguments):
            return _of_call(function, arguments, letter, depth)
        case Cases(branches, otherwise):
            return _of_cases(branches, otherwise, letter, depth)
        case _:
            return None


def _mapped(function: Callable[[Node], Node], node: Node | None) -> Node | None:
    return None if node is None else function(node)


def _times(left: Node, right: Node) -> Node:
    if _ZERO in {left, right}:
        return _ZERO
    if left == _ONE:
        return right
    return left if right == _ONE else Binary("*", left, right)


def _of_product(left: Node, right: Node, letter: str, depth: int) -> Node | None:
    first, second = derivative(left, letter, depth), derivative(right, letter, depth)
    if first is None or second is None:
        return None
    if first == _ZERO:
        return _times(left, second)
    if second == _ZERO:
        return _times(first, right)
    return Binary("+", _times(first, right), _times(left, second))


def _of_quotient(left: Node, right: Node, letter: str, depth: int) -> Node | None:
    first, second = derivative(left, letter, depth), derivative(right, letter, depth)
    if first is None or second is None:
        return None
    if second == _ZERO:
        return Binary("/", first, right)
    top = Binary("-", _times(first, right), _times(left, second))
    return Binary("/", top, Binary("^", right, _TWO))


def _of_power(base: Node, exponent: Node, letter: str, depth: int) -> Node | None:
    if letter not in names(exponent):
        inner = derivative(base, letter, depth)
        less = (
            Number(exponent.numerator - exponent.denominator, exponent.denominator)
            if isinstance(exponent, Number)
            else Binary("-", exponent, _ONE)
        )
        return None if inner is None else _times(_times(exponent, Binary("^", base, less)), inner)
    logarithm = _of_product(exponent, Call("log", (base,)), letter, depth)
    return None if logarithm is None else _times(Binary("^", base, exponent), logarithm)


def _of_cases(
    branches: tuple[tuple[Node, Node], ...], otherwise: Node | None, letter: str, depth: int
) -> Node | None:
    """Branch by branch; what happens just where they meet is left to whoever compares."""
    inner = [(condition, derivative(value, letter, depth)) for condition, value in branches]
    rest = None if otherwise is None else derivative(otherwise, letter, depth)
    found = tuple((condition, value) for condition, value in inner if value is not None)
    if len(found) < len(inner) or (otherwise is not None and rest is None):
        return None
    return Cases(found, rest)


def _of_call(function: str, arguments: tuple[Node, ...], letter: str, depth: int) -> Node | None:
    row = FUNCTIONS[function]
    outer = _SLOPES.get(function)
    if outer is not None and len(arguments) == 1:
        inner = derivative(arguments[0], letter, depth)
        return None if inner is None else _times(outer(arguments[0]), inner)
    if row.definition is None or row.treatment != "entrywise" or depth >= MAX_DEPTH:
        return None
    body, defaults = definition(function)
    given = {**dict(zip(reversed(row.parameters), reversed(defaults), strict=False))}
    given |= dict(zip(row.parameters, arguments, strict=False))
    return derivative(put_in(body, given), letter, depth + 1)


def _call(function: str) -> Callable[[Node], Node]:
    return lambda u: Call(function, (u,))


def _over(below: Callable[[Node], Node]) -> Callable[[Node], Node]:
    return lambda u: Binary("/", _ONE, below(u))


def _square(node: Node) -> Node:
    return Binary("^", node, _TWO)


def _bell(u: Node) -> Node:
    """The slope of erf."""
    height = Binary("*", _TWO, Call("exp", (Negative(_square(u)),)))
    return Binary("/", height, Call("sqrt", (Name("pi"),)))


_SLOPES: Mapping[str, Callable[[Node], Node]] = {
    "exp": _call("exp"),
    "log": _over(lambda u: u),
    "log2": _over(lambda u: Binary("*", u, Call("log", (_TWO,)))),
    "log10": _over(lambda u: Binary("*", u, Call("log", (Number(10),)))),
    "sqrt": _over(lambda u: Binary("*", _TWO, Call("sqrt", (u,)))),
    "sin": _call("cos"),
    "cos": lambda u: Negative(Call("sin", (u,))),
    "tan": lambda u: Binary("+", _ONE, _square(Call("tan", (u,)))),
    "asin": _over(lambda u: Call("sqrt", (Binary("-", _ONE, _square(u)),))),
    "acos": lambda u: Negative(_over(lambda v: Call("sqrt", (Binary("-", _ONE, _square(v)),)))(u)),
    "atan": _over(lambda u: Binary("+", _ONE, _square(u))),
    "sinh": _call("cosh"),
    "cosh": _call("sinh"),
    "tanh": lambda u: Binary("-", _ONE, _square(Call("tanh", (u,)))),
    "erf": _bell,
    "erfc": lambda u: Negative(_bell(u)),
    "sigma": lambda u: Binary("*", Call("sigma", (u,)), Binary("-", _ONE, Call("sigma", (u,)))),
    "softplus": _call("sigma"),
    "Phi": _call("phi"),
    "phi": lambda u: Negative(Binary("*", u, Call("phi", (u,)))),
    "relu": _call("step"),
    "step": lambda _: _ZERO,
    "abs": _call("sign"),
    "sign": lambda _: _ZERO,
}
"""The slope of each function of one number at ``u``."""
