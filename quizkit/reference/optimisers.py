"""Where do gradient descent and its relatives go, and how fast?

Steps are taken one at a time, never by a closed form. Learning rates are positive; a quadratic has the
curvatures ``lam``, the eigenvalues of its Hessian. Mean squared error is the mean of squared residuals,
without a factor ½.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_count, check_positive
from quizkit.reference.probabilities import sigmoid
from quizkit.reference.registry import registered


@registered
def sgd_step(w: Float[np.ndarray, "d"], g: Float[np.ndarray, "d"], lr: float) -> Float[np.ndarray, "d"]:
    """Weights w − lr·g after one step of gradient descent.

    Source: Cauchy 1847; Goodfellow et al. 2016, eq. 4.5.
    """
    check_positive(lr, "lr")
    return w - lr * g


@registered
def logistic_grad(w: Float[np.ndarray, "d"], x: Float[np.ndarray, "d"], y: float) -> Float[np.ndarray, "d"]:
    """Gradient (σ(w·x) − y) x by the weights of logistic regression on one example, loss in nats.

    Source: Bishop 2006, eq. 4.91.
    """
    return np.asarray((sigmoid(w @ x) - y) * x)


@registered
def gd_quadratic(lam: float, c: float, w0: float, lr: float, k: int) -> float:
    """Weight after k steps of gradient descent on ½ lam (w − c)² from w0, step by step.

    Source: Boyd and Vandenberghe 2004, §9.3.
    """
    check_positive(lr, "lr")
    check_count(k, "k", least=0)
    w = w0
    for _ in range(k):
        w -= lr * lam * (w - c)
    return w


@registered
def momentum_quadratic(lam: float, w0: float, lr: float, mu: float, k: int) -> Float[np.ndarray, "k"]:
    """Weights after each of k steps v ← mu v + g, w ← w − lr v on ½ lam w², from w0 with v = 0.

    Source: Polyak 1964; Sutskever et al. 2013, §2, with lr outside the velocity.
    """
    check_positive(lr, "lr")
    check_count(k, "k")
    w, v, path = w0, 0.0, []
    for _ in range(k):
        v = mu * v + lam * w
        w -= lr * v
        path.append(w)
    return np.asarray(path)


@registered
def adam_updates(
    g: Float[np.ndarray, "k"], lr: float, b1: float, b2: float, eps: float
) -> Float[np.ndarray, "k"]:
    """Change of a weight in each Adam step, given its gradients in turn; ε stands outside the root.

    First and second moment start at 0 and are corrected for that; 0 ≤ b1, b2 < 1.

    Source: Kingma and Ba 2015, algorithm 1.
    """
    check_positive(lr, "lr")
    check(0 <= b1 < 1, "b1", "a number from 0 to below 1", b1)
    check(0 <= b2 < 1, "b2", "a number from 0 to below 1", b2)
    m, v, changes = 0.0, 0.0, []
    for t, gradient in enumerate(g, start=1):
        m = b1 * m + (1 - b1) * gradient
        v = b2 * v + (1 - b2) * gradient**2
        changes.append(-lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps))
    return np.asarray(changes)


@registered
def stable_rate_limit(lam: Float[np.ndarray, "n"]) -> float:
    """Learning rate 2/λmax below which gradient descent on a quadratic converges; all lam positive.

    Source: Boyd and Vandenberghe 2004, §9.3; LeCun et al. 1998, Efficient BackProp, §5.
    """
    check_positive(lam, "lam")
    return 2 / float(lam.max())


@registered
def best_rate(lam: Float[np.ndarray, "n"]) -> float:
    """Fixed learning rate 2/(λmin + λmax) that shrinks the worst error the most; all lam positive.

    Source: Polyak 1964; Nesterov 2004, theorem 2.1.15.
    """
    check_positive(lam, "lam")
    return 2 / float(lam.min() + lam.max())


@registered
def worst_factor(lam: Float[np.ndarray, "n"], lr: float) -> float:
    """Largest |1 − lr·λ|: what a step multiplies the error by along its slowest (or wildest) direction.

    Source: Boyd and Vandenberghe 2004, §9.3.
    """
    check_positive(lr, "lr")
    return float(np.abs(1 - lr * lam).max())


@registered
def mse_linear(X: Float[np.ndarray, "n d"], w: Float[np.ndarray, "d"], y: Float[np.ndarray, "n"]) -> float:
    """Mean squared residual of the linear model Xw against y.

    Source: Goodfellow et al. 2016, §5.1.4.
    """
    return float(np.mean((X @ w - y) ** 2))


@registered
def mse_linear_grad(
    X: Float[np.ndarray, "n d"], w: Float[np.ndarray, "d"], y: Float[np.ndarray, "n"]
) -> Float[np.ndarray, "d"]:
    """Gradient (2/n) Xᵀ(Xw − y) of the mean squared residual by the weights.

    Source: Goodfellow et al. 2016, eq. 5.9.
    """
    return np.asarray(2 / len(y) * X.T @ (X @ w - y))


@registered
def least_squares(X: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]) -> Float[np.ndarray, "d"]:
    """Weights that minimise the mean squared residual, by a singular value decomposition.

    The columns of X must be independent.

    Source: Golub and Van Loan 2013, §5.5.
    """
    weights, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    check(int(rank) == X.shape[1], "X", "independent columns", f"rank {rank}")
    return np.asarray(weights)


@registered
def clip_by_norm(g: Float[np.ndarray, "d"], c: float) -> Float[np.ndarray, "d"]:
    """The gradient, all parameters in one vector, shortened to the length c if it is longer.

    Source: Pascanu, Mikolov and Bengio 2013, algorithm 1.
    """
    check_positive(c, "c")
    length = float(np.linalg.norm(g))
    return g * (c / length) if length > c else g.copy()
