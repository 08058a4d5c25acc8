"""The prover proves what is equal, and never what balls tell apart."""

import pytest

from quizkit.equivalence import compare
from quizkit.equivalence.bench import Bench
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.evidence import Witness
from quizkit.equivalence.frame import Frame
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.proof import proof, proved
from quizkit.equivalence.prover import Proof
from quizkit.equivalence.sweep import sweep
from quizkit.equivalence.switches import switches
from quizkit.equivalence.witness import witness
from quizkit.errors import LimitReached
from quizkit.mathlang.domains import REAL
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.printing import text
from quizkit.mathlang.scope import Scope
from tests.equivalence.formulas import other_value
from tests.equivalence.growing import Growing


def paired(expected: Node, response: Node) -> Pair:
    bench = Bench({"x": REAL, "y": REAL}, {}, {}, (), b"")
    left, right = bench.expected(expected, [{}]), bench.response(response, [{}])
    return Pair(bench, left, right, [{}], "common domain")


def told_apart(pair: Pair) -> Finding | None:
    """What balls say, if they certify different values at some point."""
    for rung in (witness, sweep, switches):
        finding = rung(pair)
        if finding is not None:
            return finding if isinstance(finding.evidence, Witness) else None
    return None


def proved_against_balls(pairs: int, seed: int) -> list[str]:
    """Of so many pairs that balls tell apart those that the prover proves all the same."""
    growing = Growing(seed, wide=True)
    apart, wrong = 0, []
    while apart < pairs:
        node = growing.formula(2 + growing.below(6))
        other = growing.changed(node, other_value) if growing.below(4) else growing.formula(4)
        try:
            pair = paired(node, other)
            finding = told_apart(pair)
            if finding is not None:
                apart += 1
                if proved(pair) is Proof.EVERYWHERE:
                    wrong.append(f"{text(node)} | {text(other)}: {finding.evidence.sentence()}")
        except LimitReached:
            continue
    return wrong


def formula(written: str) -> Node:
    return parse(written, Scope(open=True))


def kind(expected: str, response: str, symbols: dict[str, str] | None = None) -> str:
    return compare(expected, response, symbols).evidence.kind


PIECES = [
    ("cases(x < 0 -> a, x > 0 -> 1)", "1 if x > 0 else a", {"x": "-3 .. 3 except 0", "a": "0 .. 1"}),
    (
        "cases(x < 0 -> a*exp(x), x > 0 -> 1)",
        "a*exp(x) if x < 0 else 1",
        {"x": "-3 .. 3 except 0", "a": "0 .. 1"},
    ),
    ("relu(x)", "(x + |x|)/2", {"x": "real"}),
    ("|x|", "max(x, -x)", {"x": "real"}),
    ("|x|", "sqrt(x^2)", {"x": "real"}),
    ("sign(x)*x", "|x|", {"x": "real"}),
    ("max(a, b) + min(a, b)", "a + b", {"a": "real", "b": "real"}),
    ("relu(h)*w", "(h > 0)*h*w", {"h": "real", "w": "real"}),
    ("relu(x) - b*relu(-x)", "cases(x > 0 -> x, b*x)", {"x": "real", "b": "0 .. 1"}),
    ("step(x*y)", "step(x)*step(y) + step(-x)*step(-y)", {"x": "real", "y": "real"}),
    ("floor(n/2) + ceil(n/2) + 0*|n|", "n", {"n": "integer -5 .. 5"}),
    ("cases(x < 0 -> exp(x), 1)", "exp(min(x, 0))", {"x": "real"}),
]


@pytest.mark.parametrize(("expected", "response", "symbols"), PIECES)
def test_formulas_by_cases_are_proved_from_either_side(
    expected: str, response: str, symbols: dict[str, str]
) -> None:
    assert kind(expected, response, symbols) == "proved"
    assert kind(response, expected, symbols) == "proved"


UNEQUAL_SOMEWHERE = [
    # What differs only where something jumps, or only on a boundary that a domain leaves.
    ("x", "cases(x^2 == 2 -> 0, x)"),
    ("cases(x^2 < 2 -> 1, 0)", "cases(x^2 <= 2 -> 1, 0)"),
    ("sign(x^2 - 2)^2", "1"),
    ("xlogy(y, -3)", "xlogy(y, -3) + step(1 - y^2)"),
    ("sqrt(x^2*y)", "sqrt(x^2*y) + |y| - y"),
    ("1 + sign(1 + cos(x))", "2"),
    ("acosh(relu(cos(x + 1)))", "acosh(relu(cos(x + 1))) + 1"),
    # What only some value of a shared piece makes equal.
    ("cases(x > 0 -> x)", "cases(x > 0 -> x^3)"),
    ("floor(x)^2", "floor(x)"),
    ("erf(x)^3", "erf(x)"),
    ("step(x)*x^2", "step(x)*x"),
]


@pytest.mark.parametrize(("expected", "response"), UNEQUAL_SOMEWHERE)
def test_what_differs_somewhere_is_not_proved(expected: str, response: str) -> None:
    assert proved(paired(formula(expected), formula(response))) is not Proof.EVERYWHERE
    assert compare(expected, response, {"x": "real", "y": "real"}).relation != "equal"


def test_nothing_is_proved_of_what_has_no_value() -> None:
    assert proof(paired(formula("1/(x - x)"), formula("2/(x - x)"))) is None
    assert compare("log(-x^2 - 1)", "sqrt(-x^2 - 1)").relation == "undecided"
    hidden = "x + 0/(sqrt(3 + 2sqrt(2)) - 1 - sqrt(2))"
    assert compare("x", hidden, {"x": "real"}).relation != "equal"


def test_every_value_of_few_is_tried_and_that_is_a_proof() -> None:
    assert kind("b^3", "b", {"b": "[-1, 1]"}) == "proved"
    assert kind("sum(y)*x", "x", {"y": "onehot(3)", "x": "real"}) == "proved"
    assert kind("(-1)^n", "cos(pi*n)", {"n": "integer"}) == "proved"
    assert kind("sin(pi*n)", "0", {"n": "integer 1 .. 8"}) == "proved"


def test_conditions_of_the_question_are_known() -> None:
    frame = Frame({"x": REAL, "y": REAL}, assume=[formula("x > y"), formula("y > 0")])
    for expected, response in (("|x - y|", "x - y"), ("sqrt(x^2)", "x"), ("max(x, y)", "x")):
        assert frame.compare(formula(expected), formula(response)).evidence.kind == "proved"


def test_a_proof_does_not_depend_on_what_was_proved_before() -> None:
    key = formula("sigma(x)*(1 - sigma(x))")
    texts = ("sigma(x/7) - sigma(x)*0 + sqrt(x^2 + 3) - 1", "sech(x/2)^2/4", "exp(-x)/(1 + exp(-x))^2")
    answers = [formula(written) for written in texts]
    shared = Frame({"x": REAL})
    together = [shared.compare(key, answer).to_json() for answer in (*answers, *reversed(answers))]
    alone = [Frame({"x": REAL}).compare(key, answer).to_json() for answer in answers]
    assert together == alone + alone[::-1]


def test_what_is_too_much_for_a_proof_is_given_up() -> None:
    wide = "*".join(f"(x + sin({n}x) + exp(y/{n}))" for n in range(1, 12))
    pair = paired(formula(wide), formula(wide.replace("11x", "(5x + 6x)") + "+ |x|/7 - |x/7|"))
    assert proved(pair) is Proof.NONE


def test_nothing_is_proved_that_balls_tell_apart() -> None:
    assert proved_against_balls(300, 1) == []


@pytest.mark.endurance
def test_nothing_is_proved_of_many_that_balls_tell_apart() -> None:
    assert proved_against_balls(20_000, 2) == []
