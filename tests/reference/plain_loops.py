"""Every reference function a second time: plain loops over lists, in 100 figures.

Naive formulas on purpose, for 100 figures forgive cancellation and nothing overflows. A gradient is the
central difference of the loss, never a formula. Arguments are nested lists of mpmath numbers; indices
and counts are whole numbers.
"""

from itertools import pairwise
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


def in_batch(S: list[Any], T: Any) -> Any:
    return total(nll([each / T for each in row], i) for i, row in enumerate(S)) / len(S)


def mean_ce(Z: list[Any], Y: list[Any]) -> Any:
    return total(ce(z, t) for z, t in zip(Z, Y, strict=True)) / len(Z)


def smooth_uniform(y: int, V: int, eps: Any) -> list[Any]:
    return [(1 - eps) * each + eps / V for each in onehot(y, V)]


def smooth_others(y: int, V: int, eps: Any) -> list[Any]:
    return [1 - eps if i == y else eps / (V - 1) for i in range(V)]


def scored(losses: Any, mask: Any) -> list[Any]:
    """The losses that count, of a list or of lists in lists."""
    if isinstance(losses, list):
        return [each for pair in zip(losses, mask, strict=True) for each in scored(*pair)]
    return [losses] if mask else []


def scored_mean(losses: list[Any]) -> Any:
    return total(losses) / len(losses)


def positions(B: int, T: int) -> list[tuple[int, int]]:
    return [(b, t) for b in range(B) for t in range(T)]


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


def swiglu(x: list[Any], W: list[Any], V: list[Any]) -> list[Any]:
    if isinstance(x[0], list):
        return [swiglu(row, W, V) for row in x]
    gates, values = times(transposed(W), x), times(transposed(V), x)
    return [a * sigmoid(a) * b for a, b in zip(gates, values, strict=True)]


def least_point(name: str) -> list[Any]:
    """By a ternary search on the values alone."""
    gate = {"silu": sigmoid, "gelu": mp.ncdf}[name]
    low, high = mpf(-3), mpf(0)
    for _ in range(150):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, right) if left * gate(left) < right * gate(right) else (left, high)
    return [low, low * gate(low)]


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


def read_but(pad: int, ids: list[int], G: list[Any]) -> tuple[list[int], list[Any]]:
    """Ids and their upstream rows without the positions that hold padding."""
    kept = [k for k, token in enumerate(ids) if token != pad]
    return [ids[k] for k in kept], [G[k] for k in kept]


def pooled(E: list[Any], ids: list[int]) -> list[Any]:
    return [total(column) / len(ids) for column in transposed([E[i] for i in ids])]


def bag_loss(E: list[Any], U: list[Any], ids: list[int], y: int) -> Any:
    return unembedding_loss(U, pooled(E, ids), y)


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


def spread_rank(n: int, d: int) -> int:
    """The rank of centred powers of n different numbers, which is as large as it can be."""
    spread = centred([[mpf(i + 1) ** (j + 1) for j in range(d)] for i in range(n)])
    return sum(each > mpf(10) ** -40 for each in singular(spread))


def truncation(s: list[Any], r: int) -> list[Any]:
    """From a matrix with these singular values, less its best approximation of rank r."""
    order = sorted(s, reverse=True)
    missed = singular([[order[i] * (i == j and i >= r) for j in range(len(s))] for i in range(len(s))])
    return [mp.sqrt(dot(missed, missed)), missed[0], 1 - dot(missed, missed) / dot(s, s)]


def waves(n: int, d: int) -> list[Any]:
    """Cosines of 1 to d half periods, as columns of length 1."""
    columns = [[mp.cos(mp.pi * j * (2 * i + 1) / (2 * n)) for i in range(n)] for j in range(1, d + 1)]
    return transposed([[each / mp.sqrt(dot(c, c)) for each in c] for c in columns])


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


def batch_loss(X: list[Any], W: list[Any], G: list[Any]) -> Any:
    return total(dot(g, times(transposed(W), x)) for x, g in zip(X, G, strict=True))


def mlp2_mse(x: list[Any], W1: list[Any], b1: list[Any], W2: list[Any], b2: list[Any], t: list[Any]) -> Any:
    z = mlp2(x, transposed(W1), b1, transposed(W2), b2)
    return total((a - b) ** 2 for a, b in zip(z, t, strict=True)) / 2


def attention(q: list[Any], K: list[Any], V: list[Any]) -> list[Any]:
    return times(transposed(V), softmax([dot(k, q) / mp.sqrt(len(q)) for k in K]))


def attention_loss(q: list[Any], K: list[Any], V: list[Any], g: list[Any]) -> Any:
    return dot(g, attention(q, K, V))


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


def chain(x: Any, w: list[Any], z: list[Any], phi: str) -> Any:
    """Last output of a chain of units, its input moved by x from where the pre-activations are z."""
    act = {"sigmoid": sigmoid, "tanh": mp.tanh, "relu": lambda u: max(u, mpf(0))}[phi]
    change = x
    for weight, at in zip(w, z, strict=True):
        change = act(at + weight * change) - act(at)
    return change


def rectified(z: Any) -> list[Any]:
    """Every entry of z after ReLU, in one list."""
    return [each for part in z for each in rectified(part)] if isinstance(z, list) else [max(z, mpf(0))]


def share(outputs: list[Any]) -> Any:
    """The share of zeros."""
    return mpf(outputs.count(0)) / len(outputs)


def clipped_moment(sd: Any, power: int) -> Any:
    """Moment of ReLU(z), z normal with mean 0, by quadrature of the definition."""
    with mp.workdps(20):
        return mp.quad(lambda z: z**power * mp.npdf(z, 0, sd), [k * sd for k in (0, 1, 2, 6, 12)])


def heavy_ball(lam: Any, w0: Any, lr: Any, mu: Any, k: int) -> list[Any]:
    """By the weights alone: each change is mu times the one before, less a gradient step."""
    path = [w0, w0]
    for _ in range(k):
        path.append(path[-1] + mu * (path[-1] - path[-2]) - lr * lam * path[-1])
    return path[2:]


def adam(g: list[Any], lr: Any, b1: Any, b2: Any, eps: Any) -> list[Any]:
    """The corrected moments as weighted means over the gradients so far."""

    def mean(values: list[Any], b: Any) -> Any:
        weights = [b**age for age in reversed(range(len(values)))]
        return dot(weights, values) / total(weights)

    return [
        -lr * mean(g[: t + 1], b1) / (mp.sqrt(mean([each**2 for each in g[: t + 1]], b2)) + eps)
        for t in range(len(g))
    ]


def mean_square(X: list[Any], w: list[Any], y: list[Any]) -> Any:
    return total((a - b) ** 2 for a, b in zip(times(X, w), y, strict=True)) / len(y)


def normal_equations(X: list[Any], y: list[Any]) -> list[Any]:
    columns = transposed(X)
    gram = mp.matrix([[dot(a, b) for b in columns] for a in columns])
    return list(mp.lu_solve(gram, mp.matrix([dot(a, y) for a in columns])))


def binary16(x: Any) -> Any:
    """The nearest multiple of the unit in the last place: 11 binary figures, the unit at least 2⁻²⁴."""
    exponent = max(int(mp.floor(mp.log(abs(x), 2))), -14)
    unit = mpf(2) ** (exponent - 10)
    rounded = unit * mp.nint(x / unit)
    return rounded if abs(rounded) < 2**16 else mp.sign(x) * mp.inf


def residual_block(W1: list[Any], W2: list[Any], x: list[Any]) -> list[Any]:
    branch = times(W2, [max(mpf(0), each) for each in times(W1, x)])
    return [a + b for a, b in zip(x, branch, strict=True)]


def secant(f: str, x: Any, h: Any, mode: str) -> Any:
    at = {"cube": lambda u: u**3, "reciprocal": lambda u: 1 / u, "log": mp.log}.get(f) or getattr(mp, f)
    return (at(x + h) - at(x)) / h if mode == "forward" else (at(x + h) - at(x - h)) / (2 * h)


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
    # masked losses
    "masked_mean": lambda losses, mask: scored_mean(scored(losses, mask)),
    "masked_mean_by_row": lambda losses, mask: (
        total(scored_mean(scored(*row)) for row in zip(losses, mask, strict=True)) / len(losses)
    ),
    "lm_shapes": lambda B, T, V: [
        len(positions(B, T)),
        V,
        len(positions(B, T)),
        sum(t + 1 < T for _, t in positions(B, T)),
    ],
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
    "relu6_grad": slope(lambda x: sorted([mpf(0), x, mpf(6)])[1]),
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
    "gelu_quick": entrywise(lambda x: x * sigmoid(mpf("1.702") * x)),
    "silu": entrywise(lambda x: x * sigmoid(x)),
    "silu_grad": slope(lambda x: x * sigmoid(x)),
    # gated activations
    "swiglu": swiglu,
    "activation_minimum": least_point,
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
    "matrix_power": lambda A, k: product(*[A] * k) if k else [onehot(i, len(A)) for i in range(len(A))],
    "singular_values": singular,
    "spectral_norm": lambda A: singular(A)[0],
    # components
    "centred": centred,
    "covariance": covariance,
    "explained_ratio": shares,
    "components_needed": needed,
    "participation_ratio": lambda lam: total(lam) ** 2 / dot(lam, lam),
    # principal components
    "pca_scores": lambda x, mu, W: [
        total((x[i] - mu[i]) * W[i][j] for i in range(len(x))) for j in range(len(W[0]))
    ],
    "pca_reconstruction": lambda y, mu, W: [
        mu[i] + total(y[j] * W[i][j] for j in range(len(y))) for i in range(len(mu))
    ],
    "pca_error": lambda X, k: total([0, *(each**2 for each in singular(centred(X))[k:])]),
    "contrasts": waves,
    "uncorrelated_data": lambda lam, n: [
        [a * mp.sqrt((n - 1) * each) for a, each in zip(row, lam, strict=True)] for row in waves(n, len(lam))
    ],
    # spectra
    "correlation_matrix": lambda C: [
        [C[i][j] / mp.sqrt(C[i][i] * C[j][j]) for j in range(len(C))] for i in range(len(C))
    ],
    "rescaled_covariance": lambda C, j, a: [
        [C[p][q] * a ** ((p == j) + (q == j)) for q in range(len(C))] for p in range(len(C))
    ],
    "whitened": lambda x, lam, W: [
        dot(x, column) / mp.sqrt(each) for column, each in zip(transposed(W), lam, strict=True)
    ],
    "covariance_rank": spread_rank,
    "power_rate": lambda l1, l2, k: abs(mp.fprod([l2 / l1] * k)),
    "pca_storage": lambda n, d, k: len([i for i in range(n + d) for _ in range(k)]) + d,
    "low_rank_size": lambda m, n, r: len([i for i in range(m + n) for _ in range(r)]),
    "truncation_error": truncation,
    "effective_rank": lambda lam: mp.exp(entropy(shares(lam))),
    "condition_number": lambda lam: 1 / min(a / b for a in lam for b in lam),
    "mean_cosine": lambda X: (
        total(dot(a, b) / mp.sqrt(dot(a, a) * dot(b, b)) for a in X for b in X if a is not b)
        / (len(X) * (len(X) - 1))
    ),
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
    # backpropagation
    "shared_weight_grad": argument(lambda w, x, t: (w * w * x - t) ** 2 / 2, 0),
    "linear_batch_dW": argument(batch_loss, 1),
    "linear_batch_db": lambda X, W, G: gradient(
        lambda b: total(layer_loss(transposed(W), x, b, g) for x, g in zip(X, G, strict=True)),
        [mpf(0)] * len(G[0]),
    ),
    "linear_batch_dX": argument(batch_loss, 0),
    "mlp2_mse_loss": mlp2_mse,
    "mlp2_mse_residual": argument(mlp2_mse, 4),
    "mlp2_mse_dW2": argument(mlp2_mse, 3),
    "mlp2_mse_db1": argument(mlp2_mse, 2),
    "mlp2_mse_dW1": argument(mlp2_mse, 1),
    "difference_evaluations": lambda P: len([(i, side) for i in range(P) for side in (-1, 1)]),
    "training_flops": lambda P, N: sum(2 + 4 for _ in range(P) for _ in range(N)),
    # attention
    "attention_weights": lambda q, K: softmax([dot(k, q) / mp.sqrt(len(q)) for k in K]),
    "attention_output": attention,
    "attention_dV": argument(attention_loss, 2),
    "attention_ds": lambda q, K, V, g: gradient(
        lambda s: dot(g, times(transposed(V), softmax(s))), [dot(k, q) / mp.sqrt(len(q)) for k in K]
    ),
    "attention_dq": argument(attention_loss, 0),
    "attention_dK": argument(attention_loss, 1),
    # gradient flow
    "scalar_chain_grad": lambda w, z, phi: gradient(lambda x: chain(x, w, z, phi), mpf(0)),
    "sparsity": lambda z: share(rectified(z)),
    "relu_mean": lambda sd: clipped_moment(sd, 1),
    "relu_second_moment": lambda sd: clipped_moment(sd, 2),
    "he_std": lambda n: 1 / mp.sqrt(n * clipped_moment(mpf(1), 2)),
    # calibration
    "info_nce": lambda s, pos, T: nll([each / T for each in s], pos),
    "info_nce_batch": in_batch,
    "info_nce_symmetric": lambda S, T: (in_batch(S, T) + in_batch(transposed(S), T)) / 2,
    "distillation_loss": lambda zs, zt, y, alpha, T: (
        alpha * nll(zs, y) + (1 - alpha) * T**2 * kl(softmax(zt, T), softmax(zs, T))
    ),
    "distillation_grad": lambda zs, zt, T: gradient(lambda at: T**2 * kl(softmax(zt, T), softmax(at, T)), zs),
    "temperature_losses": lambda Z, y, grid: [
        mean_nll([[each / T for each in z] for z in Z], y) for T in grid
    ],
    "ece": lambda n, conf, acc: (
        total(abs(k * b - k * a) for k, a, b in zip(n, conf, acc, strict=True)) / total(n)
    ),
    "slip_probability": lambda eps, T: total(eps * (1 - eps) ** k for k in range(T)),
    "clean_prefix": lambda eps, T: total(k * eps * (1 - eps) ** k for k in range(T)) + T * (1 - eps) ** T,
    # large vocabularies
    "output_layer_cost": lambda B, T, d, V: sum(d for _ in range(B) for _ in range(T) for _ in range(V)),
    "logits_bytes": lambda B, T, V, width: sum(width for _ in range(B) for _ in range(T) for _ in range(V)),
    "hsoftmax_depth": lambda V: next(depth for depth in range(V) if 2**depth >= V),
    "hsoftmax_prob": lambda s, directions: mp.fprod(
        sigmoid(each) if turn > 0 else 1 - sigmoid(each) for each, turn in zip(s, directions, strict=True)
    ),
    "adaptive_softmax_cost": lambda d, h, sizes, widths, p: (
        d * h + total(d + a * w * (d + k) for k, w, a in zip(sizes, widths, p, strict=True))
    ),
    # optimisers
    "sgd_step": lambda w, g, lr: [a - lr * b for a, b in zip(w, g, strict=True)],
    "logistic_grad": lambda w, x, y: gradient(lambda at: bce(sigmoid(dot(at, x)), y), w),
    "gd_quadratic": lambda lam, c, w0, lr, k: c + (1 - lr * lam) ** k * (w0 - c),
    "momentum_quadratic": heavy_ball,
    "adam_updates": adam,
    "stable_rate_limit": lambda lam: 2 / max(lam),
    "best_rate": lambda lam: 2 / (min(lam) + max(lam)),
    "worst_factor": lambda lam, lr: max(abs(1 - lr * each) for each in lam),
    "mse_linear": mean_square,
    "mse_linear_grad": argument(mean_square, 1),
    "least_squares": normal_equations,
    "clip_by_norm": lambda g, c: [each * min(1, c / mp.sqrt(dot(g, g))) for each in g],
    # depth
    "depth_factor": lambda r, L: r**L,
    "layers_until": lambda r, factor: mp.ceil(mp.log(factor) / mp.log(r)),
    "residual_chain": lambda a, L: (1 + a) ** L,
    "residual_paths": mp.binomial,
    "residual_relu_jacobian": lambda W1, W2, x: jacobian(lambda at: residual_block(W1, W2, at), x),
    "checkpoint_memory": lambda L, k: mpf(L) / k + k,
    "checkpoint_compute": lambda forward, backward: 1 + forward / (forward + backward),
    "finite_difference": secant,
    "relative_error": lambda a, b: abs(a - b) / max(abs(a), abs(b)),
    # embedding gradients
    "onehot_rows": lambda ids, V: [onehot(i, V) for i in ids],
    "touched_rows": lambda ids, V: sum(any(i == row for i in ids) for row in range(V)),
    "embedding_grad_padded": lambda ids, G, V, pad: gradient(
        lambda E: lookup_loss(E, *read_but(pad, ids, G)), [[mpf(0)] * len(G[0]) for _ in range(V)]
    ),
    "position_grad": lambda G, T: gradient(
        lambda table: total(dot(table[k % T], row) for k, row in enumerate(G)),
        [[mpf(0)] * len(G[0]) for _ in range(T)],
    ),
    "tied_grad": lambda ids, G, g, h: gradient(
        lambda E: lookup_loss(E, ids, G) + dot(g, times(E, h)), [[mpf(0)] * len(h) for _ in g]
    ),
    "bag_loss": bag_loss,
    "bag_dh": lambda E, U, ids, y: gradient(lambda h: unembedding_loss(U, h, y), pooled(E, ids)),
    "bag_dE": argument(bag_loss, 0),
    "dense_grad_bytes": lambda V, d: sum(32 // 8 for _ in range(V) for _ in range(d)),
    "sparse_grad_bytes": lambda u, d: sum(64 // 8 + sum(32 // 8 for _ in range(d)) for _ in range(u)),
    # sensitivity
    "full_jacobian_entries": lambda T, d: sum(1 for _ in range(T * d) for _ in range(T * d)),
    "full_jacobian_bytes": lambda T, d, width=4: sum(width for _ in range(T * d) for _ in range(T * d)),
    "ad_passes": lambda n, m: [len(transposed([[0] * n] * m)), len([[0] * n] * m)],
    "chain_multiplications": lambda dims, first: total(
        a * b * dims[0 if first == "left" else -1]
        for a, b in (pairwise(dims[1:]) if first == "left" else pairwise(dims[:-1]))
    ),
    "attention_value_jacobian": lambda alpha, j, d: jacobian(
        lambda v: times(transposed([v if i == j else [mpf(i)] * d for i in range(len(alpha))]), alpha),
        [mpf(1)] * d,
    ),
    "attention_scores_jacobian": lambda alpha, V: jacobian(
        lambda s: times(transposed(V), softmax(s)), logs(alpha)
    ),
    "gauss_newton": lambda J: jacobian(lambda w: times(transposed(J), times(J, w)), [mpf(0)] * len(J[0])),
    "residuals_grad": lambda J, r: gradient(
        lambda w: total((a + b) ** 2 for a, b in zip(r, times(J, w), strict=True)) / 2, [mpf(0)] * len(J[0])
    ),
    "frobenius_squared": lambda J: total(each**2 for each in singular(J)),
    # embedding updates
    "touch_probability": lambda f, N: 1 - (1 - mpf(f)) ** N,
    "accumulated_norm": lambda n, g, c: g * mp.sqrt(n + n * (n - 1) * c),
    "batch_gradient": lambda G, n: [
        total(a * b for a, b in zip(n, column, strict=True)) / total(n) for column in transposed(G)
    ],
    "idle_decay": lambda lr, wd, k: (1 - lr * wd) ** k,
    "half_precision": binary16,
    "loss_scale": lambda m: max(1, 2 ** int(mp.ceil(mp.log(mpf(2) ** -14 / m, 2)))),
}
