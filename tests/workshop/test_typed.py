"""How values are typed that somebody means."""

from __future__ import annotations

import pytest
from flint import arb, fmpq

from quizkit.mathlang.arrays import Array
from quizkit.mathlang.parser import Scope, parse
from quizkit.workshop.typed import typed_value


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (fmpq(-7, 3), "-7/3"),
        (fmpq(12), "12"),
        (fmpq(10**59), "1" + "0" * 59),
        (fmpq(10**60 + 1), "1.0000000000000000e60"),
        (fmpq(-2 * 10**70, 3), "-6.6666666666666667e69"),
        (fmpq(1, 3**130), "9.4240349146783911e-63"),
        (fmpq(10**80 + 1, 10**80), "1.0000000000000000"),
        (Array((2,), (fmpq(1, 2), fmpq(3**200))), "[1/2, 2.6561398887587477e95]"),
        (arb(0.5), "0.5"),
    ],
)
def test_a_rational_of_too_many_digits_is_typed_with_17_figures(value: object, typed: str) -> None:
    assert typed_value(value) == typed  # type: ignore[arg-type]
    parse(typed, Scope())
