"""Reference functions against PyTorch in double precision, where it has the same function.

A row tells how PyTorch gets the number from the same arguments, as tensors (whole numbers stay whole).
Gradients are PyTorch's own, by autograd.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from quizkit.reference import REFERENCE
from tests.reference.reference_draws import DRAWS

torch = pytest.importorskip("torch")
F = torch.nn.functional
pytestmark = pytest.mark.parity

ROUNDS = 20
Ours = Callable[..., Any]


def by(function: Ours, place: int) -> Ours:
    """The gradient of the sum of a function's results by the argument at this place."""

    def gradient(*arguments: Any) -> Any:
        variable = arguments[place].detach().clone().requires_grad_()
        result = function(*arguments[:place], variable, *arguments[place + 1 :])
        (found,) = torch.autograd.grad(result.sum(), variable)
        return found

    return gradient


def jacobian(function: Ours) -> Ours:
    return lambda x, *fixed: torch.autograd.functional.jacobian(lambda at: function(at, *fixed), x)


def nll(z: Any, y: Any) -> Any:
    """Loss of each row, unreduced."""
    if z.dim() == 1:
        return F.cross_entropy(z[None], torch.as_tensor(y).reshape(1))
    return F.cross_entropy(z, y, reduction="none")


def mean_nll(z: Any, y: Any) -> Any:
    return nll(z, y).mean()


def ce(z: Any, t: Any) -> Any:
    """Loss of each row against target probabilities, unreduced."""
    return F.cross_entropy(z.reshape(-1, z.shape[-1]), t.reshape(-1, t.shape[-1]), reduction="none").reshape(
        z.shape[:-1]
    )


def kl(p: Any, q: Any) -> Any:
    return F.kl_div(q.log(), p, reduction="none").sum(-1)


def onehot(y: int, size: int) -> Any:
    return F.one_hot(torch.tensor(y), size).double()


def smoothed(z: Any, y: int, eps: float) -> Any:
    return F.cross_entropy(z[None], torch.tensor([y]), label_smoothing=eps)


def focal(p: Any, alpha: float, gamma: float) -> Any:
    loss = -torch.log(p)
    return alpha * (1 - torch.exp(-loss)) ** gamma * loss


def embedded(ids: Any, G: Any, E: Any) -> Any:
    return G * F.embedding(ids, E)


def unembedding_loss(U: Any, h: Any, y: int) -> Any:
    return nll(F.linear(h, U), y)


def layer_loss(W: Any, x: Any, g: Any, b: Any) -> Any:
    return g @ F.linear(x, W, b)


def mlp2(x: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)


def mlp2_loss(*arguments: Any) -> Any:
    return nll(mlp2(*arguments[:5]), arguments[5])


def number(value: float) -> Any:
    return torch.tensor(value, dtype=torch.float64)


def normal(mean: float, deviation: float) -> Any:
    return torch.distributions.Normal(number(mean), number(deviation))


def bernoulli(p: float) -> Any:
    return torch.distributions.Bernoulli(probs=number(p))


def prelu(x: Any, a: float) -> Any:
    return F.prelu(x, number(a).reshape(1))


def zeros(*size: int) -> Any:
    return torch.zeros(*size, dtype=torch.float64)


THEIRS: dict[str, Ours] = {
    # probabilities
    "logsumexp": lambda z: torch.logsumexp(z, -1),
    "log_softmax": lambda z: F.log_softmax(z, -1),
    "softmax": lambda z: F.softmax(z, -1),
    "softmax_temperature": lambda z, T: F.softmax(z / T, -1),
    "sigmoid": torch.sigmoid,
    "log_sigmoid": F.logsigmoid,
    # Without the threshold PyTorch's softplus is the identity beyond 20.
    "softplus": lambda x: F.softplus(x, threshold=1e9),
    "logit": torch.logit,
    # information
    "surprisal": lambda p: -torch.log(p),
    "surprisal_bits": lambda p: -torch.log2(p),
    "entropy": lambda p: torch.special.entr(p).sum(-1),
    "entropy_bits": lambda p: torch.special.entr(p).sum(-1) / math.log(2),
    "cross_entropy": lambda p, q: ce(q.log(), p),
    "cross_entropy_bits": lambda p, q: ce(q.log(), p) / math.log(2),
    "perplexity": torch.exp,
    "perplexity_bits": torch.exp2,
    # divergences
    "kl_terms": lambda p, q: F.kl_div(q.log(), p, reduction="none"),
    "kl": kl,
    "kl_bits": lambda p, q: kl(p, q) / math.log(2),
    "js": lambda p, q: (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2,
    "total_variation": lambda p, q: torch.linalg.vector_norm(p - q, 1, dim=-1) / 2,
    "kl_bernoulli": lambda a, b: torch.distributions.kl_divergence(bernoulli(a), bernoulli(b)),
    "kl_gauss": lambda m1, s1, m2, s2: torch.distributions.kl_divergence(normal(m1, s1), normal(m2, s2)),
    # divergence forms
    "mutual_information": lambda J: kl(J.flatten(), torch.outer(J.sum(1), J.sum(0)).flatten()),
    "kl_standard_normal": lambda mu, logvar: torch.distributions.kl_divergence(
        torch.distributions.Normal(mu, (logvar / 2).exp()),
        torch.distributions.Normal(zeros(3), zeros(3).exp()),
    ).sum(),
    "kl_distillation": lambda student, teacher, T: F.kl_div(
        F.log_softmax(student / T, -1), F.log_softmax(teacher / T, -1), reduction="sum", log_target=True
    ),
    "kl_reverse_grad": by(lambda z, p: kl(F.softmax(z, -1), p), 0),
    # policies
    "tilted_law": lambda ref, reward, beta: F.softmax(ref.log() + reward / beta, -1),
    "dpo_loss": lambda lw, rw, ll, rl, beta: (
        -F.logsigmoid(torch.tensor(beta * (lw - rw - ll + rl), dtype=torch.float64))
    ),
    # losses
    "nll": lambda z, y: nll(z, y).squeeze() if z.dim() == 1 else nll(z, y),
    "nll_mean": F.cross_entropy,
    "nll_from_probs": lambda p, reduction: F.binary_cross_entropy(p, torch.ones_like(p), reduction=reduction),
    "ce_soft": ce,
    "softmax_ce_grad": by(ce, 0),
    "ce_grad": by(mean_nll, 0),
    "ce_grad_mean": by(F.cross_entropy, 0),
    "ce_hessian": lambda z: torch.autograd.functional.hessian(lambda at: nll(at, 0).sum(), z),
    "accuracy": lambda Z, y: (Z.argmax(-1) == y).double().mean(),
    # soft targets
    "label_smoothing_loss_uniform": smoothed,
    "label_smoothing_loss_others": lambda z, y, eps: smoothed(z, y, eps * len(z) / (len(z) - 1)),
    # rival losses
    "bce": lambda p, y: F.binary_cross_entropy(p, y, reduction="none"),
    "bce_logits": lambda z, y: F.binary_cross_entropy_with_logits(z, y, reduction="none"),
    "bce_logits_grad": by(lambda z, y: F.binary_cross_entropy_with_logits(z, y, reduction="none"), 0),
    "brier": lambda q, y: F.mse_loss(q, onehot(y, len(q)), reduction="sum"),
    "mse_softmax": lambda z, y: F.mse_loss(F.softmax(z, -1), onehot(y, len(z))),
    "mse_softmax_grad": by(lambda z, y: F.mse_loss(F.softmax(z, -1), onehot(y, len(z))), 0),
    # PyTorch divides by the number of classes.
    "hinge_ww": lambda s, y, margin: len(s) * F.multi_margin_loss(s[None], torch.tensor([y]), margin=margin),
    "focal_p": focal,
    "focal_grad_p": by(focal, 0),
    # activations
    "relu": F.relu,
    "relu_grad": by(F.relu, 0),
    "relu_backward": lambda g, z: by(lambda at: g * F.relu(at), 0)(z),
    "leaky_relu": F.leaky_relu,
    "leaky_relu_grad": by(F.leaky_relu, 0),
    "prelu": prelu,
    "prelu_grad_x": by(prelu, 0),
    "relu6": F.relu6,
    # smooth activations
    "sigmoid_grad": by(torch.sigmoid, 0),
    "tanh_grad": by(torch.tanh, 0),
    "elu": F.elu,
    "elu_grad": by(F.elu, 0),
    "norm_cdf": torch.special.ndtr,
    "norm_pdf": lambda x: torch.exp(normal(0.0, 1.0).log_prob(x)),
    "gelu": F.gelu,
    "gelu_grad": by(F.gelu, 0),
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "gelu_tanh_grad": by(lambda x: F.gelu(x, approximate="tanh"), 0),
    "silu": F.silu,
    "silu_grad": by(F.silu, 0),
    # embeddings
    "embedding_lookup": lambda E, ids: F.embedding(ids, E),
    "embedding_grad": lambda ids, G, V: by(embedded, 2)(ids, G, zeros(V, G.shape[1])),
    "unembedding_grad_U": by(unembedding_loss, 0),
    "unembedding_grad_h": by(unembedding_loss, 1),
    "cosine": lambda a, b: F.cosine_similarity(a, b, dim=0),
    # jacobians
    "softmax_jacobian": lambda s: jacobian(lambda z: F.softmax(z, -1))(s.log()),
    "softmax_temperature_jacobian": lambda s, T: jacobian(lambda z: F.softmax(z / T, -1))(T * s.log()),
    "log_softmax_jacobian": jacobian(lambda z: F.log_softmax(z, -1)),
    "softmax_vjp": lambda s, g: by(lambda z: g * F.softmax(z, -1), 0)(s.log()),
    "compose": lambda *Js: torch.linalg.multi_dot(Js),
    "layernorm_jacobian": jacobian(lambda x, eps: F.layer_norm(x, x.shape, eps=eps)),
    "rmsnorm_jacobian": jacobian(lambda x, eps: F.rms_norm(x, x.shape, eps=eps)),
    # linear algebra
    "eigenvalues_symmetric": lambda A: torch.linalg.eigvalsh(A).flip(0),
    "singular_values": torch.linalg.svdvals,
    "spectral_norm": lambda A: torch.linalg.matrix_norm(A, 2),
    # components
    "covariance": lambda X, ddof: torch.cov(X.T, correction=ddof),
    # networks
    "linear": lambda W, x, b: F.linear(x, W, b),
    "linear_backward_dW": lambda W, x, g: by(layer_loss, 0)(W, x, g, zeros(len(g))),
    "linear_backward_db": lambda W, x, g: by(layer_loss, 3)(W, x, g, zeros(len(g))),
    "linear_backward_dx": lambda W, x, g: by(layer_loss, 1)(W, x, g, zeros(len(g))),
    "mlp2_logits": mlp2,
    "mlp2_loss": lambda *arguments: mlp2_loss(*arguments).squeeze(),
    "mlp2_dW2": by(mlp2_loss, 3),
    "mlp2_db2": by(mlp2_loss, 4),
    "mlp2_da1": lambda x, W1, b1, W2, b2, y: by(lambda a1: nll(F.linear(a1, W2, b2), y), 0)(
        F.relu(F.linear(x, W1, b1))
    ),
    "mlp2_dW1": by(mlp2_loss, 1),
    "mlp2_db1": by(mlp2_loss, 2),
    "mlp2_dx": by(mlp2_loss, 0),
}

TIES = [
    ("relu_grad", ([0.0, -0.0],)),
    ("leaky_relu_grad", ([0.0], 0.3)),
    ("prelu_grad_x", ([0.0], 0.3)),
    ("elu_grad", ([0.0], 0.3)),
    ("gelu", ([0.0, 30.0, -30.0],)),
    ("silu_grad", ([1000.0, -1000.0],)),
    ("softmax", ([1000.0, -1000.0, 0.0],)),
    ("log_softmax", ([1000.0, -1000.0, 0.0],)),
    ("logsumexp", ([-math.inf, 0.0],)),
    ("cross_entropy", ([0.0, 1.0], [0.25, 0.75])),
    ("kl", ([0.0, 1.0], [0.25, 0.75])),
]
"""Kinks, tails and zeros, where conventions could part."""


def tensor(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return torch.from_numpy(argument.copy())
    return torch.tensor(argument, dtype=torch.float64) if isinstance(argument, list) else argument


def agree(name: str, arguments: tuple[Any, ...]) -> None:
    theirs = torch.as_tensor(THEIRS[name](*map(tensor, arguments))).detach().numpy()
    np.testing.assert_allclose(REFERENCE[name](*arguments), theirs, rtol=1e-10, atol=1e-10)


def test_parity_speaks_of_functions_that_there_are() -> None:
    assert set(THEIRS) <= set(REFERENCE)


@pytest.mark.parametrize("name", sorted(THEIRS))
def test_pytorch_gives_the_same_number(name: str) -> None:
    for chance in range(ROUNDS):
        agree(name, DRAWS[name](np.random.default_rng([chance, len(name)])))


@pytest.mark.parametrize(("name", "arguments"), TIES)
def test_pytorch_agrees_at_kinks_and_tails(name: str, arguments: tuple[Any, ...]) -> None:
    agree(name, arguments)
