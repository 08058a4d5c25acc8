"""Every reference function against a second way to the same number."""

from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

from quizkit.reference import REFERENCE
from tests.reference.plain_loops import SECOND
from tests.reference.reference_draws import DRAWS

ROUNDS = 20
FIGURES = 100


def exact(argument: Any) -> Any:
    """The same numbers as mpmath numbers in nested lists; whole numbers and words as they are."""
    if isinstance(argument, np.ndarray):
        return exact(argument.tolist())
    if isinstance(argument, list):
        return [exact(each) for each in argument]
    return mpf(argument) if isinstance(argument, float) else argument


def floats(result: Any) -> Any:
    return [floats(each) for each in result] if isinstance(result, list) else float(result)


def test_every_function_has_a_second_way() -> None:
    assert sorted(SECOND) == sorted(DRAWS) == list(REFERENCE)


@pytest.mark.parametrize("name", sorted(SECOND))
def test_a_second_way_gives_the_same_number(name: str) -> None:
    for round_number in range(ROUNDS):
        arguments = DRAWS[name](np.random.default_rng([round_number, len(name)]))
        with mp.workdps(FIGURES):
            expected = floats(SECOND[name](*map(exact, arguments)))
        found = REFERENCE[name](*arguments)
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-13, err_msg=f"round {round_number}")
