"""Does PyTorch say the same? The largest difference of each result from PyTorch's, in float64.

PyTorch is imported here alone, and late. Where it is not installed, or cannot be loaded, nothing is compared.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from quizkit.walks.walk import Array, Values, Walk

SKIPPED = "PyTorch not installed, skipped."


@dataclass(frozen=True, slots=True)
class Parity:
    """One comparison."""

    call: str
    """What PyTorch computed."""
    difference: float
    """The largest absolute difference between its entries and ours."""


def parity(walk: Walk) -> tuple[Parity, ...] | None:
    """The comparisons of a walk; None where there is no PyTorch."""
    try:
        torch: Any = importlib.import_module("torch")
    except (ImportError, OSError):
        return None
    numbers = walk.numbers
    compared = _COMPARISONS[walk.topic](torch, numbers)
    return tuple(Parity(call, _apart(theirs, numbers, name)) for call, name, theirs in compared)


Compared = list[tuple[str, "str | np.ndarray", Any]]
"""What was called, the name of our result (or our result itself), and PyTorch's."""


def _apart(theirs: Any, numbers: Mapping[str, Array], ours: str | np.ndarray) -> float:
    mine = np.asarray(numbers[ours].values) if isinstance(ours, str) else ours
    return float(np.abs(theirs.detach().numpy() - mine).max(initial=0.0))


def _tensor(torch: Any, values: Values, *, grad: bool = False) -> Any:
    return torch.tensor(values, dtype=torch.float64, requires_grad=grad)


def _ce(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    F = torch.nn.functional
    Z = _tensor(torch, numbers["Z"].values, grad=True)
    y = torch.tensor(numbers["y"].values)
    loss = F.cross_entropy(Z, y)
    loss.backward()
    return [
        ("F.softmax(Z, dim=1)", "probabilities", F.softmax(Z, dim=1)),
        ('F.cross_entropy(Z, y, reduction="none")', "losses", F.cross_entropy(Z, y, reduction="none")),
        ("F.cross_entropy(Z, y)", "L", loss),
        ("L.backward(); Z.grad", "dZ", Z.grad),
    ]


def _ppl(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    V = int(np.asarray(numbers["V"].values))
    length = numbers["confident"].shape[0]
    laws = [np.asarray(numbers[name].values) for name in ("confident", "hedging")]
    laws.append(np.full(length, 1 / V))
    found = []
    for law in laws:
        rows = np.repeat(((1 - law) / (V - 1))[:, None], V, axis=1)
        rows[:, 0] = law
        target = torch.zeros(length, dtype=torch.int64)
        logits = torch.log(_tensor(torch, rows.tolist()))
        found.append(torch.nn.functional.cross_entropy(logits, target))
    losses = torch.stack(found)
    return [
        ("F.cross_entropy(logits, tokens)", "losses", losses),
        ("torch.exp(F.cross_entropy(logits, tokens))", "perplexities", torch.exp(losses)),
    ]


def _kl(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    F = torch.nn.functional
    p, q = (_tensor(torch, numbers[name].values) for name in ("p", "q"))
    both = F.kl_div(torch.stack([q, p]).log(), torch.stack([p, q]), reduction="batchmean")
    mean = (np.asarray(numbers["forward"].values) + np.asarray(numbers["reverse"].values)) / 2
    return [
        ('F.kl_div(q.log(), p, reduction="sum")', "forward", F.kl_div(q.log(), p, reduction="sum")),
        ('F.kl_div(p.log(), q, reduction="sum")', "reverse", F.kl_div(p.log(), q, reduction="sum")),
        ('both as two rows, reduction="batchmean"', mean, both),
    ]


def _act(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    F = torch.nn.functional
    a = _tensor(torch, numbers["a"].values).reshape(1)
    calls: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        ("F.relu(x)", F.relu),
        ("F.leaky_relu(x, 0.01)", lambda x: F.leaky_relu(x, 0.01)),
        ("F.prelu(x, a)", lambda x: F.prelu(x, a)),
        ("F.gelu(x)", F.gelu),
        ('F.gelu(x, approximate="tanh")', lambda x: F.gelu(x, approximate="tanh")),
        ("F.silu(x)", F.silu),
    )
    values, slopes = (np.asarray(numbers[name].values) for name in ("values", "slopes"))
    compared: Compared = []
    for (call, function), value, slope in zip(calls, values, slopes, strict=True):
        x = _tensor(torch, numbers["x"].values, grad=True)
        result = function(x)
        result.sum().backward()
        compared += [(call, value, result), (f"{call}, autograd", slope, x.grad)]
    return compared


def _backprop(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    names = ("x", "W1", "b1", "W2", "b2")
    of = {name: _tensor(torch, numbers[name].values, grad=True) for name in names}
    hidden = torch.relu(of["W1"] @ of["x"] + of["b1"])
    logits = of["W2"] @ hidden + of["b2"]
    loss = torch.nn.functional.cross_entropy(logits[None], torch.tensor([numbers["y"].values]))
    loss.backward()
    grads = [(f"L.backward(); {name}.grad", f"d{name}", of[name].grad) for name in (*names[1:], "x")]
    return [("F.cross_entropy(logits, y)", "L", loss), *grads]


def _landscape(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    X, y = (_tensor(torch, numbers[name].values) for name in ("X", "y"))
    w = _tensor(torch, numbers["start"].values, grad=True)
    optimiser = torch.optim.SGD([w], lr=float(np.asarray(numbers["rate"].values)))
    path = [w.detach().clone()]
    for _ in range(numbers["path"].shape[0] - 1):
        optimiser.zero_grad()
        torch.nn.functional.mse_loss(X @ w, y).backward()
        optimiser.step()
        path.append(w.detach().clone())
    best = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]
    return [
        ("torch.optim.SGD on F.mse_loss(X @ w, y)", "path", torch.stack(path)),
        ("torch.linalg.lstsq(X, y)", "minimiser", best),
    ]


def _embed(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    E = _tensor(torch, numbers["E"].values, grad=True)
    found = torch.nn.functional.embedding(torch.tensor(numbers["ids"].values), E)
    found.backward(_tensor(torch, numbers["G"].values))
    return [("F.embedding(ids, E)", "lookup", found), ("x.backward(G); E.grad", "dE", E.grad)]


def _jacobian(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    def softmax(z: Any) -> Any:
        return torch.softmax(z, dim=0)

    z = _tensor(torch, numbers["z"].values)
    g = _tensor(torch, numbers["g"].values)
    back = torch.autograd.functional.vjp(softmax, z, g)[1]
    return [
        ("torch.softmax(z, dim=0)", "s", softmax(z)),
        (
            "torch.autograd.functional.jacobian(softmax, z)",
            "J",
            torch.autograd.functional.jacobian(softmax, z),
        ),
        ("torch.autograd.functional.vjp(softmax, z, g)", "vjp", back),
    ]


def _pca(torch: Any, numbers: Mapping[str, Array]) -> Compared:
    X = _tensor(torch, numbers["X"].values)
    C = torch.cov(X.T)
    eigenvalues, vectors = torch.linalg.eigh(C)
    ours = np.asarray(numbers["directions"].values)
    theirs = vectors.flip(1)
    # A direction has no sign: PyTorch's are turned to ours.
    signs = torch.sign((theirs * _tensor(torch, ours.tolist())).sum(dim=0))
    return [
        ("torch.cov(X.T)", "covariance", C),
        ("torch.linalg.eigh(C), values", "eigenvalues", eigenvalues.flip(0)),
        ("torch.linalg.eigh(C), vectors up to sign", "directions", theirs * signs),
    ]


_COMPARISONS: Mapping[str, Callable[[Any, Mapping[str, Array]], Compared]] = MappingProxyType(
    {
        "ce": _ce,
        "ppl": _ppl,
        "kl": _kl,
        "act": _act,
        "backprop": _backprop,
        "landscape": _landscape,
        "embed": _embed,
        "jacobian": _jacobian,
        "pca": _pca,
    }
)
