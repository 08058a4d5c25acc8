r"""How is typed mathematics read? Text in, tree out; the only door from text to formulas.

One parser, two manners (``scope.Scope``). A candidate's text is read leniently; what may mean two things
is asked about, never guessed. An author's text is read strictly: marked ``*`` below is what only
candidates may write. Text never reaches ``eval``, ``ast`` or SymPy, and every bound on it is counted
(``limits``). All spans are offsets into the text as typed.

The grammar, loosest first; a Pratt parser reads it, with one row of ``INFIX`` for each operator and one
of ``PREFIX`` for each sign that opens an operand::

    response    = [label "="] formula [unit]                      * surroundings.py
    formula     = expression | rows                               * several lines: a vector or matrix
    expression  = choice
    choice      = or ["if" or "else" choice]
    or          = and {"or" and}
    and         = not {"and" not}
    not         = "not" not | comparison
    comparison  = sum {("<" | "<=" | ">" | ">=" | "==" | "!=") sum}     all pointing one way
    sum         = product {("+" | "-") product}
    product     = signed {("*" | "/" | "@" | "·" | nothing*) signed}    products.py
    signed      = ("-" | "+") signed | power                      so -x^2 is -(x^2)
    power       = postfix [("^" | "**") signed | superscript]     from the right; products.py
    postfix     = operand {"%" | ".T" | "[" items "]" | "_" index}      brackets.py
    operand     = number | name | word | call | cases
                | "(" expression ")" | "(" items ")" | "[" rows "]" | "{" expression "}"*
                | "|" expression "|" | "√" signed | LaTeX*        brackets.py, latex_forms.py
    call        = function ["^" digits] "(" items ")" | function* ["^" digits] signed      calls.py
    cases       = "cases" "(" condition "->" value {"," condition "->" value} ["," value] ")"
                | "piecewise" "(" "(" value "," condition ")" ... ["," value] ")"
                | "where" "(" condition "," value "," value ")"
    items       = expression {"," expression}
    rows        = row {(";" | new line) row}*
    row         = items | expression {space expression}*

Names are those declared, then constants, then functions (``naming.py``). Asked about are ``1/2x``,
``log 2 p``, ``log p/q``, ``e^2x``, ``|x|y|x|``, powers of a matrix, and ``0,357`` where the locale is not
known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NoReturn, get_args

from quizkit.errors import Unreadable, printable, quoted
from quizkit.mathlang import (
    brackets,
    calls,
    cases,
    latex_forms,
    limits,
    naming,
    products,
    refusals,
    surroundings,
)
from quizkit.mathlang.alphabet import FRACTIONS
from quizkit.mathlang.nodes import (
    ArithmeticOperator,
    Binary,
    Comparison,
    ComparisonOperator,
    Logical,
    LogicalOperator,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Percent,
    Word,
    children,
)
from quizkit.mathlang.precedence import (
    AND,
    CHOICE,
    NOT,
    NOTHING,
    OR,
    POSTFIX,
    POWER,
    PRODUCT,
    RELATION,
    SIGN,
    SUM,
)
from quizkit.mathlang.scope import Scope
from quizkit.mathlang.tokens import END, SUPERSCRIPT, exact, tokenise

__all__ = ["Parser", "Reading", "Scope", "parse", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a response: its formula, and the unit word it ended with.

    ``text`` is the formula as typed, without label, dollar signs and unit; spans of ``node`` are offsets
    into the whole response.
    """

    node: Node
    unit: str | None
    text: str


def parse(text: str, scope: Scope) -> Node:
    """The tree of a formula. Raises Unreadable, with a span into the text."""
    begin, end = surroundings.bare(text)
    return _formula(text, begin, end, scope)


def read(text: str, scope: Scope) -> Reading:
    """What was understood of a candidate's response: ``$…$``, a label and a unit are taken off first."""
    begin, end = surroundings.bare(text)
    end, unit = surroundings.without_unit(text, begin, end, scope)
    begin, end = surroundings.without_dollars(text, begin, end)
    if unit is None:
        end, unit = surroundings.without_unit(text, begin, end, scope)
    begin = surroundings.without_label(text, begin, end, scope)
    return Reading(_formula(text, begin, end, scope), unit, text[begin:end])


def _formula(text: str, begin: int, end: int, scope: Scope) -> Node:
    if "," in text:
        surroundings.refuse_bare_comma(text, begin, end, scope)
    parser = Parser(text, begin, end, scope)
    node = brackets.lines(parser) if parser.rows else parser.expression()
    if parser.texts[parser.at] != END:
        refusals.leftover(parser)
    if len(parser.texts) > limits.HEIGHT:
        _refuse_high_trees(node)
    return node


def _refuse_high_trees(node: Node) -> None:
    """Climbing a tree is recursive everywhere else; here it is not."""
    level: list[Node] = [node]
    for _ in range(limits.HEIGHT):
        level = [child for parent in level for child in children(parent)]
        if not level:
            return
    raise Unreadable(limits.TOO_HIGH, node.start, node.end)


class Parser:
    """One reading of one text: its tokens, and how far it has come.

    The grammar's rules are functions of a parser. Each begins with ``at`` at its first token that is not
    read yet and leaves it after its last.
    """

    __slots__ = (
        "at", "author", "bars", "depth", "ends", "latex", "rows", "scope", "shapes", "spaced", "starts",
        "text", "texts",
    )  # fmt: skip

    def __init__(self, text: str, begin: int, end: int, scope: Scope) -> None:
        tokens = tokenise(text, begin, end)
        self.text = text
        self.texts, self.starts, self.ends = tokens.texts, tokens.starts, tokens.ends
        self.scope = scope
        self.shapes = scope.shapes
        self.author = scope.author
        self.latex = "\\" in text[begin:end]
        self.at = 0
        self.depth = 0
        self.bars = 0
        """How many ``|`` are open within the innermost bracket."""
        self.rows = not scope.author and "\n" in text[begin:end]
        """Whether a new line ends an entry here."""
        self.spaced = False
        """Whether a space ends an entry here, as in ``[1 2; 3 4]``."""
        if self.latex:
            if scope.author:
                start = text.find("\\", begin)
                raise Unreadable("LaTeX is not read in a bank's formulas", start, start + 1)
            naming.separate_letters(self)
        if scope.decimal_comma and "," in text:
            surroundings.join_decimals(self.texts, self.starts, self.ends)

    def expression(self, limit: int = 0) -> Node:
        """The longest formula from here whose operators bind more tightly than ``limit``."""
        self.depth += 1
        first = self.at
        if self.depth > limits.DEPTH:
            raise Unreadable(limits.TOO_DEEP, self.starts[first], self.ends[first])
        text = self.texts[first]
        self.at = first + 1
        opening = PREFIX.get(text)
        left = self._operand(text, first) if opening is None else opening(self, first)
        last = END
        sign = first
        while not (self.rows and brackets.entry_ends(self)):
            at = self.at
            text = self.texts[at]
            row = INFIX.get(text)
            if row is None:
                if text == "|" and self.bars:
                    break
                products.meet(self, first, last, sign)
                if limit >= PRODUCT:
                    break
                left = products.implicit(self, left, first)
                last, sign = END, at
                continue
            power, follow = row
            if power <= limit:
                break
            self.at = at + 1
            left = follow(self, left, first)
            last, sign = text, at
        self.depth -= 1
        return left

    def _operand(self, text: str, first: int) -> Node:
        """A number, a name, or what a name begins."""
        if text in self.shapes:
            return Name(text, self.starts[first], self.ends[first])
        if text[0] in "0123456789.":
            return self.number(first)
        if text[0].isalpha():
            return naming.named(self, text, first)
        if text[0] not in "'\"" or len(text) == 1 or not self.author:
            refusals.no_operand(self, first)
        return Word(text[1:-1], self.starts[first], self.ends[first])

    def number(self, at: int) -> Node:
        """The number that a token spells."""
        start, end = self.starts[at], self.ends[at]
        value = exact(self.texts[at])
        if isinstance(value, str):
            raise Unreadable(value, start, end)
        return Number(value[0], value[1], self.text[start:end], start, end)

    # What rules need of the parser: the text of a stretch, the bracket that must close, the ways to fail.

    def source(self, first: int, until: int) -> str:
        """The text as typed of the tokens from ``first`` up to ``until``, without the latter."""
        return self.text[self.starts[first] : self.ends[until - 1]]

    def shown(self, at: int) -> str:
        """A token as typed, for a message: ``')'``, or ``the end``."""
        return "the end" if self.texts[at] == END else quoted(self.text[self.starts[at] : self.ends[at]])

    def close(self, opening: int) -> None:
        """Reads the bracket that closes the one at ``opening``."""
        closing = brackets.CLOSING[self.texts[opening]]
        if self.texts[self.at] != closing:
            self.unclosed(opening, closing)
        self.at += 1

    def unclosed(self, opening: int, closing: str) -> NoReturn:
        """Refuses what stands where a bracket must close."""
        message = f"expected '{closing}' to close {self.shown(opening)}, found {self.shown(self.at)}"
        ended = self.texts[self.at] == END
        raise Unreadable(message, self.starts[opening if ended else self.at], self.ends[self.at])

    def refuse(self, message: str, first: int, until: int | None = None) -> NoReturn:
        """Raises Unreadable over the tokens from ``first`` up to ``until``, or over the one."""
        raise Unreadable(message, self.starts[first], self.ends[first if until is None else until - 1])

    def ask(self, first: int, *readings: str) -> NoReturn:
        """Asks which of two readings is meant by the tokens from ``first`` up to here."""
        one, other = (printable(reading) for reading in readings)
        message = f"{quoted(self.source(first, self.at))} may mean {one} or {other}; write the one you mean"
        start, end = self.starts[first], self.ends[self.at - 1]
        raise Unreadable(message, start, end, kind="ambiguous", readings=readings)


# The rules of the operators that need no room of their own.

Prefix = Callable[[Parser, int], Node]
"""Reads an operand whose first token, just read, is the one given."""
Infix = Callable[[Parser, Node, int], Node]
"""Reads on after an operator: the left operand, and its first token."""


def _arithmetic(operator: ArithmeticOperator, power: int) -> Infix:
    def follow(parser: Parser, left: Node, first: int) -> Node:
        right = parser.expression(power)
        return Binary(operator, left, right, False, parser.starts[first], parser.ends[parser.at - 1])

    return follow


def _logical(operator: LogicalOperator, power: int) -> Infix:
    def follow(parser: Parser, left: Node, first: int) -> Node:
        right = parser.expression(power)
        return Logical(operator, left, right, parser.starts[first], parser.ends[parser.at - 1])

    return follow


_COMPARISONS: Mapping[str, ComparisonOperator] = {
    operator: operator for operator in get_args(ComparisonOperator)
}
_ONE_WAY = (frozenset({"<", "<=", "=="}), frozenset({">", ">=", "=="}), frozenset({"!="}))


def _comparison(parser: Parser, left: Node, first: int) -> Node:
    operands, operators = [left], [_COMPARISONS[parser.texts[parser.at - 1]]]
    while True:
        operands.append(parser.expression(RELATION))
        operator = _COMPARISONS.get(parser.texts[parser.at])
        if operator is None:
            break
        operators.append(operator)
        parser.at += 1
    if len(operators) > 1 and (operators[0] == "!=" or not any(set(operators) <= way for way in _ONE_WAY)):
        parser.refuse("a chain of comparisons must point one way; join two with 'and'", first, parser.at)
    return Comparison(tuple(operands), tuple(operators), parser.starts[first], parser.ends[parser.at - 1])


def _negative(parser: Parser, first: int) -> Node:
    operand = parser.expression(SIGN)
    return Negative(operand, parser.starts[first], parser.ends[parser.at - 1])


def _positive(parser: Parser, first: int) -> Node:
    del first  # a plus sign leaves no mark in the tree
    return parser.expression(SIGN)


def _not(parser: Parser, first: int) -> Node:
    operand = parser.expression(NOT)
    return Not(operand, parser.starts[first], parser.ends[parser.at - 1])


def _percent(parser: Parser, left: Node, first: int) -> Node:
    return Percent(left, parser.starts[first], parser.ends[parser.at - 1])


PREFIX: Mapping[str, Prefix] = MappingProxyType(
    {
        "-": _negative,
        "+": _positive,
        "not": _not,
        "(": brackets.group,
        "{": brackets.group,
        r"\{": brackets.group,
        "[": brackets.bracket,
        "|": brackets.bars,
        "√": calls.root,
        "∛": calls.root,
        r"\frac": latex_forms.fraction,
        r"\sqrt": latex_forms.root,
        r"\begin": latex_forms.environment,
        **dict.fromkeys(FRACTIONS, calls.vulgar_fraction),
        **dict.fromkeys((END, ".", ".T"), refusals.no_operand),
    }
)
"""What opens an operand, and the rule that reads it."""

_ENDS = (END, ")", "]", "}", r"\}", ",", ";", ":", "->", "else", "&", r"\\", r"\end")

INFIX: Mapping[str, tuple[int, Infix]] = MappingProxyType(
    {
        **dict.fromkeys(_ENDS, (NOTHING, refusals.misplaced)),
        "if": (CHOICE, cases.choice),
        "or": (OR, _logical("or", OR)),
        "and": (AND, _logical("and", AND)),
        "&&": (AND, _logical("and", AND)),
        **dict.fromkeys(_COMPARISONS, (RELATION, _comparison)),
        "=": (RELATION, refusals.equals_sign),
        "+": (SUM, _arithmetic("+", SUM)),
        "-": (SUM, _arithmetic("-", SUM)),
        "*": (PRODUCT, _arithmetic("*", PRODUCT)),
        "/": (PRODUCT, _arithmetic("/", PRODUCT)),
        "@": (PRODUCT, _arithmetic("@", PRODUCT)),
        "·": (PRODUCT, products.dot),
        "^": (POWER, products.power),
        "**": (POWER, products.power),
        SUPERSCRIPT: (POWER, products.superscript),
        "%": (POSTFIX, _percent),
        "[": (POSTFIX, brackets.index),
        "_": (POSTFIX, brackets.subscript),
        ".T": (POSTFIX, brackets.transposed),
        "!": (POSTFIX, refusals.misplaced),
        ".": (POSTFIX, refusals.attribute),
    }
)
"""What may follow an operand: how tightly it binds, and the rule that reads on. 0 ends any expression."""
