"""Digits are decided: ties in fractions, balls by more bits, never by the machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flint import arb, fmpq

from quizkit.mathlang.balls import Real, Workings, precision
from quizkit.mathlang.parser import Scope, parse
from quizkit.variants.keys import number_key
from quizkit.variants.rounding import (
    figures_text,
    places_text,
    plain_text,
    to_figures,
    to_float,
    to_places,
)


def at(formula: str) -> Callable[[int], Real]:
    node = parse(formula, Scope(author=True))

    def value(bits: int) -> Real:
        found = Workings({}).value(node, bits)
        assert isinstance(found, fmpq | arb)
        return found

    return value


@pytest.mark.parametrize(
    ("formula", "figures", "expected"),
    [
        ("-log(0.7)", 4, "0.3567"),
        ("0.35", 4, "0.3500"),
        ("0.00035", 2, "0.00035"),
        ("0.000035", 2, "3.5e-5"),
        ("123456", 3, "123000"),
        ("9.996", 3, "10.0"),
        ("99.96", 3, "100"),
        ("0.0999996", 3, "0.100"),
        ("2.5", 1, "3"),
        ("-2.5", 1, "-3"),
        ("1.25", 2, "1.3"),
        ("1/3", 5, "0.33333"),
        ("2^100", 4, "1.268e30"),
        ("exp(1000)", 3, "1.97e434"),
        ("exp(-1000)", 3, "5.08e-435"),
        ("0", 3, "0.00"),
        ("log(2) + log(1/2)", 3, "0.00"),
        ("-1/10^20", 2, "-1.0e-20"),
        ("999999999999.6", 12, "1.00000000000e12"),
        ("sqrt(2)^2 + 1/2", 1, "3"),
    ],
)
def test_figures_are_rounded_exactly(formula: str, figures: int, expected: str) -> None:
    assert figures_text(to_figures(at(formula), figures)) == expected


@pytest.mark.parametrize(
    ("formula", "places", "expected"),
    [
        ("-log(0.7)", 3, "0.357"),
        ("0.0005", 3, "0.001"),
        ("-0.0005", 3, "-0.001"),
        ("0.00049", 3, "0.000"),
        ("-0.00049", 3, "0.000"),
        ("2.675", 2, "2.68"),
        ("1234567.891", 1, "1234567.9"),
        ("12", 0, "12"),
        ("exp(log(1/2))", 0, "1"),
        ("-exp(log(1/2))", 0, "-1"),
        ("2^20000 - 2^20000 + 1", 0, "1"),
    ],
)
def test_places_are_rounded_exactly_and_zero_has_no_sign(formula: str, places: int, expected: str) -> None:
    assert places_text(to_places(at(formula), places)) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("0.35", "0.35"),
        ("1/3", "1/3"),
        ("-7/8", "-0.875"),
        ("1234/98765", "0.0124943"),
        ("1e-12", "1e-12"),
        ("2*8*128*768*50257", "79047426048"),
        ("2^90", "1237940039285380274899124224"),
        ("2^120", "1.32923e36"),
        ("0.9^20", "0.121577"),
        ("2^-25", "2.98023e-8"),
        ("-log(0.7)", "0.356675"),
        ("sqrt(4)", "2"),
    ],
)
def test_what_is_short_and_exact_is_shown_exactly(formula: str, expected: str) -> None:
    assert plain_text(at(formula)) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("0.35", "0.35"),
        ("3", "3"),
        ("1/3", 0.3333333333333333),
        ("-log(0.7)", 0.3566749439387324),
        ("0.9^20", 0.12157665459056929),
        ("2^53 + 1 + exp(-100)", 9007199254740994.0),
        ("exp(1000)", "1.9700711140170470e434"),
    ],
)
def test_a_key_is_exact_text_or_the_nearest_double(formula: str, expected: object) -> None:
    assert number_key(at(formula)) == expected


def test_more_bits_are_asked_for_until_the_digits_are_certain() -> None:
    asked: list[int] = []

    def close_to_a_tie(bits: int) -> Real:
        asked.append(bits)
        with precision(bits):
            return arb(fmpq(1, 2)) + arb(2) ** -200 + arb(0, arb(2) ** (10 - bits))

    assert places_text(to_places(close_to_a_tie, 0)) == "1"
    assert asked == [128, 333]
    assert to_float(close_to_a_tie) == 0.5
