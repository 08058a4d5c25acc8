"""What gradient reaches a weight that is used twice, a layer fed with a batch, a network with squared error?

Rows: a batch has one example per row, and a layer is Y = XW + b with W (inputs, outputs). ``G`` is the
gradient of the loss at Y, as it arrives; an average over the batch is in it already. The network with squared
error is h₁ = xW₁ + b₁, a₁ = ReLU(h₁), z₂ = a₁W₂ + b₂, and its loss is ½‖z₂ − t‖². ReLU has slope 0 at 0.
A gradient has the shape of what it belongs to.
"""

# ruff: noqa: PLR0917  a bank passes the whole network, and passes it by position

import numpy as np
from jaxtyping import Float

from quizkit.reference.activations import relu, relu_backward
from quizkit.reference.arguments import check_count
from quizkit.reference.registry import registered


@registered
def shared_weight_grad(w: float, x: float, t: float) -> float:
    """Derivative by w of ½(w·(w·x) − t)², a chain of two layers that share one weight.

    The use next to x sends back w·x, the use next to the output w·x as well; both are added.

    Source: Goodfellow, Bengio and Courville 2016, §6.5.6 (a shared parameter adds its uses).
    """
    residual = w * (w * x) - t
    inner, outer = w * x, w * x
    return residual * inner + residual * outer


@registered
def linear_batch_dW(
    X: Float[np.ndarray, "n d"], W: Float[np.ndarray, "d m"], G: Float[np.ndarray, "n m"]
) -> Float[np.ndarray, "d m"]:
    """Gradient XᵀG of the weight of a layer Y = XW + b.

    Source: Goodfellow, Bengio and Courville 2016, §6.5.6.
    """
    return np.asarray(X.T @ G).reshape(W.shape)


@registered
def linear_batch_db(
    X: Float[np.ndarray, "n d"],  # noqa: ARG001  the three gradients are called alike
    W: Float[np.ndarray, "d m"],  # noqa: ARG001
    G: Float[np.ndarray, "n m"],
) -> Float[np.ndarray, "m"]:
    """Gradient of the bias of a layer Y = XW + b: the sum of the rows of G.

    Source: Goodfellow, Bengio and Courville 2016, §6.5.6.
    """
    return np.asarray(G.sum(axis=0))


@registered
def linear_batch_dX(
    X: Float[np.ndarray, "n d"], W: Float[np.ndarray, "d m"], G: Float[np.ndarray, "n m"]
) -> Float[np.ndarray, "n d"]:
    """Gradient GWᵀ of the input of a layer Y = XW + b.

    Source: Goodfellow, Bengio and Courville 2016, §6.5.6.
    """
    return np.asarray(G @ W.T).reshape(X.shape)


@registered
def mlp2_mse_loss(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "n h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h m"],
    b2: Float[np.ndarray, "m"],
    t: Float[np.ndarray, "m"],
) -> float:
    """Loss ½‖z₂ − t‖² of the network with squared error.

    Source: Rumelhart, Hinton and Williams 1986, eq. 3.
    """
    return float(np.sum(mlp2_mse_residual(x, W1, b1, W2, b2, t) ** 2) / 2)


@registered
def mlp2_mse_residual(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "n h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h m"],
    b2: Float[np.ndarray, "m"],
    t: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "m"]:
    """Residual z₂ − t of the network with squared error, which is the gradient at z₂ and of b₂.

    Source: Rumelhart, Hinton and Williams 1986, eq. 4.
    """
    return np.asarray(relu(x @ W1 + b1) @ W2 + b2 - t)


@registered
def mlp2_mse_dW2(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "n h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h m"],
    b2: Float[np.ndarray, "m"],
    t: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "h m"]:
    """Gradient a₁ᵀ(z₂ − t) of the second weight, for squared error.

    Source: Rumelhart, Hinton and Williams 1986, eq. 6.
    """
    return np.asarray(np.outer(relu(x @ W1 + b1), mlp2_mse_residual(x, W1, b1, W2, b2, t)))


@registered
def mlp2_mse_db1(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "n h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h m"],
    b2: Float[np.ndarray, "m"],
    t: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "h"]:
    """Gradient (z₂ − t)W₂ᵀ ∘ 1[h₁ > 0] of the first bias and of h₁, for squared error.

    Source: Rumelhart, Hinton and Williams 1986, eq. 7; Goodfellow, Bengio and Courville 2016, §6.5.4.
    """
    arriving = np.asarray(mlp2_mse_residual(x, W1, b1, W2, b2, t) @ W2.T)
    return np.asarray(relu_backward(arriving, x @ W1 + b1))


@registered
def mlp2_mse_dW1(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "n h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h m"],
    b2: Float[np.ndarray, "m"],
    t: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "n h"]:
    """Gradient xᵀ∂L/∂h₁ of the first weight, for squared error.

    Source: Rumelhart, Hinton and Williams 1986, eq. 6; Goodfellow, Bengio and Courville 2016, §6.5.4.
    """
    return np.asarray(np.outer(x, mlp2_mse_db1(x, W1, b1, W2, b2, t)))


@registered
def difference_evaluations(P: int) -> int:
    """Loss evaluations of a central-difference gradient by P parameters: two for each.

    Source: Baydin et al. 2018, Automatic differentiation in machine learning, §2.1.
    """
    check_count(P, "P")
    ahead, behind = P, P
    return ahead + behind


@registered
def training_flops(P: int, N: int) -> int:
    """Operations of training P parameters on N tokens, about 6PN.

    Forwards a multiplication and an addition per parameter and token; backwards the same twice, for the
    gradients of the inputs and of the parameters.

    Source: Kaplan et al. 2020, Scaling laws for neural language models, §2.1.
    """
    check_count(P, "P")
    check_count(N, "N")
    forward = 2 * P * N
    return forward + 2 * forward
