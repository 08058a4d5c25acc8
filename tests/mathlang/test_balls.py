from __future__ import annotations

import threading
from fractions import Fraction
from typing import get_args

import pytest
from flint import arb, ctx, fmpq

from quizkit.errors import Undecidable, Undefined
from quizkit.mathlang.arrays import OPERATIONS, Array, vector
from quizkit.mathlang.balls import BALLS, Workings, is_finite, precision
from quizkit.mathlang.evaluate import STEPS
from quizkit.mathlang.exact import OPERATIONS_ON_SCALARS
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import Scope, parse

AUTHOR = Scope(open=True, author=True)


def value(text: str, bits: int = 128, **names: object) -> object:
    return Workings(names).value(parse(text, AUTHOR), bits)  # type: ignore[arg-type]


def test_balls_know_every_operation() -> None:
    assert set(OPERATIONS_ON_SCALARS) == OPERATIONS


EXACT = {
    "1/3 + 1/6": fmpq(1, 2),
    "0.1 + 0.2": fmpq(3, 10),
    "2^-3": fmpq(1, 8),
    "(4/9)^(1/2)": fmpq(2, 3),
    "(4/9)^(-3/2)": fmpq(27, 8),
    "sqrt(0.0625)": fmpq(1, 4),
    "cbrt(-8/27)": fmpq(-2, 3),
    "exp(0)": fmpq(1),
    "log(1)": fmpq(0),
    "log2(1/8)": fmpq(-3),
    "log2(1024)": fmpq(10),
    "log10(0.001)": fmpq(-3),
    "floor(-2.5)": fmpq(-3),
    "ceil(log2(1024))": fmpq(10),
    "ceil(log2(1000))": fmpq(10),
    "round(2.5)": fmpq(3),
    "round(-2.5)": fmpq(-3),
    "round(3.14159, 2)": fmpq(157, 50),
    "sign(-3) + abs(-3)": fmpq(2),
    "max(1, 3, 2) - min([1, 3, 2])": fmpq(2),
    "xlogy(0, 0)": fmpq(0),
    "entropy([1, 0, 0])": fmpq(0),
    "step(0)": fmpq(0),
    "(2 > 1)*5": fmpq(5),
    "det([[1, 2], [3, 4]])": fmpq(-2),
    "trace(inv([[2, 0], [0, 4]]))": fmpq(3, 4),
    "rank([[1, 2], [2, 4]])": fmpq(1),
    "argmax([1, 3, 3])": fmpq(1),
    "argmax([log(2), log(5), log(3)])": fmpq(1),
    "argmin([sqrt(2), sqrt(3)])": fmpq(0),
    "comb(5, 2)": fmpq(10),
    "[1, 2] @ [3, 4]": fmpq(11),
    "mean([1, 2, 4])": fmpq(7, 3),
    "35%": fmpq(7, 20),
    "cases(1 > 2 -> 1/0, 7)": fmpq(7),
    "cos(0) + sin(0) + tanh(0) + erf(0) + erfc(0)": fmpq(2),
    "leaky_relu(-2)": fmpq(-1, 50),
    "leaky_relu(-2, 0.2)": fmpq(-2, 5),
    "relu(-1) + relu(3)": fmpq(3),
    "clip(7, 0, 6)": fmpq(6),
}


@pytest.mark.parametrize(("text", "expected"), EXACT.items())
def test_what_is_rational_stays_exact(text: str, expected: fmpq) -> None:
    found = value(text)
    assert isinstance(found, fmpq)
    assert found == expected


DECIMALS = {
    "log(2)": "0.69314718055994530942",
    "-log(0.7)": "0.35667494393873237892",
    "exp(1)": "2.7182818284590452354",
    "e": "2.7182818284590452354",
    "sigma(2)": "0.88079707797788244406",
    "Phi(1)": "0.84134474606854294859",
    "phi(0)": "0.39894228040143267794",
    "gelu(-1)": "-0.15865525393145705141",
    "silu(1)": "0.73105857863000487925",
    "softplus(-1)": "0.31326168751822283405",
    "logit(0.8)": "1.3862943611198906188",
    "kl([0.5, 0.5], [0.25, 0.75])": "0.14384103622589046372",
    "cross_entropy([0, 1], [0.25, 0.75])": "0.28768207245178092744",
    "logsumexp([1000, 1000])": "1000.6931471805599453",
    "softmax([0, 0, 0])[1]": "0.33333333333333333333",
    "norm([3, 4, 1])": "5.0990195135927848300",
    "atan2(1, -1)": "2.3561944901923449288",
    "acot(1)": "0.78539816339744830962",
    "asech(0.5)": "1.3169578969248167086",
    "log_b(2, 10)": "0.30102999566398119521",
}


@pytest.mark.parametrize(("text", "expected"), DECIMALS.items())
def test_balls_hold_the_true_value(text: str, expected: str) -> None:
    found = value(text)
    assert not isinstance(found, Array | bool | str)
    with precision(128):
        gap = abs(arb(found) - arb(expected))
        assert gap < arb("1e-17") * (1 + abs(arb(expected)))


UNDEFINED = {
    "1/0": "a division by 0",
    "log(0)": "the logarithm of a number that is not positive",
    "log(-1)": "the logarithm of a number that is not positive",
    "sqrt(-1)": "the square root of a negative number",
    "0^(-1)": "a negative power of 0",
    "(-8)^(1/3)": "a fractional power of a negative number",
    "asin(2)": "an argument outside -1 .. 1",
    "atanh(1)": "an argument outside -1 .. 1",
    "acosh(0.5)": "acosh of a number below 1",
    "cases(1 > 2 -> 1)": "no case applies",
    "atan2(0, 0)": "atan2(0, 0)",
    "xlogy(1, 0)": "the logarithm of a number that is not positive",
}


@pytest.mark.parametrize(("text", "message"), UNDEFINED.items())
def test_what_has_no_value_is_undefined(text: str, message: str) -> None:
    with pytest.raises(Undefined) as caught:
        value(text)
    assert str(caught.value) == message


def test_a_comparison_is_decided_with_more_bits() -> None:
    close = "log(2) > 0.69314718055994530941723212145817656807550013436025525412068"
    assert value(close, 128) is True


def test_an_equality_of_irrationals_is_undecidable() -> None:
    with pytest.raises(Undecidable):
        value("sqrt(2)^2 == 2")


def test_equal_words_are_equal_and_words_are_no_numbers() -> None:
    assert value("w == 'rain'", w="rain") is True
    assert value("w == 'dry'", w="rain") is False
    assert value("w == 1", w="rain") is False


def test_formulas_of_workings_follow_a_replaced_value() -> None:
    formulas = {"u": parse("2*x", AUTHOR), "v": parse("u + 1", AUTHOR)}
    workings = Workings({"x": fmpq(3)}, formulas)
    assert workings.value(parse("v", AUTHOR)) == fmpq(7)
    assert workings.replaced({"x": fmpq(5)}).value(parse("v", AUTHOR)) == fmpq(11)
    assert workings.replaced({"u": fmpq(0)}).value(parse("v", AUTHOR)) == fmpq(1)
    assert workings.value(parse("v", AUTHOR)) == fmpq(7)


def test_workings_share_what_a_change_does_not_reach() -> None:
    formulas = {"u": parse("x^2", AUTHOR), "v": parse("u + y", AUTHOR)}
    workings = Workings({"x": fmpq(3), "y": fmpq(1)}, formulas)
    u, v = parse("u", AUTHOR), parse("v", AUTHOR)
    changed = workings.replaced({"y": fmpq(2)})
    assert changed.value(u) is workings.value(u)
    assert (workings.value(v), changed.value(v)) == (fmpq(10), fmpq(11))
    assert changed.extended({"y": parse("x", AUTHOR)}).value(u) is workings.value(u)


def test_a_formula_added_later_reaches_those_that_read_its_name() -> None:
    workings = Workings({}, {"v": parse("w + 1", AUTHOR)})
    with pytest.raises(KeyError):
        workings.value(parse("v", AUTHOR))
    extended = workings.extended({"w": parse("6", AUTHOR)})
    assert extended.value(parse("v", AUTHOR)) == fmpq(7)
    assert extended.extended({"w": parse("5", AUTHOR)}).value(parse("v", AUTHOR)) == fmpq(6)


def test_every_kind_of_node_is_evaluated() -> None:
    assert set(STEPS) == set(get_args(Node))


def test_infinity_is_no_finite_value() -> None:
    assert not is_finite(vector([fmpq(1), arb.pos_inf()]))
    assert is_finite(vector([fmpq(1), arb(2)]))


def test_precision_is_put_back() -> None:
    before = ctx.prec
    with precision(777):
        assert ctx.prec == 777
    assert ctx.prec == before


def test_threads_do_not_change_each_others_precision() -> None:
    node = parse("log(3)", AUTHOR)
    widths: dict[int, set[str]] = {64: set(), 512: set()}

    def work(bits: int) -> None:
        for _ in range(200):
            widths[bits].add(str(Workings({}).value(node, bits).rel_accuracy_bits() > 400))  # type: ignore[union-attr]

    threads = [threading.Thread(target=work, args=(bits,)) for bits in (64, 512) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert widths == {64: {"False"}, 512: {"True"}}


def test_a_huge_power_becomes_a_ball() -> None:
    assert isinstance(value("9^9^9"), arb)


def test_a_power_of_a_ball_around_zero_is_a_ball() -> None:
    assert value("(sqrt(2)^2 - 2)^3 < 1") is True
    assert value("(sqrt(2)^2 - 2)^10 > -1") is True


def test_a_whole_part_of_astronomic_size_is_not_looked_for() -> None:
    with pytest.raises(Undecidable):
        value("floor(exp(exp(30)))")


def test_exactly_tells_rationals_only() -> None:
    assert BALLS.exactly(fmpq(1, 3)) == Fraction(1, 3)
    assert BALLS.exactly(True) == 1
    assert BALLS.exactly(arb(1)) is None
