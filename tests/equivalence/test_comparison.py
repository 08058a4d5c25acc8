"""What a comparison says, to people and to programs, word for word."""

import json
import subprocess
import sys

import pytest

from quizkit.equivalence import Frame, compare
from quizkit.errors import Unreadable
from quizkit.mathlang.domains import parse_domain
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope

SENTENCES = [
    ("x + 1", "1 + x", None, "equal: both are the same formula, up to the order of terms"),
    (
        "sigma(x)",
        "(1 + tanh(x/2))/2",
        {"x": "real"},
        "equal: proved by exact algebra",
    ),
    ("log(4)", "2log(2)", None, "equal: proved by exact algebra"),
    (
        "asin(sqrt(p))",
        "atan(sqrt(p/(1 - p)))",
        {"p": "0 .. 1"},
        "equal: both agree at 8 points to 98 digits; that is not a proof",
    ),
    ("x^2", "3x", {"x": "real"}, "different: at x = 2 the expected value is 4 and yours is 6"),
    ("1/3", "0.3333", None, "different: the expected value is 0.33333 and yours is 0.3333"),
    (
        "log(p)",
        "log(p) + 10^-60",
        {"p": "0 .. 1"},
        (
            "different: at p = 0.3 the expected value is -1.20397280432593599262275 "
            "and yours is -1.20397280432593599262275 + 1e-60"
        ),
    ),
    ("x", "1/0", {"x": "real"}, "different: at x = 2 the expected value is 2 and yours is undefined"),
    (
        "sqrt(x)",
        "sqrt(-x)",
        {"x": "real"},
        "different: at x = 2 the expected value is 1.414 and yours is undefined",
    ),
    (
        "softmax(z)",
        "exp(z)",
        {"z": "vector(2)"},
        "different: at z = [0.3, 5], in entry 1 the expected value is 0.009013 and yours is 1.35",
    ),
    ("[1, 2]", "3", None, "different: a vector of 2 entries is expected, and yours is a number"),
    (
        "x",
        "cases(x^2 == 2 -> 0, x)",
        {"x": "real"},
        (
            "undecided: both agree at 8 points, but a formula with cases, max or |x| needs a proof, "
            "and none was found"
        ),
    ),
    (
        "x",
        "x + exp(-10^6)",
        {"x": "real"},
        "undecided: the work allowed for one comparison ran out (bits: 20,000)",
    ),
    (
        "x",
        "x^(10^9)",
        {"x": "real"},
        "different: at x = 2 the expected value is 2 and yours is 4.613e301029995",
    ),
    ("x", "x +", None, "invalid: expected a value after '+', found the end"),
    (
        "x +",
        "x",
        None,
        "invalid: the expected side cannot be read: expected a value after '+', found the end",
    ),
    ("y", "x", {"y": "real"}, "invalid: unknown name 'x'; the names here are y"),
]


@pytest.mark.parametrize(("expected", "response", "symbols", "sentence"), SENTENCES)
def test_a_comparison_says_what_it_found(
    expected: str, response: str, symbols: dict[str, str] | None, sentence: str
) -> None:
    assert compare(expected, response, symbols).sentence() == sentence


def test_nothing_that_was_sampled_is_worded_as_proved() -> None:
    kinds = set()
    for expected, response, symbols, _ in SENTENCES:
        comparison = compare(expected, response, symbols)
        kinds.add(comparison.evidence.kind)
        assert ("that is not a proof" in comparison.sentence()) == (comparison.evidence.kind == "sampled")
        assert ("proved by" in comparison.sentence()) == (comparison.evidence.kind == "proved")
    assert {"sampled", "proved", "unproved"} <= kinds


def test_the_json_form_of_a_proof() -> None:
    assert compare("sigma(x)", "1 - sigma(-x)", {"x": "real"}).to_json()["evidence"] == {"kind": "proved"}
    assert compare("log(x^2)", "2log(x)").to_json()["evidence"] == {
        "kind": "proved",
        "domain": {"point": {"x": "-1"}, "expected": "0", "response": "undefined"},
    }


def test_a_proof_but_for_single_points_names_one_that_is_known() -> None:
    frame = Frame({"x": parse_domain("real")})
    scope = Scope(open=True)
    step, other = parse("step(x)", scope), parse("cases(x >= 0 -> 1, 0)", scope)
    found = frame.compare(step, other, "almost everywhere")
    assert found.to_json()["evidence"] == {
        "kind": "proved-almost-everywhere",
        "except": {"point": {"x": "0"}, "expected": "0", "response": "1"},
    }
    assert found.sentence() == (
        "equal: proved by exact algebra but for single places where one side jumps: "
        "at x = 0 the expected value is 0 and yours is 1"
    )
    assert frame.compare(step, other, "everywhere").relation == "different"
    hidden = parse("cases(x^2 == 2 -> 0, x)", scope)
    unknown = frame.compare(parse("x", scope), hidden, "almost everywhere")
    assert unknown.to_json()["evidence"] == {"kind": "proved-almost-everywhere", "except": None}
    assert frame.compare(parse("x", scope), hidden, "everywhere").relation == "undecided"


def test_the_json_form_of_a_difference() -> None:
    assert compare("x^2", "3x", {"x": "real"}).to_json() == {
        "schema": 1,
        "relation": "different",
        "evidence": {"kind": "witness", "point": {"x": "2"}, "expected": "4", "response": "6"},
        "expected": "x^2",
        "response": "3*x",
        "invalid_side": None,
    }


def test_the_json_form_of_a_difference_in_an_entry() -> None:
    comparison = compare("[[p_1, 1]]", "[[p_1, 2]]", {"p": "vector(2) in 0 .. 1"})
    assert comparison.to_json()["evidence"] == {
        "kind": "witness",
        "point": {},
        "expected": "1",
        "response": "2",
        "entry": [1, 2],
    }


def test_the_json_form_of_unreadable_text() -> None:
    comparison = compare("x", "(x")
    assert comparison.relation == "invalid"
    assert comparison.invalid_side == "response"
    found = comparison.to_json()["evidence"]
    assert isinstance(found, dict)
    assert found["kind"] == "unreadable"
    assert found["caret"] == [0, 2]


def test_ambiguous_text_is_invalid_and_spells_out_both_readings() -> None:
    evidence = compare("1/(2x)", "1/2x").to_json()["evidence"]
    assert isinstance(evidence, dict)
    assert evidence["kind"] == "ambiguous"
    assert len(evidence["readings"]) == 2


def test_a_product_that_cannot_be_formed_is_invalid_and_not_wrong() -> None:
    comparison = compare("W @ x", "x @ W", {"W": "matrix(2, 3)", "x": "vector(3)"})
    assert comparison.relation == "invalid"
    assert comparison.invalid_side == "response"


def test_a_domain_that_cannot_be_read_is_the_callers_fault() -> None:
    with pytest.raises(Unreadable, match="'reel' is no domain; did you mean 'real'"):
        compare("x", "x", {"x": "reel"})


def test_every_form_is_json() -> None:
    for expected, response, symbols, _ in SENTENCES:
        found = compare(expected, response, symbols).to_json()
        assert json.loads(json.dumps(found)) == found


def test_a_wrong_answer_is_decided_without_numpy() -> None:
    program = "import sys, quizkit; quizkit.compare('x^2', '3x'); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
