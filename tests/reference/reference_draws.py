"""Random arguments for every reference function, away from kinks and poles.

The edges are worked by hand in ``test_hand_worked``; here stands what a function should take any day.
"""

from collections.abc import Callable

import numpy as np

Generator = np.random.Generator
Draw = Callable[[Generator], tuple[object, ...]]


def shape(r: Generator, *last: int) -> tuple[int, ...]:
    """These axes, or rows of them."""
    return last if r.random() < 0.5 else (3, *last)


def reals(*size: int, scale: float = 2.0) -> Draw:
    return lambda r: (r.normal(0, scale, size or shape(r, 4)),)


def logits(r: Generator, *size: int) -> np.ndarray:
    """Logits, now and then around ±1000, where a bare exp fails."""
    return r.normal(0, 3, size) + r.choice([0.0, 0.0, 1000.0, -1000.0])


def law(r: Generator, *size: int) -> np.ndarray:
    """A law per row, without zeros."""
    return r.dirichlet(np.ones(size[-1]), size[:-1] or None)


def gappy_law(r: Generator, *size: int) -> np.ndarray:
    """A law per row; now and then its first class has probability 0."""
    p = law(r, *size)
    if r.random() < 0.5:
        p[..., 0] = 0.0
    return p / p.sum(axis=-1, keepdims=True)


def two_laws(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    size = shape(r, 4)
    return gappy_law(r, *size), law(r, *size)


def rows_and_targets(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    size = shape(r, 4)
    return logits(r, *size), r.integers(0, 4, size[:-1])


def logits_and_law(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    size = shape(r, 4)
    return logits(r, *size), gappy_law(r, *size)


def preference(r: Generator) -> tuple[float, ...]:
    """Log-probabilities of winner and loser, each under policy and reference, and β."""
    return (*map(float, -r.exponential(20, 4)), float(r.uniform(0.01, 1)))


def sampled_logs(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    return -r.exponential(2, 5), -r.exponential(2, 5)


def matrix_and_targets(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    return logits(r, 5, 4), r.integers(0, 4, 5)


def distilled(r: Generator) -> tuple[np.ndarray, np.ndarray, int, float, float]:
    return logits(r, 4), *logits_and_class(r), float(r.uniform(0, 1)), float(r.uniform(0.5, 4))


def counts(r: Generator) -> tuple[int, int]:
    return int(r.integers(1, 9)), int(r.integers(0, 9))


def logits_and_class(r: Generator) -> tuple[np.ndarray, int]:
    return logits(r, 4), int(r.integers(0, 4))


def scores(r: Generator) -> tuple[np.ndarray, int, float]:
    return r.normal(0, 2, 4), int(r.integers(0, 4)), float(r.uniform(0.5, 2))


def scored_losses(r: Generator, *size: int) -> tuple[np.ndarray, np.ndarray]:
    """Losses and a mask of 0 and 1; at least one position of each row is scored."""
    mask = r.integers(0, 2, size).astype(float)
    mask[..., 0] = 1.0
    return r.exponential(2, size), mask


def smoothing(r: Generator) -> tuple[int, int, float]:
    return int(r.integers(0, 5)), 5, float(r.uniform(0, 0.5))


def smoothed_loss(r: Generator) -> tuple[np.ndarray, int, float]:
    return (*logits_and_class(r), float(r.uniform(0, 0.5)))


def slope(r: Generator) -> tuple[np.ndarray, float]:
    return r.normal(0, 2, shape(r, 4)), float(r.uniform(0.05, 1.5))


def probability(r: Generator) -> tuple[np.ndarray]:
    return (r.uniform(0.01, 0.99, shape(r, 4)),)


def binary(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    size = shape(r, 4)
    return r.uniform(0.01, 0.99, size), r.integers(0, 2, size).astype(float)


def binary_logits(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    size = shape(r, 4)
    return r.normal(0, 30, size), r.uniform(0, 1, size)


def focal(r: Generator) -> tuple[np.ndarray, float, float]:
    return r.uniform(0.01, 0.99, shape(r, 4)), float(r.uniform(0.1, 2)), float(r.uniform(0, 4))


def table(r: Generator) -> tuple[np.ndarray, np.ndarray, int]:
    return r.integers(0, 4, 6), r.normal(0, 1, (6, 2)), 4


def unembedding(r: Generator) -> tuple[np.ndarray, np.ndarray, int]:
    return r.normal(0, 1, (4, 3)), r.normal(0, 1, 3), int(r.integers(0, 4))


def bag(r: Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    return *r.normal(0, 1, (2, 4, 3)), r.integers(0, 4, 5), int(r.integers(0, 4))


def counts_from_one(r: Generator) -> tuple[int, int]:
    return int(r.integers(1, 9)), int(r.integers(1, 9))


def symmetric(r: Generator) -> np.ndarray:
    """Eigenvalues at least ½ apart, of both signs."""
    turn, _ = np.linalg.qr(r.normal(0, 1, (4, 4)))
    values = np.cumsum(r.uniform(0.5, 2, 4)) - 3
    A = turn @ np.diag(values) @ turn.T
    return (A + A.T) / 2


def layer(r: Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return r.normal(0, 1, (3, 2)), r.normal(0, 1, 2), r.normal(0, 1, 3)


def network(r: Generator) -> tuple[object, ...]:
    return (
        r.normal(0, 1, 2),
        r.normal(0, 1, (3, 2)),
        r.normal(0, 1, 3),
        r.normal(0, 1, (4, 3)),
        r.normal(0, 1, 4),
    )


def network_and_class(r: Generator) -> tuple[object, ...]:
    return (*network(r), int(r.integers(0, 4)))


def batch(r: Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return r.normal(0, 1, (5, 3)), r.normal(0, 1, (3, 2)), r.normal(0, 1, (5, 2))


def rows_network(r: Generator) -> tuple[object, ...]:
    sizes: tuple[tuple[int, ...], ...] = ((2,), (2, 3), (3,), (3, 2), (2,), (2,))
    return tuple(r.normal(0, 1, size) for size in sizes)


def query(r: Generator) -> tuple[np.ndarray, ...]:
    """Query, keys, values, gradient at the output."""
    return r.normal(0, 2, 4), r.normal(0, 2, (3, 4)), r.normal(0, 1, (3, 2)), r.normal(0, 1, 2)


def pair(r: Generator) -> tuple[np.ndarray, np.ndarray]:
    size = shape(r, 4)
    return r.normal(0, 2, size), r.normal(0, 2, size)


def orthonormal(r: Generator) -> np.ndarray:
    """Two columns of length 1, perpendicular to each other."""
    return np.asarray(np.linalg.qr(r.normal(0, 1, (4, 2)))[0])


def variances(r: Generator) -> np.ndarray:
    return r.uniform(0, 5, 5)


def gaussians(r: Generator) -> tuple[float, ...]:
    return tuple(float(r.uniform(*bounds)) for bounds in ((-2, 2), (0.2, 3), (-2, 2), (0.2, 3)))


def path(r: Generator) -> tuple[np.ndarray, np.ndarray, str]:
    """Weights and pre-activations along a chain of units, and their activation."""
    return r.normal(0, 1, 4), r.normal(0, 2, 4), str(r.choice(["sigmoid", "tanh", "relu"]))


def uniform(r: Generator, *bounds: tuple[float, float]) -> tuple[float, ...]:
    return tuple(float(r.uniform(*each)) for each in bounds)


def segments(r: Generator) -> tuple[int, int]:
    """A number of layers, and a segment length that divides it."""
    length, parts = map(int, r.integers(1, 13, 2))
    return length * parts, length


def curvatures(r: Generator) -> tuple[np.ndarray]:
    return (r.uniform(0.1, 5, 4),)


def regression(r: Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return r.normal(0, 1, (5, 2)), r.normal(0, 1, 2), r.normal(0, 1, 5)


ANY, LAYER = reals(), network_and_class

DRAWS: dict[str, Draw] = {
    # probabilities
    "logsumexp": lambda r: (logits(r, *shape(r, 4)),),
    "log_softmax": lambda r: (logits(r, *shape(r, 4)),),
    "softmax": lambda r: (logits(r, *shape(r, 4)),),
    "softmax_temperature": lambda r: (logits(r, *shape(r, 4)), float(r.uniform(0.3, 3))),
    "sigmoid": lambda r: (r.normal(0, 20, shape(r, 4)),),
    "log_sigmoid": lambda r: (r.normal(0, 20, shape(r, 4)),),
    "softplus": lambda r: (r.normal(0, 20, shape(r, 4)),),
    "logit": probability,
    "mle_categorical": lambda r: (r.integers(0, 9, 4) + np.array([1, 0, 0, 0]),),
    # information
    "surprisal": probability,
    "surprisal_bits": probability,
    "entropy": lambda r: (gappy_law(r, *shape(r, 4)),),
    "entropy_bits": lambda r: (gappy_law(r, *shape(r, 4)),),
    "cross_entropy": two_laws,
    "cross_entropy_bits": two_laws,
    "nats_to_bits": ANY,
    "bits_to_nats": ANY,
    "perplexity": ANY,
    "perplexity_bits": ANY,
    "bits_per_char": lambda r: (float(r.uniform(0, 5)), float(r.uniform(1, 6))),
    # divergences
    "kl_terms": two_laws,
    "kl": two_laws,
    "kl_bits": two_laws,
    "js": two_laws,
    "total_variation": two_laws,
    "kl_bernoulli": lambda r: (float(r.uniform(0, 1)), float(r.uniform(0.001, 0.999))),
    "kl_gauss": gaussians,
    # divergence forms
    "mutual_information": lambda r: (gappy_law(r, 6).reshape(2, 3),),
    "kl_standard_normal": lambda r: (r.normal(0, 2, 3), r.normal(0, 1, 3)),
    "kl_distillation": lambda r: (logits(r, 4), logits(r, 4), float(r.uniform(0.5, 4))),
    "kl_reverse_grad": lambda r: (logits(r, 4), law(r, 4)),
    "kl_smoothed": lambda r: (gappy_law(r, 4), gappy_law(r, 4), float(r.uniform(0.001, 0.1))),
    # policies
    "penalised_reward": lambda r: (gappy_law(r, 4), law(r, 4), r.normal(0, 2, 4), float(r.uniform(0, 1))),
    "tilted_law": lambda r: (gappy_law(r, 4), r.normal(0, 2, 4), float(r.uniform(0.1, 2))),
    "kl_rewards": lambda r: (-r.exponential(2, 5), -r.exponential(2, 5), float(r.uniform(0.01, 1))),
    "dpo_gap": preference,
    "dpo_loss": preference,
    "kl_estimate_k1": sampled_logs,
    "kl_estimate_k2": sampled_logs,
    "kl_estimate_k3": sampled_logs,
    # losses
    "nll": rows_and_targets,
    "nll_mean": matrix_and_targets,
    "nll_from_probs": lambda r: (r.uniform(0.01, 1, 5), str(r.choice(["mean", "sum"]))),
    "ce_soft": logits_and_law,
    "softmax_ce_grad": logits_and_law,
    "ce_grad": lambda r: rows_and_targets(r) if r.random() < 0.5 else matrix_and_targets(r),
    "ce_grad_mean": lambda r: (logits(r, 3, 4), gappy_law(r, 3, 4)),
    "ce_hessian": lambda r: (logits(r, 4),),
    "accuracy": matrix_and_targets,
    # soft targets
    "smooth_targets_uniform": smoothing,
    "smooth_targets_others": smoothing,
    "label_smoothing_loss_uniform": smoothed_loss,
    "label_smoothing_loss_others": smoothed_loss,
    "label_smoothing_floor_uniform": lambda r: (int(r.integers(2, 9)), float(r.uniform(0, 0.9))),
    # masked losses
    "masked_mean": lambda r: scored_losses(r, *shape(r, 4)),
    "masked_mean_by_row": lambda r: scored_losses(r, 3, 4),
    "lm_shapes": lambda r: (int(r.integers(1, 5)), int(r.integers(1, 9)), int(r.integers(1, 99))),
    # rival losses
    "bce": binary,
    "bce_logits": binary_logits,
    "bce_logits_grad": binary_logits,
    "brier": lambda r: (gappy_law(r, 4), int(r.integers(0, 4))),
    "mse_softmax": logits_and_class,
    "mse_softmax_grad": logits_and_class,
    "hinge_ww": scores,
    "hinge_cs": scores,
    "focal_p": focal,
    "focal_grad_p": focal,
    # activations
    "relu": ANY,
    "relu_grad": ANY,
    "relu_backward": pair,
    "leaky_relu": slope,
    "leaky_relu_grad": slope,
    "prelu": slope,
    "prelu_grad_x": slope,
    "prelu_grad_a": ANY,
    "relu6": reals(4, scale=6.0),
    "relu6_grad": reals(4, scale=6.0),
    # smooth activations
    "sigmoid_grad": ANY,
    "tanh_grad": reals(4, scale=10.0),
    "elu": slope,
    "elu_grad": slope,
    "norm_cdf": reals(4, scale=10.0),
    "norm_pdf": ANY,
    "gelu": reals(4, scale=5.0),
    "gelu_grad": ANY,
    "gelu_tanh": ANY,
    "gelu_tanh_grad": ANY,
    "gelu_quick": reals(4, scale=5.0),
    "silu": reals(4, scale=10.0),
    "silu_grad": ANY,
    # gated activations
    "swiglu": lambda r: (r.normal(0, 2, shape(r, 3)), r.normal(0, 1, (3, 2)), r.normal(0, 1, (3, 2))),
    "activation_minimum": lambda r: (str(r.choice(["silu", "gelu"])),),
    # embeddings
    "embedding_lookup": lambda r: (r.normal(0, 1, (4, 2)), r.integers(0, 4, 6)),
    "embedding_grad": table,
    "unembedding_grad_U": unembedding,
    "unembedding_grad_h": unembedding,
    "cosine": lambda r: (r.normal(0, 1, 4), r.normal(0, 1, 4)),
    # jacobians
    "softmax_jacobian": lambda r: (law(r, 4),),
    "softmax_temperature_jacobian": lambda r: (law(r, 4), float(r.uniform(0.3, 3))),
    "log_softmax_jacobian": lambda r: (logits(r, 4),),
    "softmax_vjp": lambda r: (law(r, 4), r.normal(0, 1, 4)),
    "linear_jacobian": lambda r: (r.normal(0, 1, (3, 2)),),
    "elementwise_jacobian": lambda r: (r.normal(0, 1, 3),),
    "compose": lambda r: (r.normal(0, 1, (2, 3)), r.normal(0, 1, (3, 4)), r.normal(0, 1, (4, 1))),
    "jvp": lambda r: (r.normal(0, 1, (3, 2)), r.normal(0, 1, 2)),
    "vjp": lambda r: (r.normal(0, 1, (3, 2)), r.normal(0, 1, 3)),
    "residual_jacobian": lambda r: (r.normal(0, 1, (3, 3)),),
    "layernorm_jacobian": lambda r: (r.normal(0, 1, 5), float(r.choice([0.0, 0.1]))),
    "rmsnorm_jacobian": lambda r: (r.normal(0, 1, 5), float(r.choice([0.0, 0.1]))),
    # linear algebra
    "eigenvalues_symmetric": lambda r: (symmetric(r),),
    "eigenvector_symmetric": lambda r: (symmetric(r), int(r.integers(0, 4))),
    "leading_eigenvector": lambda r: (symmetric(r),),
    "rayleigh": lambda r: (symmetric(r), r.normal(0, 1, 4)),
    "power_step": lambda r: (symmetric(r), r.normal(0, 1, 4), int(r.integers(0, 5))),
    "matrix_power": lambda r: (r.normal(0, 1, (3, 3)), int(r.integers(0, 8))),
    "singular_values": lambda r: (r.normal(0, 1, (3, 4)),),
    "spectral_norm": lambda r: (r.normal(0, 1, (3, 4)),),
    # components
    "centred": lambda r: (r.normal(3, 1, (6, 3)),),
    "covariance": lambda r: (r.normal(3, 1, (6, 3)), int(r.integers(0, 2))),
    "explained_ratio": lambda r: (variances(r),),
    "components_needed": lambda r: (variances(r), float(r.uniform(0.1, 0.99))),
    "participation_ratio": lambda r: (variances(r),),
    # principal components
    "pca_scores": lambda r: (r.normal(3, 1, 4), r.normal(0, 1, 4), orthonormal(r)),
    "pca_reconstruction": lambda r: (r.normal(0, 1, 2), r.normal(0, 1, 4), orthonormal(r)),
    "pca_error": lambda r: (r.normal(3, 1, (6, 3)), int(r.integers(0, 3))),
    "contrasts": lambda r: (int(r.integers(4, 9)), int(r.integers(1, 4))),
    "uncorrelated_data": lambda r: (variances(r)[:4], int(r.integers(9, 12))),
    # spectra
    "correlation_matrix": lambda r: (np.cov(r.normal(0, 1, (3, 6))),),
    "rescaled_covariance": lambda r: (
        np.cov(r.normal(0, 1, (3, 6))),
        int(r.integers(0, 3)),
        float(r.uniform(-2, 2)),
    ),
    "whitened": lambda r: (r.normal(0, 1, 3), r.uniform(0.1, 4, 2), r.normal(0, 1, (3, 2))),
    "covariance_rank": lambda r: (int(r.integers(2, 7)), int(r.integers(1, 7))),
    "power_rate": lambda r: (*uniform(r, (1, 3), (-1, 1)), int(r.integers(0, 12))),
    "pca_storage": lambda r: (int(r.integers(1, 40)), 8, int(r.integers(1, 9))),
    "low_rank_size": lambda r: tuple(int(each) for each in r.integers(1, 20, 3)),
    "truncation_error": lambda r: (variances(r), int(r.integers(0, 3))),
    "effective_rank": lambda r: (variances(r),),
    "condition_number": curvatures,
    "mean_cosine": lambda r: (r.normal(0.5, 1, (4, 3)),),
    # networks
    "linear": layer,
    "linear_backward_dW": layer,
    "linear_backward_db": layer,
    "linear_backward_dx": layer,
    "mlp2_logits": network,
    "mlp2_loss": LAYER,
    "mlp2_dW2": LAYER,
    "mlp2_db2": LAYER,
    "mlp2_da1": LAYER,
    "mlp2_dW1": LAYER,
    "mlp2_db1": LAYER,
    "mlp2_dx": LAYER,
    # backpropagation
    "shared_weight_grad": lambda r: tuple(map(float, r.normal(0, 1, 3))),
    "linear_batch_dW": batch,
    "linear_batch_db": batch,
    "linear_batch_dX": batch,
    "mlp2_mse_loss": rows_network,
    "mlp2_mse_residual": rows_network,
    "mlp2_mse_dW2": rows_network,
    "mlp2_mse_db1": rows_network,
    "mlp2_mse_dW1": rows_network,
    "difference_evaluations": lambda r: (int(r.integers(1, 9)),),
    "training_flops": lambda r: (int(r.integers(1, 9)), int(r.integers(1, 9))),
    # attention
    "attention_weights": lambda r: query(r)[:2],
    "attention_output": lambda r: query(r)[:3],
    "attention_dV": query,
    "attention_ds": query,
    "attention_dq": query,
    "attention_dK": query,
    # gradient flow
    "scalar_chain_grad": path,
    "sparsity": lambda r: (r.integers(-2, 3, shape(r, 4)).astype(float),),
    "relu_mean": lambda r: (float(r.uniform(0.1, 3)),),
    "relu_second_moment": lambda r: (float(r.uniform(0.1, 3)),),
    "he_std": lambda r: (int(r.integers(1, 1000)),),
    # calibration
    "info_nce": lambda r: (r.uniform(-1, 1, 4), int(r.integers(0, 4)), float(r.uniform(0.05, 1))),
    "info_nce_batch": lambda r: (r.uniform(-1, 1, (3, 3)), float(r.uniform(0.05, 1))),
    "info_nce_symmetric": lambda r: (r.uniform(-1, 1, (3, 3)), float(r.uniform(0.05, 1))),
    "distillation_loss": distilled,
    "distillation_grad": lambda r: (logits(r, 4), logits(r, 4), float(r.uniform(0.5, 4))),
    "temperature_losses": lambda r: (*matrix_and_targets(r), r.uniform(0.25, 4, 3)),
    "ece": lambda r: (r.integers(0, 9, 4) + np.array([1, 0, 0, 0]), r.uniform(0, 1, 4), r.uniform(0, 1, 4)),
    "slip_probability": lambda r: (float(r.uniform(0, 0.2)), int(r.integers(1, 40))),
    "clean_prefix": lambda r: (float(r.uniform(0.01, 0.2)), int(r.integers(1, 40))),
    # large vocabularies
    "output_layer_cost": lambda r: tuple(map(int, r.integers(1, 9, 4))),
    "logits_bytes": lambda r: tuple(map(int, r.integers(1, 9, 4))),
    "hsoftmax_depth": lambda r: (int(r.integers(1, 99)),),
    "hsoftmax_prob": lambda r: (r.normal(0, 20, 4), r.choice([-1, 1], 4)),
    "adaptive_softmax_cost": lambda r: (*counts(r), r.integers(1, 9, 2), r.integers(1, 9, 2), law(r, 3)[:2]),
    # optimisers
    "sgd_step": lambda r: (r.normal(0, 1, 3), r.normal(0, 1, 3), float(r.uniform(0.01, 2))),
    "logistic_grad": lambda r: (r.normal(0, 3, 3), r.normal(0, 3, 3), float(r.integers(0, 2))),
    "gd_quadratic": lambda r: (*uniform(r, (0.5, 3), (-2, 2), (-3, 3), (0.01, 0.5)), int(r.integers(0, 9))),
    "momentum_quadratic": lambda r: (
        *uniform(r, (0.5, 3), (-3, 3), (0.01, 0.5), (0.5, 0.95)),
        int(r.integers(1, 6)),
    ),
    "adam_updates": lambda r: (
        r.normal(0, 2, 4),
        *uniform(r, (0.001, 0.1), (0.5, 0.95), (0.9, 0.999)),
        float(r.choice([1e-8, 0.1])),
    ),
    "stable_rate_limit": curvatures,
    "best_rate": curvatures,
    "worst_factor": lambda r: (*curvatures(r), float(r.uniform(0.01, 2))),
    "mse_linear": regression,
    "mse_linear_grad": regression,
    "least_squares": lambda r: (r.normal(0, 1, (5, 2)), r.normal(0, 1, 5)),
    "clip_by_norm": lambda r: (r.normal(0, 2, 5), float(r.uniform(0.5, 10))),
    # depth
    "depth_factor": lambda r: (float(r.uniform(0.8, 1.2)), int(r.integers(0, 97))),
    "layers_until": lambda r: (float(r.uniform(0.8, 0.99)), float(r.uniform(0.001, 0.5))),
    "residual_chain": lambda r: (float(r.uniform(-0.3, 0.3)), int(r.integers(0, 13))),
    "residual_paths": lambda r: (int(r.integers(5, 11)), int(r.integers(0, 6))),
    "residual_relu_jacobian": lambda r: (r.normal(0, 1, (3, 2)), r.normal(0, 1, (2, 3)), r.normal(0, 1, 2)),
    "checkpoint_memory": segments,
    "checkpoint_compute": lambda r: uniform(r, (0.5, 2), (0.5, 4)),
    "finite_difference": lambda r: (
        str(r.choice(["cos", "cube", "exp", "log", "reciprocal", "sin", "tanh"])),
        *uniform(r, (1, 2), (0.1, 0.5)),
        str(r.choice(["central", "forward"])),
    ),
    "relative_error": lambda r: uniform(r, (-2, 2), (-2, 2)),
    # embedding gradients
    "onehot_rows": lambda r: (r.integers(0, 4, 6), 4),
    "touched_rows": lambda r: (r.integers(0, 9, 6), 9),
    "embedding_grad_padded": lambda r: (*table(r), int(r.integers(0, 4))),
    "position_grad": lambda r: (r.normal(0, 1, (6, 2)), int(r.choice([1, 2, 3, 6]))),
    "tied_grad": lambda r: (*table(r)[:2], r.normal(0, 1, 4), r.normal(0, 1, 2)),
    "bag_loss": bag,
    "bag_dh": bag,
    "bag_dE": bag,
    "dense_grad_bytes": counts_from_one,
    "sparse_grad_bytes": counts_from_one,
    # sensitivity
    "full_jacobian_entries": lambda r: tuple(map(int, r.integers(1, 6, 2))),
    "full_jacobian_bytes": lambda r: tuple(map(int, r.integers(1, 6, 3))),
    "ad_passes": lambda r: tuple(map(int, r.integers(1, 9, 2))),
    "chain_multiplications": lambda r: (
        r.integers(1, 11, int(r.integers(2, 6))),
        str(r.choice(["left", "right"])),
    ),
    "attention_value_jacobian": lambda r: (law(r, 4), int(r.integers(0, 4)), int(r.integers(1, 4))),
    "attention_scores_jacobian": lambda r: (law(r, 4), r.normal(0, 1, (4, 3))),
    "gauss_newton": lambda r: (r.normal(0, 1, (4, 3)),),
    "residuals_grad": lambda r: (r.normal(0, 1, (4, 3)), r.normal(0, 1, 4)),
    "frobenius_squared": lambda r: (r.normal(0, 1, (3, 3)),),
    # embedding updates
    "touch_probability": lambda r: (float(10.0 ** r.uniform(-6, -0.1)), int(r.integers(1, 2000))),
    "accumulated_norm": lambda r: (int(r.integers(1, 40)), *uniform(r, (0.01, 10), (0, 1))),
    "batch_gradient": lambda r: (r.normal(0, 2, (3, 2)), r.integers(1, 50, 3)),
    "idle_decay": lambda r: (*uniform(r, (0.001, 0.1), (0, 0.5)), int(r.integers(0, 200))),
    "half_precision": lambda r: (float(r.choice([-1, 1]) * 10.0 ** r.uniform(-9, 4.8)),),
    "loss_scale": lambda r: (float(10.0 ** r.uniform(-12, 1)),),
}
