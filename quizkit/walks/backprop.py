"""How does a network of two layers get its gradients? Every line forwards, every line backwards."""

from __future__ import annotations

import numpy as np

from quizkit.reference import networks
from quizkit.reference.activations import relu, relu_grad
from quizkit.reference.probabilities import softmax
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Body, Prose, Question, Step, array, columns

INPUTS, HIDDEN, CLASSES = 3, 4, 3
STEP = 1e-5
"""The step of the central differences."""
RATE = 0.1
"""The learning rate of the last step."""
NEAR = 1e-3
"""A pre-activation nearer to 0 than this may lie on the other side of the kink once a weight moves."""
PARAMETERS = ("W1", "b1", "W2", "b2")
SHAPES = {"x": (INPUTS,), "W1": (HIDDEN, INPUTS), "b1": (HIDDEN,), "W2": (CLASSES, HIDDEN), "b2": (CLASSES,)}


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """A network of which some units are on and some are off, none of them close to the kink."""

    def network(one: Chance) -> dict[str, np.ndarray]:
        return {
            name: chosen.get(name, one.array(name, shape, "-1.5", "1.5", "0.1" if len(shape) == 2 else "0.5"))
            for name, shape in SHAPES.items()
        }

    def lively(found: dict[str, np.ndarray]) -> bool:
        h1 = found["W1"] @ found["x"] + found["b1"]
        on = int((h1 > 0).sum())
        return 1 < on < HIDDEN and bool((np.abs(h1) >= 0.1).all()) and bool(found["x"].all())

    free = not {"x", "W1", "b1"} & chosen.keys()
    found = chance.first(network, lambda one: not free or lively(one))
    found["y"] = chosen.get("y", np.asarray(chance.whole("y", 0, CLASSES - 1)))
    return found


def body(given: Numbers) -> Body:
    """The steps."""
    x, W1, b1, W2, b2 = (given[name] for name in SHAPES)
    y = int(given["y"])
    network = (x, W1, b1, W2, b2, y)
    h1 = np.asarray(networks.linear(W1, x, b1))
    mask = np.asarray(relu_grad(h1))
    a1 = np.asarray(relu(h1))
    h2 = np.asarray(networks.mlp2_logits(x, W1, b1, W2, b2))
    q = np.asarray(softmax(h2))
    loss = float(networks.mlp2_loss(*network))
    onehot = np.eye(CLASSES)[y]
    gradients = {
        "W1": np.asarray(networks.mlp2_dW1(*network)),
        "b1": np.asarray(networks.mlp2_db1(*network)),
        "W2": np.asarray(networks.mlp2_dW2(*network)),
        "b2": np.asarray(networks.mlp2_db2(*network)),
    }
    da1 = np.asarray(networks.mlp2_da1(*network))
    dx = np.asarray(networks.mlp2_dx(*network))
    moved = {name: given[name] - RATE * gradients[name] for name in PARAMETERS}
    after = _loss({"x": x, **moved}, y)
    off = [str(place) for place in np.flatnonzero(mask == 0)]
    steps = (
        Step(
            "The input, the weights and the class",
            (
                *(array(name, given[name]) for name in SHAPES),
                array("y", y),
                Prose(
                    f"{INPUTS} inputs, {HIDDEN} hidden units, {CLASSES} classes. Vectors are columns, so a "
                    "layer is $W x + b$ and $W$ has a row for each output."
                ),
            ),
        ),
        Step("First layer", (Prose("$$h_1 = W_1 x + b_1$$"), array("h1", h1))),
        Step(
            "ReLU, and the mask that is kept for the way back",
            (
                Prose("$$a_1 = \\max(h_1, 0), \\qquad m = [h_1 > 0]$$"),
                array("a1", a1),
                array("m", mask.astype(int)),
                Prose(
                    f"Off: {', '.join(off) if off else 'no unit'}. Nothing passes there, on the "
                    "way back either."
                ),
            ),
        ),
        Step("Second layer: the logits", (Prose("$$h_2 = W_2 a_1 + b_2$$"), array("h2", h2))),
        Step(
            "Softmax and the loss",
            (
                Prose("$$q = \\operatorname{softmax}(h_2), \\qquad L = -\\ln q_y$$"),
                array("q", q),
                array("q[y]", float(q[y])),
                array("L", loss),
            ),
        ),
        Step(
            "Backwards: the gradient at the logits",
            (
                Prose("$$\\delta_2 = \\frac{\\partial L}{\\partial h_2} = q - 1_y$$"),
                array("one-hot", onehot.astype(int)),
                array("delta2", gradients["b2"]),
            ),
        ),
        Step(
            "Weight and bias of the second layer",
            (
                Prose(
                    "$$\\frac{\\partial L}{\\partial W_2} = \\delta_2\\,a_1^\\top, \\qquad "
                    "\\frac{\\partial L}{\\partial b_2} = \\delta_2$$"
                ),
                array("dW2", gradients["W2"]),
                array("db2", gradients["b2"]),
                Prose("An outer product, in the shape of $W_2$. Its column is 0 where a unit was off."),
            ),
        ),
        Step(
            "Through the weight to the hidden units",
            (
                Prose("$$\\frac{\\partial L}{\\partial a_1} = W_2^\\top \\delta_2$$"),
                array("da1", da1),
            ),
        ),
        Step(
            "Through ReLU",
            (
                Prose(
                    "$$\\delta_1 = \\frac{\\partial L}{\\partial h_1} = \\frac{\\partial L}{\\partial a_1} "
                    "\\circ m$$"
                ),
                columns(
                    "unit",
                    [str(place) for place in range(HIDDEN)],
                    array("h1", h1),
                    array("m", mask.astype(int)),
                    array("da1", da1),
                    array("delta1", gradients["b1"]),
                ),
            ),
        ),
        Step(
            "Weight and bias of the first layer, and the input",
            (
                Prose(
                    "$$\\frac{\\partial L}{\\partial W_1} = \\delta_1\\,x^\\top, \\qquad "
                    "\\frac{\\partial L}{\\partial b_1} = \\delta_1, \\qquad "
                    "\\frac{\\partial L}{\\partial x} = W_1^\\top \\delta_1$$"
                ),
                array("dW1", gradients["W1"]),
                array("db1", gradients["b1"]),
                array("dx", dx),
            ),
        ),
        _check(given, gradients, near=bool((np.abs(h1) < NEAR).any())),
        Step(
            "One step of descent",
            (
                Prose(f"Every weight minus $\\eta = {RATE:g}$ times its gradient:"),
                columns(
                    "loss",
                    ("before", "after"),
                    array("L", [loss, after]),
                    array("probability of y", np.exp([-loss, -after])),
                ),
            ),
        ),
    )
    norms = {name: float(np.linalg.norm(gradient)) for name, gradient in gradients.items()}
    told = ", ".join(f"${name[0]}_{name[1]}$ {number(norm)}" for name, norm in norms.items())
    result = f"$L = {number(loss)}$ nats. Lengths of the gradients: {told}."
    outputs = (
        array("L", loss),
        *(array(f"d{name}", gradient) for name, gradient in gradients.items()),
        array("dx", dx),
    )
    return Body(steps=steps, result=result, outputs=outputs)


def differences(given: Numbers) -> dict[str, np.ndarray]:
    """Central difference quotients of the loss by every entry of the four parameters."""
    y = int(given["y"])
    found = {}
    for name in PARAMETERS:
        quotients = np.empty_like(given[name])
        for place in np.ndindex(*given[name].shape):
            sides = []
            for step in (STEP, -STEP):
                moved = {key: given[key].copy() for key in SHAPES}
                moved[name][place] += step
                sides.append(_loss(moved, y))
            quotients[place] = (sides[0] - sides[1]) / (2 * STEP)
        found[name] = quotients
    return found


def _loss(given: Numbers, y: int) -> float:
    x, W1, b1, W2, b2 = (given[name] for name in SHAPES)
    return float(networks.mlp2_loss(x, W1, b1, W2, b2, y))


def _check(given: Numbers, gradients: dict[str, np.ndarray], *, near: bool) -> Step:
    quotients = differences(given)
    worst = [float(np.abs(quotients[name] - gradients[name]).max()) for name in PARAMETERS]
    warning = (
        " A pre-activation is 0 or almost 0 here, so that some quotients reach over the kink: those say "
        "nothing about the slope that is taken there."
        if near
        else ""
    )
    return Step(
        "Check by differences",
        (
            Prose(
                "Move one weight at a time by $h = 10^{-5}$ up and down, run forwards, and divide:\n\n"
                "$$\\frac{L(w + h) - L(w - h)}{2h}$$"
            ),
            columns("parameter", PARAMETERS, array("largest difference", worst, error=True)),
            Prose(
                f"That took {2 * sum(given[name].size for name in PARAMETERS)} forward passes; "
                f"backpropagation takes about the work of two.{warning}"
            ),
        ),
    )


def _array(name: str, about: str) -> Given:
    shape = SHAPES[name]
    entries = (shape[-1], shape[-1])
    if len(shape) == 1:
        return Given(name=name, about=about, rank=1, low=-10, high=10, entries=entries)
    rows = (shape[0], shape[0])
    return Given(name=name, about=about, rank=2, low=-10, high=10, rows=rows, entries=entries)


SUBJECT = Subject(
    title="Backpropagation: a network of two layers by hand",
    why="Backpropagation through two layers is the classic of the whiteboard. It shows whether the chain "
    "rule "
    "is understood as products with shapes: which factor is transposed, where the outer product comes from, "
    "and what ReLU lets back.",
    conventions=(
        "Vectors are columns; a layer is $W x + b$ with $W$ (outputs, inputs).",
        "One example, loss in nats; classes are counted from 0.",
        "$\\operatorname{ReLU}'(0) = 0$. A gradient has the shape of what it belongs to.",
    ),
    givens=(
        _array("x", "the input"),
        _array("W1", "weight of the first layer"),
        _array("b1", "bias of the first layer"),
        _array("W2", "weight of the second layer"),
        _array("b2", "bias of the second layer"),
        Given(name="y", about="the class that came", low=0, high=CLASSES - 1, whole=True),
    ),
    drawn=drawn,
    body=body,
    tips=(
        (
            "Write the shape beside every line. A gradient has the shape of its parameter, and usually "
            "there is "
            "only one product that gives it."
        ),
        (
            "Begin at the loss with $q - 1_y$ and go down line by line; each is the one above times one "
            "local "
            "derivative."
        ),
        (
            "Offer the check by differences, and say when it fails: at a kink, and for steps so small that "
            "the "
            "difference is rounding."
        ),
    ),
    questions=(
        Question("q31-mlp-backward", "the same network, your own numbers"),
        Question("q31-shapes", "the shapes of gradients"),
        Question("q31-relu-block", "where ReLU stops the gradient"),
    ),
)
