"""Does typed mathematics read as the table ``reading.yaml`` says: which tree, or which words and where?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_never

import pytest
import yaml

from quizkit.errors import Unreadable
from quizkit.mathlang.nodes import (
    Binary,
    Bracket,
    Call,
    Cases,
    Comparison,
    Index,
    Logical,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Percent,
    Word,
    walk,
)
from quizkit.mathlang.parser import Scope, parse, read

TABLE = yaml.safe_load(Path(__file__).with_name("reading.yaml").read_text(encoding="utf-8"))


def scope_of(written: dict[str, Any]) -> Scope:
    """A scope as the table writes it."""
    return Scope(
        shapes={name: tuple(shape) for name, shape in written.get("shapes", {}).items()},
        integers=frozenset(written.get("integers", [])),
        units=frozenset(written.get("units", [])),
        open=written.get("open", False),
        author=written.get("author", False),
        extra={name: tuple(counts) for name, counts in written.get("extra", {}).items()},
        decimal_comma=written.get("decimal_comma"),
        assignable=frozenset(written.get("assignable", [])),
    )


def shown(node: Node) -> str:
    """A tree in prefix form; ``×`` is a product without a sign, ``z[0]`` counts from 0, ``z_{1}`` from 1."""
    match node:
        case Number(numerator=numerator, denominator=denominator):
            return str(numerator) if denominator == 1 else f"{numerator}/{denominator}"
        case Name(name=name):
            return name
        case Word(text=text):
            return f"'{text}'"
        case Negative(operand=operand):
            return f"(neg {shown(operand)})"
        case Percent(operand=operand):
            return f"(% {shown(operand)})"
        case Not(operand=operand):
            return f"(not {shown(operand)})"
        case Binary(operator=operator, left=left, right=right, implicit=implicit):
            return f"({'×' if implicit else operator} {shown(left)} {shown(right)})"
        case Logical(operator=operator, left=left, right=right):
            return f"({operator} {shown(left)} {shown(right)})"
        case Comparison(operands=operands, operators=operators):
            rest = zip(operators, operands[1:], strict=True)
            return f"({shown(operands[0])}{''.join(f' {sign} {shown(part)}' for sign, part in rest)})"
        case Call(function=function, arguments=arguments):
            return f"({' '.join([function, *map(shown, arguments)])})"
        case Cases(branches=branches, otherwise=otherwise):
            parts = [f"{shown(condition)}: {shown(value)}" for condition, value in branches]
            return f"(cases {'; '.join([*parts, *([] if otherwise is None else [shown(otherwise)])])})"
        case Bracket(items=items):
            return f"[{' '.join(map(shown, items))}]"
        case Index(base=base, indices=indices, origin=origin):
            inside = ", ".join(map(shown, indices))
            return f"{shown(base)}[{inside}]" if origin == 0 else f"{shown(base)}_{{{inside}}}"
        case _:
            assert_never(node)


def _rows() -> Iterator[Any]:
    for section in TABLE["sections"]:
        scope = scope_of(TABLE["scopes"][section["scope"]])
        for row in section["rows"]:
            yield pytest.param(scope, row, id=f"{section['about']}: {row['text']!r}")


ROWS = list(_rows())


@pytest.mark.parametrize(("scope", "row"), ROWS)
def test_text_reads_as_the_table_says(scope: Scope, row: dict[str, Any]) -> None:
    text = row["text"]
    if "says" in row:
        with pytest.raises(Unreadable) as caught:
            parse(text, scope) if scope.author else read(text, scope)
        error = caught.value
        found = {"says": error.message, "at": text[error.start : error.end], "from": error.start}
        assert found == {key: row[key] for key in ("says", "at", "from")}
        assert (error.kind, list(error.readings)) == (row.get("kind", "unreadable"), row.get("readings", []))
        return
    if scope.author:
        assert shown(parse(text, scope)) == row["tree"]
        return
    reading = read(text, scope)
    assert (shown(reading.node), reading.unit) == (row["tree"], row.get("unit"))


@pytest.mark.parametrize(("scope", "row"), [row for row in ROWS if "tree" in row.values[1]])
def test_every_part_of_a_tree_lies_inside_what_it_is_part_of(scope: Scope, row: dict[str, Any]) -> None:
    text = row["text"]
    tree = parse(text, scope) if scope.author else read(text, scope).node
    for node in walk(tree):
        assert 0 <= node.start < node.end <= len(text)
        for part in walk(node):
            assert node.start <= part.start < part.end <= node.end


@pytest.mark.parametrize(("scope", "row"), [row for row in ROWS if "readings" in row.values[1]])
def test_each_of_two_readings_typed_in_its_place_is_no_longer_asked_about(
    scope: Scope, row: dict[str, Any]
) -> None:
    text, start = row["text"], row["from"]
    end = start + len(row["at"])
    one, other = (read(text[:start] + reading + text[end:], scope).node for reading in row["readings"])
    assert one != other


def test_the_table_holds_no_text_twice_in_one_section() -> None:
    for section in TABLE["sections"]:
        texts = [row["text"] for row in section["rows"]]
        assert sorted(set(texts)) == sorted(texts)
