"""Chance by address: fixed forever, unbiased, and independent of everything else."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from quizkit.variants import streams
from quizkit.variants.streams import Stream, arrangement


def stream(seed: int = 0, **changes: object) -> Stream:
    fields: dict[str, object] = {"question": "q", "setting": "", "seed": seed, **changes}
    return Stream(**fields)  # type: ignore[arg-type]


# The very numbers: if one of these changes, every seed of every bank has moved.
@pytest.mark.parametrize(
    ("drawn_from", "size", "path", "expected"),
    [
        (stream(), 19, (), 12),
        (stream(7), 19, (), 10),
        (stream(7, setting="bits"), 19, (), 8),
        (stream(7, attempt=1), 19, (), 16),
        (stream(7), 19, (2,), 7),
        (stream(2**63 - 1), 10**40, (1, 2), 3910368552659959972169972686168758186251),
    ],
)
def test_the_numbers_of_an_address_never_change(
    drawn_from: Stream, size: int, path: tuple[int, ...], expected: int
) -> None:
    assert drawn_from.index(size, "p", path) == expected


def test_the_byte_format_is_the_one_that_is_written_down() -> None:
    def word(number: int) -> bytes:
        return number.to_bytes(8, "big")

    def field(text: str) -> bytes:
        return word(len(text.encode())) + text.encode()

    address = field("q30-σ") + field("") + field("draw") + field("W")
    address += word(7) + word(3) + word(2) + word(1) + word(0)
    digest = hashlib.blake2b(address + word(0) + word(0), digest_size=64, person=b"quizkit-draw-v1")
    expected = int.from_bytes(digest.digest(), "big") % 1000
    assert stream(7, question="q30-σ", attempt=3).index(1000, "W", (1, 0)) == expected


def test_a_number_in_the_biased_tail_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    tail = 2**512 // 19 * 19
    rounds: list[int] = []

    def number(address: bytes, attempt: int, blocks: int) -> int:  # noqa: ARG001 - the signature
        rounds.append(attempt)
        return (tail, tail + 3, 2 * 19 + 5)[attempt]

    monkeypatch.setattr(streams, "_number", number)
    assert streams.index(b"address", 19) == 5
    assert rounds == [0, 1, 2]


def test_every_index_comes_about_equally_often() -> None:
    counts = Counter(stream(seed).index(7, "p") for seed in range(7000))
    assert set(counts) == set(range(7))
    # The standard deviation of a count is 29: five of them never happen by chance.
    assert all(abs(count - 1000) < 150 for count in counts.values())


def test_streams_of_different_variables_and_entries_are_independent() -> None:
    pairs = Counter(
        (stream(seed).index(3, "p"), stream(seed).index(3, "q"), stream(seed).index(3, "p", (0,)))
        for seed in range(2700)
    )
    assert len(pairs) == 27
    assert all(50 < count < 150 for count in pairs.values())


def test_fields_do_not_run_into_each_other() -> None:
    same = [
        stream(question="ab", setting="c").index(2**64, "d"),
        stream(question="a", setting="bc").index(2**64, "d"),
        stream(question="ab", setting="").index(2**64, "cd"),
        stream(question="ab", setting="c").index(2**64, "d", (0,)),
        stream(question="ab", setting="c").index(2**64, "d", purpose="pool"),
    ]
    assert len(set(same)) == len(same)


def test_arrangements_are_numbered_without_gaps() -> None:
    found = [arrangement(rank, 2, 4) for rank in range(12)]
    assert found == sorted(set(found))
    assert found[0] == (0, 1)
    assert found[-1] == (3, 2)


def test_every_order_comes_about_equally_often() -> None:
    orders = Counter(stream(seed).order(3, "") for seed in range(6000))
    assert len(orders) == 6
    assert all(abs(count - 1000) < 150 for count in orders.values())
