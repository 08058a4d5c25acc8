"""How draw specifications are read, and what is known of them before anything is drawn."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quizkit.bank.constants import MAX_ITEMS, constant_text, exact_text, number, parse_constant, word_text
from quizkit.bank.given import parse_given
from quizkit.bank.grids import points, rank, shape, whole_numbers, words
from quizkit.bank.laws import OneOf, dependencies, shown
from quizkit.bank.question import Specification
from quizkit.errors import Unreadable

# What is written, how it is shown again, how many values it has, its shape.
DRAWS = [
    ("2 .. 8", "2 .. 8", 7, ()),
    ("0.05 .. 0.95 by 0.05", "0.05 .. 0.95 by 0.05", 19, ()),
    ("-2..2 by .5", "-2 .. 2 by 0.5", 9, ()),
    ("1e-6 .. 3e-6 by 1e-6", "1e-6 .. 3e-6 by 1e-6", 3, ()),
    ("1/3 .. 2/3 by 1/3", "1/3 .. 2/3 by 1/3", 2, ()),
    ("2^3 .. 2^4", "8 .. 16", 9, ()),
    ("[64, 128, 768]", "[64, 128, 768]", 3, ()),
    ("[rain, dry]", "[rain, dry]", 2, ()),
    ("['1', two]", "['1', two]", 2, ()),
    ("['a, b', 'it''s', ' x']", "['a, b', it's, ' x']", 3, ()),
    ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]", 2, (2,)),
    ("[[fp16, 65504], [bf16, 3.4e38]]", "[[fp16, 65504], [bf16, 3.4e38]]", 2, (2,)),
    ("[[[1, 0], [0, 1]], [[0, 1], [1, 0]]]", "[[[1, 0], [0, 1]], [[0, 1], [1, 0]]]", 2, (2, 2)),
    ("vector(3) of -2 .. 2 by 0.5", "vector(3) of -2 .. 2 by 0.5", 729, (3,)),
    ("vector(2) of [cat, dog]", "vector(2) of [cat, dog]", 4, (2,)),
    ("matrix(2, 3) of -1 .. 1", "matrix(2, 3) of -1 .. 1", 729, (2, 3)),
    ("list(2) of 1 .. 6", "vector(2) of 1 .. 6", 36, (2,)),
    ("list(2) of vector(3) of 0 .. 1", "list(2) of vector(3) of 0 .. 1", 64, (2, 3)),
    ("list(2) of onehot(3)", "list(2) of onehot(3)", 9, (2, 3)),
    ("onehot(3)", "onehot(3)", 3, (3,)),
    ("simplex(3) by 0.1", "simplex(3) by 0.1", 36, (3,)),
    ("simplex(4) by 0.05", "simplex(4) by 0.05", 969, (4,)),
    ("dyadic(4)", "dyadic(4)", 13, (4,)),
    ("dyadic(5)", "dyadic(5)", 60, (5,)),
    ("vector(3) of -3 .. 3 by 0.5 range >= 1", "vector(3) of -3 .. 3 by 0.5 range >= 1", 2112, (3,)),
    ("choose(3) of [cat, dog, bird, fox]", "choose(3) of [cat, dog, bird, fox]", 24, (3,)),
    ("choose(2) of 1 .. 9", "choose(2) of 1 .. 9", 72, (2,)),
    ("permutation of [a, b, c]", "permutation of [a, b, c]", 6, (3,)),
    ("symmetric(2) eigs [9, 4]", "symmetric(2) eigs [9, 4]", 4, (2, 2)),
    ("symmetric(2) eigs [4, 4]", "symmetric(2) eigs [4, 4]", 1, (2, 2)),
    ("orthogonal(2)", "orthogonal(2)", 16, (2, 2)),
    (("64", "128"), "[64, 128]", 2, ()),
    ((("1", "2"), ("3", "4")), "[[1, 2], [3, 4]]", 2, (2,)),
    (("rain", "dry"), "[rain, dry]", 2, ()),
    (("'3'", '"4"', "a, b"), "['3', '4', 'a, b']", 3, ()),
    ((("'1'", "x"), ("'2'", "y")), "[['1', x], ['2', y]]", 2, (2,)),
]


@pytest.mark.parametrize(("text", "again", "size", "axes"), DRAWS)
def test_a_draw_is_read_counted_and_shaped(
    text: Specification, again: str, size: int, axes: tuple[int, ...]
) -> None:
    draw = parse_given(text)
    assert (shown(draw), points(draw), shape(draw), rank(draw)) == (again, size, axes, len(axes))
    assert parse_given(again) == draw


@pytest.mark.parametrize(
    ("text", "reads", "axes"),
    [
        ("0 .. n-1", {"n"}, 0),
        ("low .. high by gap", {"low", "high", "gap"}, 0),
        ("vector(n) of -k .. k range >= k", {"n", "k"}, 1),
        ("matrix(m, n) of 0 .. 1", {"m", "n"}, 2),
        ("simplex(n) by 0.05", {"n"}, 1),
        ("choose(n) of [cat, dog, bird]", {"n"}, 1),
        ("symmetric(2) eigs [a, a - 2]", {"a"}, 2),
    ],
)
def test_bounds_and_sizes_may_be_formulas_of_earlier_givens(text: str, reads: set[str], axes: int) -> None:
    draw = parse_given(text)
    assert dependencies(draw) == frozenset(reads)
    assert (points(draw), rank(draw)) == (None, axes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 .. n-1", True),
        ("[1, 2, 4]", True),
        ("0 .. 1 by 0.5", False),
        ("[1, 0.5]", False),
        ("[one, two]", False),
        ("vector(2) of 0 .. 3", False),
    ],
)
def test_only_a_single_whole_number_may_count_entries(text: str, *, expected: bool) -> None:
    assert whole_numbers(parse_given(text)) is expected


def test_words_are_found_wherever_they_hide() -> None:
    with_words = ["[rain, dry]", "vector(2) of [a, b]", "choose(2) of [a, b]", "[[a, 1], [b, 2]]"]
    assert all(words(parse_given(text)) for text in with_words)
    assert not words(parse_given("vector(2) of [1, 2]"))


# What is wrong, what is said, and the span it is said of.
REFUSALS = [
    ("", "a draw is missing here: write -2 .. 2", (0, 0)),
    ("7", "'7' is one value: put what is not drawn under let", (0, 1)),
    ("8 .. 2", "the range 8 .. 2 is empty: 8 is above 2", (0, 6)),
    (
        "0 .. 1 by 0.3",
        "the steps of 0 .. 1 by 0.3 do not meet its upper end, and both ends belong: write 0 .. 0.9 by 0.3",
        (0, 13),
    ),
    ("0 .. 1 by -1", "a step must be positive: write 0.05 .. 0.95 by 0.05", (0, 12)),
    ("1 ..", "a number is missing here", (4, 4)),
    ("1 .. 9 by", "a number is missing here", (9, 9)),
    ("0 .. 1e20", "0 .. 1e20 has more than 10^15 steps", (0, 9)),
    (
        "vektor(3) of -2 .. 2",
        (
            "'vektor(3) of -2 .. 2' is no draw; did you mean 'vector'?; "
            "write 2 .. 8, 0.1 .. 0.9 by 0.1, [a, b, c] or vector(3) of -2 .. 2"
        ),
        (0, 20),
    ),
    ("vector(3) -2 .. 2", "write vector(3) of -2 .. 2; found '-2 .. 2'", (10, 17)),
    ("vector(3 of 1 .. 2", "write vector(3) of -2 .. 2; found '(3 of 1 .. 2'", (6, 18)),
    ("vector(0) of 1 .. 2", "a size must be a whole number from 1, not 0", (0, 19)),
    ("vector(1.5) of 1 .. 2", "a size must be a whole number from 1, not 1.5", (0, 21)),
    ("vector(500) of 1 .. 2", "500 entries are too many: at most 400 are drawn", (0, 21)),
    ("vector(3) of 8 .. 2", "the range 8 .. 2 is empty: 8 is above 2", (13, 19)),
    ("vector(3) of 1 .. 3 range > 2", "expected '>=' after range: write range >= 1", (26, 26)),
    ("vector(2) of 0 .. 1 range >= 2", "no draw has a range of 2 or more", (0, 30)),
    ("matrix(2) of 1 .. 2", "matrix takes two sizes: write matrix(2, 3) of -2 .. 2", (6, 9)),
    (
        "matrix(2, 2) of onehot(3)",
        "the entries of a matrix are numbers or words",
        (12, 25),
    ),
    ("list(2) of matrix(2, 2) of 0 .. 1", "a draw has at most two axes, rows and columns", (0, 33)),
    ("simplex(3)", "write simplex(3) by 0.05; found the end", (10, 10)),
    ("simplex(3) by 0.3", "the step of a simplex must divide 1: write simplex(3) by 0.05", (0, 17)),
    ("simplex(5) by 0.25", "5 entries of at least 0.25 cannot sum to 1", (0, 18)),
    ("dyadic(7)", "there are dyadic laws of 2 to 5 entries: write dyadic(4)", (0, 9)),
    ("choose(5) of [a, b]", "5 distinct values cannot be chosen from 2", (0, 19)),
    ("choose(2) of onehot(3)", "distinct values are chosen from a range or a list", (0, 22)),
    ("choose(2) of 1 .. 2000", "distinct values are chosen from at most 1000, not 2000", (0, 22)),
    ("symmetric(3) eigs [1, 2]", "symmetric draws 2×2 matrices: write symmetric(2) eigs [9, 4]", (0, 24)),
    ("symmetric(2) eigs 9", "write symmetric(2) eigs [9, 4]; found '9'", (18, 19)),
    ("orthogonal(2) x", "write orthogonal(2); found 'x'", (14, 15)),
    ("[]", "a number or a word is missing here", (1, 1)),
    ("[1, 2", "expected ',' or ']' in the list, found the end", (5, 5)),
    ("[1, 1.0]", "the list holds the same value twice", (0, 8)),
    ("[1, [2, 3]]", "a list holds single values or inner lists, not both", (0, 10)),
    ("[[1], [2, 3]]", "the inner lists must be equally long", (0, 12)),
    (
        "[1, two]",
        "the list mixes numbers and words: 'two' is no number; quote the numbers to make them words",
        (0, 8),
    ),
]


@pytest.mark.parametrize(("text", "message", "span"), REFUSALS)
def test_a_faulty_draw_is_refused_at_its_place(text: str, message: str, span: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_given(text)
    assert (caught.value.message, (caught.value.start, caught.value.end)) == (message, span)


def test_a_formula_in_a_bound_is_refused_where_it_stands() -> None:
    with pytest.raises(Unreadable) as caught:
        parse_given("0 .. n + ")
    assert caught.value.start >= 5
    with pytest.raises(Unreadable, match="'pi' is no rational number"):
        parse_given("0 .. pi")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.35", Fraction(7, 20)),
        ("-3", Fraction(-3)),
        ("−3", Fraction(-3)),
        ("1e-6", Fraction(1, 10**6)),
        ("1/3", Fraction(1, 3)),
        (".5", Fraction(1, 2)),
        ("1/0", None),
        ("rain", None),
        ("1 2", None),
    ],
)
def test_numbers_are_read_exactly(text: str, value: Fraction | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7, 20), "0.35"),
        (Fraction(-3), "-3"),
        (Fraction(1, 3), "1/3"),
        (Fraction(50257), "50257"),
        (Fraction(1, 10**12), "1e-12"),
        (Fraction(25, 10**8), "2.5e-7"),
        (Fraction(1, 10**4), "0.0001"),
        (Fraction(34 * 10**37), "3.4e38"),
        (Fraction(0), "0"),
        (Fraction(-1, 2), "-0.5"),
    ],
)
def test_exact_numbers_are_written_so_that_they_read_back(value: Fraction, text: str) -> None:
    assert exact_text(value) == text
    assert number(text) == value


@pytest.mark.parametrize(
    "word", ["rain", "7", "0.5", "a, b", "[x]", "it's", "'tis", '"', " ", "", "1/2", "٣"]
)
def test_a_word_is_written_so_that_it_is_read_back(word: str) -> None:
    assert parse_constant(constant_text(word)) == word
    assert parse_given((word_text(word), "other")) == OneOf((word, "other"))
    assert parse_constant(constant_text((word, Fraction(1)))) == (word, 1)


def test_a_value_is_read_as_the_command_line_gives_it() -> None:
    assert parse_constant("[[0.2, 1], [rain, '7']]") == (
        (Fraction(1, 5), Fraction(1)),
        ("rain", "7"),
    )


@pytest.mark.parametrize(
    ("specification", "message"),
    [
        (tuple(map(str, range(MAX_ITEMS + 1))), "a list has at most 1,000 items"),
        ((tuple(map(str, range(MAX_ITEMS + 1))),), "a list has at most 1,000 items"),
        (f"[{', '.join(map(str, range(MAX_ITEMS + 1)))}]", "a list has at most 1,000 items"),
        ((*map(str, range(MAX_ITEMS - 1)), "0"), "the list holds the same value twice"),
        (("1", "1.0"), "the list holds the same value twice"),
        ((("1", "2"), "3"), "a list holds single values or inner lists, not both"),
        ((("1", "2"), (("3",),)), "a list holds single values or inner lists, not both"),
        (
            ("3", "'4'"),
            "the list mixes numbers and words: '4' is no number; quote the numbers to make them words",
        ),
        (((((("1",),),),),), "a list holds values, vectors or matrices: here it is nested deeper"),
        ("[" * 5_000, "a list holds values, vectors or matrices: here it is nested deeper"),
        ("vector(2) of " * 1_500 + "1 .. 3", "a draw has at most two axes, rows and columns"),
        ("[" * 20_001, "a draw has at most 20,000 characters"),
    ],
)
def test_a_draw_is_refused_by_counting(specification: Specification, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_given(specification)
    assert caught.value.message == message


def test_a_list_may_have_a_thousand_items() -> None:
    assert points(parse_given(tuple(map(str, range(MAX_ITEMS))))) == MAX_ITEMS
