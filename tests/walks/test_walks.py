"""Every topic on several seeds: whole, in its width, readable, the same every time, and leading on."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

from quizkit import typeset
from quizkit.bank import Bank
from quizkit.errors import SeedOutOfRange
from quizkit.mathlang.glyphs import ASCII
from quizkit.typeset.spans import width
from quizkit.walks import TOPICS, UnknownWalk, Walk, make_walk, walk_for, walk_lines
from quizkit.walks.parity import SKIPPED, Parity
from quizkit.walks.record import to_json
from quizkit.walks.screen import lines, markdown
from quizkit.walks.topics import OTHER_NAMES, subject
from quizkit.walks.walk import Array, Bars, Columns, Plot, Prose, flat

SEEDS = (0, 1, 7, 2**63 - 1)
FOLDER = Path(__file__).with_name("pages")
KEPT = ("ce", "kl")
PLOTTED = {"ce": 1, "ppl": 1, "kl": 1, "act": 2, "landscape": 1, "pca": 2}
"""How many curves a topic draws."""

GIVEN = {
    "ce": {"Z": "[[1, 2, 3]]", "y": "0"},
    "ppl": {"confident": "1/2, 1", "hedging": "1e-3, 0.5", "V": "100000"},
    "kl": {"p": "1/3, 1/3, 1/3", "q": "0.98, 0.01, 0.01", "T": "0.5"},
    "act": {"x": "0, -0.1", "a": "1", "z": "0, 0, 0, 0, 0"},
    "backprop": {"x": "0, 0, 0", "b1": "0, 0, 0, 0"},
    "landscape": {"rate": "10", "start": "100, -100"},
    "embed": {"ids": "5"},
    "jacobian": {"z": "-20, 20", "g": "1, 1"},
    "pca": {"X": "0, 0; 1, 1; 2, 2"},
}
"""Numbers at the ends of their domains."""


@pytest.fixture(params=[*((topic, seed) for topic in TOPICS for seed in SEEDS), *TOPICS], ids=str)
def walk(request: pytest.FixtureRequest) -> Walk:
    """A walk of each topic: of several seeds, and of numbers at the ends of their domains."""
    if isinstance(request.param, str):
        return make_walk(request.param, given=GIVEN[request.param])
    topic, seed = request.param
    return make_walk(topic, seed=seed)


def test_a_walk_is_the_same_every_time(walk: Walk) -> None:
    assert walk == make_walk(walk.topic, seed=walk.seed, given=GIVEN[walk.topic] if walk.chosen else None)


@pytest.mark.parametrize(("columns", "formulas"), [(40, True), (60, True), (80, False)])
def test_no_line_is_wider_than_asked(walk: Walk, columns: int, formulas: bool) -> None:  # noqa: FBT001
    shown = lines(walk, columns, formulas=formulas, tables=columns >= 60)
    wide = [typeset.text([line]) for line in shown if width(line) > columns]
    assert wide == []


def test_every_formula_can_be_read(walk: Walk) -> None:
    assert typeset.unread(markdown(walk)) == ()


def test_markdown_has_a_heading_for_each_step_and_closes_its_blocks(walk: Walk) -> None:
    text = markdown(walk, tables=True)
    steps = re.findall(r"^## Step (\d+) of (\d+): \S", text, re.MULTILINE)
    count = len(walk.body.steps)
    assert steps == [(str(place + 1), str(count)) for place in range(count)]
    fences = re.findall(r"^```.*$", text, re.MULTILINE)
    assert fences == ["```text", "```"] * (len(fences) // 2)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_every_number_is_finite_and_every_array_has_a_shape(walk: Walk) -> None:
    for step in walk.body.steps:
        for block in step.blocks:
            match block:
                case Array():
                    assert math.prod(block.shape) == len(flat(block.values))
                    assert all(map(math.isfinite, flat(block.values)))
                case Columns():
                    assert {column.shape for column in block.columns} == {(len(block.labels),)}
                    assert all(
                        math.isfinite(number) for column in block.columns for number in flat(column.values)
                    )
                case Bars():
                    assert block.lengths.shape == (len(block.labels),)
                case Plot():
                    assert len({one.name for one in block.series}) == len(block.series)
                case Prose():
                    assert not re.search(r"\b(nan|inf)\b", block.markdown)


def test_json_holds_every_array_in_full_precision(walk: Walk) -> None:
    told = json.loads(json.dumps(to_json(walk), allow_nan=False))
    assert told["topic"] == walk.topic
    assert len(told["steps"]) == len(walk.body.steps)
    for step, shown in zip(walk.body.steps, told["steps"], strict=True):
        for block, as_json in zip(step.blocks, shown["blocks"], strict=True):
            if isinstance(block, Array):
                assert _frozen(as_json["values"]) == block.values
                assert tuple(as_json["shape"]) == block.shape
            if isinstance(block, Plot | Bars):
                assert as_json["table"]["rows"]
    assert {name: _frozen(value) for name, value in told["result"]["numbers"].items()} == {
        array.name: array.values for array in walk.body.outputs
    }


def test_a_table_tells_every_picture() -> None:
    for topic in TOPICS:
        walk = make_walk(topic)
        pictures = [block for step in walk.body.steps for block in step.blocks if isinstance(block, Plot)]
        assert len(pictures) == PLOTTED.get(topic, 0)
        plain = typeset.text(lines(walk, 80, pictures=False))
        both = typeset.text(lines(walk, 80, tables=True))
        for picture in pictures:
            assert plain.count(picture.title) == 1
            assert both.count(picture.title) == 2
        assert "┤" not in plain
        assert ("┤" in both) == bool(pictures)


def test_another_seed_draws_other_numbers() -> None:
    for topic in TOPICS:
        assert len({make_walk(topic, seed=seed).inputs for seed in SEEDS}) == len(SEEDS)


def test_the_questions_to_try_next_are_in_the_shipped_bank(bank: Bank) -> None:
    for topic in TOPICS:
        asked = [question.id for question in subject(topic).questions]
        assert len(set(asked)) == 3
        assert [question for question in asked if question not in bank] == []


def test_every_shipped_question_has_a_nearest_walk(bank: Bank) -> None:
    found = {walk_for(question) for question in bank}
    assert found == set(TOPICS)
    assert walk_for("q25-ppl-compare") == "ppl"
    assert walk_for("q31-gd-step") == "landscape"
    assert walk_for("mine-1") is None
    assert {question.walk for question in bank.values()} <= {None, *TOPICS}


def test_the_parts_that_everybody_reads_are_there() -> None:
    for topic in TOPICS:
        text = typeset.text(lines(make_walk(topic), 80))
        headings = [
            "Why interviewers ask",
            "Conventions",
            "Step 1 of",
            "The result",
            SKIPPED,
            "In the interview",
        ]
        assert [heading for heading in headings if heading not in text] == []
        assert text.index("Why interviewers") < text.index("Step 1 of") < text.index("The result")
        assert text.index("The result") < text.index(SKIPPED) < text.index("Try next")
        assert 2 <= len(subject(topic).tips) <= 4


def test_a_comparison_tells_what_was_called_and_the_largest_difference() -> None:
    text = typeset.text(lines(make_walk("ce"), 80, compared=[Parity("F.cross_entropy(Z, y)", 2.5e-16)]))
    assert re.search(r"F\.cross_entropy\(Z, y\) +2\.5e-16", text)
    assert SKIPPED not in text


def test_lines_for_the_app_leave_the_comparison_out() -> None:
    shown = walk_lines("ce", 1, 72)
    assert shown == lines(make_walk("ce", seed=1), 72, parity=False)
    assert "PyTorch" not in typeset.text(shown)
    assert {span.style for line in shown for span in line} >= {"heading", "plain", "math", "code"}


def test_without_unicode_every_character_is_on_the_keyboard() -> None:
    for topic in TOPICS:
        assert typeset.text(lines(make_walk(topic), 80, glyphs=ASCII)).isascii()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("cee", "did you mean 'ce'?"),
        ("perplexity", "did you mean 'ppl'?"),
        ("Softmax", "did you mean 'jacobian'?"),
        ("q31", "did you mean 'backprop'?"),
        ("zzz", "there are ce, ppl, kl, act, backprop, landscape, embed, jacobian, pca"),
    ],
)
def test_an_unknown_topic_names_the_nearest(word: str, said: str) -> None:
    with pytest.raises(UnknownWalk, match=re.escape(f"no walk '{word}'; {said}")):
        make_walk(word)


def test_other_names_lead_to_topics() -> None:
    assert set(OTHER_NAMES.values()) == set(TOPICS)
    assert not OTHER_NAMES.keys() & TOPICS.keys()


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(SeedOutOfRange, match="from 0 to 2"):
        make_walk("ce", seed=seed)


# Whole pages.


def page(topic: str) -> str:
    """The walk of seed 1, as it is read on a screen of 80 columns."""
    return typeset.text(walk_lines(topic, 1, 80)) + "\n"


@pytest.mark.parametrize("topic", KEPT)
def test_a_walk_reads_as_it_was_kept(topic: str) -> None:
    assert page(topic) == (FOLDER / f"{topic}.txt").read_text("utf-8")


def _frozen(values: object) -> object:
    return tuple(_frozen(entry) for entry in values) if isinstance(values, list) else values


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kept in KEPT:
        (FOLDER / f"{kept}.txt").write_text(page(kept), encoding="utf-8")
