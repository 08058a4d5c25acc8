"""Random formulas, rewrites that keep their value, and mutations that rarely do."""

from collections.abc import Callable

from hypothesis import strategies as st

from quizkit.mathlang.nodes import Binary, Call, Name, Negative, Node, Number

SYMBOLS = ("x", "y")
FUNCTIONS = ("exp", "sin", "cos", "tanh", "sigma", "softplus", "Phi", "relu", "abs", "atan", "erf")

numbers = st.integers(-4, 5).map(Number) | st.sampled_from([Number(1, 2), Number(3, 4), Number(1, 10)])
leaves = st.sampled_from(SYMBOLS).map(Name) | numbers


def _grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*"]), parts, parts),
        st.builds(Binary, st.just("/"), parts, parts),
        st.builds(lambda part, power: Binary("^", part, Number(power)), parts, st.integers(2, 3)),
        st.builds(lambda name, part: Call(name, (part,)), st.sampled_from(FUNCTIONS), parts),
        st.builds(Negative, parts),
        st.builds(lambda part: Call("log", (Binary("+", Binary("^", part, Number(2)), Number(1)),)), parts),
        st.builds(lambda part: Call("sqrt", (Binary("+", Binary("^", part, Number(2)), Number(1)),)), parts),
        st.builds(lambda a, b: Call("max", (a, b)), parts, parts),
    )


formulas: st.SearchStrategy[Node] = st.recursive(leaves, _grown, max_leaves=7)
smooth_formulas = formulas.filter(lambda node: not any(name in repr(node) for name in ("relu", "abs", "max")))


def plus(a: Node, b: Node) -> Node:
    return Binary("+", a, b)


def times(a: Node, b: Node) -> Node:
    return Binary("*", a, b)


def over(a: Node, b: Node) -> Node:
    return Binary("/", a, b)


def call(name: str, argument: Node) -> Node:
    return Call(name, (argument,))


ONE, TWO = Number(1), Number(2)


def same_value(node: Node) -> list[Node]:
    """Formulas of the same value wherever both have one."""
    found: list[Node] = [
        over(times(node, TWO), TWO),
        plus(Binary("-", node, ONE), ONE),
        Negative(Negative(node)),
        call("log", call("exp", node)),
    ]
    match node:
        case Binary("+", a, b):
            found += [plus(b, a), Negative(Binary("-", Negative(a), b)), Binary("-", a, Negative(b))]
        case Binary("-", a, b):
            found += [Negative(Binary("-", b, a)), plus(a, times(Number(-1), b))]
        case Binary("*", Binary("+", a, b), c):
            found += [plus(times(a, c), times(b, c)), times(c, plus(b, a))]
        case Binary("*", a, b):
            found += [times(b, a), Binary("-", times(a, plus(b, ONE)), a)]
        case Binary("/", a, b):
            found += [times(a, over(ONE, b)), over(times(a, TWO), times(TWO, b))]
        case Binary("^", a, Number(2, 1)):
            found += [times(a, a), Binary("-", times(plus(a, ONE), Binary("-", a, ONE)), Number(-1))]
        case Binary("^", a, Number(3, 1)):
            found += [times(times(a, a), a)]
        case Call("exp", (a,)):
            found += [over(ONE, call("exp", Negative(a))), Binary("^", call("exp", over(a, TWO)), TWO)]
        case Call("sin", (a,)):
            half = over(a, TWO)
            found += [times(TWO, times(call("sin", half), call("cos", half)))]
        case Call("cos", (a,)):
            found += [Binary("-", ONE, times(TWO, Binary("^", call("sin", over(a, TWO)), TWO)))]
        case Call("tanh", (a,)):
            found += [Binary("-", times(TWO, call("sigma", times(TWO, a))), ONE)]
        case Call("sigma", (a,)):
            found += [
                over(call("exp", a), plus(ONE, call("exp", a))),
                Binary("-", ONE, call("sigma", Negative(a))),
            ]
        case Call("softplus", (a,)):
            found += [plus(a, call("softplus", Negative(a)))]
        case Call("Phi", (a,)):
            found += [over(plus(ONE, call("erf", over(a, call("sqrt", TWO)))), TWO)]
        case Call("relu", (a,)):
            found += [over(plus(a, call("abs", a)), TWO)]
        case Call("abs", (a,)):
            found += [Call("max", (a, Negative(a))), call("sqrt", Binary("^", a, TWO))]
        case Call("max", (a, b)):
            found += [Call("max", (b, a)), plus(a, call("relu", Binary("-", b, a)))]
        case _:
            pass
    return found


def other_value(node: Node) -> list[Node]:
    """Formulas as people get them wrong."""
    found: list[Node] = [Negative(node), plus(node, ONE), times(node, TWO), plus(node, Number(1, 10**12))]
    match node:
        case Binary("+", a, b):
            found += [Binary("-", a, b), times(a, b), a]
        case Binary("-", a, b):
            found += [plus(a, b), Binary("-", b, a)]
        case Binary("*", a, b):
            found += [over(a, b), plus(a, b)]
        case Binary("/", a, b):
            found += [over(b, a), times(a, b)]
        case Binary("^", a, Number(n, 1)):
            found += [Binary("^", a, Number(n + 1)), times(Number(n), a)]
        case Call("relu", (a,)):
            found += [a, call("abs", a), call("softplus", a)]
        case Call("max", (a, b)):
            found += [Call("min", (a, b)), a, b]
        case Call(name, (a,)):
            found += [call("sin" if name != "sin" else "cos", a), a]
        case _:
            pass
    return found


def parts_of(node: Node) -> list[tuple[Node, Callable[[Node], Node]]]:
    """The parts of a formula, and how it is built with another in its place."""
    match node:
        case Binary(operator, left, right):
            return [
                (left, lambda part: Binary(operator, part, right)),
                (right, lambda part: Binary(operator, left, part)),
            ]
        case Negative(operand):
            return [(operand, Negative)]
        case Call(name, (argument,)):
            return [(argument, lambda part: Call(name, (part,)))]
        case _:
            return []


def _rebuilt(node: Node, change: Callable[[Node], st.SearchStrategy[Node]], draw: st.DrawFn) -> Node:
    """The formula with one of its parts changed."""
    deeper = [(part, build) for part, build in parts_of(node) if not isinstance(part, Number)]
    if deeper and draw(st.booleans()):
        part, build = draw(st.sampled_from(deeper))
        return build(_rebuilt(part, change, draw))
    return draw(change(node))


@st.composite
def rewritten(draw: st.DrawFn, base: st.SearchStrategy[Node] = formulas) -> tuple[Node, Node]:
    """Two formulas of the same value wherever both have one."""
    node = draw(base)
    other = node
    for _ in range(draw(st.integers(1, 3))):
        other = _rebuilt(other, lambda part: st.sampled_from(same_value(part)), draw)
    return node, other


@st.composite
def mutated(draw: st.DrawFn, base: st.SearchStrategy[Node] = formulas) -> tuple[Node, Node]:
    """Two formulas, of which the second is the first with one thing wrong."""
    node = draw(base)
    return node, _rebuilt(node, lambda part: st.sampled_from(other_value(part)), draw)
