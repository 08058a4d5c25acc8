"""What may be chosen instead of drawn, and how each refusal reads."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from quizkit.bank.constants import TOO_DEEP
from quizkit.bank.question import Question, Task
from quizkit.errors import (
    NoVariant,
    OffGrid,
    OutsideDomain,
    SeedOutOfRange,
    UnknownGiven,
    VariantError,
    WhereFails,
)
from quizkit.variants import Variant, make_variant
from tests.variants.small_bank import (
    BACKPROP,
    BANK,
    CLASSES,
    EIGEN,
    FACTS,
    GRADIENT,
    JACOBIAN,
    LOSSES,
    NLL,
    SIDES,
    question,
)


@pytest.mark.parametrize("value", ["0.7", 0.7, Decimal("0.7"), Fraction(7, 10), "7/10", " 0.70 ", "7e-1"])
def test_a_number_may_be_chosen_in_any_spelling(value: object) -> None:
    assert make_variant(NLL, 3, {"p": value}).given == {"p": "0.7"}


@pytest.mark.parametrize(
    ("question", "chosen", "expected"),
    [
        (GRADIENT, {"z": "[1, -0.5, 2]"}, ("1", "-0.5", "2")),
        (GRADIENT, {"z": [1, -0.5, "2"]}, ("1", "-0.5", "2")),
        (GRADIENT, {"y": (0, 0, 1)}, ("0", "0", "1")),
        (JACOBIAN, {"p": "[0.2, 0.3, 0.5]"}, ("0.2", "0.3", "0.5")),
        (BACKPROP, {"W": "[[1, 2], [-1, 2]]"}, (("1", "2"), ("-1", "2"))),
        (CLASSES, {"n": 3, "p": "[0.5, 0.25, 0.25]"}, "3"),
        (CLASSES, {"n": 3, "names": "[cat, dog, owl]"}, "3"),
        (EIGEN, {"l": "[7, 2]"}, ("7", "2")),
        (EIGEN, {"order": ["second", "first"]}, ("second", "first")),
        (EIGEN, {"Q": "[[0.6, -0.8], [0.8, 0.6]]"}, (("0.6", "-0.8"), ("0.8", "0.6"))),
    ],
)
def test_arrays_and_words_may_be_chosen(
    question: Question, chosen: Mapping[str, object], expected: object
) -> None:
    variant = make_variant(question, 5, chosen)
    assert variant.given[next(iter(chosen))] == expected


LABELS = question(
    "labels",
    Task(kind="number", answer="cases(label == '3' -> 1, label == '0.50' -> 2, 3)"),
    given={
        "label": ("'3'", "'0.50'", "'a, b'", "it's"),
        "pair": (("'1'", "x"), ("'2'", "y")),
        "two": "choose(2) of ['1', '2', '3']",
    },
    prompt="{{ label }}; {{ pair }}; {{ two[0] }}; {{ cases(label == '3' -> 'three', 'another') }}",
)


def test_a_quoted_number_is_drawn_compared_and_printed_as_a_word() -> None:
    shown = {make_variant(LABELS, seed).prompt.partition(";")[0] for seed in range(40)}
    assert shown == {"3", "0.50", "a, b", "it's"}
    variant = make_variant(LABELS, 0, {"label": "'3'", "pair": ["2", "y"], "two": "[3, 1]"})
    assert variant.given == {"label": "'3'", "pair": ("'2'", "y"), "two": ("'3'", "'1'")}
    assert (variant.prompt, variant.key) == ("3; 2, y; 3; three", "1")


@pytest.mark.parametrize("question", [LABELS, *BANK], ids=lambda question: question.id)
def test_what_a_variant_says_was_drawn_may_be_chosen_to_have_it_again(question: Question) -> None:
    for seed in range(10):
        variant = make_variant(question, seed)
        again = make_variant(question, seed, {**variant.given, **_setting(variant)})
        assert again.given == variant.given


def _setting(variant: Variant) -> dict[str, object]:
    return {"setting": variant.setting} if variant.setting else {}


@pytest.mark.parametrize("typed", ["0.5", "0.50", "1/2", 0.5, "'0.50'"])
def test_a_word_that_looks_like_a_number_may_be_chosen_without_quotes(typed: object) -> None:
    assert make_variant(LABELS, 0, {"label": typed}).given["label"] == "'0.50'"


def test_what_is_not_chosen_follows_the_seed() -> None:
    for seed in range(20):
        plain = make_variant(GRADIENT, seed)
        chosen = make_variant(GRADIENT, seed, {"y": plain.given["y"]})
        assert chosen.hash == plain.hash


def test_a_chosen_size_leaves_the_rest_to_the_seed() -> None:
    variant = make_variant(CLASSES, 11, {"n": "5", "y": 4})
    assert (variant.given["n"], variant.given["y"], len(variant.given["p"])) == ("5", "4", 5)


def test_a_given_that_one_setting_draws_chooses_that_setting() -> None:
    for seed in range(9):
        assert make_variant(LOSSES, seed, {"a": "0.3"}).setting == "pair"


def test_a_value_that_fits_one_setting_chooses_that_setting() -> None:
    for seed in range(9):
        assert make_variant(LOSSES, seed, {"p": "0.7"}).setting == "rain"
        assert make_variant(LOSSES, seed, {"p": "[0.2, 0.3, 0.5]"}).setting == "classes"


def test_a_setting_may_be_chosen() -> None:
    variant = make_variant(LOSSES, 4, {"setting": "rain"})
    assert (variant.setting, variant.prompt[:5]) == ("rain", "rain:")


# Of which question, what is chosen, what is raised, and what it says after the question's id.
REFUSALS: list[tuple[Question, dict[str, object], type[VariantError], str]] = [
    (NLL, {"q": 1}, UnknownGiven, "there is no given 'q'; it draws p"),
    (GRADIENT, {"Z": 1}, UnknownGiven, "there is no given 'Z'; did you mean 'z'?; it draws z and y"),
    (FACTS, {"p": 1}, UnknownGiven, "there is no given 'p'; the question draws nothing"),
    (NLL, {"setting": "x"}, UnknownGiven, "there is no given 'setting': the question has no settings"),
    (LOSSES, {"a": 0.1, "p": 0.2}, UnknownGiven, "no setting draws all of a, p"),
    (
        LOSSES,
        {"setting": "pair", "p": 0.2},
        UnknownGiven,
        "the setting 'pair' does not draw 'p'; classes and rain do",
    ),
    (
        LOSSES,
        {"setting": "rian"},
        OutsideDomain,
        "no setting 'rian'; did you mean 'rain'?; there are classes, rain and pair",
    ),
    (NLL, {"p": "1.5"}, OutsideDomain, "p = 1.5 is outside 0.05 .. 0.95 by 0.05"),
    (NLL, {"p": "rain"}, OutsideDomain, "p is drawn from 0.05 .. 0.95 by 0.05; 'rain' is no number"),
    (NLL, {"p": True}, OutsideDomain, "p: a number, a word or a list is needed, not True"),
    (NLL, {"p": float("nan")}, OutsideDomain, "p: nan is no number that can be drawn"),
    (NLL, {"p": {}}, OutsideDomain, "p: a number, a word or a list is needed, not a value of type dict"),
    (NLL, {"p": []}, OutsideDomain, "p: the lists must hold something and be equally long"),
    (NLL, {"p": ""}, OutsideDomain, "p: '' cannot be read: a number or a word is missing here"),
    (NLL, {"p": [[[[1]]]]}, OutsideDomain, f"p: {TOO_DEEP}"),
    (NLL, {"p": "[" * 9_000}, OutsideDomain, f"p: '{'[' * 39}…' cannot be read: {TOO_DEEP}"),
    (NLL, {"p": [1] * 1001}, OutsideDomain, "p: a list has at most 1,000 items"),
    (LABELS, {"label": 7}, OutsideDomain, "label = 7 is outside ['3', '0.50', 'a, b', it's]"),
    (NLL, {"p": "0" * 10_001}, OutsideDomain, "p: a value has at most 10,000 characters"),
    (
        NLL,
        {"p": "[0.2, 0.3"},
        OutsideDomain,
        "p: '[0.2, 0.3' cannot be read: expected ',' or ']' in the list, found the end",
    ),
    (
        NLL,
        {"p": "[0.2, 0.3]"},
        OutsideDomain,
        "p is drawn from 0.05 .. 0.95 by 0.05, a number or a word; '[0.2, 0.3]' is a vector",
    ),
    (
        NLL,
        {"p": "0.72"},
        OffGrid,
        "p = 0.72 lies between two steps of 0.05 .. 0.95 by 0.05: take 0.7 or 0.75",
    ),
    (
        LOSSES,
        {"p": "0.75"},
        OffGrid,
        "p = 0.75 lies between two steps of 0.1 .. 0.9 by 0.1: take 0.7 or 0.8",
    ),
    (
        GRADIENT,
        {"z": [1, 0.3, 2]},
        OffGrid,
        "z[1] = 0.3 lies between two steps of -2 .. 2 by 0.5: take 0 or 0.5",
    ),
    (
        GRADIENT,
        {"z": [1, 2]},
        OutsideDomain,
        (
            "z is drawn from vector(3) of -2 .. 2 by 0.5 range >= 1, with 3 entries; "
            "here is a vector of 2 entries"
        ),
    ),
    (
        GRADIENT,
        {"z": [1, 1, 1.5]},
        OutsideDomain,
        "z: the entries of [1, 1, 1.5] must lie 1 or more apart",
    ),
    (GRADIENT, {"y": [0, 1, 1]}, OutsideDomain, "y = [0, 1, 1] is outside onehot(3)"),
    (GRADIENT, {"z": [1, 1, 2]}, WhereFails, "the chosen values break the condition distinct(z)"),
    (
        JACOBIAN,
        {"p": "[0.2, 0.3, 0.6]"},
        OutsideDomain,
        "p: the entries must sum to 1, these sum to 1.1",
    ),
    (
        JACOBIAN,
        {"p": "[0.25, 0.25, 0.5]"},
        OffGrid,
        "p[0] = 0.25 lies between two steps of simplex(3) by 0.1: take 0.2 or 0.3",
    ),
    (
        JACOBIAN,
        {"p": "[0, 0.5, 0.5]"},
        OutsideDomain,
        "p[0] = 0 is outside simplex(3) by 0.1: every entry is at least 0.1",
    ),
    (
        BACKPROP,
        {"W": "[[1, 2]]"},
        OutsideDomain,
        "W is drawn from matrix(2, 2) of -2 .. 2, with 2 rows; here is a vector of 1 entry",
    ),
    (EIGEN, {"l": "[1, 2]"}, OutsideDomain, "l = [1, 2] is outside [[9, 4], [7, 2], [5, -1]]"),
    (
        EIGEN,
        {"order": "[first, first]"},
        OutsideDomain,
        "order: the entries of [first, first] must all differ",
    ),
    (
        CLASSES,
        {"y": 5},
        OutsideDomain,
        "y = 5 is outside 0 .. n - 1",
    ),
    (
        CLASSES,
        {"n": 3, "y": 3},
        OutsideDomain,
        "y = 3 is outside 0 .. 2",
    ),
    (
        SIDES,
        {"p": "0.5"},
        NoVariant,
        "the draw is not accepted: shows no correct option where one is needed",
    ),
]


@pytest.mark.parametrize(("question", "chosen", "error", "message"), REFUSALS)
def test_a_refusal_says_what_is_drawn(
    question: Question, chosen: dict[str, object], error: type[VariantError], message: str
) -> None:
    with pytest.raises(error) as caught:
        make_variant(question, 2, chosen)
    assert str(caught.value) == f"{question.id}: {message}"
    assert isinstance(caught.value, ValueError)


def test_chosen_values_that_every_draw_breaks_name_the_condition() -> None:
    with pytest.raises(WhereFails) as caught:
        make_variant(CLASSES, 2, {"p": "[0.25, 0.25, 0.25, 0.25]"})
    assert str(caught.value) == "classes: with the chosen values no draw keeps the condition p[y] < max(p)"


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0, True, "7"])
def test_a_seed_is_a_whole_number_below_two_to_the_63(seed: object) -> None:
    with pytest.raises(SeedOutOfRange) as caught:
        make_variant(NLL, seed)  # type: ignore[arg-type]
    assert str(caught.value) == f"a seed is a whole number from 0 to 2^63 - 1, not '{seed!r}'"


def test_the_greatest_seed_has_a_variant() -> None:
    assert make_variant(NLL, 2**63 - 1).seed == 2**63 - 1
    assert make_variant(NLL).seed == 0
