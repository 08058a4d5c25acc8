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


def in_batch(S: Any, T: float) -> Any:
    return F.cross_entropy(S / T, torch.arange(len(S)))


def distillation(zs: Any, zt: Any, T: float) -> Any:
    student, teacher = F.log_softmax(zs / T, -1), F.log_softmax(zt / T, -1)
    return T * T * F.kl_div(student, teacher, reduction="sum", log_target=True)


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


def bag_loss(E: Any, U: Any, ids: Any, y: int) -> Any:
    return F.cross_entropy(U @ F.embedding_bag(ids[None], E, mode="mean")[0], torch.tensor(y))


def layer_loss(W: Any, x: Any, g: Any, b: Any) -> Any:
    return g @ F.linear(x, W, b)


def mlp2(x: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)


def mlp2_loss(*arguments: Any) -> Any:
    return nll(mlp2(*arguments[:5]), arguments[5])


def mlp2_mse(x: Any, W1: Any, b1: Any, W2: Any, b2: Any, t: Any) -> Any:
    return F.mse_loss(mlp2(x, W1.T, b1, W2.T, b2), t, reduction="sum") / 2


def attention(q: Any, K: Any, V: Any) -> Any:
    return F.scaled_dot_product_attention(q[None, None], K[None], V[None])[0, 0]


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


def chain(x: Any, w: Any, z: Any, act: Ours) -> Any:
    """Last output of a chain of units, its input moved by x from where the pre-activations are z."""
    for weight, at in zip(w, z, strict=True):
        x = act(at + weight * x) - act(at)
    return x


def stepped(optimiser: Any, start: Any, losses: Any, steps: int, **settings: Any) -> Any:
    """The weights before and after each step of an optimiser of PyTorch."""
    w = start.detach().clone().requires_grad_()
    rule, path = optimiser([w], **settings), [w.detach().clone()]
    for step in range(steps):
        rule.zero_grad()
        (losses[step] if isinstance(losses, list) else losses)(w).backward()
        rule.step()
        path.append(w.detach().clone())
    return torch.stack(path)


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
    # masked losses
    "masked_mean": lambda losses, mask: losses[mask.bool()].mean(),
    "masked_mean_by_row": lambda losses, mask: torch.nanmean(
        losses.masked_fill(mask == 0, math.nan), -1
    ).mean(),
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
    "relu6_grad": by(F.relu6, 0),
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
    "gelu_quick": lambda x: x * torch.sigmoid(1.702 * x),
    "silu": F.silu,
    "silu_grad": by(F.silu, 0),
    # gated activations
    "swiglu": lambda x, W, V: F.silu(x @ W) * (x @ V),
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
    "matrix_power": torch.linalg.matrix_power,
    "singular_values": torch.linalg.svdvals,
    "spectral_norm": lambda A: torch.linalg.matrix_norm(A, 2),
    # components
    "covariance": lambda X, ddof: torch.cov(X.T, correction=ddof),
    # principal components
    "pca_scores": lambda x, mu, W: W.T @ (x - mu),
    "pca_reconstruction": lambda y, mu, W: mu + W @ y,
    "pca_error": lambda X, k: torch.linalg.svdvals(X - X.mean(0))[k:].square().sum(),
    # spectra
    "truncation_error": lambda s, r: torch.stack(
        [
            torch.linalg.vector_norm(s.sort(descending=True)[0][r:]),
            s.sort(descending=True)[0][r],
            (s.sort(descending=True)[0][:r] ** 2).sum() / (s * s).sum(),
        ]
    ),
    "effective_rank": lambda lam: torch.distributions.Categorical(probs=lam).entropy().exp(),
    "condition_number": lambda lam: torch.linalg.cond(torch.diag(lam)),
    "mean_cosine": lambda X: ((F.normalize(X) @ F.normalize(X).T).sum() - len(X)) / (len(X) * (len(X) - 1)),
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
    # backpropagation
    "shared_weight_grad": lambda w, x, t: by(lambda v: (v * v * x - t) ** 2 / 2, 0)(number(w)),
    "linear_batch_dW": lambda X, W, G: by(lambda at: G * F.linear(X, at.T), 0)(W),
    "linear_batch_db": lambda X, W, G: by(lambda b: G * F.linear(X, W.T, b), 0)(zeros(G.shape[1])),
    "linear_batch_dX": lambda X, W, G: by(lambda at: G * F.linear(at, W.T), 0)(X),
    "mlp2_mse_loss": mlp2_mse,
    "mlp2_mse_residual": by(mlp2_mse, 4),
    "mlp2_mse_dW2": by(mlp2_mse, 3),
    "mlp2_mse_db1": by(mlp2_mse, 2),
    "mlp2_mse_dW1": by(mlp2_mse, 1),
    # attention
    "attention_output": attention,
    "attention_dV": by(lambda q, K, V, g: g * attention(q, K, V), 2),
    "attention_dq": by(lambda q, K, V, g: g * attention(q, K, V), 0),
    "attention_dK": by(lambda q, K, V, g: g * attention(q, K, V), 1),
    # gradient flow
    "scalar_chain_grad": lambda w, z, phi: by(chain, 0)(zeros(1), w, z, getattr(torch, phi)).squeeze(),
    "sparsity": lambda z: (F.relu(z) == 0).double().mean(),
    "he_std": lambda n: number(torch.nn.init.calculate_gain("relu") / math.sqrt(n)),
    # calibration
    "info_nce": lambda s, pos, T: F.cross_entropy((s / T)[None], torch.tensor([pos])),
    "info_nce_batch": in_batch,
    "info_nce_symmetric": lambda S, T: (in_batch(S, T) + in_batch(S.T, T)) / 2,
    "distillation_loss": lambda zs, zt, y, alpha, T: (
        alpha * F.cross_entropy(zs, torch.tensor(y)) + (1 - alpha) * distillation(zs, zt, T)
    ),
    "distillation_grad": by(distillation, 0),
    "temperature_losses": lambda Z, y, grid: torch.stack([F.cross_entropy(Z / T, y) for T in grid]),
    # large vocabularies
    "hsoftmax_prob": lambda s, directions: F.logsigmoid(directions * s).sum().exp(),
    # optimisers
    "sgd_step": lambda w, g, lr: stepped(torch.optim.SGD, w, lambda at: g @ at, 1, lr=lr)[-1],
    "logistic_grad": by(lambda w, x, y: F.binary_cross_entropy_with_logits(w @ x, number(y)), 0),
    "momentum_quadratic": lambda lam, w0, lr, mu, k: stepped(
        torch.optim.SGD, number(w0), lambda at: lam / 2 * at**2, k, lr=lr, momentum=mu
    )[1:],
    "adam_updates": lambda g, lr, b1, b2, eps: stepped(
        torch.optim.Adam,
        number(0.0),
        [lambda at, each=each: each * at for each in g],
        len(g),
        lr=lr,
        betas=(b1, b2),
        eps=eps,
    ).diff(),
    "mse_linear": lambda X, w, y: F.mse_loss(X @ w, y),
    "mse_linear_grad": by(lambda X, w, y: F.mse_loss(X @ w, y), 1),
    "least_squares": lambda X, y: torch.linalg.lstsq(X, y[:, None]).solution[:, 0],
    # depth
    "residual_relu_jacobian": lambda W1, W2, x: jacobian(lambda at: at + W2 @ F.relu(W1 @ at))(x),
    # embedding gradients
    "onehot_rows": lambda ids, V: F.one_hot(ids, V).double(),
    "touched_rows": lambda ids, V: len(torch.unique(ids)),
    "embedding_grad_padded": lambda ids, G, V, pad: by(lambda E: G * F.embedding(ids, E, padding_idx=pad), 0)(
        zeros(V, G.shape[1])
    ),
    "position_grad": lambda G, T: by(lambda table: G.reshape(-1, T, G.shape[1]) * table, 0)(
        zeros(T, G.shape[1])
    ),
    "tied_grad": lambda ids, G, g, h: by(lambda E: (G * F.embedding(ids, E)).sum() + g @ F.linear(h, E), 0)(
        zeros(len(g), len(h))
    ),
    "bag_loss": bag_loss,
    "bag_dh": lambda E, U, ids, y: by(unembedding_loss, 1)(U, F.embedding(ids, E).mean(0), y),
    "bag_dE": by(bag_loss, 0),
    "dense_grad_bytes": lambda V, d: torch.zeros(V, d, dtype=torch.float32).nbytes,
    "sparse_grad_bytes": lambda u, d: (
        torch.zeros(u, d, dtype=torch.float32).nbytes + torch.zeros(u, dtype=torch.int64).nbytes
    ),
    # sensitivity
    "attention_value_jacobian": lambda alpha, j, d: jacobian(
        lambda v: alpha @ torch.stack([v if i == j else torch.ones_like(v) for i in range(len(alpha))])
    )(torch.zeros(d, dtype=torch.float64)),
    "attention_scores_jacobian": lambda alpha, V: jacobian(lambda s: F.softmax(s, -1) @ V)(alpha.log()),
    "gauss_newton": lambda J: torch.autograd.functional.hessian(
        lambda w: (J @ w).square().sum() / 2, J[0].clone()
    ),
    "residuals_grad": lambda J, r: by(lambda w: (r + J @ w).square().sum() / 2, 0)(torch.zeros_like(J[0])),
    "frobenius_squared": lambda J: torch.linalg.matrix_norm(J) ** 2,
    # embedding updates
    "touch_probability": lambda f, N: -torch.expm1(N * torch.log1p(-number(f))),
    "batch_gradient": lambda G, n: torch.repeat_interleave(G, n, dim=0).mean(0),
    "idle_decay": lambda lr, wd, k: stepped(
        torch.optim.AdamW, number(1.0), lambda at: 0 * at, k, lr=lr, weight_decay=wd
    )[-1],
    "half_precision": lambda x: number(x).half().double(),
}

TIES = [
    ("relu_grad", ([0.0, -0.0],)),
    ("leaky_relu_grad", ([0.0], 0.3)),
    ("prelu_grad_x", ([0.0], 0.3)),
    ("elu_grad", ([0.0], 0.3)),
    ("relu6_grad", ([0.0, 6.0],)),
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
