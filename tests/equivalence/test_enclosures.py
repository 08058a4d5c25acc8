"""Balls hold the truth, and say what they do not know."""

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given, settings

from quizkit.equivalence.arena import Arena, Coordinate
from quizkit.equivalence.ball_operations import BINARY, DOUBTFUL, NOTHING_KNOWN, UNARY, UNKNOWN, chosen
from quizkit.equivalence.enclosures import enclose, enclose_new, exact_values, is_finite, standing
from quizkit.equivalence.lowering import Lowering
from quizkit.errors import Undefined
from quizkit.mathlang.balls import precision
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from tests.equivalence.formulas import formulas
from tests.equivalence.reference import Mpmath

SCOPE = Scope(open=True)
X = fmpq(13, 97)
Y = fmpq(-57, 41)


def enclosed(node: Node, bits: int = 128, x: fmpq | None = X) -> object:
    arena = Arena()
    names = {name: arena.leaf("symbol", Coordinate(name, 0)) for name in ("x", "y")}
    root = evaluate(node, names, Lowering(arena))
    assert isinstance(root, int)
    values = {names["x"]: x, names["y"]: Y}
    with precision(bits):
        return enclose(arena, arena.reached([root]), values.__getitem__)[root]


UNDEFINED = [
    "log(0)",
    "log(-1)",
    "log(-x)",
    "1/0",
    "x/0",
    "0^(-1)",
    "(-x)^(1/3)",
    "(-2)^0.5",
    "sqrt(-x)",
    "asin(2)",
    "acos(-1.5)",
    "atanh(1)",
    "atanh(-1)",
    "acosh(x)",
    "atan2(0, 0)",
    "1/log(0)",
    "cases(x < 0 -> 1)",
    "infinity",
    "x - infinity",
    "log(0) > 1",
]

UNKNOWN_VALUES = [
    "log(sin(x)^2 + cos(x)^2 - 1)",
    "sqrt(exp(x) - exp(x))",
    "1/(exp(x)*exp(-x) - 1)",
    "exp(exp(exp(100)))",
    "(sin(x) - sin(x))^x",
]


@pytest.mark.parametrize("text", UNDEFINED)
def test_what_certainly_has_no_value_is_undefined(text: str) -> None:
    assert enclosed(parse(text, SCOPE)) is None


@pytest.mark.parametrize("operation", sorted(set(UNARY) - {"not"}))
def test_nothing_follows_from_nothing(operation: str) -> None:
    found = UNARY[operation](NOTHING_KNOWN)
    assert isinstance(found, arb)
    assert not found.is_finite()


@pytest.mark.parametrize("operation", sorted(set(BINARY) - {"and", "or", "less", "equal", "xlogy"}))
def test_nothing_follows_if_one_argument_is_unknown(operation: str) -> None:
    for arguments in ((NOTHING_KNOWN, arb(2)), (arb(2), NOTHING_KNOWN), (NOTHING_KNOWN, NOTHING_KNOWN)):
        found = BINARY[operation](*arguments)
        assert isinstance(found, arb)
        assert not found.is_finite()


def test_a_comparison_with_what_is_unknown_chooses_nothing() -> None:
    for operation in ("less", "equal"):
        condition = BINARY[operation](arb(2), NOTHING_KNOWN)
        assert condition is DOUBTFUL
        assert BINARY["and"](condition, True) is DOUBTFUL
        assert BINARY["or"](condition, True) is True
        chosen_value = chosen(condition, arb(1), arb(0))
        assert isinstance(chosen_value, arb)
        assert not chosen_value.is_finite()


@pytest.mark.parametrize("text", UNKNOWN_VALUES)
def test_what_the_bits_leave_open_is_unknown_and_not_undefined(text: str) -> None:
    value = enclosed(parse(text, SCOPE))
    assert isinstance(value, arb)
    assert not is_finite(value)


def test_a_comparison_of_equal_values_is_unknown_at_any_precision() -> None:
    for bits in (64, 5000):
        assert enclosed(parse("sin(x)^2 + cos(x)^2 > 1", SCOPE), bits) is UNKNOWN


def test_one_side_of_and_or_may_decide_alone() -> None:
    assert enclosed(parse("x < 0 and log(-x) > 0", SCOPE)) is False
    assert enclosed(parse("x > 0 or log(-x) > 0", SCOPE)) is True
    assert enclosed(parse("x > 0 and log(-x) > 0", SCOPE)) is None


def test_an_undecided_case_has_the_union_of_its_values() -> None:
    value = enclosed(parse("cases(sin(x)^2 + cos(x)^2 > 1 -> 1, 3)", SCOPE))
    assert isinstance(value, arb)
    assert value.contains(1)
    assert value.contains(3)
    assert is_finite(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(sin(x) - sin(x))^2", 0),
        ("(sin(x) - sin(x))^0", 1),
        ("(-2)^3", -8),
        ("(-8)^(2/2)", -8),
        ("cbrt(-8)", -2),
        ("0^0", 1),
        ("xlogy(0, 0)", 0),
        ("floor(-0.5)", -1),
        ("ceil(x)", 1),
        ("sign(y)", -1),
        ("log2(1/8)", -3),
    ],
)
def test_values_that_are_easily_lost_are_kept(text: str, expected: int) -> None:
    value = enclosed(parse(text, SCOPE))
    assert isinstance(value, arb)
    assert value.contains(expected)
    assert is_finite(value)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(formulas)
def test_every_ball_holds_the_value_that_another_engine_finds(node: Node) -> None:
    with mpmath.workdps(60):
        names = {"x": mpmath.mpf(13) / 97, "y": mpmath.mpf(-57) / 41}
        try:
            expected = evaluate(node, names, Mpmath())
        except (Undefined, OverflowError):
            return
        value = enclosed(node, 128)
        if isinstance(value, arb) and is_finite(value):
            low, high = (
                mpmath.mpf(value.lower().str(50, radius=False)),
                mpmath.mpf(value.upper().str(50, radius=False)),
            )
            slack = mpmath.mpf(10) ** -35 * max(1, abs(expected))
            assert low - slack <= expected <= high + slack


@settings(max_examples=60, deadline=None, derandomize=True)
@given(formulas)
def test_a_column_extended_node_by_node_is_the_column_made_at_once(node: Node) -> None:
    arena = Arena()
    names = {name: arena.leaf("symbol", Coordinate(name, 0)) for name in ("x", "y")}
    values = {names["x"]: X, names["y"]: Y}
    with precision(128):
        column = enclose_new(arena, [], values.get)
        evaluate(node, names, Lowering(arena))
        enclose_new(arena, column, values.get)
        at_once = enclose(arena, range(len(arena)), values.get)
    assert list(map(str, column)) == list(map(str, at_once.values()))


def test_exact_values_are_found_by_rational_arithmetic_alone() -> None:
    arena = Arena()
    lowering = Lowering(arena)
    x = arena.leaf("symbol", Coordinate("x", 0))
    line, curve = (evaluate(parse(text, SCOPE), {"x": x}, lowering) for text in ("(2x - 3)/5", "exp(x)"))
    values = exact_values(arena, range(len(arena)), {x: fmpq(4)}.get)
    assert values.get(line) == 1
    assert curve not in values


def test_two_sides_stand_as_their_most_telling_entry() -> None:
    ball, other, nothing = arb(1), arb(2), arb("nan")
    column = [ball, ball, other, None, nothing]
    assert standing([(0, 1)], column) == ("agree", 0)
    assert standing([(0, 1), (0, 2)], column) == ("different", 1)
    assert standing([(0, 1), (3, 0)], column) == ("one side undefined", 1)
    assert standing([(3, 3), (0, 1)], column) == ("both undefined", 0)
    assert standing([(0, 4), (3, 3)], column) == ("unknown", 0)
    assert standing([(3, 4)], column) == ("unknown", 0)
