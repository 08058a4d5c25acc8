"""Hostile formulas meet a counted limit, by name, and nothing else happens."""

import pytest

from quizkit.equivalence import compare
from quizkit.equivalence.limits import MAX_BALL_WORK, Work
from quizkit.errors import LimitReached

HOSTILE = [
    "0^(10^60)",
    "(-1)^(10^60)",
    "x^(10^400)",
    "(x + 1)^5000",
    "2^(10^7)",
    "1e400*x",
    "9^9^9^9",
    "2^2^2^2^2^2",
    "exp(exp(exp(100)))",
    "exp(exp(exp(exp(exp(x)))))",
    "floor(exp(10^6))",
    "floor(exp(exp(30)))",
    "floor(10^300*x)",
    "sin(10^400*x)",
    "tan(10^60*pi)",
    "0/0",
    "0^(-1)",
    "infinity - infinity",
    "infinity/infinity",
    "+".join(["exp(x)"] * 100),
    "*".join(["sin(x)"] * 100),
    "abs(" * 55 + "x" + ")" * 55,
    "gelu(" * 40 + "x" + ")" * 40,
    "max(" * 20 + "x" + ", x + 2)" * 20,
    "((x + 1)^1000)^(1/1000)",
    "x + 1 + sqrt(sin(x)^2 + cos(x)^2 - 1)",
    "x + 1 + erf(30)^9 - 1",
    "x + 1 + exp(-exp(exp(exp(x))))",
    "x + " + "*".join(["(1 + exp(-10^4*x^2))"] * 20),
]


@pytest.mark.parametrize("response", HOSTILE)
def test_a_hostile_formula_is_never_called_equal_and_never_raises(response: str) -> None:
    comparison = compare("x + 1", response, {"x": "real"})
    assert comparison.relation in {"different", "undecided"}, comparison.sentence()
    assert comparison.to_json()
    assert comparison.sentence()


def test_what_looks_hostile_and_is_equal_is_proved() -> None:
    comparison = compare("x + 1", "max(" * 20 + "x" + ", x + 1)" * 20, {"x": "real"})
    assert comparison.evidence.kind == "proved"


@pytest.mark.parametrize(
    ("response", "name", "value"),
    [
        ("A" + " @ A" * 55, "nodes", 10_000),
        ("inv(" * 8 + "A" + ")" * 8, "nodes", 10_000),
        (" + ".join(["det(A)"] * 60) + " + A", "operations", 100_000),
    ],
)
def test_formulas_that_unfold_without_end_are_undecided_and_name_the_limit(
    response: str, name: str, value: int
) -> None:
    comparison = compare("A", response, {"A": "matrix(6, 6)"})
    assert comparison.relation == "undecided"
    assert comparison.to_json()["evidence"] == {"kind": "limit", "name": name, "value": value}


def test_work_is_counted_and_named() -> None:
    work = Work()
    work.charge(MAX_BALL_WORK, 128)
    with pytest.raises(LimitReached, match="limit reached: ball operations"):
        work.charge(1, 128)


def test_more_bits_count_for_more() -> None:
    cheap, dear = Work(), Work()
    cheap.charge(100, 333)
    dear.charge(100, 20_000)
    assert cheap.done == 100
    assert dear.done > 100 * cheap.done
