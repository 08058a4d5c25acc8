"""What does a network compute, and what gradient reaches each of its parts?

Columns: a layer is y = Wx + b, with W (outputs, inputs). ``g`` is the gradient of the loss at the layer's
output. The network of two layers is h₁ = W₁x + b₁, a₁ = ReLU(h₁), h₂ = W₂a₁ + b₂, and its loss is
−ln softmax(h₂)_y in nats, y counted from 0. ReLU has slope 0 at 0. A gradient has the shape of what it
belongs to.
"""

# ruff: noqa: PLR0917  a bank passes the whole network, and passes it by position

import numpy as np
from jaxtyping import Float

from quizkit.reference.activations import relu, relu_backward
from quizkit.reference.arguments import check_index
from quizkit.reference.losses import ce_grad, nll
from quizkit.reference.registry import registered


@registered
def linear(
    W: Float[np.ndarray, "m n"], x: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]
) -> Float[np.ndarray, "m"]:
    """Output Wx + b of a linear layer.

    Source: Goodfellow, Bengio and Courville 2016, §6.1 (there with Wᵀ).
    """
    return np.asarray(W @ x + b)


@registered
def linear_backward_dW(
    W: Float[np.ndarray, "m n"], x: Float[np.ndarray, "n"], g: Float[np.ndarray, "m"]
) -> Float[np.ndarray, "m n"]:
    """Gradient g xᵀ of a linear layer's weight.

    Source: Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return np.asarray(np.outer(g, x)).reshape(W.shape)


@registered
def linear_backward_db(
    W: Float[np.ndarray, "m n"],  # noqa: ARG001  the three gradients are called alike
    x: Float[np.ndarray, "n"],  # noqa: ARG001
    g: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "m"]:
    """Gradient of a linear layer's bias: g itself.

    Source: Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return g


@registered
def linear_backward_dx(
    W: Float[np.ndarray, "m n"],
    x: Float[np.ndarray, "n"],  # noqa: ARG001  the three gradients are called alike
    g: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "n"]:
    """Gradient Wᵀg of a linear layer's input.

    Source: Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return np.asarray(W.T @ g)


@registered
def mlp2_logits(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
) -> Float[np.ndarray, "v"]:
    """Logits W₂ ReLU(W₁x + b₁) + b₂ of the network.

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, §6.1.
    """
    return np.asarray(W2 @ relu(W1 @ x + b1) + b2)


@registered
def mlp2_loss(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
    y: int,
) -> float:
    """Loss of the network at class y, in nats.

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, §6.5.4.
    """
    check_index(y, len(b2), "y")
    return float(nll(np.asarray(mlp2_logits(x, W1, b1, W2, b2)), np.asarray(y)))


@registered
def mlp2_dW2(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
    y: int,
) -> Float[np.ndarray, "v h"]:
    """Gradient (q − 1_y) a₁ᵀ of the second weight, q = softmax(h₂).

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return np.asarray(np.outer(mlp2_db2(x, W1, b1, W2, b2, y), relu(W1 @ x + b1)))


@registered
def mlp2_db2(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
    y: int,
) -> Float[np.ndarray, "v"]:
    """Gradient q − 1_y of the second bias, which is that of the logits, q = softmax(h₂).

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    check_index(y, len(b2), "y")
    return np.asarray(ce_grad(np.asarray(mlp2_logits(x, W1, b1, W2, b2)), np.asarray(y)))


@registered
def mlp2_da1(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
    y: int,
) -> Float[np.ndarray, "h"]:
    """Gradient W₂ᵀ(q − 1_y) of the hidden activations.

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return np.asarray(W2.T @ mlp2_db2(x, W1, b1, W2, b2, y))


@registered
def mlp2_dW1(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
    y: int,
) -> Float[np.ndarray, "h n"]:
    """Gradient (W₂ᵀ(q − 1_y) ∘ 1[h₁ > 0]) xᵀ of the first weight.

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return np.asarray(np.outer(mlp2_db1(x, W1, b1, W2, b2, y), x))


@registered
def mlp2_db1(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
    y: int,
) -> Float[np.ndarray, "h"]:
    """Gradient W₂ᵀ(q − 1_y) ∘ 1[h₁ > 0] of the first bias, which is that of the pre-activations h₁.

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return np.asarray(relu_backward(mlp2_da1(x, W1, b1, W2, b2, y), W1 @ x + b1))


@registered
def mlp2_dx(
    x: Float[np.ndarray, "n"],
    W1: Float[np.ndarray, "h n"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "v h"],
    b2: Float[np.ndarray, "v"],
    y: int,
) -> Float[np.ndarray, "n"]:
    """Gradient W₁ᵀ ∂L/∂h₁ of the network's input.

    Source: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, algorithm 6.4.
    """
    return np.asarray(W1.T @ mlp2_db1(x, W1, b1, W2, b2, y))
