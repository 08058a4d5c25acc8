"""What a reference function says to arguments that it cannot take."""

from math import inf, nan

import pytest

from quizkit.reference import REFERENCE, BadArgument

HALVES = [0.5, 0.5]

REFUSED = [
    # How many, and of which shape.
    ("nll", ([0, 0],), "y is missing"),
    ("relu", (1, 2), "expected at most 1 argument, found 2"),
    ("relu", ("high",), "x: expected an array, found a str"),
    (
        "relu",
        ([[1], [2, 3]],),
        "x: expected an array, found rows of unequal length, or entries that are no numbers",
    ),
    ("relu", ([1, nan],), "x: expected numbers, found NaN"),
    ("mle_categorical", ([[1, 2]],), "counts: expected a vector (v), found a matrix (1, 2)"),
    ("kl", (HALVES, [1, 0, 0]), "q: expected a vector (2), found a vector (3)"),
    ("bce", (0.5, [1]), "y: expected a number, found a vector (1)"),
    ("vjp", ([[1, 2]], [1, 2]), "v: expected a vector (m) with m = 1, found a vector (2)"),
    ("linear", ([[1, 2]], [1], [1]), "x: expected a vector (n) with n = 2, found a vector (1)"),
    ("eigenvalues_symmetric", ([[1, 2, 3]],), "A: expected a matrix (n, n), found a matrix (1, 3)"),
    ("compose", ([1, 2],), "Js: expected a matrix, found a vector (2)"),
    ("compose", (), "Js: expected at least one Jacobian, found none"),
    (
        "compose",
        ([[1, 2]], [[1, 2]]),
        "factor 2: expected 2 rows, as many as the factor before has columns, found 1",
    ),
    ("kl_bernoulli", ([0.5], 0.5), "a: expected a number, found a vector (1)"),
    # Whole numbers, indices and words.
    ("hinge_ww", ([1, 2], 0.5), "y: expected a whole number, found 0.5"),
    ("hinge_ww", ([1, 2], "0"), "y: expected a whole number, found a str"),
    ("hinge_ww", ([1, 2], 2), "y: expected an index from 0 to 1, found 2"),
    ("hinge_ww", ([1, 2], -1), "y: expected an index from 0 to 1, found -1"),
    ("nll", ([[1, 2]], [0.5]), "y: expected whole numbers, found 0.5"),
    ("nll", ([[1, 2]], [2]), "y: expected an index from 0 to 1, found 2"),
    ("nll_from_probs", (HALVES, "median"), "reduction: expected 'mean' or 'sum', found 'median'"),
    ("nll_from_probs", (HALVES, 1), "reduction: expected 'mean' or 'sum', found 1"),
    ("embedding_grad", ([4], [[1]], 4), "ids: expected an index from 0 to 3, found 4"),
    ("embedding_grad", ([0], [[1]], 0), "V: expected a whole number of at least 1, found 0"),
    ("smooth_targets_others", (0, 1, 0.1), "V: expected a whole number of at least 2, found 1"),
    ("eigenvector_symmetric", ([[1]], 1), "i: expected an index from 0 to 0, found 1"),
    # Laws and ranges.
    ("entropy", ([0.5, 0.6],), "p: expected entries that sum to 1, found 1.1"),
    ("entropy", ([0.5, 0.50000001],), "p: expected entries that sum to 1, found 1.00000001"),
    ("entropy", ([[1, 0], [1.5, -0.5]],), "p: expected no negative entry, found -0.5"),
    ("entropy", ([],), "p: expected entries that sum to 1, found 0"),
    ("cross_entropy", (HALVES, [0.5, 0.4]), "q: expected entries that sum to 1, found 0.9"),
    ("surprisal", (1.5,), "p: expected a number from 0 to 1, found 1.5"),
    ("focal_grad_p", ([0.5, 1],), "p: expected numbers above 0 and below 1, found one of the ends"),
    ("focal_p", (0.5, 1, -1), "gamma: expected no negative number, found -1"),
    ("kl_gauss", (0, 1, 0, 0), "s2: expected a positive number, found 0"),
    ("mle_categorical", ([0, 0],), "counts: expected a positive total, found 0"),
    ("mle_categorical", ([2, -1],), "counts: expected no negative entry, found -1"),
    ("softmax", ([-inf, -inf],), "z: expected a finite largest logit, found -inf"),
    ("softmax", ([[0, 0], [inf, 0]],), "z: expected a finite largest logit, found inf"),
    ("softmax", ([],), "z: expected at least one logit, found none"),
    ("softmax_temperature", ([0, 1], 0), "T: expected a positive number, found 0"),
    ("nll_from_probs", ([], "mean"), "p: expected at least one probability, found none"),
    ("nll_mean", ([], []), "Z: expected a matrix (n, v), found a vector (0)"),
    ("bce_logits", (inf, 1), "z: expected finite logits, found an infinite one"),
    ("bits_per_char", (1, 0), "chars: expected a positive number, found 0"),
    # Matrices and data.
    ("cosine", ([0, 0], [1, 0]), "a: expected a finite vector that is not 0, found largest entry 0"),
    ("layernorm_jacobian", ([2, 2],), "x: expected entries that are not all equal, found mean square 0"),
    ("rmsnorm_jacobian", ([0, 0],), "x: expected entries that are not all 0, found mean square 0"),
    ("rmsnorm_jacobian", ([1, 0], -1), "eps: expected no negative number, found -1"),
    (
        "eigenvalues_symmetric",
        ([[1, 2], [3, 4]],),
        "A: expected a symmetric matrix, found entries that differ by 1",
    ),
    (
        "leading_eigenvector",
        ([[2, 0], [0, 2]],),
        "A: expected an eigenvalue that occurs once, found 2 more than once",
    ),
    ("rayleigh", ([[1]], [0]), "w: expected a vector that is not 0, found squared length 0"),
    (
        "power_step",
        ([[0, 1], [0, 0]], [1, 0], 2),
        "v: expected a vector that A does not send to 0, found 0 after 1 steps",
    ),
    ("covariance", ([[1, 2]],), "X: expected more rows than ddof = 1, found 1"),
    ("explained_ratio", ([1, -1],), "lam: expected no negative entry, found -1"),
    ("explained_ratio", ([0, 0],), "lam: expected a positive total, found 0"),
    ("components_needed", ([1, 2], 1.5), "share: expected a number from 0 to 1, found 1.5"),
    ("mlp2_loss", ([1], [[1]], [0], [[1]], [0], 1), "y: expected an index from 0 to 0, found 1"),
]


@pytest.mark.parametrize(("name", "arguments", "message"), REFUSED)
def test_the_message_names_what_is_wrong(name: str, arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(BadArgument) as caught:
        REFERENCE[name](*arguments)
    assert str(caught.value) == f"{name}: {message}"
    assert isinstance(caught.value, ValueError)
