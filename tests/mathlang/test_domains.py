from __future__ import annotations

from fractions import Fraction

import pytest

from quizkit.errors import Unreadable
from quizkit.mathlang.domains import parse_domain

READ = {
    "real": "real",
    "positive": "positive",
    "integer": "integer",
    "-3 .. 3": "-3 .. 3",
    "-3 .. 3 except 0": "-3 .. 3 except 0",
    "0 .. infinity": "positive",
    "-infinity .. 0": "-infinity .. 0",
    "integer 1 .. 5": "integer 1 .. 5",
    "0.05 .. 0.95": "0.05 .. 0.95",
    "[0, 1]": "[0, 1]",
    "vector(3)": "vector(3)",
    "vector(3) in -3 .. 3": "vector(3) in -3 .. 3",
    "matrix(2, 3)": "matrix(2, 3)",
    "matrix(2, 3) in [0, 1]": "matrix(2, 3) in [0, 1]",
    "simplex(3)": "simplex(3)",
    "onehot(4)": "onehot(4)",
}


@pytest.mark.parametrize(("text", "shown"), READ.items())
def test_a_domain_is_read_and_shown(text: str, shown: str) -> None:
    domain = parse_domain(text)
    assert str(domain) == shown
    assert domain.declared


REFUSED = {
    "reel": "'reel' is no domain; did you mean 'real'?; "
    "write real, positive, integer, -3 .. 3, [0, 1] or vector(3) in -3 .. 3",
    "3 .. -3": "the range '3 .. -3' is empty: 3 is not below -3",
    "integer 0.5 .. 3": "the ends of 'integer 0.5 .. 3' must be whole numbers",
    "vector(0)": "'0' is no size; write a whole number",
    "vector(2, 3)": "vector takes one size",
    "matrix(40, 40)": "matrix(40, 40) has 1600 entries; at most 400 are allowed",
    "vector(3) of 1 .. 2": "expected 'in' after vector(3), found 'of'",
    "simplex(3) in 0 .. 1": "'in 0 .. 1' after simplex(3) says nothing",
    "a .. b": "expected a number, found 'a'",
    "1/0 .. 3": "expected a number, found '1/0'",
    "[]": "expected a number, found ''",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_what_is_no_domain_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_domain(text)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("domain", "inside", "outside"),
    [
        ("0 .. 1", ["0.5"], ["0", "1", "2"]),
        ("integer 1 .. 3", ["1", "3"], ["0", "1.5", "4"]),
        ("[0, 1]", ["0", "1"], ["0.5"]),
        ("real", ["-100"], []),
        ("positive", ["0.1"], ["0", "-1"]),
        ("-1 .. 1 except 0", ["0.5"], ["0"]),
        ("onehot(3)", ["0", "1"], ["0.5"]),
        ("simplex(3)", ["0.5"], ["0", "1"]),
    ],
)
def test_ends_of_an_interval_do_not_belong(domain: str, inside: list[str], outside: list[str]) -> None:
    parsed = parse_domain(domain)
    assert all(parsed.contains(Fraction(value)) for value in inside)
    assert not any(parsed.contains(Fraction(value)) for value in outside)
