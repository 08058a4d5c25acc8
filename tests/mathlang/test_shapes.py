# ruff: noqa: E501 - whole messages

from __future__ import annotations

import pytest

from quizkit.errors import ShapeMismatch
from quizkit.mathlang.parser import Scope, parse
from quizkit.mathlang.shapes import Sort, infer, infer_value

SHAPES = {"x": (2,), "y": (2,), "z": (3,), "W1": (3, 2), "W2": (3, 4), "v": (5,), "A": (2, 2), "s": ()}
SCOPE = Scope(shapes=SHAPES, author=True)

INFERRED = {
    "s + 1": (),
    "x + y": (2,),
    "2*x": (2,),
    "W1 @ x": (3,),
    "z @ W1": (2,),
    "x @ y": (),
    "W1.T @ z": (2,),
    "outer(z, x)": (3, 2),
    "diag(z)": (3, 3),
    "diag(A)": (2,),
    "softmax(z)": (3,),
    "softmax(A)": (2, 2),
    "logsumexp(A)": (2,),
    "sum(W1)": (),
    "norm(z)": (),
    "det(A)": (),
    "inv(A)": (2, 2),
    "z[0]": (),
    "A[0]": (2,),
    "A[0, 1]": (),
    "[s, 1]": (2,),
    "[x, y]": (2, 2),
    "max(x)": (),
    "max(x, 0)": (2,),
    "rowsums(W1)": (3,),
    "colsums(W1)": (2,),
    "(W1 @ x) * (z > 0)": (3,),
    "cases(s > 0 -> x, y)": (2,),
    "kl(softmax(z), z)": (),
    "relu(W1)": (3, 2),
    "xlogy(x, y)": (2,),
    "zeros(3)": None,
}


@pytest.mark.parametrize(("text", "shape"), INFERRED.items())
def test_shapes_follow_from_the_names(text: str, shape: tuple[int, ...] | None) -> None:
    assert infer(parse(text, SCOPE), SHAPES).shape == shape


MISMATCHES = {
    "W2 @ v": "`W2` is a 3×4 matrix and `v` is a vector of 5 entries: the product @ cannot be formed, 4 is not 5",
    "W1 * x": "`W1` is a 3×2 matrix and `x` is a vector of 2 entries: "
    "* works entry by entry, on equal shapes; for a matrix product write @",
    "x + z": "`x` is a vector of 2 entries and `z` is a vector of 3 entries: + works entry by entry, on equal shapes",
    "2 @ x": "@ multiplies vectors and matrices: here a number meets a vector of 2 entries",
    "det(W1)": "det takes a square matrix: here it meets a 3×2 matrix",
    "softmax(s)": "softmax takes a vector: here it meets a number",
    "outer(A, x)": "outer takes two vectors: here it meets a 2×2 matrix",
    "z[3]": "`z` is a vector of 3 entries: its entries are 0 to 2",
    "z[0, 1]": "`z` is a vector of 3 entries: it has 1 index, not 2",
    "[x, z]": "the rows of a matrix must be equally long: here they have 2, 3 entries",
    "cases(x > 0 -> 1, 2)": "the condition of a case must be one condition, not an array of them",
    "kl(x, z)": "kl takes vectors of one length: here a vector of 2 entries meets a vector of 3 entries",
}


@pytest.mark.parametrize(("text", "message"), MISMATCHES.items())
def test_what_cannot_be_formed_is_told_with_its_shapes(text: str, message: str) -> None:
    with pytest.raises(ShapeMismatch) as caught:
        infer(parse(text, SCOPE), SHAPES)
    assert caught.value.message == message
    assert caught.value.end > caught.value.start


def test_a_condition_is_no_value() -> None:
    node = parse("s > 0", SCOPE)
    assert infer(node, SHAPES) == Sort((), condition=True)
    with pytest.raises(ShapeMismatch) as caught:
        infer_value(node, SHAPES)
    assert caught.value.message == "this is a condition, which is true or false; a value is needed"
