"""The grammar: precedence, manners, spans, names. Single readings stand in tests/conformance/reading.yaml."""

import ast
from typing import assert_never

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.errors import Unreadable
from quizkit.mathlang import limits
from quizkit.mathlang.evaluate import definition
from quizkit.mathlang.functions import CONSTANTS, FUNCTIONS, SPELLINGS
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
from quizkit.mathlang.parser import Reading, Scope, parse, read

OPEN = Scope(open=True)
AUTHOR = Scope(open=True, author=True)


# Python reads the same signs with the same precedence, so its own parser is an independent judge.

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
    ast.MatMult: "@",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.And: "and",
    ast.Or: "or",
}


def grouped_by_python(node: ast.expr) -> str:
    """What Python reads, with a bracket around every part."""
    match node:
        case ast.Constant(value=value):
            return str(value)
        case ast.Name(id=name):
            return name
        case ast.UnaryOp(op=op, operand=operand):
            inside = grouped_by_python(operand)
            return (
                inside
                if isinstance(op, ast.UAdd)
                else f"({'not' if isinstance(op, ast.Not) else '-'} {inside})"
            )
        case ast.BinOp(left=left, op=op, right=right):
            return f"({grouped_by_python(left)} {_OPERATORS[type(op)]} {grouped_by_python(right)})"
        case ast.BoolOp(op=op, values=values):
            first, *rest = map(grouped_by_python, values)
            for part in rest:
                first = f"({first} {_OPERATORS[type(op)]} {part})"
            return first
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            links = zip(ops, comparators, strict=True)
            rest_of_chain = "".join(
                f" {_OPERATORS[type(op)]} {grouped_by_python(part)}" for op, part in links
            )
            return f"({grouped_by_python(left)}{rest_of_chain})"
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return (
                f"({grouped_by_python(body)} if {grouped_by_python(test)} else {grouped_by_python(orelse)})"
            )
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return f"{name}({', '.join(map(grouped_by_python, arguments))})"
        case ast.List(elts=items):
            return f"[{', '.join(map(grouped_by_python, items))}]"
        case ast.Subscript(value=value, slice=index):
            return f"{grouped_by_python(value)}[{grouped_by_python(index)}]"
        case _:
            raise AssertionError(ast.dump(node))


def grouped(node: Node) -> str:
    """What we read, with a bracket around every part."""
    match node:
        case Number(text=text):
            return text
        case Name(name=name):
            return name
        case Negative(operand=operand):
            return f"(- {grouped(operand)})"
        case Not(operand=operand):
            return f"(not {grouped(operand)})"
        case (
            Binary(operator=operator, left=left, right=right)
            | Logical(operator=operator, left=left, right=right)
        ):
            return f"({grouped(left)} {operator} {grouped(right)})"
        case Comparison(operands=operands, operators=operators):
            rest = zip(operators, operands[1:], strict=True)
            return f"({grouped(operands[0])}{''.join(f' {sign} {grouped(part)}' for sign, part in rest)})"
        case Cases(branches=((condition, value),), otherwise=otherwise) if otherwise is not None:
            return f"({grouped(value)} if {grouped(condition)} else {grouped(otherwise)})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(grouped, arguments))})"
        case Bracket(items=items):
            return f"[{', '.join(map(grouped, items))}]"
        case Index(base=base, indices=(index,)):
            return f"{grouped(base)}[{grouped(index)}]"
        case Word() | Percent() | Cases() | Index():
            raise AssertionError(node)
        case _:
            assert_never(node)


def refusal(text: str) -> str:
    """What an author is told of a formula; nothing if it can be read."""
    try:
        parse(text, AUTHOR)
    except Unreadable as error:
        return error.message
    return ""


def python_formulas() -> st.SearchStrategy[str]:
    """Formulas that are Python too, with few brackets, so that precedence decides."""
    leaf = st.sampled_from(["x", "y", "z", "1", "2", "30"])
    comparisons = st.sampled_from(
        ["{} < {}", "{} <= {}", "{} > {} >= {}", "{} == {}", "{} < {} <= {}", "{} != {}"]
    )
    shapes = st.one_of(
        st.sampled_from(["{} + {}", "{} - {}", "{}*{}", "{}/{}", "{}**{}", "{} @ {}"] * 3),
        comparisons,
        st.sampled_from(
            [
                "({})",
                "-{}",
                "+{}",
                "not {}",
                "({} + {})",
                "log({})",
                "max({}, {})",
                "[{}, {}]",
                "max({}, {})[{}]",
            ]
        ),
        st.sampled_from(["{} and {}", "{} or {}", "{} if {} else {}", "({} if {} else {})"]),
    )

    def filled(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return shapes.flatmap(
            lambda shape: st.tuples(*[part] * shape.count("{}")).map(lambda parts: shape.format(*parts))
        )

    return st.recursive(leaf, filled, max_leaves=14)


@settings(deadline=None, max_examples=400)
@given(python_formulas())
def test_signs_bind_as_they_do_in_python(text: str) -> None:
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        return  # a "not" inside a sum, which Python refuses and we read
    if "one way" in refusal(text):
        return  # x < y > z, which Python reads and we refuse
    assert grouped(parse(text, AUTHOR)) == grouped_by_python(tree)


@settings(deadline=None, max_examples=400)
@given(python_formulas())
def test_what_an_author_may_write_a_candidate_may_write_with_the_same_meaning(text: str) -> None:
    if not refusal(text):
        assert parse(text, OPEN) == parse(text, AUTHOR)


# Definitions and spellings.


@pytest.mark.parametrize("function", [row.name for row in FUNCTIONS.values() if row.definition is not None])
def test_every_definition_of_the_function_table_is_a_formula_of_its_parameters(function: str) -> None:
    row = FUNCTIONS[function]
    body, defaults = definition(function)
    read_names = {node.name for node in walk(body) if isinstance(node, Name)}
    assert read_names <= {*row.parameters, *CONSTANTS}
    assert len(defaults) == len(row.parameters) - row.least


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_function_gives_its_canonical_name(spelling: str) -> None:
    row = FUNCTIONS[SPELLINGS[spelling]]
    arguments = ", ".join("x" for _ in range(max(row.least, 1)))
    assert parse(f"{spelling}({arguments})", AUTHOR) == Call(row.name, (Name("x"),) * max(row.least, 1))


@pytest.mark.parametrize("function", [row.name for row in FUNCTIONS.values() if row.author_only])
def test_a_function_for_authors_is_unknown_to_candidates(function: str) -> None:
    with pytest.raises(Unreadable, match=f"^unknown function '{function}'"):
        parse(f"{function}(x)", Scope(shapes={"x": ()}))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_too_few_arguments_are_refused_with_the_signature(function: str) -> None:
    row = FUNCTIONS[function]
    with pytest.raises(Unreadable) as caught:
        parse(f"{row.name}()", AUTHOR)
    shown = "log(x)" if row.name == "log" else row.signature
    assert caught.value.message.startswith(f"{shown} takes ")
    assert caught.value.message.endswith("found none")


# Manners.


@pytest.mark.parametrize(
    "text",
    ["2x", "x y", "(x)(y)", "x(1 - x)", "log x", "sin^2 x", "[1 2]", "[1; 2]", r"\frac{1}{2}", "1/2x", "{x}"],
)
def test_an_author_must_write_what_a_candidate_may_leave_out(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text, AUTHOR)
    assert caught.value.kind == "unreadable"


def test_parse_takes_a_formula_and_read_takes_a_response() -> None:
    scope = Scope(shapes={"x": ()}, units=frozenset({"bits"}))
    assert read("$L = 2x$ bits", scope) == Reading(Binary("*", Number(2), Name("x")), "bits", "2x")
    with pytest.raises(Unreadable):
        parse("L = 2x", scope)
    with pytest.raises(Unreadable):
        parse("2x bits", scope)


def test_numbers_keep_the_text_they_were_typed_as() -> None:
    assert [node.text for node in walk(parse("[0.50, 3.57e-1, 007]", OPEN)) if isinstance(node, Number)] == [
        "0.50",
        "3.57e-1",
        "007",
    ]


def test_products_without_a_sign_are_marked_and_mean_the_same() -> None:
    implicit, explicit = parse("2x", OPEN), parse("2*x", OPEN)
    assert implicit == explicit
    assert isinstance(implicit, Binary)
    assert isinstance(explicit, Binary)
    assert (implicit.implicit, explicit.implicit) == (True, False)


# Spans.


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2·σ(x²)", ["2·σ(x²)", "2", "σ(x²)", "x²", "x", "²"]),
        ("(a + b)*c", ["(a + b)*c", "a + b", "a", "b", "c"]),
        ("-x^2", ["-x^2", "x^2", "x", "2"]),
        ("  p log p ", ["p log p", "p", "log p", "p"]),
        (r"\frac{a}{b}c", [r"\frac{a}{b}c", r"\frac{a}{b}", "a", "b", "c"]),
        ("|x|[0]", ["|x|[0]", "|x|", "x", "0"]),
        ("a if b > 0 else c", ["a if b > 0 else c", "b > 0", "b", "0", "a", "c"]),
        ("L = x + 1", ["x + 1", "x", "1"]),
        ("[1 2; 3 4]", ["[1 2; 3 4]", "1 2", "1", "2", "3 4", "3", "4"]),
    ],
)
def test_every_node_knows_where_it_stood(text: str, parts: list[str]) -> None:
    tree = read(text, OPEN).node
    assert [text[node.start : node.end] for node in walk(tree)] == parts


# Limits.


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("(", ")"),
        ("[", "]"),
        ("|", "|"),
        ("-", ""),
        ("√", ""),
        ("x^", ""),
        ("not ", ""),
        ("log ", ""),
        ("log(", ")"),
        ("softmax[", "]"),
        (r"\sqrt{", "}"),
        (r"\frac{1}{", "}"),
        ("1 if x > 0 else ", ""),
        ("cases(x > 0 -> ", ", 1)"),
        ("piecewise((1, x > 0), ", ")"),
        (r"\begin{cases}", r" & x > 0 \end{cases}"),
    ],
)
def test_nesting_is_counted_and_the_refusal_names_the_limit(opening: str, closing: str) -> None:
    parse(opening * 25 + "x" + closing * 25, OPEN)
    with pytest.raises(Unreadable) as caught:
        parse(opening * 70 + "x" + closing * 70, OPEN)
    assert caught.value.message == f"a formula may be nested at most {limits.DEPTH} levels deep"


@pytest.mark.parametrize("link", ["+x", "*x", "-x", "/x", " and x", "[0]", "%", ".T", " x"])
def test_operations_in_a_row_are_counted_so_that_no_tree_is_too_high_to_climb(link: str) -> None:
    parse("(x)" + link * (limits.HEIGHT - 1), OPEN)
    with pytest.raises(Unreadable) as caught:
        parse("(x)" + link * limits.HEIGHT, OPEN)
    assert caught.value.message == f"a formula may have at most {limits.HEIGHT} operations one upon another"


def test_long_lists_are_no_high_trees() -> None:
    node = parse(f"[{', '.join(['x'] * 700)}]", OPEN)
    assert isinstance(node, Bracket)
    assert len(node.items) == 700
