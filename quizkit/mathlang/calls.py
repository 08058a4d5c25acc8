"""How are functions applied: ``log(x)``, ``log p``, ``sin^2(x)``, ``log(x, b)``, ``√x``?

The number of arguments is checked here, against the row of the function. Without brackets a function takes
one factor; what custom might read otherwise (``log 2 p``, ``log p/q``) is asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from quizkit.mathlang import brackets, naming, products
from quizkit.mathlang.alphabet import FRACTIONS, SUPERSCRIPTS
from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.limits import DIGITS
from quizkit.mathlang.nodes import Binary, Bracket, Call, Name, Node, Number
from quizkit.mathlang.precedence import APPLICATION, PRODUCT
from quizkit.mathlang.tokens import SUPERSCRIPT

if TYPE_CHECKING:
    from quizkit.mathlang.parser import Parser


def applied(parser: Parser, function: str, first: int, base: Node | None = None) -> Node:
    """A function, whose name was just read, on its arguments. ``base`` is that of a logarithm."""
    exponent = None
    if parser.texts[parser.at] in {"^", "**", SUPERSCRIPT}:
        exponent = _exponent_of_function(parser, function, first)
    opening = parser.texts[parser.at]
    if opening == "(" or (opening in {"{", r"\{"} and not parser.author):
        parser.at += 1
        closing = brackets.CLOSING[opening]
        if parser.texts[parser.at] == closing:
            parser.at += 1
            arguments = []
        else:
            arguments = brackets.enclosed(parser, parser.at - 1)
    elif parser.author:
        parser.refuse(f"expected '(' after {parser.shown(first)}, found {parser.shown(parser.at)}", first)
    elif opening == "[":
        arguments = [_in_square_brackets(parser)]
    else:
        arguments = [_without_brackets(parser, function, first)]
    if base is None and function == "log_b" and len(arguments) == 1 and parser.scope.declares("b"):
        base, function = Name("b", parser.starts[first], parser.ends[first]), "log"
    if base is not None:
        _check_count(parser, function, arguments, first)
        arguments, function = [*arguments, base], "log_b"
    elif function == "log" and len(arguments) == 2:
        function = "log_b"
    else:
        _check_count(parser, function, arguments, first)
    start, end = parser.starts[first], parser.ends[parser.at - 1]
    call = Call(function, tuple(arguments), start, end)
    return call if exponent is None else products.raised(parser, call, exponent, first)


def root(parser: Parser, first: int) -> Node:
    """``√x``, ``√(x + 1)``, ``∛x``."""
    function = "sqrt" if parser.texts[first] == "√" else "cbrt"
    begin = parser.at
    argument = parser.expression(APPLICATION)
    at = parser.at
    bracketed = parser.texts[begin] in {"(", "{", "|"} and parser.texts[at - 1] in {")", "}", "|"}
    if parser.starts[at] == parser.ends[at - 1] and not bracketed and _factor_follows(parser):
        sign, inside = parser.source(first, begin), parser.source(begin, at)
        parser.expression(PRODUCT)
        factor = parser.source(at, parser.at)
        parser.ask(first, f"{sign}({inside}*{factor})", f"{sign}({inside})*{factor}")
    return Call(function, (argument,), parser.starts[first], parser.ends[at - 1])


def vulgar_fraction(parser: Parser, first: int) -> Node:
    """``½``."""
    start, end = parser.starts[first], parser.ends[first]
    above, below = (Number(part, 1, str(part), start, end) for part in FRACTIONS[parser.texts[first]])
    return Binary("/", above, below, False, start, end)


def starts_function(parser: Parser, at: int) -> bool:
    """Whether the token is the name of a function here."""
    text = parser.texts[at]
    return naming.function(parser, text) is not None and not parser.scope.declares(text)


# Arguments.


def _check_count(parser: Parser, function: str, arguments: list[Node], first: int) -> None:
    """Refuses a number of arguments that the function does not take."""
    row = FUNCTIONS.get(function)
    extra = parser.scope.extra.get(function)
    if extra is not None:
        least, most = extra
    elif row is not None:
        least, most = row.least, row.most
    else:
        return
    count = len(arguments)
    if count >= least and (most is None or count <= most):
        return
    shown = function if row is None or extra is not None else row.signature
    message = f"{shown} takes {_how_many(least, most)}, found {count or 'none'}"
    if function == "log":
        message = f"log(x) takes 1 argument, or 2 with a base, log(x, b); found {count or 'none'}"
    elif row is not None and most == 1 and count > 1 and row.treatment != "entrywise":
        message += f"; write {function}([{parser.source(first + 2, parser.at - 1)}]) for one vector"
    parser.refuse(message, first, parser.at)


def _how_many(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least} argument{'' if least == 1 else 's'}"
    if least == most:
        return f"{least} argument{'' if least == 1 else 's'}"
    return f"{least} or {most} arguments" if most == least + 1 else f"{least} to {most} arguments"


def _in_square_brackets(parser: Parser) -> Node:
    """``softmax[1, 2]`` takes the vector, ``exp[-x]`` takes what stands in the brackets."""
    parser.at += 1
    vector = brackets.bracket(parser, parser.at - 1)
    return vector.items[0] if isinstance(vector, Bracket) and len(vector.items) == 1 else vector


def _without_brackets(parser: Parser, function: str, first: int) -> Node:
    """The factor after a function: ``log p``."""
    begin = parser.at
    text = parser.texts[begin]
    row = FUNCTIONS.get(function)
    if not products.opens_operand(text) and text not in {"-", "+"}:
        shown = function if row is None else row.signature
        parser.refuse(f"{parser.shown(first)} is a function: it needs its argument, {shown}", first)
    argument = parser.expression(APPLICATION)
    if text != "|":
        _ask_what_is_meant(parser, function, first, begin, argument)
    return argument


def _ask_what_is_meant(parser: Parser, function: str, first: int, begin: int, argument: Node) -> None:
    """Asks about ``log 2 p``, ``log p/q`` and ``log 1-p``."""
    at = parser.at
    name, inside = parser.source(first, begin), parser.source(begin, at)
    text = parser.texts[at]
    if text == "/" and not starts_function(parser, at + 1):
        sign = "/"
        parser.at += 1
        parser.expression(PRODUCT)
    elif text in {"+", "-"} and function.startswith("log") and argument == Number(1):
        sign = text
        parser.at += 1
        parser.expression(PRODUCT)
    elif _factor_follows(parser):
        sign = "*"
        parser.expression(PRODUCT)
    else:
        return
    rest = parser.source(at + (sign != "*"), parser.at)
    parser.ask(first, f"{name}({inside}{sign}{rest})", f"{name}({inside}){sign}{rest}")


def _factor_follows(parser: Parser) -> bool:
    """Whether another factor, which is no function, follows without a sign."""
    text = parser.texts[parser.at]
    if parser.rows and brackets.entry_ends(parser):
        return False
    if text == "|":
        return not parser.bars
    if text == SUPERSCRIPT or text in naming.KEYWORDS or not products.opens_operand(text):
        return False
    return not starts_function(parser, parser.at)


def _exponent_of_function(parser: Parser, function: str, first: int) -> Node:
    """The square in ``sin^2(x)``; ``sin^-1`` is refused, because half the world means asin."""
    sign = parser.at
    start, end = parser.starts[sign], parser.ends[sign]
    parser.at += 1
    if parser.texts[sign] == SUPERSCRIPT:
        exponent = "".join(SUPERSCRIPTS[character] for character in parser.text[start:end])
        if exponent.isdigit() and len(exponent) <= DIGITS:
            return Number(int(exponent), 1, exponent, start, end)
    else:
        wrapped = parser.texts[parser.at] == "{"
        parser.at += wrapped
        exponent = parser.texts[parser.at]
        if exponent.isdigit():
            number = parser.number(parser.at)
            parser.at += 1
            if wrapped:
                parser.close(sign + 1)
            return number
    return _refuse_power(parser, function, first, sign, inverse=exponent.startswith("-"))


def _refuse_power(parser: Parser, function: str, first: int, sign: int, *, inverse: bool) -> NoReturn:
    until = sign + 1
    while parser.texts[until] in {"{", "}", "-"} or parser.texts[until].isdigit():
        until += 1
    name = parser.source(first, first + 1)
    if inverse:
        arc = f"a{function}(x) or " if f"a{function}" in FUNCTIONS else ""
        parser.refuse(f"{name}^(-1) can be read in two ways; write {arc}1/{function}(x)", first, until)
    parser.refuse(f"expected a whole number as the power of {name}; write {name}(x)^...", first, until)
