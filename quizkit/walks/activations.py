"""What do the activations do, how steep are they, and what happens at the kink?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from quizkit.reference.activations import leaky_relu, leaky_relu_grad, prelu, prelu_grad_x, relu, relu_grad
from quizkit.reference.smooth_activations import (
    gelu,
    gelu_grad,
    gelu_tanh,
    gelu_tanh_grad,
    silu,
    silu_grad,
)
from quizkit.typeset.plots import Series
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Body, Columns, Plot, Prose, Question, Step, array, columns, curve

LEAK = 0.01
STEP = 1e-5
"""The step of the central differences."""
SIDE = 1e-6
"""The step of the one-sided quotients at 0."""
POINTS = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
KINKED = ("ReLU", "leaky", "PReLU")
GAP = (float("nan"), float("nan"))

Map = Callable[[np.ndarray], np.ndarray | float]


def functions(a: float) -> Mapping[str, tuple[Map, Map]]:
    """Each activation with its slope."""
    return {
        "ReLU": (relu, relu_grad),
        "leaky": (partial(_with, leaky_relu, LEAK), partial(_with, leaky_relu_grad, LEAK)),
        "PReLU": (partial(_with, prelu, a), partial(_with, prelu_grad_x, a)),
        "GELU": (gelu, gelu_grad),
        "GELU tanh": (gelu_tanh, gelu_tanh_grad),
        "SiLU": (silu, silu_grad),
    }


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """The usual points, a slope, and a small layer to go back through."""
    size = 5
    z = chance.first(
        lambda one: one.array("z", (size,), "-2", "2", "0.1"),
        lambda found: 2 <= int((found > 0).sum()) <= size - 2 and bool((found != 0).all()),
    )
    a = np.asarray((0.1, 0.2, 0.25, 0.3)[chance.whole("a", 0, 3)])
    return {
        "x": chosen.get("x", np.array(POINTS)),
        "a": chosen.get("a", a),
        "z": chosen.get("z", z),
        "g": chosen.get("g", chance.array("g", (size,), "-1.5", "1.5", "0.1")),
    }


def body(given: Numbers) -> Body:
    """The steps."""
    x, a, z, g = given["x"], float(given["a"]), given["z"], given["g"]
    every = functions(a)
    points = [f"{entry:g}" for entry in x]
    values = {name: np.asarray(value(x)) for name, (value, _) in every.items()}
    slopes = {name: np.asarray(slope(x)) for name, (_, slope) in every.items()}
    grid = np.linspace(-5, 5, 10_001)
    apart = np.abs(np.asarray(gelu(grid)) - np.asarray(gelu_tanh(grid)))
    worst = int(apart.argmax())
    steps = (
        Step(
            "Six functions",
            (
                Prose(
                    "$$\\operatorname{ReLU}(x) = \\max(x, 0)$$\n\n"
                    "$$\\operatorname{PReLU}(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ a\\,x & "
                    "\\text{otherwise} \\end{cases}$$\n\n"
                    f"Here $a = {a:g}$. Leaky ReLU is the same with a fixed $a = {LEAK:g}$.\n\n"
                    "$$\\operatorname{GELU}(x) = x\\,\\Phi(x) \\approx \\frac{x}{2}\\left(1 + \\tanh\\left("
                    "\\sqrt{\\frac{2}{\\pi}}\\,(x + 0.044715\\,x^3)\\right)\\right)$$\n\n"
                    "$$\\operatorname{SiLU}(x) = x\\,\\sigma(x) = \\frac{x}{1 + e^{-x}}$$\n\n"
                    "$\\Phi$ is the standard normal distribution function, $\\sigma$ the sigmoid."
                ),
            ),
        ),
        Step("Their values", (_table(points, values), _plot(every, "The functions", "f(x)", 0))),
        Step(
            "Their slopes",
            (
                Prose(
                    "With $\\varphi$ the standard normal density:\n\n"
                    "$$\\operatorname{ReLU}'(x) = [x > 0], \\qquad \\operatorname{PReLU}'(x) = "
                    "\\begin{cases} 1 & \\text{if } x > 0 \\\\ a & \\text{otherwise} \\end{cases}$$\n\n"
                    "$$\\operatorname{GELU}'(x) = \\Phi(x) + x\\,\\varphi(x)$$\n\n"
                    "$$\\operatorname{SiLU}'(x) = \\sigma(x)\\,(1 + x\\,(1 - \\sigma(x)))$$"
                ),
                _table(points, slopes),
                _plot(every, "The slopes; ReLU jumps at 0 and is 0 there", "f'(x)", 1),
            ),
        ),
        Step(
            "The row at zero is a convention",
            (
                Prose(
                    "ReLU has no derivative at 0: the quotient from the left is 0, from the right 1, and "
                    "every number between is a subgradient. Frameworks take the left branch."
                ),
                _kink(every),
                Prose("GELU and SiLU are smooth: both quotients tend to one half."),
            ),
        ),
        Step(
            "Check the slopes by differences",
            (
                Prose("$$f'(x) \\approx \\frac{f(x + h) - f(x - h)}{2h}, \\qquad h = 10^{-5}$$"),
                _checked(every, x),
                Prose("The largest difference over the points above; 0 is left out where there is a kink."),
            ),
        ),
        Step(
            "Backwards through a layer of units",
            (
                Prose(
                    "The gradient behind the activation is multiplied by the slope at the *input* $z$, entry "
                    "by entry:\n\n$$\\frac{\\partial L}{\\partial z} = g \\circ f'(z)$$"
                ),
                columns(
                    "unit",
                    [str(place) for place in range(len(z))],
                    array("z", z),
                    array("g", g),
                    *(array(name, g * np.asarray(every[name][1](z))) for name in ("ReLU", "leaky", "GELU")),
                ),
                Prose(
                    f"ReLU stops {int((z <= 0).sum())} of {len(z)} gradients. A unit that is off for every "
                    "example gets no gradient at all, and stays off: it is dead. A leak, however small, "
                    "leaves a way back."
                ),
            ),
        ),
        Step(
            "How good is the tanh form of GELU?",
            (
                array("largest gap", float(apart[worst])),
                array("at |x|", abs(float(grid[worst]))),
                Prose("Small, but not nothing: load weights with the form that they were trained with."),
            ),
        ),
    )
    result = (
        "ReLU passes a gradient whole or not at all; its slope at 0 is taken to be 0. GELU and SiLU are "
        f"smooth, dip below 0, and have slopes a little above 1 at the right. The tanh form of GELU is "
        f"off by at most {number(float(apart[worst]))}."
    )
    outputs = (
        array("values", np.array(list(values.values()))),
        array("slopes", np.array(list(slopes.values()))),
    )
    return Body(steps=steps, result=result, outputs=outputs)


def _with(function: Callable[[np.ndarray, float], np.ndarray | float], a: float, x: np.ndarray) -> np.ndarray:
    return np.asarray(function(x, a))


def _table(points: list[str], values: Mapping[str, np.ndarray]) -> Columns:
    return columns("x", points, *(array(name, value) for name, value in values.items()))


def _plot(every: Mapping[str, tuple[Map, Map]], title: str, label: str, place: int) -> Plot:
    x = np.round(np.linspace(-3, 3, 61), 10)
    series = []
    for name in ("ReLU", "GELU", "SiLU"):
        points = curve(name, x, np.asarray(every[name][place](x))).points
        if place and name in KINKED:
            points = (*points[:31], GAP, *points[31:])
        series.append(Series(name=name, points=points))
    return Plot(title=title, series=tuple(series), x_label="x", y_label=label)


def _kink(every: Mapping[str, tuple[Map, Map]]) -> Columns:
    at = np.array([-SIDE, 0.0, SIDE])
    left, right, told = [], [], []
    for value, slope in every.values():
        below, here, above = np.asarray(value(at))
        left.append(float(here - below) / SIDE)
        right.append(float(above - here) / SIDE)
        told.append(float(np.asarray(slope(at))[1]))
    return columns(
        "at x = 0",
        list(every),
        array("from the left", np.round(left, 5)),
        array("from the right", np.round(right, 5)),
        array("slope taken", told),
    )


def _checked(every: Mapping[str, tuple[Map, Map]], x: np.ndarray) -> Columns:
    worst = []
    for name, (value, slope) in every.items():
        taken = x[np.abs(x) > STEP] if name in KINKED else x
        quotient = (np.asarray(value(taken + STEP)) - np.asarray(value(taken - STEP))) / (2 * STEP)
        worst.append(float(np.abs(quotient - np.asarray(slope(taken))).max(initial=0.0)))
    return columns("function", list(every), array("largest difference", worst, error=True))


SUBJECT = Subject(
    title="Activations: ReLU and relatives, GELU, SiLU, and their derivatives",
    why="The derivative of ReLU is a question of one line, and a good opening: what about 0, why do units "
    "die, what do leaky ReLU, GELU and SiLU mend, and why do language models use the smooth ones?",
    conventions=(
        "$\\operatorname{ReLU}'(0) = 0$; leaky ReLU and PReLU take their left slope at 0, as PyTorch does.",
        "GELU is the exact form, $x\\,\\Phi(x)$, unless tanh is said.",
    ),
    givens=(
        Given(name="x", about="the points of the tables", rank=1, low=-10, high=10, entries=(1, 9)),
        Given(name="a", about="the slope of PReLU left of 0", low=0, high=1),
        Given(name="z", about="inputs of the layer that is gone back through", rank=1, low=-10, high=10,
              entries=(5, 5)),
        Given(name="g", about="the gradient behind that layer", rank=1, low=-10, high=10, entries=(5, 5)),
    ),
    drawn=drawn,
    body=body,
    tips=(
        ("Say at once that the slope at 0 is a choice, and why it hardly matters: an input is rarely "
        "exactly 0, and any subgradient will do."),
        ("Name families: GPT-2 and BERT use GELU, LLaMA and Mistral SiLU inside SwiGLU, Gemma GELU inside "
        "GeGLU, OPT and the first T5 ReLU."),
        ("Dead units come from large steps and large negative biases; cures are smaller rates, a leak, "
        "normalisation. The mask of ReLU is tested on the input, $z > 0$, not on the gradient."),
    ),
    questions=(
        Question("q30-relu-grad", "the derivative, entry by entry"),
        Question("q30-at-zero", "what holds at exactly 0"),
        Question("q30-gelu-grad", "a slope of GELU by hand"),
    ),
)  # fmt: skip
