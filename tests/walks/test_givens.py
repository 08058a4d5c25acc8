"""Numbers that a reader chooses: read as they are written, refused by name with what is expected."""

from __future__ import annotations

import re

import pytest

from quizkit.errors import OutsideDomain, UnknownGiven
from quizkit.walks import TOPICS, make_walk
from quizkit.walks.numerals import array_lines, number, texts
from quizkit.walks.topics import subject
from quizkit.walks.walk import Array, array, shape


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,2;3,4", ((1, 2), (3, 4))),
        ("[[1, 2], [3, 4]]", ((1, 2), (3, 4))),
        (" 1/2 , -0.5 ; .25 , 1e-3 ", ((0.5, -0.5), (0.25, 0.001))),
        ("(1, 2)", ((1, 2),)),
        ("−1, 2", ((-1, 2),)),
    ],
)
def test_a_matrix_is_read_as_it_is_written(text: str, values: tuple[tuple[float, ...], ...]) -> None:
    assert make_walk("ce", given={"Z": text, "y": ",".join("1" * len(values))}).numbers["Z"].values == values


@pytest.mark.parametrize(
    ("topic", "name", "text", "said"),
    [
        ("kl", "p", "0.5, 0.6", "p is 2 to 6 probabilities above 0 that sum to 1; found '0.5, 0.6'"),
        ("kl", "p", "0, 1", "p is 2 to 6 probabilities above 0 that sum to 1; found '0, 1'"),
        ("kl", "T", "0", "T is a number from 0.05 to 100; found '0'"),
        ("kl", "T", "1, 2", "T is a number from 0.05 to 100; found '1, 2'"),
        ("ce", "Z", "1, 2; 3", "Z is 1 to 4 rows of 2 to 6 numbers from -1000 to 1000; found '1, 2; 3'"),
        ("ce", "Z", "1; 2", "Z is 1 to 4 rows of 2 to 6 numbers from -1000 to 1000; found '1; 2'"),
        ("ce", "y", "0, 4", "y counts the 4 classes of Z from 0; found 4"),
        ("ce", "y", "0.5, 1", "y is 1 to 4 whole numbers from 0 to 5; found '0.5, 1'"),
        ("ppl", "confident", "0.5, 0", "confident is 1 to 10 numbers above 0, at most 1; found '0.5, 0'"),
        ("ppl", "V", "1", "V is a whole number from 2 to 100000; found '1'"),
        ("act", "x", "nan", "x is 1 to 9 numbers from -10 to 10; found 'nan'"),
        ("act", "x", "1e400", "x is 1 to 9 numbers from -10 to 10; found '1e400'"),
        ("act", "x", "", "x is 1 to 9 numbers from -10 to 10; found ''"),
        ("act", "a", "1/0", "a is a number from 0 to 1; found '1/0'"),
        ("act", "a", "\x1b[2J", r"a is a number from 0 to 1; found '\x1b[2J'"),
        ("backprop", "W1", "1,2,3", "W1 is 4 rows of 3 numbers from -10 to 10; found '1,2,3'"),
        ("landscape", "rate", "0", "rate is a number above 0, at most 10; found '0'"),
        ("embed", "ids", "6", "ids is 1 to 8 whole numbers from 0 to 5; found '6'"),
        ("jacobian", "z", "1", "z is 2 to 5 numbers from -20 to 20; found '1'"),
        ("pca", "X", "1,1;1,1;1,1", "X has to spread more along one direction than along another"),
    ],
)
def test_a_number_outside_its_domain_is_refused_by_name(topic: str, name: str, text: str, said: str) -> None:
    with pytest.raises(OutsideDomain) as refused:
        make_walk(topic, given={name: text})
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("topic", "given", "said"),
    [
        ("ce", {"Z": "1,2", "y": "0,1"}, "y has one class for each row of Z, 1; found 2"),
        ("kl", {"p": "0.5,0.5", "q": "0.2,0.3,0.5"}, "p and q are laws over the same classes; found 2 and 3"),
        ("embed", {"ids": "1,2", "G": "1,2,3"}, "G has one row for each of the 2 ids; found 1"),
        ("jacobian", {"z": "1,2", "g": "1,2,3"}, "g has as many entries as z, 2; found 3"),
        ("ppl", {"confident": "1", "hedging": "1,1"}, "one probability a token; found 1 and 2"),
    ],
)
def test_numbers_that_do_not_fit_together_are_refused(topic: str, given: dict[str, str], said: str) -> None:
    with pytest.raises(OutsideDomain, match=re.escape(said)):
        make_walk(topic, given=given)


def test_a_number_that_is_not_drawn_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownGiven, match=re.escape("walk kl has no number 'P'; did you mean 'p'?")):
        make_walk("kl", given={"P": "1"})
    with pytest.raises(UnknownGiven, match=re.escape("walk pca has no number 'seed'; it has X")):
        make_walk("pca", given={"seed": "1"})


def test_what_is_not_chosen_follows_the_seed() -> None:
    free, held = make_walk("kl", seed=3), make_walk("kl", seed=3, given={"T": "7"})
    assert held.chosen == ("T",)
    assert held.numbers["T"].values == 7
    assert [held.numbers[name] for name in ("p", "q")] == [free.numbers[name] for name in ("p", "q")]


def test_every_number_that_is_drawn_lies_in_its_own_domain() -> None:
    for topic in TOPICS:
        given = {each.name: each for each in subject(topic).givens}
        for seed in range(5):
            walk = make_walk(topic, seed=seed)
            texts_ = {one.name: _written(one) for one in walk.inputs if one.name in given}
            assert texts_.keys() == given.keys()
            assert make_walk(topic, seed=seed, given=texts_).inputs == tuple(
                array(one.name, one.values) for one in walk.inputs
            )


def test_a_reader_may_also_write_words_for_the_other_size() -> None:
    assert make_walk("ce", given={"y": "0"}).numbers["Z"].shape == (1, 4)
    assert make_walk("embed", given={"G": "1,2,3"}).numbers["ids"].shape == (1,)
    assert make_walk("jacobian", given={"g": "1,2"}).numbers["z"].shape == (2,)
    assert make_walk("kl", given={"q": "0.5,0.5"}).numbers["p"].shape == (2,)


# How numbers are written.


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([1, 2], ["1", "2"]),
        ([0.5, 1], ["0.5", "1.0"]),
        ([0.1 + 0.2, 0.25], ["0.30", "0.25"]),
        ([1 / 3, 2 / 3], ["0.333333", "0.666667"]),
        ([100 / 3, 0.5], ["33.3333", "0.5000"]),
        ([1 / 3, 1e-9], ["0.3333", "1e-09"]),
        ([1 / 3, -1e-17], ["0.333333", "0.000000"]),
        ([1e12 / 3], ["3.333e+11"]),
        ([0.0, -0.0], ["0", "0"]),
        ([-1e-17], ["0"]),
    ],
)
def test_the_entries_of_an_array_share_their_decimals(values: list[float], written: list[str]) -> None:
    assert texts(values) == written


def test_a_difference_is_told_by_its_size() -> None:
    assert texts([0.0, 1.234e-12], error=True) == ["0", "1.2e-12"]
    assert number(2.0794415416798357) == "2.07944"


def test_arrays_below_each_other_stand_in_columns() -> None:
    shown = array_lines([Array("Z", ((1, -2), (0.5, 3))), Array("mean", (0.75, 0.5)), Array("L", 2)], 40)
    assert shown == [
        "Z     (2, 2)  [ 1.0  -2.0]",
        "              [ 0.5   3.0]",
        "mean  (2,)    [0.75  0.50]",
        "L             2",
    ]


def test_a_row_that_is_too_wide_is_broken_between_entries() -> None:
    shown = array_lines([Array("p", tuple(1 / n for n in range(3, 11)))], 40)
    assert shown[0] == "p  (8,)"
    assert max(map(len, shown)) <= 40
    assert " ".join(shown[1:]).split() == ["[0.333333", *texts([1 / n for n in range(4, 10)]), "0.100000]"]


def test_shapes_are_told_as_numpy_tells_them() -> None:
    assert [shape(values) for values in (1.0, (1, 2), ((1, 2), (3, 4), (5, 6)))] == [(), (2,), (3, 2)]


def _written(one: Array) -> str:
    if not one.shape:
        return repr(one.values)
    assert isinstance(one.values, tuple)
    rows = one.values if len(one.shape) == 2 else (one.values,)
    return ";".join(",".join(map(repr, row)) for row in rows if isinstance(row, tuple))
