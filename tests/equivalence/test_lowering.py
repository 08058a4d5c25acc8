"""What counts as the same formula without any proof, and what does not."""

import itertools
from collections.abc import Iterator, Mapping

import pytest

from quizkit.equivalence.arena import Arena, Coordinate
from quizkit.equivalence.limits import MAX_NODES
from quizkit.equivalence.lowering import Lowering
from quizkit.errors import LimitReached, ShapeMismatch
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope

SCOPE = Scope(open=True)

SAME = [
    ("x + y", "y + x"),
    ("x*(y*z)", "(z*y)*x"),
    ("1/2 + 1/3", "5/6"),
    ("0.25x", "x/4"),
    ("35%", "7/20"),
    ("x - 2", "x + (-2)"),
    ("x - y", "-y + x"),
    ("x - y", "-(y - x)"),
    ("-x - y", "-(x + y)"),
    ("2 - x", "-(x - 2)"),
    ("(-x)*y", "-(x*y)"),
    ("(-x)/(-y)", "x/y"),
    ("(x - y)^2", "(y - x)^2"),
    ("2*(3x)", "6x"),
    ("x*x", "x^2"),
    ("x^(1/2)", "sqrt(x)"),
    ("x^(-1)", "1/x"),
    ("x^(-3)", "1/x^3"),
    ("e^x", "exp(x)"),
    ("log2(x)", "log(x)/log(2)"),
    ("log(x, 10)", "log10(x)"),
    ("sigmoid(x)", "1/(1 + exp(-x))"),
    ("cos(-x)", "cos(x)"),
    ("sin(-x)", "-sin(x)"),
    ("erf(x - y)", "-erf(y - x)"),
    ("|x - y|", "|y - x|"),
    ("relu(x)", "max(0, x)"),
    ("x > y", "y < x"),
    ("x >= y", "not x < y"),
    ("-x > 0", "x < 0"),
    ("-x < y", "-y < x"),
    ("-x < -y", "y < x"),
    ("x < -y", "y < -x"),
    ("cases(x > 0 -> 1, 0)", "cases(x <= 0 -> 0, 1)"),
    ("step(x)", "(x > 0)*1"),
    ("sqrt(9/4)", "1.5"),
    ("log2(8)", "3"),
    ("floor(7/2)", "3"),
    ("cases(1 < 2 -> x, y)", "x"),
    ("max(x, x)", "x"),
    ("exp(0)*x", "x"),
    ("cross_entropy([y, 1 - y], [p, 1 - p])", "-(xlogy(y, p) + xlogy(1 - y, 1 - p))"),
]

NOT_SAME = [
    ("x - x", "0"),
    ("x/x", "1"),
    ("0*x", "0"),
    ("x^0", "1"),
    ("exp(log(x))", "x"),
    ("sqrt(x^2)", "x"),
    ("log(x*y)", "log(x) + log(y)"),
    ("x*log(x)", "xlogy(x, x)"),
    ("x > y", "x >= y"),
    ("1/0", "2/0"),
]


def roots(text: str, lowering: Lowering) -> object:
    return evaluate(parse(text, SCOPE), _Leaves(lowering), lowering)


class _Leaves(Mapping[str, int]):
    """Every name is a symbol."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering

    def __getitem__(self, name: str) -> int:
        if name in {"e", "pi", "infinity"}:
            raise KeyError(name)
        return self.lowering.arena.leaf("symbol", Coordinate(name, 0))

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@pytest.mark.parametrize(("left", "right"), SAME)
def test_formulas_that_differ_in_order_and_arithmetic_are_one_node(left: str, right: str) -> None:
    lowering = Lowering(Arena())
    assert roots(left, lowering) == roots(right, lowering)


@pytest.mark.parametrize(("left", "right"), NOT_SAME)
def test_what_changes_a_domain_is_never_folded(left: str, right: str) -> None:
    lowering = Lowering(Arena())
    assert roots(left, lowering) != roots(right, lowering)


def test_arguments_have_smaller_numbers_than_what_uses_them() -> None:
    arena = Arena()
    roots("softmax([x, y, x*y]) @ [1, 2, x]", Lowering(arena))
    assert all(below < place for place in range(len(arena)) for below in arena.arguments(place))


def test_a_truncated_arena_makes_the_same_nodes_again() -> None:
    arena = Arena()
    lowering = Lowering(arena)
    roots("x + 1", lowering)
    size = len(arena)
    first = roots("sin(x)*(y + 2)", lowering)
    described = arena.described([first]) if isinstance(first, int) else b""
    arena.truncate(size)
    assert len(arena) == size
    again = roots("sin(x)*(y + 2)", lowering)
    assert first == again
    assert isinstance(again, int)
    assert arena.described([again]) == described


def test_a_description_does_not_depend_on_what_else_was_written() -> None:
    alone, crowded = Lowering(Arena()), Lowering(Arena())
    roots("cos(y) + z*x + 17", crowded)
    left, right = roots("x*y + z*x", alone), roots("x*y + z*x", crowded)
    assert isinstance(left, int)
    assert isinstance(right, int)
    assert alone.arena.described([left]) == crowded.arena.described([right])


def test_a_long_fraction_stays_a_sum_so_that_its_small_term_is_seen() -> None:
    lowering = Lowering(Arena())
    root = roots("1 + 10^-350", lowering)
    assert isinstance(root, int)
    assert lowering.arena.nodes[root][0] == "add"


def test_a_formula_that_unfolds_into_too_much_names_the_limit() -> None:
    lowering = Lowering(Arena())
    x = lowering.arena.leaf("symbol", Coordinate("x", 0))
    terms = itertools.count(2)

    def unfold() -> None:
        while True:
            lowering.apply("add", x, lowering.number(next(terms), 1))

    with pytest.raises(LimitReached) as reached:
        unfold()
    assert (reached.value.limit, reached.value.value) == ("nodes", MAX_NODES)


def test_a_word_is_no_number() -> None:
    lowering = Lowering(Arena())
    with pytest.raises(ShapeMismatch, match="the word 'rain' is no number"):
        lowering.apply("add", lowering.word("rain"), lowering.one)
    assert lowering.decide(lowering.apply("equal", lowering.word("rain"), lowering.word("rain"))) is True
    assert lowering.decide(lowering.apply("equal", lowering.word("rain"), lowering.word("sun"))) is False
