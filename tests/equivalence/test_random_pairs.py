"""Two thousand random pairs, judged by another engine: no verdict is wrong, hardly any is missing."""

from tests.benchmarks.fuzz_equality import count


def test_no_verdict_on_random_pairs_is_wrong_and_nearly_all_equal_ones_are_proved() -> None:
    found = count(2000, seed=1)
    assert (found.false_accepts, found.false_rejects, found.disputed) == ([], [], [])
    assert found.undecided <= 0.005 * found.pairs
    assert found.proved >= 0.98
