"""Relations between the entries of two values: sign, factor, direction, shift, order, transpose."""

from fractions import Fraction

import pytest
from flint import arb, fmpq

from quizkit.equivalence.relations import UpTo, entries_within, is_permutation, is_related, is_transposed
from quizkit.equivalence.tolerance import EXACT, parse_tolerance
from quizkit.errors import Undecidable
from quizkit.mathlang.arrays import Array, matrix
from quizkit.mathlang.balls import Exact, precision, rational

TIGHT = parse_tolerance("0.1%")


def numbers(text: str) -> list[Exact]:
    return [rational(Fraction(part)) for part in text.split()]


RELATED: list[tuple[UpTo, str, str, bool]] = [
    ("sign", "1 -2 3", "1 -2 3", True),
    ("sign", "1 -2 3", "-1 2 -3", True),
    ("sign", "1 -2 3", "1 2 3", False),
    ("sign", "1 -2 3", "-2 4 -6", False),
    ("scale", "1 -2 3", "2 -4 6", True),
    ("scale", "1 -2 3", "-0.5 1 -1.5", True),
    ("scale", "1 -2 3", "2 -4 6.1", False),
    ("scale", "1 -2 3", "0 0 0", False),
    ("scale", "0 0", "0 0", True),
    ("scale", "0 0", "0 1", False),
    ("factor", "3", "7", True),
    ("constant", "1 2 4", "6 7 9", True),
    ("constant", "1 2 4", "6 7 8", False),
    ("direction", "3 4", "6 8", True),
    ("direction", "3 4", "-6 -8", True),
    ("direction", "3 4", "-8 6", False),
    ("direction", "3 4", "3 4.1", True),
    ("direction", "3 4", "3 5", False),
    ("direction", "3 4", "0 0", False),
    ("direction", "0 0", "0 0", False),
    ("order", "1 2 2 3", "2 3 1 2", True),
    ("order", "1 2 2 3", "1 2 3 3", False),
    ("order", "1 1.0005", "1.0004 1.0011", True),
    ("order", "9.99 10", "10 9.99", True),
]


@pytest.mark.parametrize(("up_to", "expected", "response", "is_true"), RELATED)
def test_a_relation_holds_or_not(up_to: UpTo, expected: str, response: str, *, is_true: bool) -> None:
    tolerance = parse_tolerance("1e-4") if up_to == "direction" else TIGHT
    assert is_related(numbers(expected), numbers(response), up_to, tolerance) is is_true


def test_the_angle_is_decided_exactly_on_its_boundary() -> None:
    # cos = 4/5 for (1, 0) and (4, 3): 1 - cos is exactly 1/5.
    assert is_related(numbers("1 0"), numbers("4 3"), "direction", parse_tolerance("0.2"))
    assert not is_related(numbers("1 0"), numbers("4 3"), "direction", parse_tolerance("0.1999999999999"))


def test_pairing_moves_an_earlier_choice_where_that_helps() -> None:
    # 1.0 fits both responses, 1.0015 only the first.
    assert is_permutation(numbers("1 1.0015"), numbers("1.0008 0.9995"), TIGHT)


def test_entries_are_judged_one_by_one() -> None:
    assert entries_within(numbers("1 2 3"), numbers("1 2.1 3"), TIGHT) == (True, False, True)


def test_conditions_count_as_numbers() -> None:
    assert entries_within([True, False], numbers("1 0"), EXACT) == (True, True)


def test_balls_relate_as_their_numbers_do() -> None:
    with precision(128):
        root = arb(2).sqrt()
        assert is_related([root, -root], [fmpq(1), fmpq(-1)], "scale", TIGHT)
        assert is_related([root / 2, root / 2], [fmpq(7), fmpq(7)], "direction", parse_tolerance("1e-4"))
        with pytest.raises(Undecidable, match="whether a value is 0"):
            is_related([root - root], [fmpq(1)], "direction", TIGHT)


def test_a_transpose_is_recognised_and_a_symmetric_matrix_is_none() -> None:
    tall: Array[Exact] = matrix([numbers("1 2"), numbers("3 4"), numbers("5 6")])
    wide: Array[Exact] = matrix([numbers("1 3 5"), numbers("2 4 6")])
    square: Array[Exact] = matrix([numbers("1 2"), numbers("3 4")])
    turned: Array[Exact] = matrix([numbers("1 3"), numbers("2 4")])
    symmetric: Array[Exact] = matrix([numbers("1 2"), numbers("2 1")])
    assert is_transposed(tall, wide, EXACT)
    assert is_transposed(square, turned, EXACT)
    assert not is_transposed(square, square, EXACT)
    assert not is_transposed(symmetric, symmetric, EXACT)
    assert not is_transposed(tall, square, EXACT)
