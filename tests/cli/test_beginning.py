"""Words that are plainly meant are read without Typer, and mean what they mean to Typer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.cli import beginning, practice
from quizkit.cli.beginning import MOST, Wishes, plain_wishes

WORDS = [
    "--topic",
    "--count",
    "--seed",
    "--plain",
    "--jsonl",
    "--bank",
    "--help",
    "--topic=q25",
    "q25",
    "q 29",
    "7",
    "0",
]
WORDS += ["0", "-1", "500", "501", "1e3", "²", "007", "--", "-", "--cou", ""]


def as_typer_reads(words: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, object] | None:
    """What Typer makes of the words; None where it refuses them or does something else."""
    read: dict[str, object] = {}
    monkeypatch.setattr(practice, "begin", lambda **wishes: read.update(wishes))
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command()(practice.practice)
    try:
        typer.main.get_command(app).main(list(words), standalone_mode=False)
    except Exception:  # noqa: BLE001 - how Typer refuses is not asked
        return None
    return read or None


def filled(wishes: Wishes) -> dict[str, object]:
    """The wishes with what is taken where nothing is said."""
    silent = dict.fromkeys(("topic", "count", "seed", "bank", "profile"))
    flags = dict.fromkeys(("due", "mistakes", "plain", "jsonl"), False)
    return {**silent, **flags, **wishes}


@given(st.lists(st.sampled_from(WORDS), max_size=6))
@settings(max_examples=200, deadline=None)
def test_what_is_read_without_typer_is_what_typer_reads(words: list[str]) -> None:
    wishes = plain_wishes(words)
    if wishes is not None:
        with pytest.MonkeyPatch.context() as patch:
            assert as_typer_reads(words, patch) == filled(wishes)


@pytest.mark.parametrize(
    ("words", "wishes"),
    [
        ([], {}),
        (["--topic", "q25", "--count", "3", "--seed", "7"], {"topic": "q25", "count": 3, "seed": 7}),
        (["--plain", "--count", str(MOST)], {"plain": True, "count": MOST}),
        (["--count", "0"], None),
        (["--count", str(MOST + 1)], None),
        (["--seed"], None),
        (["--seed", "-1"], None),
        (["--topic=q25"], None),
        (["--help"], None),
        (["--bank", "x.yaml"], None),
        (["q25"], None),
    ],
)
def test_only_plain_words_are_read_without_typer(words: list[str], wishes: Wishes | None) -> None:
    assert plain_wishes(words) == wishes


def test_the_seed_drawn_ahead_serves_once(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZKIT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr("secrets.randbelow", lambda _: 5)
    wish = beginning.wish_of("q25", 3)
    beginning.keep_seed(wish, 12)
    assert beginning.kept_seed(beginning.wish_of("q26", 3)) == 5
    assert beginning.kept_seed(wish) == 12
    assert beginning.kept_seed(wish) == 5
