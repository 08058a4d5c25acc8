"""Tolerances: read, printed, and decided exactly, ties included."""

from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.equivalence.tolerance import (
    EXACT,
    Absolute,
    Relative,
    SignificantFigures,
    Tolerance,
    band,
    decide,
    decided_within,
    half_width,
    parse_tolerance,
    separated,
    within,
)
from quizkit.errors import Undecidable, Unreadable
from quizkit.mathlang.balls import fraction, precision, rational


def number(text: str) -> fmpq:
    return rational(Fraction(text))


READ = [
    ("exact", EXACT),
    ("1%", Tolerance((Relative(fmpq(1, 100)),))),
    ("0.05 %", Tolerance((Relative(fmpq(5, 10**4)),))),
    ("0.002", Tolerance((Absolute(fmpq(2, 1000)),))),
    ("1e-4", Tolerance((Absolute(fmpq(1, 10**4)),))),
    (".5", Tolerance((Absolute(fmpq(1, 2)),))),
    ("3sf", Tolerance((SignificantFigures(3),))),
    (" 0.5% or 0.001 ", Tolerance((Relative(fmpq(5, 1000)), Absolute(fmpq(1, 1000))))),
    (
        "1% or 0.1 or 2sf",
        Tolerance((Relative(fmpq(1, 100)), Absolute(fmpq(1, 10)), SignificantFigures(2))),
    ),
]


@pytest.mark.parametrize(("text", "tolerance"), READ)
def test_a_tolerance_is_read_and_reads_back(text: str, tolerance: Tolerance) -> None:
    assert parse_tolerance(text) == tolerance
    assert parse_tolerance(str(tolerance)) == tolerance


REFUSED = [
    ("", "expected a tolerance, found ''; write 1%, 0.002, 0.5% or 0.001, 3sf or exact", (0, 0)),
    ("about", "expected a tolerance, found 'about'; write 1%, 0.002, 0.5% or 0.001, 3sf or exact", (0, 5)),
    (
        "1% or lots",
        "expected a tolerance, found 'lots'; write 1%, 0.002, 0.5% or 0.001, 3sf or exact",
        (6, 10),
    ),
    ("-1%", "expected a tolerance, found '-1%'; write 1%, 0.002, 0.5% or 0.001, 3sf or exact", (0, 3)),
    ("٣%", "expected a tolerance, found '٣%'; write 1%, 0.002, 0.5% or 0.001, 3sf or exact", (0, 2)),
    ("0%", "a tolerance is above 0; for no tolerance at all write exact", (0, 2)),
    ("1% or 0.0", "a tolerance is above 0; for no tolerance at all write exact", (6, 9)),
    ("0sf", "significant figures are 1 to 30, found 0", (0, 3)),
    ("exact or 1%", "'exact' stands alone: nothing can widen it", (0, 5)),
]


@pytest.mark.parametrize(("text", "message", "span"), REFUSED)
def test_what_is_no_tolerance_is_refused_where_it_stands(
    text: str, message: str, span: tuple[int, int]
) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_tolerance(text)
    assert refused.value.message == message
    assert (refused.value.start, refused.value.end) == span


TIES = [
    # expected, response, tolerance, whether the response is within
    ("0.357", "0.36", "0.003", True),
    ("0.357", "0.3600000000000000000000000000001", "0.003", False),
    ("0.357", "0.354", "0.003", True),
    ("100", "101", "1%", True),
    ("100", "101.0000000001", "1%", False),
    ("-100", "-99", "1%", True),
    ("-100", "99", "1%", False),
    ("0", "0", "1%", True),
    ("0", "1e-30", "1%", False),
    ("0", "0.001", "0.5% or 0.001", True),
    ("1e-9", "1.01e-9", "1%", True),
    ("1e-9", "0", "1%", False),
    ("0.35667", "0.357", "3sf", True),
    ("0.3565", "0.357", "3sf", True),
    ("0.35649999", "0.357", "3sf", False),
    ("9.995", "10", "3sf", True),
    ("10", "10.05", "3sf", True),
    ("10", "9.95", "3sf", True),
    ("9.99", "9.985", "3sf", True),
    ("9.99", "9.9849", "3sf", False),
    ("1200", "1249", "2sf", True),
    ("1200", "1251", "2sf", False),
    ("0", "0", "3sf", True),
    ("0", "0.0001", "3sf", False),
    ("1/3", "1/3", "exact", True),
    ("1/3", "0.3333333333", "exact", False),
    ("200", "203", "1% or 3", True),
    ("2", "4.9", "1% or 3", True),
]


@pytest.mark.parametrize(("expected", "response", "tolerance", "is_within"), TIES)
def test_the_boundary_belongs_to_the_band_and_ties_are_exact(
    expected: str, response: str, tolerance: str, *, is_within: bool
) -> None:
    assert within(number(expected), number(response), parse_tolerance(tolerance)) is is_within


@pytest.mark.parametrize(("expected", "response", "tolerance", "is_within"), TIES)
def test_balls_agree_with_fractions_where_they_decide(
    expected: str, response: str, tolerance: str, *, is_within: bool
) -> None:
    with precision(300):
        try:
            found = within(arb(number(expected)), number(response), parse_tolerance(tolerance))
        except Undecidable:
            return
    assert found is is_within


rationals = st.fractions(min_value=-1000, max_value=1000, max_denominator=997)
tolerances = st.sampled_from(
    [parse_tolerance(text) for text in ("1%", "0.5", "2sf", "3sf", "0.5% or 0.01", "exact")]
)


@settings(max_examples=200, derandomize=True)
@given(rationals, tolerances)
def test_the_ends_of_the_band_are_within_and_what_lies_beyond_is_not(
    value: Fraction, tolerance: Tolerance
) -> None:
    expected = rational(value)
    low, high = band(expected, tolerance)
    assert isinstance(low, fmpq)
    assert isinstance(high, fmpq)
    beyond = fmpq(1, 10**20)
    assert within(expected, low, tolerance)
    assert within(expected, high, tolerance)
    assert not within(expected, low - beyond, tolerance)
    assert not within(expected, high + beyond, tolerance)


@settings(max_examples=100, derandomize=True)
@given(rationals.filter(bool), st.integers(1, 8))
def test_a_number_rounded_to_its_figures_is_within_them(value: Fraction, figures: int) -> None:
    rounded = Fraction(f"{float(value):.{figures - 1}e}")
    assert within(rational(value), rational(rounded), Tolerance((SignificantFigures(figures),)))


def test_irrational_keys_are_decided_with_more_bits() -> None:
    asked: list[int] = []

    def key(bits: int) -> arb:
        asked.append(bits)
        return arb(2).log()

    near = fraction(fmpq(693147180559945309417232121458176568, 10**36))
    # 37 digits agree: 128 bits leave open which side of the band this lies on.
    response = rational(near) + fmpq(1, 10**3)
    assert decided_within(key, lambda _: response, parse_tolerance("0.001")) is True
    assert asked == [128]
    asked.clear()
    with precision(400):
        lower = arb(2).log() - arb(1) / 10**60
    mantissa, exponent = lower.mid().man_exp()
    close = fmpq(mantissa) * fmpq(1, 1 << -int(exponent)) + fmpq(1, 1000)
    assert decided_within(key, lambda _: close, parse_tolerance("0.001")) is True
    assert asked == [128, 333]


def test_what_no_bits_decide_is_undecidable_and_not_wrong() -> None:
    with pytest.raises(Undecidable, match="whether a value lies within its tolerance"):
        decided_within(lambda _: (arb(36).log() / 2).exp(), lambda _: fmpq(603, 100), parse_tolerance("0.5%"))


def test_deciding_passes_other_errors_on() -> None:
    def fails(_: int) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        decide(fails)


def test_the_figures_of_an_irrational_key_are_found() -> None:
    with precision(128):
        assert half_width(arb(2).log(), parse_tolerance("3sf")) == fmpq(5, 10**4)
        assert half_width(-arb(1000).exp(), parse_tolerance("2sf")) == fmpq(5 * 10**432)
        with pytest.raises(Undecidable, match="the first figure of a value"):
            half_width(arb(10).log().exp(), parse_tolerance("3sf"))


@pytest.mark.parametrize(
    ("a", "b", "tolerance", "is_separated"),
    [
        ("1", "1.03", "1%", True),
        ("1", "1.02", "1%", False),
        ("100", "102.01", "1%", False),
        ("0", "0.01", "1%", True),
        ("0", "0", "1%", False),
        ("1", "1", "exact", False),
        ("1", "1.0000001", "exact", True),
        ("5", "5.5", "0.2", True),
        ("5", "5.4", "0.2", False),
    ],
)
def test_values_are_separated_when_two_bands_fit_between(
    a: str, b: str, tolerance: str, *, is_separated: bool
) -> None:
    assert separated(number(a), number(b), parse_tolerance(tolerance)) is is_separated
    assert separated(number(b), number(a), parse_tolerance(tolerance)) is is_separated


@pytest.mark.parametrize(
    ("tolerance", "figures"),
    [
        ("0.05%", "4 significant figures"),
        ("0.5%", "3 significant figures"),
        ("0.5% or 0.001", "3 significant figures"),
        ("1%", "3 significant figures"),
        ("5%", "2 significant figures"),
        ("3sf", "3 significant figures"),
        ("0.002", "3 decimals"),
        ("0.5", "the nearest whole number"),
        ("exact", "the exact value"),
    ],
)
def test_a_tolerance_says_how_many_figures_it_wants(tolerance: str, figures: str) -> None:
    assert parse_tolerance(tolerance).figures() == figures
