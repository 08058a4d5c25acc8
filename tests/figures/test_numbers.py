"""The mathematics of what is plotted, read from the JSON and computed a second way."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from quizkit.errors import SeedOutOfRange
from quizkit.figures import FIGURES, UnknownFigure, chosen, plotted
from quizkit.figures.activation import CARDS
from quizkit.reference.smooth_activations import gelu, gelu_grad, gelu_tanh
from tests.figures.conftest import Read, made

CLOSE = 1e-10
"""What twelve digits and another order of operations leave."""
DRAWN = ("02", "03", "06", "07")
"""Figures in which something is drawn at random."""


# All figures.


def test_two_runs_give_the_same_bytes() -> None:
    for number in FIGURES:
        assert plotted(number).to_json() == made(number, 0).to_json()


def test_numbers_are_made_without_matplotlib() -> None:
    ask = (
        "import sys; from quizkit.figures import FIGURES, plotted\n"
        "for number in FIGURES: plotted(number)\nprint(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert "quizkit.figures.landscape" in ran.stdout.split()
    assert "matplotlib" not in ran.stdout.split()


@pytest.mark.parametrize("number", FIGURES)
def test_a_seed_changes_what_is_drawn_at_random_and_nothing_else(number: str) -> None:
    first, second = (json.loads(made(number, seed).to_json())["panels"] for seed in (0, 1))
    assert (first != second) == (number in DRAWN)


def test_every_axis_has_a_label_and_every_quantity_a_unit(documents: dict[str, Any]) -> None:
    units = 0
    for number, document in documents.items():
        for letter, panel in document["panels"].items():
            assert panel["title"]
            if panel["arrays"] and (number, letter) != ("06", "a"):
                assert {"x", "y"} <= set(panel["axes"]) or "colour" in panel["axes"]
            for label in panel["axes"].values():
                assert label
                if any(word in label for word in ("loss", "D(", "gradient", "divergence", "∂")):
                    assert "(" in label.replace("D(", ""), label
                    units += 1
    assert units > 10


def test_names_stand_beside_as_many_numbers(documents: dict[str, Any]) -> None:
    beside = {
        ("02", "a", "models", "perplexity"), ("02", "b", "models", "marked_perplexity"),
        ("03", "a", "laws", "laws"), ("03", "b", "students", "kl_nats"), ("05", "a", "functions", "f"),
        ("05", "b", "functions", "slope"), ("06", "b", "parameters", "mean_abs"), ("07", "c", "runs", "loss"),
    }  # fmt: skip
    for number, letter, words, array in beside:
        panel = documents[number]["panels"][letter]
        assert len(panel["words"][words]) == len(panel["arrays"][array])


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(SeedOutOfRange):
        plotted("01", seed)


def test_numbers_and_names_choose_figures_in_their_order() -> None:
    assert chosen(None) == tuple(FIGURES)
    assert chosen("03, 1,03") == ("01", "03")
    assert chosen("07_loss_landscape") == ("07",)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("08", "no figure '08'; there are 01, 02, 03, 04, 05, 06, 07"),
        ("01,loss_landscape", "no figure 'loss_landscape'; did you mean '07'?"),
        ("xyz", "no figure 'xyz'; there are 01, 02, 03, 04, 05, 06, 07"),
        ("", "no figure ''; there are 01, 02, 03, 04, 05, 06, 07"),
    ],
)
def test_an_unknown_figure_is_told_with_the_nearest_or_all(words: str, told: str) -> None:
    with pytest.raises(UnknownFigure) as refused:
        chosen(words)
    assert str(refused.value) == told


# 01 and 02: losses.


def test_the_loss_falls_strictly_to_nought(arrays: Read) -> None:
    curve = arrays("01", "a")
    assert (curve["p"][0], curve["p"][-1]) == (0.01, 1.0)
    assert (np.diff(curve["loss_nats"]) < 0).all()
    assert curve["loss_nats"][-1] == 0
    np.testing.assert_allclose(np.exp(-curve["loss_nats"]), curve["p"], rtol=CLOSE)
    np.testing.assert_allclose(curve["loss_bits"] * math.log(2), curve["loss_nats"], rtol=CLOSE)
    assert list(curve["marked_p"]) == [0.05, 0.3, 0.7, 0.9]
    np.testing.assert_allclose(np.exp(-curve["marked_loss_nats"]), curve["marked_p"], rtol=CLOSE)


def test_the_bars_are_minus_the_logarithm(arrays: Read) -> None:
    bars = arrays("01", "b")
    assert list(bars["p"]) == [0.9, 0.7, 0.5, 0.3, 0.1]
    assert bars["loss_nats"] == pytest.approx([-math.log(p) for p in bars["p"]], rel=CLOSE)


@pytest.mark.parametrize("seed", range(5))
def test_a_flat_model_is_as_perplexed_as_the_vocabulary_is_large(seed: int) -> None:
    bars = made("02", seed).panels["a"].arrays
    confident, hedging, flat = bars["perplexity"]
    assert 1 < confident < hedging < flat
    assert flat == pytest.approx(8, rel=CLOSE)
    assert bars["vocabulary"] == 8
    np.testing.assert_allclose(bars["probabilities"].sum(axis=-1), 1, rtol=CLOSE)
    picked = np.array(
        [[row[y] for row, y in zip(rows, bars["target"], strict=True)] for rows in bars["probabilities"]]
    )
    np.testing.assert_allclose(bars["loss_nats"], -np.log(picked), rtol=CLOSE)
    np.testing.assert_allclose(bars["perplexity"], 1 / np.prod(picked, axis=1) ** (1 / 12), rtol=CLOSE)


def test_the_models_lie_on_the_curve(arrays: Read) -> None:
    curve = arrays("02", "b")
    assert np.log(curve["marked_perplexity"]) == pytest.approx(curve["marked_mean_loss_nats"], rel=CLOSE)
    np.testing.assert_allclose(np.log(curve["perplexity"]), curve["mean_loss_nats"], atol=CLOSE)
    assert (curve["marked_mean_loss_nats"] <= curve["mean_loss_nats"][-1]).all()


# 03: divergences.


def _kl(p: np.ndarray, q: np.ndarray) -> float:
    return math.fsum(float(a * math.log(a / b)) for a, b in zip(p, q, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_the_far_student_is_farther_in_both_directions_and_these_differ(seed: int) -> None:
    panels = made("03", seed).panels
    laws = panels["a"].arrays["laws"]
    np.testing.assert_allclose(laws.sum(axis=1), 1, rtol=CLOSE)
    close, far = panels["b"].arrays["kl_nats"]
    assert 0.01 < close < far / 4
    assert [close, far] == pytest.approx([_kl(laws[0], laws[1]), _kl(laws[0], laws[2])], rel=CLOSE)
    path = panels["d"].arrays
    assert path["forward_nats"][-1] == pytest.approx(far, rel=CLOSE)
    assert path["reverse_nats"][-1] == pytest.approx(_kl(laws[2], laws[0]), rel=CLOSE)
    assert abs(path["forward_nats"][-1] - path["reverse_nats"][-1]) > 0.02 * far


def test_along_the_path_both_divergences_rise_from_nought(arrays: Read) -> None:
    path = arrays("03", "d")
    for name in ("forward_nats", "reverse_nats"):
        assert path[name][0] == 0
        assert (np.diff(path[name]) > 0).all()
        # Divergence is convex in each of its laws.
        assert (np.diff(path[name], 2) > 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_landscape_over_the_simplex_has_its_one_nought_at_the_reference(seed: int) -> None:
    simplex = made("03", seed).panels["c"].arrays
    q, heights, star = simplex["q"], simplex["kl_nats"], int(simplex["star"])
    assert len(q) == 59 * 58 / 2
    assert (q > 0).all()
    np.testing.assert_allclose(q.sum(axis=1), 1, rtol=CLOSE)
    assert heights[star] == 0
    assert (np.delete(heights, star) > 0).all()
    np.testing.assert_array_equal(q[star], simplex["ref"])
    for place in (0, 500, len(q) - 1):
        assert heights[place] == pytest.approx(_kl(simplex["ref"], q[place]), rel=CLOSE)


# 04 and 05: activations.


def test_slopes_are_central_differences_away_from_kinks(arrays: Read) -> None:
    seen = 0
    for function, slope in (("a", "b"), ("d", "e"), ("g", "h")):
        x, f, told = arrays("04", function)["x"], arrays("04", function)["f"], arrays("04", slope)["slope"]
        seen += _compared(x, f, told)
    both = zip(arrays("05", "a")["f"], arrays("05", "b")["slope"], strict=True)
    seen += sum(_compared(arrays("05", "a")["x"], f, slope) for f, slope in both)
    assert seen > 8000


def _compared(x: np.ndarray, f: np.ndarray, slope: np.ndarray) -> int:
    away = np.abs(x[1:-1]) > 0.01
    central = (f[2:] - f[:-2]) / (x[2:] - x[:-2])
    np.testing.assert_allclose(central[away], slope[1:-1][away], atol=1e-5)
    return int(away.sum())


def test_at_nought_the_slopes_are_as_the_conventions_say(arrays: Read) -> None:
    for letter, convention in (("b", 0.0), ("e", 0.01)):
        panel = arrays("04", letter)
        assert panel["slope"][panel["x"] == 0] == [convention]
        assert panel["at_zero"] == [convention]
        assert panel["limit_from_right"] == panel["slope"][panel["x"] > 0][0]
    smooth = arrays("04", "h")
    assert smooth["slope"][smooth["x"] == 0] == [0.5]


def test_the_cards_tell_the_truth_of_gelu(arrays: Read) -> None:
    panel = arrays("04", "g")
    lowest = panel["f"].argmin()
    assert f"lowest at x = −{-panel['x'][lowest]:.2f}" in " ".join(CARDS["GELU"])
    assert f"[−{-panel['f'][lowest]:.3f}, ∞)" in " ".join(CARDS["GELU"])
    x = arrays("04", "h")["x"]
    above = x[arrays("04", "h")["slope"] > 1][0]
    assert "above 1 from x = 0.752" in " ".join(CARDS["GELU"])
    assert above == pytest.approx(0.7525, abs=0.005)
    assert float(gelu_grad(-0.7518)) == pytest.approx(0, abs=1e-4)


def test_the_forms_of_gelu_differ_most_near_2_70(arrays: Read) -> None:
    panel = arrays("05", "a")
    size = np.abs(panel["gap"])
    assert size.max() == pytest.approx(4.73e-4, abs=5e-7)
    assert sorted(np.abs(panel["x"][size > size.max() - 1e-12])) == pytest.approx([2.7, 2.7], abs=0.01)
    np.testing.assert_allclose(panel["gap_scaled"], panel["gap"] * 1e4, rtol=CLOSE)
    beyond = np.linspace(3, 8, 501)
    assert np.abs(np.asarray(gelu(beyond)) - np.asarray(gelu_tanh(beyond))).max() < size.max()


# 06: the chain rule.


def _loss(network: dict[str, np.ndarray]) -> float:
    hidden = np.maximum(network["W1"] @ network["x"] + network["b1"], 0)
    logits = network["W2"] @ hidden + network["b2"]
    return float(np.log(np.exp(logits).sum()) - logits[int(network["y"])])


@pytest.mark.parametrize("seed", range(4))
def test_gradients_are_differences_of_the_loss(seed: int) -> None:
    panels = made("06", seed).panels
    network = dict(panels["a"].arrays)
    assert network["loss_nats"] == pytest.approx(_loss(network), rel=CLOSE)
    for name, gradient in zip(("W1", "b1", "W2", "b2"), ("dW1", "db1", "dW2", "db2"), strict=True):
        told = panels["b"].arrays[gradient]
        for place in np.ndindex(*told.shape):
            step = np.zeros_like(told)
            step[place] = 1e-5
            up, down = ({**network, name: network[name] + sign * step} for sign in (1, -1))
            assert (_loss(up) - _loss(down)) / 2e-5 == pytest.approx(told[place], abs=1e-8)
        bar = panels["b"].arrays["mean_abs"][list(panels["b"].arrays).index(gradient)]
        assert bar == pytest.approx(np.abs(told).mean(), rel=CLOSE)
    assert list(panels["a"].arrays["mean_abs"]) == list(panels["b"].arrays["mean_abs"][[0, 2]])


@pytest.mark.parametrize("seed", range(6))
def test_no_gradient_passes_exactly_where_a_unit_is_off(seed: int) -> None:
    panels = made("06", seed).panels
    units = panels["c"].arrays
    off = units["h1"] <= 0
    assert off.sum() == 2
    np.testing.assert_array_equal(units["dh1"] == 0, off)
    np.testing.assert_array_equal(units["dh1"][~off], units["da1"][~off])
    assert (units["da1"] != 0).all()
    np.testing.assert_array_equal((panels["a"].arrays["dW1"] == 0).all(axis=1), off)
    assert panels["a"].arrays["q"].sum() == pytest.approx(1, rel=CLOSE)


def test_the_shapes_of_the_chain_are_those_of_the_arrays(arrays: Read, documents: dict[str, Any]) -> None:
    words = documents["06"]["panels"]["d"]["words"]
    told = dict(zip(words["factors"], words["shapes"], strict=True))
    network, bars = arrays("06", "a"), arrays("06", "b")
    shapes = {
        "∂L/∂W₂": bars["dW2"], "∂L/∂b₂": bars["db2"], "∂L/∂W₁": bars["dW1"], "∂L/∂b₁": bars["db1"],
        "∂L/∂h₁": network["h1"], "∂L/∂a₁": network["h1"], "∂L/∂h₂": network["q"],
    }  # fmt: skip
    for factor, shape in told.items():
        name = factor.partition(" = ")[0]
        if name in shapes:
            expected = "(" + "×".join(map(str, shapes.pop(name).shape)) + ")"
            assert shape.partition(" = ")[0] == expected
    assert not shapes


# 07: the landscape.


@pytest.mark.parametrize("seed", range(2))
def test_gradient_descent_goes_down_to_the_sample_minimiser(seed: int) -> None:
    panels = made("07", seed).panels
    above, steps = panels["a"].arrays, panels["c"].arrays
    path, slopes, X, y = above["path"], above["gradients"], above["X"], above["y"]
    np.testing.assert_allclose(path[1:], path[:-1] - above["rate"] * slopes[:-1], atol=1e-12)
    by_hand = np.array([2 / len(y) * X.T @ (X @ w - y) for w in path])
    np.testing.assert_allclose(slopes, by_hand, atol=1e-12)
    assert above["rate"] < 1 / steps["curvatures"][0]
    assert (np.diff(steps["loss"][0]) <= 0).all()
    assert np.linalg.norm(slopes[-1]) < 1e-3 * np.linalg.norm(slopes[0])
    np.testing.assert_allclose(path[-1], above["minimiser"], atol=5e-3)
    np.testing.assert_allclose(above["minimiser"], np.linalg.solve(X.T @ X, X.T @ y), rtol=1e-9)
    assert np.linalg.norm(above["minimiser"] - above["generating"]) > 0.01
    losses = [np.mean((X @ w - y) ** 2) for w in path]
    np.testing.assert_allclose(steps["loss"][0], losses, rtol=CLOSE)
    np.testing.assert_array_equal(panels["b"].arrays["path_loss"], steps["loss"][0])
    assert above["loss"].min() >= steps["lowest"]
    row, column = np.unravel_index(above["loss"].argmin(), above["loss"].shape)
    np.testing.assert_allclose([above["w1"][column], above["w2"][row]], above["minimiser"], atol=1e-9)


@pytest.mark.parametrize("seed", range(2))
def test_beyond_the_limit_gradient_descent_diverges(seed: int) -> None:
    steps = made("07", seed).panels["c"].arrays
    X = made("07", seed).panels["a"].arrays["X"]
    assert steps["curvatures"] == pytest.approx(np.linalg.eigvalsh(2 / len(X) * X.T @ X)[::-1], rel=1e-9)
    assert steps["limit"] == pytest.approx(2 / steps["curvatures"][0], rel=CLOSE)
    assert steps["rates"][0] < steps["limit"] < steps["rates"][1]
    assert steps["loss"][1][-1] > 10 * steps["loss"][1][0]
    assert (np.diff(steps["loss"][1][10:]) > 0).all()


def test_the_landscape_is_the_loss(arrays: Read) -> None:
    for letter in ("a", "b"):
        panel, sample = arrays("07", letter), arrays("07", "a")
        for row, column in ((0, 0), (3, 20), (24, 11)):
            w = np.array([panel["w1"][column], panel["w2"][row]])
            expected = np.mean((sample["X"] @ w - sample["y"]) ** 2)
            assert panel["loss"][row, column] == pytest.approx(expected, rel=1e-9)
