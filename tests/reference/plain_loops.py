"""Every reference function a second time: plain loops over lists, in 100 figures.

Naive formulas on purpose, for 100 figures forgive cancellation and nothing overflows. A gradient is the
central difference of the loss, never a formula. Arguments are nested lists of mpmath numbers; indices
and counts are whole numbers.
"""

from typing import Any

from mpmath import mp, mpf

from tests.reference.plain_calculus import Second, argument, entrywise, gradient, jacobian, rowwise, slope


def total(terms: Any) -> Any:
    return mp.fsum(terms)


def lse(z: list[Any]) -> Any:
    return mp.log(total(mp.exp(each) for each in z))


def softmax(z: list[Any], T: Any = 1) -> list[Any]:
    weights = [mp.exp(each / T) for each in z]
    return [weight / total(weights) for weight in weights]


def log_softmax(z: list[Any]) -> list[Any]:
    return [each - lse(z) for each in z]


def sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def entropy(p: list[Any]) -> Any:
    return -total(a * mp.log(a) for a in p if a > 0)


def cross_entropy(p: list[Any], q: list[Any]) -> Any:
    return -total(a * mp.log(b) for a, b in zip(p, q, strict=True) if a > 0)


def kl_terms(p: list[Any], q: list[Any]) -> list[Any]:
    return [a * mp.log(a / b) if a > 0 else mpf(0) for a, b in zip(p, q, strict=True)]


def kl(p: list[Any], q: list[Any]) -> Any:
    return total(kl_terms(p, q))


def js(p: list[Any], q: list[Any]) -> Any:
    m = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    return entropy(m) - (entropy(p) + entropy(q)) / 2


def kl_gauss(m1: Any, s1: Any, m2: Any, s2: Any) -> Any:
    """By quadrature of the definition."""

    def summand(x: Any) -> Any:
        p, q = mp.npdf(x, m1, s1), mp.npdf(x, m2, s2)
        return p * (mp.log(p) - mp.log(q))

    with mp.workdps(20):
        return mp.quad(summand, [m1 + k * s1 for k in (-12, -6, -2, 0, 2, 6, 12)])


def nll(z: list[Any], y: int) -> Any:
    return -mp.log(softmax(z)[y])


def mean_nll(Z: Any, y: Any) -> Any:
    return total(nll(z, i) for z, i in zip(Z, y, strict=True)) / len(Z) if isinstance(y, list) else nll(Z, y)


def onehot(y: int, size: int) -> list[Any]:
    return [mpf(int(i == y)) for i in range(size)]


def ce(z: list[Any], t: list[Any]) -> Any:
    return cross_entropy(t, softmax(z))


def mean_ce(Z: list[Any], Y: list[Any]) -> Any:
    return total(ce(z, t) for z, t in zip(Z, Y, strict=True)) / len(Z)


def smooth_uniform(y: int, V: int, eps: Any) -> list[Any]:
    return [(1 - eps) * each + eps / V for each in onehot(y, V)]


def smooth_others(y: int, V: int, eps: Any) -> list[Any]:
    return [1 - eps if i == y else eps / (V - 1) for i in range(V)]


def from_probs(p: list[Any], reduction: str) -> Any:
    loss = -mp.log(mp.fprod(p))
    return loss / len(p) if reduction == "mean" else loss


def bce(p: Any, y: Any) -> Any:
    return -y * mp.log(p) - (1 - y) * mp.log(1 - p)


def squared(q: list[Any], y: int) -> Any:
    return total((a - b) ** 2 for a, b in zip(q, onehot(y, len(q)), strict=True))


def slacks(s: list[Any], y: int, margin: Any) -> list[Any]:
    return [max(mpf(0), margin - s[y] + each) for j, each in enumerate(s) if j != y]


def leaky(x: Any, a: Any) -> Any:
    return x if x > 0 else a * x


def elu(x: Any, a: Any) -> Any:
    return x if x > 0 else a * (mp.exp(x) - 1)


def gelu_tanh(x: Any) -> Any:
    return x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mpf("0.044715") * x**3)))


def dot(a: list[Any], b: list[Any]) -> Any:
    return total(x * y for x, y in zip(a, b, strict=True))


def times(W: list[Any], x: list[Any]) -> list[Any]:
    return [dot(row, x) for row in W]


def transposed(A: list[Any]) -> list[Any]:
    return [list(column) for column in zip(*A, strict=True)]


def product(*factors: list[Any]) -> list[Any]:
    first, *rest = factors
    return [times(transposed(product(*rest)), row) for row in first] if rest else first


def lookup_loss(E: list[Any], ids: list[int], G: list[Any]) -> Any:
    return total(dot(E[i], g) for i, g in zip(ids, G, strict=True))


def unembedding_loss(U: list[Any], h: list[Any], y: int) -> Any:
    return nll(times(U, h), y)


def logs(s: list[Any]) -> list[Any]:
    return [mp.log(each) for each in s]


def layernorm(x: list[Any], eps: Any) -> list[Any]:
    mean = total(x) / len(x)
    return rmsnorm([each - mean for each in x], eps)


def rmsnorm(x: list[Any], eps: Any) -> list[Any]:
    return [each / mp.sqrt(dot(x, x) / len(x) + eps) for each in x]


def eigenpairs(A: list[Any]) -> list[tuple[Any, list[Any]]]:
    values, vectors = mp.eigsy(mp.matrix(A))
    return sorted(((values[i], list(vectors[:, i])) for i in range(len(A))), key=lambda each: -each[0])


def eigenvector(A: list[Any], i: int) -> list[Any]:
    _, vector = eigenpairs(A)[i]
    sign = mp.sign(vector[0])
    return [sign * each for each in vector]


def power(A: list[Any], v: list[Any], k: int) -> list[Any]:
    for _ in range(k):
        v = times(A, v)
    return [each / mp.sqrt(dot(v, v)) for each in v]


def singular(A: list[Any]) -> list[Any]:
    return sorted(mp.svd_r(mp.matrix(A), compute_uv=False), reverse=True)


def centred(X: list[Any]) -> list[Any]:
    return transposed([[each - total(c) / len(c) for each in c] for c in transposed(X)])


def covariance(X: list[Any], ddof: int) -> list[Any]:
    columns = transposed(centred(X))
    return [[dot(a, b) / (len(X) - ddof) for b in columns] for a in columns]


def shares(lam: list[Any]) -> list[Any]:
    return [each / total(lam) for each in sorted(lam, reverse=True)]


def needed(lam: list[Any], share: Any) -> int:
    return next(k for k in range(1, len(lam) + 1) if total(shares(lam)[:k]) >= share)


def linear(W: list[Any], x: list[Any], b: list[Any]) -> list[Any]:
    return [a + c for a, c in zip(times(W, x), b, strict=True)]


def layer_loss(W: list[Any], x: list[Any], b: list[Any], g: list[Any]) -> Any:
    return dot(g, linear(W, x, b))


def hidden(x: list[Any], W1: list[Any], b1: list[Any]) -> list[Any]:
    return [max(each, mpf(0)) for each in linear(W1, x, b1)]


def mlp2(x: list[Any], W1: list[Any], b1: list[Any], W2: list[Any], b2: list[Any]) -> list[Any]:
    return linear(W2, hidden(x, W1, b1), b2)


def mlp2_loss(*arguments: Any) -> Any:
    return nll(mlp2(*arguments[:5]), arguments[5])


def softmax_from_output(s: list[Any], T: Any = 1) -> list[Any]:
    return jacobian(lambda z: softmax(z, T), [T * each for each in logs(s)])


def normalised(weights: list[Any]) -> list[Any]:
    return [each / total(weights) for each in weights]


def dpo_gap(lw: Any, rw: Any, ll: Any, rl: Any, beta: Any) -> Any:
    return beta * mp.log(mp.exp(lw) / mp.exp(rw) / (mp.exp(ll) / mp.exp(rl)))


def estimate(summand: Second) -> Second:
    """Mean of a function of the ratio ref/π over samples, from two lists of log-probabilities."""

    def apply(logp: list[Any], logref: list[Any]) -> Any:
        ratios = [mp.exp(b) / mp.exp(a) for a, b in zip(logp, logref, strict=True)]
        return total(map(summand, ratios)) / len(ratios)

    return apply


SECOND: dict[str, Second] = {
    # probabilities
    "logsumexp": rowwise(lse),
    "log_softmax": rowwise(log_softmax),
    "softmax": rowwise(softmax),
    "softmax_temperature": rowwise(softmax),
    "sigmoid": entrywise(sigmoid),
    "log_sigmoid": entrywise(lambda x: mp.log(sigmoid(x))),
    "softplus": entrywise(lambda x: mp.log(1 + mp.exp(x))),
    "logit": entrywise(lambda p: mp.log(p / (1 - p))),
    "mle_categorical": lambda counts: [mpf(each) / total(counts) for each in counts],
    # information
    "surprisal": entrywise(lambda p: -mp.log(p)),
    "surprisal_bits": entrywise(lambda p: -mp.log(p, 2)),
    "entropy": rowwise(entropy),
    "entropy_bits": rowwise(lambda p: -total(a * mp.log(a, 2) for a in p if a > 0)),
    "cross_entropy": rowwise(cross_entropy, 2),
    "cross_entropy_bits": rowwise(lambda p, q: cross_entropy(p, q) / mp.log(2), 2),
    "nats_to_bits": entrywise(lambda x: x / mp.log(2)),
    "bits_to_nats": entrywise(lambda x: x * mp.log(2)),
    "perplexity": entrywise(mp.exp),
    "perplexity_bits": entrywise(lambda x: mpf(2) ** x),
    "bits_per_char": lambda loss, chars: mp.log(mp.exp(loss), 2) / chars,
    # divergences
    "kl_terms": rowwise(kl_terms, 2),
    "kl": rowwise(lambda p, q: cross_entropy(p, q) - entropy(p), 2),
    "kl_bits": rowwise(lambda p, q: kl(p, q) / mp.log(2), 2),
    "js": rowwise(js, 2),
    "total_variation": rowwise(lambda p, q: total(max(a - b, 0) for a, b in zip(p, q, strict=True)), 2),
    "kl_bernoulli": lambda a, b: kl([a, 1 - a], [b, 1 - b]),
    "kl_gauss": kl_gauss,
    # divergence forms
    "mutual_information": lambda J: (
        entropy([total(row) for row in J])
        + entropy([total(column) for column in zip(*J, strict=True)])
        - entropy([each for row in J for each in row])
    ),
    "kl_standard_normal": lambda mu, logvar: total(
        kl_gauss(m, mp.exp(v / 2), 0, 1) for m, v in zip(mu, logvar, strict=True)
    ),
    "kl_distillation": lambda student, teacher, T: kl(softmax(teacher, T), softmax(student, T)),
    "kl_reverse_grad": lambda z, p: gradient(lambda at: kl(softmax(at), p), z),
    "kl_smoothed": lambda p, q, eps: kl([a + eps for a in p], [b + eps for b in q]),
    # policies
    "penalised_reward": lambda policy, ref, reward, beta: total(
        a * (r - beta * mp.log(a / b)) for a, b, r in zip(policy, ref, reward, strict=True) if a > 0
    ),
    "tilted_law": lambda ref, reward, beta: normalised(
        [b * mp.exp(r / beta) for b, r in zip(ref, reward, strict=True)]
    ),
    "kl_rewards": lambda logp, logref, beta: [
        -beta * mp.log(mp.exp(a) / mp.exp(b)) for a, b in zip(logp, logref, strict=True)
    ],
    "dpo_gap": dpo_gap,
    "dpo_loss": lambda *pair: -mp.log(sigmoid(dpo_gap(*pair))),
    "kl_estimate_k1": estimate(lambda rho: -mp.log(rho)),
    "kl_estimate_k2": estimate(lambda rho: mp.log(rho) ** 2 / 2),
    "kl_estimate_k3": estimate(lambda rho: rho - 1 - mp.log(rho)),
    # losses
    "nll": lambda z, y: [nll(*row) for row in zip(z, y, strict=True)] if isinstance(y, list) else nll(z, y),
    "nll_mean": mean_nll,
    "nll_from_probs": from_probs,
    "ce_soft": rowwise(ce, 2),
    "softmax_ce_grad": rowwise(lambda z, t: gradient(lambda at: ce(at, t), z), 2),
    "ce_grad": argument(mean_nll, 0),
    "ce_grad_mean": argument(mean_ce, 0),
    "ce_hessian": lambda z: jacobian(lambda at: gradient(lambda inner: nll(inner, 0), at), z),
    "accuracy": lambda Z, y: mpf(sum(z.index(max(z)) == i for z, i in zip(Z, y, strict=True))) / len(y),
    # soft targets
    "smooth_targets_uniform": smooth_uniform,
    "smooth_targets_others": smooth_others,
    "label_smoothing_loss_uniform": lambda z, y, eps: ce(z, smooth_uniform(y, len(z), eps)),
    "label_smoothing_loss_others": lambda z, y, eps: ce(z, smooth_others(y, len(z), eps)),
    "label_smoothing_floor_uniform": lambda V, eps: entropy(smooth_uniform(0, V, eps)),
    # rival losses
    "bce": entrywise(bce, 2),
    "bce_logits": entrywise(lambda z, y: bce(sigmoid(z), y), 2),
    "bce_logits_grad": entrywise(lambda z, y: gradient(lambda at: bce(sigmoid(at), y), z), 2),
    "brier": squared,
    "mse_softmax": lambda z, y: squared(softmax(z), y) / len(z),
    "mse_softmax_grad": argument(lambda z, y: squared(softmax(z), y) / len(z), 0),
    "hinge_ww": lambda s, y, margin: total(slacks(s, y, margin)),
    "hinge_cs": lambda s, y, margin: max(slacks(s, y, margin)),
    "focal_p": entrywise(lambda p, a, g: -a * (1 - p) ** g * mp.log(p)),
    "focal_grad_p": slope(lambda p, a, g: -a * (1 - p) ** g * mp.log(p)),
    # activations
    "relu": entrywise(lambda x: (x + abs(x)) / 2),
    "relu_grad": slope(lambda x: max(x, mpf(0))),
    "relu_backward": entrywise(lambda g, z: gradient(lambda at: g * max(at, mpf(0)), z), 2),
    "leaky_relu": entrywise(leaky),
    "leaky_relu_grad": slope(leaky),
    "prelu": entrywise(leaky),
    "prelu_grad_x": slope(leaky),
    "prelu_grad_a": entrywise(lambda x: gradient(lambda a: leaky(x, a), mpf("0.25"))),
    "relu6": entrywise(lambda x: sorted([mpf(0), x, mpf(6)])[1]),
    # smooth activations
    "sigmoid_grad": slope(sigmoid),
    "tanh_grad": slope(mp.tanh),
    "elu": entrywise(elu),
    "elu_grad": slope(elu),
    "norm_cdf": entrywise(mp.ncdf),
    "norm_pdf": slope(mp.ncdf),
    "gelu": entrywise(lambda x: x * mp.ncdf(x)),
    "gelu_grad": slope(lambda x: x * mp.ncdf(x)),
    "gelu_tanh": entrywise(gelu_tanh),
    "gelu_tanh_grad": slope(gelu_tanh),
    "silu": entrywise(lambda x: x * sigmoid(x)),
    "silu_grad": slope(lambda x: x * sigmoid(x)),
    # embeddings
    "embedding_lookup": lambda E, ids: [E[i] for i in ids],
    "embedding_grad": lambda ids, G, V: gradient(
        lambda E: lookup_loss(E, ids, G), [[mpf(0)] * len(G[0]) for _ in range(V)]
    ),
    "unembedding_grad_U": argument(unembedding_loss, 0),
    "unembedding_grad_h": argument(unembedding_loss, 1),
    "cosine": lambda a, b: dot(a, b) / mp.sqrt(dot(a, a) * dot(b, b)),
    # jacobians
    "softmax_jacobian": softmax_from_output,
    "softmax_temperature_jacobian": softmax_from_output,
    "log_softmax_jacobian": lambda z: jacobian(log_softmax, z),
    "softmax_vjp": lambda s, g: gradient(lambda z: dot(g, softmax(z)), logs(s)),
    "linear_jacobian": lambda W: jacobian(lambda x: times(W, x), [mpf(1)] * len(W[0])),
    "elementwise_jacobian": lambda d: jacobian(
        lambda x: [a * b for a, b in zip(d, x, strict=True)], [mpf(1)] * len(d)
    ),
    "compose": product,
    "jvp": lambda J, u: [
        gradient(lambda t, row=row: dot(row, [t * each for each in u]), mpf(0)) for row in J
    ],
    "vjp": lambda J, v: gradient(lambda x: dot(v, times(J, x)), [mpf(0)] * len(J[0])),
    "residual_jacobian": lambda J: jacobian(
        lambda x: [a + b for a, b in zip(x, times(J, x), strict=True)], [mpf(1)] * len(J)
    ),
    "layernorm_jacobian": lambda x, eps: jacobian(lambda at: layernorm(at, eps), x),
    "rmsnorm_jacobian": lambda x, eps: jacobian(lambda at: rmsnorm(at, eps), x),
    # linear algebra
    "eigenvalues_symmetric": lambda A: [value for value, _ in eigenpairs(A)],
    "eigenvector_symmetric": eigenvector,
    "leading_eigenvector": lambda A: eigenvector(A, 0),
    "rayleigh": lambda A, w: dot(w, times(A, w)) / dot(w, w),
    "power_step": power,
    "singular_values": singular,
    "spectral_norm": lambda A: singular(A)[0],
    # components
    "centred": centred,
    "covariance": covariance,
    "explained_ratio": shares,
    "components_needed": needed,
    "participation_ratio": lambda lam: total(lam) ** 2 / dot(lam, lam),
    # networks
    "linear": linear,
    "linear_backward_dW": lambda W, x, g: argument(layer_loss, 0)(W, x, [mpf(0)] * len(g), g),
    "linear_backward_db": lambda W, x, g: argument(layer_loss, 2)(W, x, [mpf(0)] * len(g), g),
    "linear_backward_dx": lambda W, x, g: argument(layer_loss, 1)(W, x, [mpf(0)] * len(g), g),
    "mlp2_logits": mlp2,
    "mlp2_loss": mlp2_loss,
    "mlp2_dW2": argument(mlp2_loss, 3),
    "mlp2_db2": argument(mlp2_loss, 4),
    "mlp2_da1": lambda x, W1, b1, W2, b2, y: gradient(
        lambda a1: nll(linear(W2, a1, b2), y), hidden(x, W1, b1)
    ),
    "mlp2_dW1": argument(mlp2_loss, 1),
    "mlp2_db1": argument(mlp2_loss, 2),
    "mlp2_dx": argument(mlp2_loss, 0),
}
