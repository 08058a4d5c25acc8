"""Every character of a text leads back to the very place in the file where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.bank.files import Source
from quizkit.bank.findings import Findings
from quizkit.bank.source import compose
from quizkit.bank.tree import (
    MapNode,
    Plain,
    TextNode,
    contents,
    find,
    formula_text,
    found,
    key_place,
    place_in,
    place_of,
)

FILE = """\
# a comment
plain: one two
folded plain: one
  two
    three

  four
single: 'it''s σ(x), "so"'
folded single: 'one
  two

  three'
double: "one \\"two\\" \\u03c3 three"
folded double: "one
  two \\
  three"
literal: |
  one
    two

  three
kept: |2-
    one
  two
folded: >-
  one
  two

  three
    four
list: [a + b, [c, d*e]]
nested:
  inner:
    - first
    - deep: value
empty:
"""


@pytest.fixture(scope="module")
def tree() -> MapNode:
    source = Source("bank.yaml", FILE)
    findings = Findings("bank.yaml", source.lines)
    root = compose(source, findings)
    assert not findings.problems
    assert isinstance(root, MapNode)
    return root


def character(place: tuple[int, int]) -> str:
    line, column = place
    return FILE.split("\n")[line - 1][column - 1]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("plain", "one two"),
        ("folded plain", "one two three\nfour"),
        ("single", 'it\'s σ(x), "so"'),
        ("folded single", "one two\nthree"),
        ("double", 'one "two" σ three'),
        ("folded double", "one two three"),
        ("literal", "one\n  two\n\nthree\n"),
        ("kept", "  one\ntwo"),
        ("folded", "one two\nthree\n  four"),
    ],
)
def test_each_letter_of_a_text_is_found_where_it_stands(tree: MapNode, key: str, text: str) -> None:
    node = tree.get(key)
    assert isinstance(node, TextNode)
    assert node.text == text
    for offset, letter in enumerate(text):
        if letter.isalpha() and letter != "σ":
            assert character(node.at(offset)) == letter, (key, offset)


def test_the_end_of_a_text_is_behind_its_last_character(tree: MapNode) -> None:
    node = tree.get("plain")
    assert isinstance(node, TextNode)
    assert node.at(len("one two")) == (2, 15)


def test_an_escape_is_found_at_its_backslash(tree: MapNode) -> None:
    node = tree.get("double")
    assert isinstance(node, TextNode)
    assert character(node.at(node.text.index("σ"))) == "\\"
    assert character(node.at(node.text.index('"'))) == "\\"


def test_a_list_of_formulas_is_one_formula_with_places_of_its_own(tree: MapNode) -> None:
    node = tree.get("list")
    assert node is not None
    text = formula_text(node)
    assert text == "[a + b, [c, d*e]]"
    for offset, letter in enumerate(text):
        if letter.isalpha():
            assert character(place_in(node, offset)) == letter


def test_a_path_leads_to_its_value_and_of_a_mapping_to_its_key(tree: MapNode) -> None:
    assert place_of(tree, ("nested", "inner", 0)) == (34, 7)
    assert place_of(tree, ("nested", "inner", 1, "deep")) == (35, 13)
    assert place_of(tree, ("nested", "inner")) == (33, 3)
    assert place_of(tree, ("empty",)) == (36, 1)
    assert key_place(tree, ("nested", "inner", 1, "deep")) == (35, 7)


def test_a_path_that_ends_nowhere_is_placed_at_the_last_thing_on_its_way(tree: MapNode) -> None:
    assert find(tree, ("nested", "outer", 3)) is None
    assert place_of(tree, ("nested", "outer", 3)) == (32, 1)
    assert key_place(tree, ("nested", "outer")) == (32, 1)


words = st.text(alphabet="abcxyz=*(-", min_size=1, max_size=6).filter(lambda word: word[0] not in "=*-")


@given(
    lines=st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4),
    style=st.sampled_from(["|", ">", ">-", "|+", "'", '"', ""]),
    indent=st.integers(min_value=1, max_value=4),
)
def test_whatever_the_style_a_word_is_found_where_it_stands(
    lines: list[str], style: str, indent: int
) -> None:
    gap = "\n" + " " * indent
    body = gap.join(lines)
    quote = style if style in {"'", '"'} else ""
    value = f"{style}{gap}{body}" if style[:1] in {"|", ">"} else f"{quote}{body}{quote}"
    text = f"key: {value}\n"
    source = Source("bank.yaml", text)
    root = compose(source, Findings("bank.yaml"))
    assert isinstance(root, MapNode)
    node = root.get("key")
    assert isinstance(node, TextNode)
    for offset, letter in enumerate(node.text):
        if not letter.isspace():
            line, column = node.at(offset)
            assert source.lines[line - 1][column - 1] == letter


def test_values_keep_the_spelling_of_their_author() -> None:
    text = "a: no\nb: 0.10\nc: 1e-3\nd: '7'\ne: ~\nf: 0x1F\ng: 1_000\nh: 12:30:45\ni: 2001-01-01\n"
    root = compose(Source("bank.yaml", text), Findings("bank.yaml"))
    assert root is not None
    assert contents(root) == {
        "a": "no",
        "b": "0.10",
        "c": "1e-3",
        "d": "7",
        "e": None,
        "f": "0x1F",
        "g": "1_000",
        "h": "12:30:45",
        "i": "2001-01-01",
    }


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ({"a": 1}, "a mapping"),
        (["a"], "a list"),
        (Plain("7.5"), "7.5"),
        (Plain("true"), "true"),
        (Plain("many"), "'many'"),
        ("7.5", "the text '7.5'"),
        ("\x1b[31m", "'\\x1b[31m'"),
    ],
)
def test_values_are_named_in_the_words_of_the_file(value: object, words: str) -> None:
    assert found(value) == words
