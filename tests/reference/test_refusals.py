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
    ("masked_mean", ([1, 2], [1, 0.5]), "mask: expected entries 0 and 1, found another number"),
    ("lm_shapes", (2, 0, 5), "T: expected a whole number of at least 1, found 0"),
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
    ("matrix_power", ([[1]], -1), "k: expected a whole number of at least 0, found -1"),
    ("covariance", ([[1, 2]],), "X: expected more rows than ddof = 1, found 1"),
    ("pca_scores", ([1], [0], [[2]]), "W: expected orthonormal columns, found products that are off by 3"),
    ("pca_error", ([[1, 2], [3, 4]], 3), "k: expected at most 2 components, found 3"),
    ("contrasts", (3, 3), "d: expected fewer columns than n = 3, found 3"),
    ("explained_ratio", ([1, -1],), "lam: expected no negative entry, found -1"),
    ("explained_ratio", ([0, 0],), "lam: expected a positive total, found 0"),
    ("components_needed", ([1, 2], 1.5), "share: expected a number from 0 to 1, found 1.5"),
    ("correlation_matrix", ([[0]],), "C: expected a positive number, found 0"),
    ("whitened", ([1], [0], [[1]]), "lam: expected a positive number, found 0"),
    ("covariance_rank", (1, 3), "n: expected a whole number of at least 2, found 1"),
    ("power_rate", (0, 1, 2), "l1: expected an eigenvalue that is not 0, found 0"),
    ("pca_storage", (10, 4, 5), "k: expected a whole number from 1 to 4, found 5"),
    ("truncation_error", ([3, 1], 3), "r: expected a whole number from 0 to 2, found 3"),
    ("mean_cosine", ([[1, 2]],), "X: expected at least two rows, found 1"),
    ("mlp2_loss", ([1], [[1]], [0], [[1]], [0], 1), "y: expected an index from 0 to 0, found 1"),
    # Depth and units that are off.
    ("scalar_chain_grad", ([1], [1], "gelu"), "phi: expected 'sigmoid' or 'tanh' or 'relu', found 'gelu'"),
    ("scalar_chain_grad", ([1, 2], [1], "relu"), "z: expected a vector (n) with n = 2, found a vector (1)"),
    ("sparsity", ([],), "z: expected at least one entry, found none"),
    ("relu_mean", (0,), "sd: expected a positive number, found 0"),
    ("he_std", (0,), "n: expected a whole number of at least 1, found 0"),
    # Optimisers and depth.
    ("sgd_step", ([1], [1], 0), "lr: expected a positive number, found 0"),
    ("adam_updates", ([1], 0.1, 1, 0.9, 0), "b1: expected a number from 0 to below 1, found 1"),
    ("least_squares", ([[1, 2], [2, 4]], [1, 1]), "X: expected independent columns, found rank 1"),
    ("layers_until", (0.9, 2), "factor: expected a factor on the side of 1 where r is, found 2"),
    ("residual_paths", (3, 4), "k: expected a whole number from 0 to 3, found 4"),
    ("checkpoint_memory", (10, 3), "L: expected a multiple of k = 3, found 10"),
    # Embedding gradients.
    ("embedding_grad_padded", ([0], [[1]], 2, 2), "pad: expected an index from 0 to 1, found 2"),
    ("position_grad", ([[1], [2], [3]], 2), "G: expected a multiple of T = 2 rows, found 3"),
    ("touched_rows", ([5], 5), "ids: expected an index from 0 to 4, found 5"),
    # Sensitivity.
    ("full_jacobian_entries", (0, 3), "T: expected a whole number of at least 1, found 0"),
    ("chain_multiplications", ([3], "left"), "dims: expected at least two sizes, none below 1, found [3]"),
    ("attention_value_jacobian", ([0.5, 0.5], 2, 3), "j: expected an index from 0 to 1, found 2"),
    # Embedding updates.
    ("touch_probability", (1.5, 3), "f: expected a number from 0 to 1, found 1.5"),
    ("batch_gradient", ([[1], [2]], [3, 0]), "n: expected at least one token each, found [3, 0]"),
    ("idle_decay", (0.1, -0.1, 3), "wd: expected a number of at least 0, found -0.1"),
    ("loss_scale", (0,), "m: expected a positive number, found 0"),
]


@pytest.mark.parametrize(("name", "arguments", "message"), REFUSED)
def test_the_message_names_what_is_wrong(name: str, arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(BadArgument) as caught:
        REFERENCE[name](*arguments)
    assert str(caught.value) == f"{name}: {message}"
    assert isinstance(caught.value, ValueError)
