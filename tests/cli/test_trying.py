"""``quizkit try`` and ``quizkit compare``: verdicts, word for word, and their exit codes."""

from __future__ import annotations

import pytest

from tests.cli.running import Quizkit

NLL = ("q25-nll", "--given", "p=0.7")
SAME = "equal: both are the same formula, up to the order of terms"
UNCLOSED = "expected a value after '(', found the end"
TWO_WAYS = "'0,3567' may mean 0.3567 or [0, 3567]; write the one you mean"
BITS = "That is in bits (logarithm base 2). For nats take the natural logarithm, that is, multiply by ln 2."


def test_a_correct_answer_as_json(quizkit: Quizkit) -> None:
    ran = quizkit("try", NLL[0], "0.3567", *NLL[1:], "--json")
    assert (ran.code, ran.err) == (0, "")
    verdict = ran.json()
    assert verdict.pop("setting")
    assert verdict == {
        "schema": 1,
        "question": "q25-nll",
        "seed": 0,
        "outcome": "correct",
        "credit": 1.0,
        "points": 1.0,
        "mistake": None,
        "message": "",
        "caret": None,
        "read_as": {"text": "0.3567", "latex": "0.3567"},
        "carried": False,
        "evidence": {"kind": "tolerance", "rule": "0.05%", "formula": False},
        "parts": None,
    }


@pytest.mark.parametrize(
    ("response", "code", "said"),
    [
        ("0.3567", 0, "✓ Correct.\n"),
        ("-log(0.7)", 0, "✓ Correct.\n"),
        ("0.357", 1, "✗ Not yet.\n  Right, but rounded too early: give 4 significant figures.\n"),
        (
            "((",
            1,
            "! This cannot be read.\n  ((\n    ^\n  expected a value after '(', found the end\n",
        ),
        ("", 1, "! Nothing was typed.\n"),
        ("1/0", 1, "! This has no value: a division by 0.\n"),
        (
            "0,3567",
            1,
            f"! This can be read in two ways.\n  0,3567\n  ~~~~~^\n  {TWO_WAYS}\n",
        ),
        ("7 * 1", 1, "✗ Not right.\n"),
        ("(7)", 1, "✗ Not right.\n  read as: 7\n"),
    ],
)
def test_a_verdict_in_words(quizkit: Quizkit, response: str, code: int, said: str) -> None:
    ran = quizkit("try", NLL[0], response, *NLL[1:])
    assert (ran.code, ran.out, ran.err) == (code, said, "")


def test_bits_for_nats_are_told(quizkit: Quizkit) -> None:
    ran = quizkit("try", NLL[0], "0.5146", *NLL[1:], "--json")
    assert ran.code == 1
    verdict = ran.json()
    assert (verdict["outcome"], verdict["mistake"]) == ("partly-correct", "bits-for-nats")
    assert verdict["message"] == BITS


@pytest.mark.parametrize(
    ("response", "lines"),
    [
        ("\x1b[31mred", ["  \\x1b[31mred", "  ~~~^"]),
        ("[bold]x[/bold]", ["  [bold]x[/bold]", "   ~~~^"]),
        ("аbc", ["  аbc", "  ^"]),
        ("1\u202e2", ["  1\\u202e2", "   ~~~~~^"]),
        ("\udcff", ["  \\udcff", "  ~~~~~^"]),
    ],
)
def test_hostile_text_is_shown_escaped_with_a_caret(
    quizkit: Quizkit, response: str, lines: list[str]
) -> None:
    ran = quizkit("try", NLL[0], response, *NLL[1:])
    assert ran.code == 1
    assert ran.out.splitlines()[:3] == ["! This cannot be read.", *lines]
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("response", ["(" * 1_000_000, "1+" * 500_000, "[" * 3_000, "-" * 3_999])
def test_huge_and_deep_text_is_invalid_and_shown_in_a_window(quizkit: Quizkit, response: str) -> None:
    ran = quizkit("try", NLL[0], "-", *NLL[1:], stdin=response)
    assert ran.code == 1
    assert ran.out.startswith("! This cannot be read.\n")
    assert len(ran.out) < 500
    window, caret = ran.out.splitlines()[1:3]
    assert len(window) <= 64
    assert set(caret) <= set(" ~^")


def test_the_response_may_come_from_stdin(quizkit: Quizkit) -> None:
    assert quizkit("try", NLL[0], "-", *NLL[1:], stdin="0.3567\n").code == 0
    ran = quizkit("try", NLL[0], "-", stdin=None)
    assert (ran.code, ran.err) == (2, "quizkit: RESPONSE is -, and stdin is closed\n")


def test_parts_are_told_one_by_one(quizkit: Quizkit, small: str) -> None:
    given = ("--bank", small, "--given", "x=[1, 2]", "--given", "w=[3, 1]")
    ran = quizkit("try", "chain", "--part", "s=7", "--part", "square=49", *given)
    assert ran.code == 1
    assert ran.out == (
        "! Not complete: 1 of 3 parts right.\n"
        "(s) ✗ Not right.\n"
        "(square) ✓ Correct, carried forward from your own earlier value.\n"
        "(half) ! Nothing was typed.\n"
    )
    right = ("--part", "s=5", "--part", "square=25", "--part", "half=12.5")
    ran = quizkit("try", "chain", *right, *given)
    assert (ran.code, ran.out) == (
        0,
        "✓ Correct.\n(s) ✓ Correct.\n(square) ✓ Correct.\n(half) ✓ Correct.\n",
    )


def test_a_free_text_is_undecided_until_its_points_are_ticked(quizkit: Quizkit, small: str) -> None:
    ran = quizkit("try", "why", "Products become sums.", "--bank", small)
    assert ran.code == 4
    assert ran.out.startswith("? Undecided.\n")
    ran = quizkit("try", "why", "Any.", "--tick", "product", "--bank", small)
    assert (ran.code, ran.out) == (
        1,
        "◐ Partly correct (67% of the credit).\n  - Think of tiny numbers.\n",
    )
    ran = quizkit("try", "why", "Any.", "--tick", "product", "--tick", "stable", "--bank", small)
    assert (ran.code, ran.out) == (0, "✓ Correct.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("q25-nl", "3"), "no question 'q25-nl'; did you mean 'q25-nll'?"),
        (("q25-nll", "3", "--seed", "-1"), "a seed is a whole number from 0 to 2^63 - 1, not '-1'"),
        (
            ("q25-nll", "3", "--seed", str(2**63)),
            f"a seed is a whole number from 0 to 2^63 - 1, not '{2**63}'",
        ),
        (("q25-nll", "3", "--given", "p=2"), "q25-nll: p = 2 is outside 0.05 .. 0.95 by 0.05"),
        (
            ("q25-nll", "3", "--given", "p=0.71"),
            "q25-nll: p = 0.71 lies between two steps of 0.05 .. 0.95 by 0.05: take 0.7 or 0.75",
        ),
        (("q25-nll", "3", "--given", "p"), "--given expects NAME=VALUE, found 'p'"),
        (("q25-nll", "3", "--given", "=1"), "--given expects NAME=VALUE, found '=1'"),
        (("q25-nll", "3", "--given", "p=0.5", "--given", "p=0.7"), "--given 'p' is there twice"),
        (("q25-nll",), "q25-nll needs a RESPONSE"),
        (("q25-nll", "--part", "a=1"), "q25-nll has no parts: give one RESPONSE"),
        (("q25-nll", "1", "--tick", "a"), "q25-nll has no rubric: --tick is for free text"),
        (
            ("q31-linear-backward", "3"),
            "q31-linear-backward has parts: give each as --part PART=RESPONSE (dW, db, dx)",
        ),
        (
            ("q31-linear-backward", "--part", "zz=3"),
            "q31-linear-backward has no part 'zz'; it has dW, db, dx",
        ),
        (("q31-linear-backward", "--part", "dx"), "--part expects PART=RESPONSE, found 'dx'"),
    ],
)
def test_wrong_usage_is_told_in_one_line(quizkit: Quizkit, words: tuple[str, ...], said: str) -> None:
    ran = quizkit("try", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"quizkit: {said}\n")


def test_an_unknown_rubric_point_names_the_nearest(quizkit: Quizkit, small: str) -> None:
    ran = quizkit("try", "why", "Any.", "--tick", "produkt", "--bank", small)
    assert (ran.code, ran.err) == (
        2,
        "quizkit: the rubric of why has no point 'produkt'; did you mean 'product'?\n",
    )


def test_compare_finds_two_forms_of_gelu_equal(quizkit: Quizkit) -> None:
    ran = quizkit("compare", "x*Phi(x)", "x/2*(1+erf(x/sqrt(2)))", "--symbols", "x: real", "--json")
    assert ran.code == 0
    found = ran.json()
    assert (found["schema"], found["relation"], found["invalid_side"]) == (1, "equal", None)
    assert set(found) == {"schema", "relation", "evidence", "expected", "response", "invalid_side"}


def test_compare_tells_the_tanh_approximation_apart_by_a_point(quizkit: Quizkit) -> None:
    approximation = "x/2*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))"
    ran = quizkit("compare", "x*Phi(x)", approximation, "--symbols", "x: real", "--json")
    assert ran.code == 1
    evidence = ran.json()["evidence"]
    assert evidence["kind"] == "witness"
    assert set(evidence) >= {"point", "expected", "response"}
    ran = quizkit("compare", "x*Phi(x)", approximation, "--symbols", "x: real")
    assert ran.out.startswith("different: at x = ")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-x", "-1*x"), 0, SAME),
        (("-x", "--symbols=x: real", "-1*x"), 0, SAME),
        (("--", "-x", "-1*x"), 0, SAME),
        (
            ("((", "x"),
            2,
            f"invalid: the expected side cannot be read: {UNCLOSED}\n  ((\n    ^",
        ),
        (("x", "foo(x"), 2, "invalid: unknown function 'foo'; did you mean 'floor'?\n  foo(x\n  ~~^"),
        (("[1, 2]", "3"), 1, "different: a vector of 2 entries is expected, and yours is a number"),
    ],
)  # fmt: skip
def test_compare_in_words(quizkit: Quizkit, words: tuple[str, ...], code: int, said: str) -> None:
    ran = quizkit("compare", *words)
    assert (ran.code, ran.out, ran.err) == (code, f"{said}\n", "")


@pytest.mark.parametrize(
    ("symbols", "said"),
    [
        ("x", "--symbols expects NAME: DOMAIN, found 'x'"),
        (": real", "--symbols expects NAME: DOMAIN, found ': real'"),
        ("x: real; x: positive", "--symbols declares 'x' twice"),
        (
            "x: zorp",
            "'zorp' is no domain; write real, positive, integer, -3 .. 3, [0, 1] or vector(3) in -3 .. 3",
        ),
    ],
)
def test_symbols_that_cannot_be_read_are_told(quizkit: Quizkit, symbols: str, said: str) -> None:
    ran = quizkit("compare", "x", "x", "--symbols", symbols)
    assert (ran.code, ran.out, ran.err) == (2, "", f"quizkit: {said}\n")


@pytest.mark.parametrize("between", [", ", "; "])
def test_symbols_stand_after_one_another_with_commas_or_semicolons(quizkit: Quizkit, between: str) -> None:
    symbols = between.join(("W2: matrix(3, 2)", "h: vector(3)", "y: onehot(3)", "h1: vector(2)"))
    product = "(W2.T @ (softmax(h) - y)) * (h1 > 0)"
    ran = quizkit("compare", product, "(h1 > 0) * ((softmax(h) - y) @ W2)", "--symbols", symbols, "--json")
    assert ran.json()["relation"] == "equal"
