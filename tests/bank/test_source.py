"""YAML's stumbles are told in the author's terms, at the place that is wrong, whichever reader PyYAML has."""

from __future__ import annotations

import pytest
import yaml

from quizkit.bank import source as source_module
from quizkit.bank.files import MAX_BYTES, Source, decode
from quizkit.bank.findings import Findings
from quizkit.bank.source import MAX_ALIASES, MAX_DEPTH, compose
from quizkit.bank.tree import contents

BRACES = (
    "QK110 a value that begins with {{ is a mapping to YAML; put it in quotes, or on the next line after |"
)
QUOTES = "put the text in quotes, or on the next line after |"
TAG = (
    "a bank holds text, numbers, lists and mappings only; "
    "delete the tag, or put the text in quotes if '!' belongs to it"
)
SPLIT = (
    "QK113 between { } or [ ] a text ends at a comma or a bracket; "
    "write one entry per line, or put the text in quotes"
)

STUMBLES = [
    # Placeholders.
    ("q:\n  prompt: {{ p }} is\n", f"2:11: {BRACES}"),
    ("q:\n  prompt: {{ p }}\n", f"2:11: {BRACES}"),
    ("hints:\n  - {{ p }} is small\n", f"2:5: {BRACES}"),
    ("{{ p }}: full\n", f"1:1: {BRACES}"),
    # Text that means something else to YAML.
    ("q:\n  say: Careful: nats\n", f"2:15: QK109 YAML takes 'Careful:' inside the text for a key; {QUOTES}"),
    ("a: 1: 2\n", f"1:5: QK109 YAML takes '1:' inside the text for a key; {QUOTES}"),
    ("a: *p\n", "1:4: QK109 '*p' is an alias to YAML, and nothing is named '&p'; put the text in quotes"),
    ("a: *p + 1\n", "1:4: QK109 '*p' is an alias to YAML, and nothing is named '&p'; put the text in quotes"),
    ("a: **Bold** text\n", f"1:4: QK109 '*' at the start has a meaning of its own in YAML; {QUOTES}"),
    ("a: @p\n", f"1:4: QK109 '@' at the start has a meaning of its own in YAML; {QUOTES}"),
    ("a: `p` is\n", f"1:4: QK109 '`' at the start has a meaning of its own in YAML; {QUOTES}"),
    ("a: %p\n", f"1:4: QK109 '%' at the start has a meaning of its own in YAML; {QUOTES}"),
    ("a: & b\n", f"1:4: QK109 '&' at the start has a meaning of its own in YAML; {QUOTES}"),
    ("a: ]\n", f"1:4: QK109 ']' at the start has a meaning of its own in YAML; {QUOTES}"),
    ("a: > 3\n", "1:4: QK109 '>' begins a block of text; put the value in quotes"),
    (
        "a: 'it's'\n",
        (
            "1:8: QK109 the text goes on after its closing quote; "
            "write '' for a quote inside, or put the text on the next line after |"
        ),
    ),
    ("a: [1, 2] * 3\n", "1:10: QK109 the value goes on after its closing ]; put the whole value in quotes"),
    ("a: {b: c}}\n", "1:10: QK109 the value goes on after its closing }; put the whole value in quotes"),
    # Formulas.
    ("a: |x|\n", "1:4: QK111 '|' begins a block of text; write abs(x)"),
    ("a: |x| + 1\n", "1:4: QK111 '|' begins a block of text; write abs(x) for |x|"),
    (
        "a: - log(p)\n",
        "1:4: QK112 '- ' begins a list; no space after the minus: -log(p); a list begins on the next line",
    ),
    (
        "q: {d: outer(p, p)}\n",
        (
            "1:8: QK113 between { } a value ends at the comma: 'outer(p' is all that is left; "
            "write one per line, without the braces"
        ),
    ),
    ("q: {z: z[0]}\n", f"1:9: {SPLIT}"),
    ("q: [z[0] + 1]\n", f"1:6: {SPLIT}"),
    # Tabs and indentation.
    ("q:\n\tanswer: 1\n", "2:1: QK108 a tab in the indentation; use spaces, two for each level"),
    ("q:\n  a: 1\n \tb: 1\n", "3:2: QK108 a tab in the indentation; use spaces, two for each level"),
    (
        "a: 1\n b: 2\n",
        (
            "2:2: QK120 this key is indented deeper than the value above it allows; "
            "indent equal things equally; a text over several lines needs | after its key"
        ),
    ),
    (
        "a:\n    b: 1\n  c: 2\n",
        (
            "3:3: QK120 this line is indented neither like the lines above it nor as part of them; "
            "indent equal things equally"
        ),
    ),
    ("- a\nb: 1\n", "2:1: QK120 a list and keys stand side by side; indent one of them further"),
    (
        "a: x\nlost words\nb: 1\n",
        (
            "2:1: QK121 expected 'key: value', found 'lost words'; "
            "a text over several lines needs | after its key"
        ),
    ),
    # What is not closed.
    ('a: "x\n\nb: 1\n', "1:4: QK119 this quote is never closed; close it at the end of the text"),
    ("'a: b\nc: d\n", "1:1: QK119 this quote is never closed; close it at the end of the text"),
    ("a: [1, 2\nb: 3\n", "1:4: QK119 this [ is never closed; close it with ]"),
    ("a: [\n", "1:4: QK119 this [ is never closed; close it with ]"),
    ("a: [x]\nb: [1,\n\n", "2:4: QK119 this [ is never closed; close it with ]"),
    ("a: {b: [1, 2],\n  c: 3,\n", "1:4: QK119 this { is never closed; close it with }"),
    # Backslashes in double quotes.
    (
        'a: "\\sqrt{2}"\n',
        (
            "1:5: QK122 a backslash in double quotes begins an escape; "
            "use single quotes, or put the text on the next line after |"
        ),
    ),
    (
        'a: "so $\\nabla f$"\n',
        (
            "1:9: QK122 in double quotes \\n is an escape, so \\nabla is lost; "
            "use single quotes, or put the text on the next line after |"
        ),
    ),
    # Keys.
    ("a: 1\nb: 2\na: 3\n", "3:1: QK114 the key 'a' stands twice: first in line 1; keep one of the two"),
    ("a: 1\n'a': 3\n", "2:1: QK114 the key 'a' stands twice: first in line 1; keep one of the two"),
    ("? [a]\n: b\n", "1:3: QK115 a key must be text, not a list or a mapping"),
    (": b\n", "1:1: QK115 a key is missing before ':'"),
    # Tags, anchors, documents.
    ("a: !!python/object:os.system x\n", f"1:4: QK116 the tag '!!python/object:os.system': {TAG}"),
    (
        "a: !!python/object/apply:os.system [id]\n",
        f"1:4: QK116 the tag '!!python/object/apply:os.system': {TAG}",
    ),
    ("a: !!binary aGk=\n", f"1:4: QK116 the tag '!!binary': {TAG}"),
    ("a: !important yes\n", f"1:4: QK116 the tag '!important': {TAG}"),
    ("a: !!str 3\n", f"1:4: QK116 the tag '!!str': {TAG}"),
    ("a: &x [1, *x]\n", "1:11: QK117 the alias '*x' stands within what it names"),
    (
        "b: &x {c: 1}\nd:\n  <<: *x\n",
        "3:3: QK117 '<<' merges are not read; share values with 'defaults:' or 'settings:'",
    ),
    ("a: 1\n---\nb: 2\n", "2:1: QK118 a second YAML document begins here; give it its own file"),
]


def stumble(text: str) -> list[str]:
    """What is said of a text, without the file's name."""
    source = Source("f", text)
    findings = Findings("f", source.lines)
    compose(source, findings)
    return [str(problem).removeprefix("f:") for problem in findings.problems]


@pytest.mark.parametrize(("text", "said"), STUMBLES)
def test_a_stumble_is_told_in_the_authors_terms(text: str, said: str) -> None:
    assert stumble(text) == [said]


@pytest.mark.parametrize(("text", "said"), STUMBLES)
def test_the_slow_reader_says_the_same(text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "_LOADER", yaml.SafeLoader)
    assert stumble(text) == [said]


def test_whatever_else_is_wrong_is_told_in_yamls_own_words() -> None:
    assert stumble("a: |0\n  b\n") == [
        (
            "1:5: QK107 YAML cannot read this: while scanning a block scalar: "
            "found an indentation indicator equal to 0"
        )
    ]


def test_a_doubled_alias_bomb_is_defused_by_counting() -> None:
    lines = ["a0: &a0 [" + ", ".join(["x"] * 10) + "]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    said = stumble("\n".join(lines) + "\n")
    assert said == ["6:15: QK117 with its aliases the file has more than 200,000 values"]


def test_more_aliases_than_any_bank_needs_are_refused() -> None:
    text = "a: &a 1\n" + "".join(f"b{i}: *a\n" for i in range(MAX_ALIASES + 1))
    assert stumble(text) == [f"{MAX_ALIASES + 2}:7: QK117 more than {MAX_ALIASES} aliases in one file"]


def test_an_alias_stands_for_what_it_names() -> None:
    root = compose(Source("f", "a: &x [1, 2]\nb: *x\n"), Findings("f"))
    assert root is not None
    assert contents(root) == {"a": ["1", "2"], "b": ["1", "2"]}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_bounded_however_deep_a_file_goes(opening: str) -> None:
    said = stumble("a:\n  " + opening * 100_000)
    assert len(said) == 1
    assert f"QK105 more than {MAX_DEPTH} levels of lists and mappings" in said[0]


# From bytes to text.


def decoded(content: bytes) -> list[str]:
    """What is said of the bytes of a file, without its name."""
    source = decode(content, "f")
    assert isinstance(source, Findings)
    return [str(problem).removeprefix("f:").strip() for problem in source.problems]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: 1\nb: caf\xe9\n", ["2:7: QK102 the file is not UTF-8 text: byte 0xe9; save it as UTF-8"]),
        ("a: 1\n".encode("utf-16"), ["1:1: QK102 the file is not UTF-8 text: byte 0xff; save it as UTF-8"]),
        (b"a: 1\nb: x\x00y\n", ["2:5: QK103 a character that is not text: U+0000; delete it"]),
        (b"a: \x1b[31m\n", ["1:4: QK103 a character that is not text: U+001B; delete it"]),
        ("a: \u202eevil\n".encode(), ["1:4: QK103 a character that is not text: U+202E; delete it"]),
        ("a: x\u2028y\n".encode(), ["1:5: QK103 a character that is not text: U+2028; delete it"]),
        (
            "a:\n \xa0 b: 1\n".encode(),
            [
                (
                    "2:1: QK103 a no-break space (U+00A0) in the indentation; "
                    "put plain spaces there; text copied from a web page often brings these"
                )
            ],
        ),
        (b"a" * (MAX_BYTES + 1), ["QK105 the file is larger than 4 MB; give each topic a file of its own"]),
    ],
)
def test_bytes_that_are_no_text_are_told(content: bytes, said: list[str]) -> None:
    assert decoded(content) == said


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_and_any_line_ends_are_read(mark: bytes, ends: str) -> None:
    content = mark + ends.join(["a: |", "  one", "  two", "b: 'x", "c: 1", ""]).encode()
    source = decode(content, "f")
    assert isinstance(source, Source)
    findings = Findings("f", source.lines)
    assert compose(source, findings) is None
    assert [problem.drawn() for problem in findings.problems] == [
        "f:4:4: QK119 this quote is never closed; close it at the end of the text\n    b: 'x\n       ^"
    ]
