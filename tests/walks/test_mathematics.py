"""The results of every walk against a second way: plain loops, differences, PyTorch, known values."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from quizkit.walks import TOPICS, Walk, make_walk
from quizkit.walks.parity import parity
from quizkit.walks.walk import Array, Columns, Plot

SEEDS = (0, 1, 2, 5, 11)
H = 1e-6


def of(walk: Walk, name: str) -> np.ndarray:
    """A number or array of a walk by name."""
    return np.asarray(walk.numbers[name].values, dtype=float)


def shown(walk: Walk, name: str) -> list[np.ndarray]:
    """Every array of this name in the steps, in order."""
    found = []
    for block in (block for step in walk.body.steps for block in step.blocks):
        arrays = block.columns if isinstance(block, Columns) else (block,)
        found += [
            np.asarray(one.values, dtype=float)
            for one in arrays
            if isinstance(one, Array) and one.name == name
        ]
    return found


def plot(walk: Walk, place: int = 0) -> Plot:
    """A plot of a walk."""
    return [block for step in walk.body.steps for block in step.blocks if isinstance(block, Plot)][place]


@pytest.mark.parametrize("seed", SEEDS)
def test_cross_entropy_is_what_a_loop_gives(seed: int) -> None:
    walk = make_walk("ce", seed=seed)
    Z, y = of(walk, "Z").tolist(), of(walk, "y").astype(int).tolist()

    def mean(logits: list[list[float]]) -> float:
        return sum(
            math.log(sum(map(math.exp, row))) - row[c] for row, c in zip(logits, y, strict=True)
        ) / len(y)

    assert of(walk, "L") == pytest.approx(mean(Z), rel=1e-12)
    for t, i in itertools.product(range(len(Z)), range(len(Z[0]))):
        up, down = ([list(row) for row in Z] for _ in range(2))
        up[t][i] += H
        down[t][i] -= H
        assert of(walk, "dZ")[t, i] == pytest.approx((mean(up) - mean(down)) / (2 * H), abs=1e-8)
    (likelihood,) = shown(walk, "likelihood")
    assert -math.log(likelihood) / len(y) == pytest.approx(float(of(walk, "L")), rel=1e-12)
    assert shown(walk, "in bits")[0] == pytest.approx(shown(walk, "loss in nats")[0] / math.log(2))


def test_cross_entropy_of_known_logits() -> None:
    walk = make_walk("ce", given={"Z": "1000, 1000", "y": "1"})
    assert of(walk, "L") == pytest.approx(math.log(2), rel=1e-15)
    assert of(walk, "dZ").tolist() == [[0.5, -0.5]]


def test_the_loss_falls_to_0_as_the_probability_rises() -> None:
    points = plot(make_walk("ce")).series[0].points
    assert all(before[1] > after[1] for before, after in itertools.pairwise(points))
    assert points[-1] == (1.0, 0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_perplexity_is_the_inverse_geometric_mean(seed: int) -> None:
    walk = make_walk("ppl", seed=seed)
    for place, name in enumerate(("confident", "hedging")):
        product = math.prod(of(walk, name).tolist())
        assert of(walk, "perplexities")[place] == pytest.approx(
            product ** (-1 / len(of(walk, name))), rel=1e-12
        )
    confident, hedging, flat = of(walk, "perplexities")
    assert confident < hedging < flat
    assert flat == pytest.approx(float(of(walk, "V")), rel=1e-12)
    assert 2 ** (of(walk, "losses") / math.log(2)) == pytest.approx(of(walk, "perplexities"))
    whole, halved = shown(walk, "PPL")[2]
    assert halved == pytest.approx(math.sqrt(whole))
    before, after = shown(walk, "PPL")[1]
    low = of(walk, "confident").min()
    assert after / before == pytest.approx((low / 0.001) ** (1 / len(of(walk, "confident"))))


@pytest.mark.parametrize("seed", SEEDS)
def test_divergences_are_what_loops_give(seed: int) -> None:
    walk = make_walk("kl", seed=seed)
    p, q = of(walk, "p").tolist(), of(walk, "q").tolist()
    assert math.fsum(p) == pytest.approx(1, abs=1e-15)

    def divergence(a: list[float], b: list[float]) -> float:
        return math.fsum(x * math.log(x / y) for x, y in zip(a, b, strict=True) if x)

    assert of(walk, "forward") == pytest.approx(divergence(p, q), rel=1e-12)
    assert of(walk, "reverse") == pytest.approx(divergence(q, p), rel=1e-12)
    assert of(walk, "cross_entropy") == pytest.approx(float(of(walk, "entropy") + of(walk, "forward")))
    for series, end in zip(plot(walk).series, (divergence(p, q), divergence(q, p)), strict=True):
        values = [y for _, y in series.points]
        assert values[0] == pytest.approx(0, abs=1e-15)
        assert values[-1] == pytest.approx(end)
        assert all(before < after for before, after in itertools.pairwise(values))
    (rest,) = shown(walk, "r")
    assert shown(walk, "D(r||p)")[0] == pytest.approx(divergence(rest.tolist(), p))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_at_a_temperature_is_that_of_the_scaled_divergence(seed: int) -> None:
    walk = make_walk("kl", seed=seed)
    p, q, T = of(walk, "p"), of(walk, "q"), float(of(walk, "T"))

    def scaled(z: np.ndarray) -> float:
        a, b = p ** (1 / T), np.exp(z / T)
        a, b = a / a.sum(), b / b.sum()
        return T * T * float((a * np.log(a / b)).sum())

    z = np.log(q)
    quotients = [(scaled(z + H * unit) - scaled(z - H * unit)) / (2 * H) for unit in np.eye(len(q))]
    (gradient,) = shown(walk, f"gradient at T = {T:g}")
    assert gradient == pytest.approx(quotients, abs=1e-8)
    (tending,) = shown(walk, "T² D")
    assert tending[-1] == pytest.approx(np.var(np.log(p / q)) / 2, rel=0.05)


def test_slopes_are_those_of_the_values_away_from_kinks() -> None:
    x = "-3,-1.5,-0.7,-0.1,0.1,0.7,1.5,3"
    points = np.array([float(word) for word in x.split(",")])
    at = make_walk("act", given={"x": x})
    up = make_walk("act", given={"x": ",".join(f"{one + H:.9f}" for one in points)})
    down = make_walk("act", given={"x": ",".join(f"{one - H:.9f}" for one in points)})
    quotients = (of(up, "values") - of(down, "values")) / (2 * H)
    assert np.abs(quotients - of(at, "slopes")).max() < 1e-8


def test_known_values_of_the_activations() -> None:
    walk = make_walk("act", given={"x": "0,1", "a": "0.25"})
    relu, leaky, prelu, gelu, tanh, silu = of(walk, "values")
    assert relu.tolist() == leaky.tolist() == prelu.tolist() == [0, 1]
    assert gelu[1] == pytest.approx(0.8413447460685429, rel=1e-15)
    assert tanh[1] == pytest.approx(0.8411919906082768, rel=1e-14)
    assert silu[1] == pytest.approx(1 / (1 + math.exp(-1)), rel=1e-15)
    assert of(walk, "slopes")[:, 0].tolist() == [0, 0.01, 0.25, 0.5, 0.5, 0.5]
    assert shown(walk, "largest gap")[0] == pytest.approx(4.73e-4, abs=1e-6)
    assert shown(walk, "at |x|")[0] == pytest.approx(2.70, abs=0.01)


def test_relu_jumps_in_the_plot_of_slopes() -> None:
    points = plot(make_walk("act"), 1).series[0].points
    assert sum(not math.isfinite(y) for _, y in points) == 1
    assert dict(points)[0.0] == 0
    assert {y for x, y in points if x > 0} == {1.0}


@pytest.mark.parametrize("seed", SEEDS)
def test_backpropagation_agrees_with_differences_of_a_plain_loop(seed: int) -> None:
    walk = make_walk("backprop", seed=seed)
    start = {name: of(walk, name) for name in ("x", "W1", "b1", "W2", "b2")}
    y = int(of(walk, "y"))

    def loss(of_: dict[str, np.ndarray]) -> float:
        hidden = [
            max(0.0, sum(w * x for w, x in zip(row, of_["x"], strict=True)) + b)
            for row, b in zip(of_["W1"], of_["b1"], strict=True)
        ]
        logits = [
            sum(w * a for w, a in zip(row, hidden, strict=True)) + b
            for row, b in zip(of_["W2"], of_["b2"], strict=True)
        ]
        return math.log(sum(map(math.exp, logits))) - logits[y]

    assert of(walk, "L") == pytest.approx(loss(start), rel=1e-12)
    for name, value in start.items():
        for place in np.ndindex(*value.shape):
            sides = []
            for step in (H, -H):
                moved = {key: one.copy() for key, one in start.items()}
                moved[name][place] += step
                sides.append(loss(moved))
            assert of(walk, f"d{name}")[place] == pytest.approx((sides[0] - sides[1]) / (2 * H), abs=1e-8)
    off = start["W1"] @ start["x"] + start["b1"] <= 0
    assert 0 < off.sum() < 3
    assert not of(walk, "dW1")[off].any()
    assert not of(walk, "dW2")[:, off].any()
    before, after = shown(walk, "L")[1]
    assert after < before


@pytest.mark.parametrize("seed", SEEDS)
def test_descent_goes_where_a_loop_goes_and_below_the_limit_never_up(seed: int) -> None:
    walk = make_walk("landscape", seed=seed)
    X, y, rate = of(walk, "X"), of(walk, "y"), float(of(walk, "rate"))

    def loss(w: np.ndarray) -> float:
        return sum((float(row @ w) - target) ** 2 for row, target in zip(X, y, strict=True)) / len(y)

    path = of(walk, "path")
    for before, after in itertools.pairwise(path):
        gradient = [(loss(before + H * unit) - loss(before - H * unit)) / (2 * H) for unit in np.eye(2)]
        assert after == pytest.approx(before - rate * np.array(gradient), abs=1e-7)
        assert loss(after) < loss(before)
    best = of(walk, "minimiser")
    assert best == pytest.approx(np.linalg.solve(X.T @ X, X.T @ y))
    assert of(walk, "rate_limit") == pytest.approx(2 / np.linalg.eigvalsh(2 / len(y) * X.T @ X).max())
    first, exact, jumping, diverging = ([v for _, v in one.points] for one in plot(walk).series)
    assert all(after <= before for run in (first, exact) for before, after in itertools.pairwise(run))
    assert jumping[-1] < jumping[0]
    assert diverging[-1] > diverging[-6]


@pytest.mark.parametrize(("rate", "said"), [("0.001", "below half"), ("10", "above the limit")])
def test_a_rate_is_judged_against_the_limit(rate: str, said: str) -> None:
    walk = make_walk("landscape", given={"rate": rate})
    assert any(said in getattr(block, "markdown", "") for step in walk.body.steps for block in step.blocks)
    losses = of(walk, "losses")
    assert (losses[-1] > losses[0]) == (said == "above the limit")


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_of_a_table_get_the_sum_over_their_positions(seed: int) -> None:
    walk = make_walk("embed", seed=seed)
    E, ids, G = of(walk, "E"), of(walk, "ids").astype(int), of(walk, "G")
    expected = [[0.0] * E.shape[1] for _ in E]
    for position, token in enumerate(ids):
        for place, number in enumerate(G[position]):
            expected[token][place] += number
    assert of(walk, "dE") == pytest.approx(np.array(expected), abs=1e-15)
    assert len(set(ids.tolist())) < len(ids)
    (slip,) = shown(walk, "largest error of the slip")
    assert [bool(error) for error in slip] == [(ids == token).sum() > 1 for token in range(len(E))]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_jacobian_agrees_with_differences(seed: int) -> None:
    walk = make_walk("jacobian", seed=seed)
    z, g = of(walk, "z"), of(walk, "g")

    def softmax(logits: np.ndarray) -> np.ndarray:
        return np.exp(logits) / np.exp(logits).sum()

    columns = [(softmax(z + H * unit) - softmax(z - H * unit)) / (2 * H) for unit in np.eye(len(z))]
    J = np.array(columns).T
    assert of(walk, "J") == pytest.approx(J, abs=1e-9)
    assert of(walk, "vjp") == pytest.approx(J.T @ g, abs=1e-8)
    assert shown(walk, "row sums")[0] == pytest.approx(np.zeros(len(z)), abs=1e-15)
    assert shown(walk, "J^T g")[1] == pytest.approx(shown(walk, "s - one-hot")[0], abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_components_agree_with_a_singular_value_decomposition(seed: int) -> None:
    walk = make_walk("pca", seed=seed)
    X = of(walk, "X")
    Xc = X - X.mean(axis=0)
    left, sigma, right = np.linalg.svd(Xc, full_matrices=False)
    assert of(walk, "eigenvalues") == pytest.approx(sigma**2 / (len(X) - 1))
    assert np.abs(np.sum(of(walk, "directions") * right.T, axis=0)) == pytest.approx([1, 1])
    rebuilt = X.mean(axis=0) + sigma[0] * np.outer(left[:, 0], right[0])
    assert shown(walk, "rebuilt")[0] == pytest.approx(rebuilt)
    assert of(walk, "error") == pytest.approx(np.square(X - rebuilt).sum())
    assert shown(walk, "squared error")[0] == pytest.approx(float(of(walk, "error")))
    along = [y for _, y in plot(walk, 1).series[0].points]
    high, low = of(walk, "eigenvalues")
    assert high * 0.99 < max(along) <= high * (1 + 1e-12)
    assert low * (1 - 1e-12) <= min(along) <= low + 0.01 * high


@pytest.mark.parity
@pytest.mark.parametrize("topic", TOPICS)
def test_pytorch_says_the_same(topic: str) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed")
    for seed in SEEDS:
        compared = parity(make_walk(topic, seed=seed))
        assert compared
        assert max(one.difference for one in compared) < 1e-12


def test_descent_on_the_double_well_and_the_saddle_ends_where_theory_says() -> None:
    walk = make_walk("landscape")
    (ends,) = shown(walk, "40 steps")
    assert ends == pytest.approx([-1, 0, 1, 1], abs=1e-6)
    (u,), (v,) = shown(walk, "u"), shown(walk, "v")
    assert u == pytest.approx([0.8**30] * 2)
    assert v == pytest.approx([0, 0.001 * 1.2**30])
