from __future__ import annotations

import random

import numpy as np
import pytest
from flint import arb, fmpq

from quizkit.equivalence.tolerance import parse_tolerance
from quizkit.grading import grade
from quizkit.grading.columns import OUTCOMES, grade_column, grade_numbers
from quizkit.variants import Variant
from tests.grading.field_bank import variant as field_variant
from tests.grading.small_bank import variant

LETTERS = "0123456789.+-eE ,%/_x٣("
ODD = [
    "nan", "inf", "infinity", "1_000", "1e400", "1e-400", "-0", "0", "1.e3", ".5", "5.", "٣", "３", "", " ",
    "+0.3567", " 0.3567 ", "0.3567\n", "\n0.3567", "0.3567\n0.3567", "0,3567", "35.67%", "-log(0.7)", "1/0",
    "0.5146 bits", "0.3567 nats", "1" * 59, "1" * 61,
    "0." + "3" * 39, "0x10", "1e5e", "--1", "0.35667494393873245",
]  # fmt: skip


def strings(seed: int, count: int, key: float) -> list[str]:
    """Numbers near the key and far from it, ties, and what only looks like a number."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        match chance.randrange(4):
            case 0:
                found.append("".join(chance.choice(LETTERS) for _ in range(chance.randint(0, 7))))
            case 1:
                near = key * (1 + chance.choice([-1, 1]) * 5e-4 * chance.choice([0, 1, 0.999999, 1.000001]))
                found.append(format(near, f".{chance.randint(2, 17)}g"))
            case 2:
                found.append(format(key * chance.uniform(-3, 3), f".{chance.randint(0, 6)}f"))
            case _:
                found.append(str(chance.randint(-30, 30)))
    return found


def outcomes(posed: Variant, responses: list[str]) -> list[str]:
    known = {response: grade(posed, response).outcome for response in set(responses)}
    return [known[response] for response in responses]


@pytest.mark.parametrize("question", ["nll", "exact"])
def test_a_column_and_single_verdicts_agree(question: str) -> None:
    posed = variant(question)
    responses = [*ODD, *strings(1, 5000, float(str(posed.key)))]
    column = grade_column(posed, responses)
    assert [OUTCOMES[place] for place in column.tolist()] == outcomes(posed, responses)
    assert len(set(column.tolist())) >= 3


def test_a_column_of_plain_numbers_agrees_too() -> None:
    posed = variant("nll", p="0.7")
    chance = random.Random(2)
    responses = [format(0.35667 * (1 + chance.gauss(0, 0.001)), ".5f") for _ in range(3000)]
    column = grade_column(posed, responses)
    assert [OUTCOMES[place] for place in column.tolist()] == outcomes(posed, responses)


@pytest.mark.parametrize("question", ["figures", "digits", "mean-loss", "no-decimals"])
def test_forms_and_units_are_kept_in_a_column(question: str) -> None:
    posed = field_variant(question)
    responses = [*ODD, *strings(3, 300, float(str(posed.key))), str(posed.key)]
    column = grade_column(posed, responses)
    assert [OUTCOMES[place] for place in column.tolist()] == outcomes(posed, responses)


def test_a_part_is_a_column_as_well() -> None:
    posed = variant("chain", x="[1, 2]", w="[3, 4]")
    column = grade_column(posed, ["11", "10", "eleven", ""], part="s")
    assert [OUTCOMES[place] for place in column.tolist()] == ["correct", "incorrect", "invalid", "invalid"]


def test_ties_are_decided_in_fractions() -> None:
    found = grade_numbers(lambda _: fmpq(357, 1000), parse_tolerance("0.003"), ["0.36", "0.354", "0.3600001"])
    assert found.tolist() == [1, 1, 0]
    assert abs(0.36 - 0.357) > 0.003


def test_an_irrational_number_gets_the_bits_it_needs() -> None:
    found = grade_numbers(
        lambda _: arb(2).log(), parse_tolerance("4sf"), ["0.6931", "0.6932", "log(2)", "(("]
    )
    assert found.tolist() == [1, 0, 1, 3]


def test_a_column_holds_numbers_only() -> None:
    with pytest.raises(ValueError, match="a column holds answers to a number, found vector"):
        grade_column(variant("logit-gradient"), ["1"])


def test_an_empty_column_is_empty() -> None:
    assert grade_column(variant("nll"), []).dtype == np.int8
    assert grade_column(variant("nll"), []).size == 0
