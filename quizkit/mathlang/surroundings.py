r"""What stands around the formula of a response: ``$…$``, a label such as ``dL/dz =``, a unit?

And is ``0,357`` a decimal? These work on the text itself and give offsets into it, so that every later
error still points into the response as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.errors import Unreadable, printable, quoted
from quizkit.mathlang import limits
from quizkit.mathlang.alphabet import ACCENTS, GREEK, HATTED, SPACES, SUBSCRIPTS, plain_name, refuse_strangers
from quizkit.mathlang.functions import CONSTANTS
from quizkit.mathlang.scope import Scope

_DOLLARS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))


def bare(text: str) -> tuple[int, int]:
    """Where the text begins and ends without the spaces around it. Raises Unreadable if it is blank."""
    if len(text) > limits.CHARACTERS:
        raise Unreadable(limits.too_long(len(text)), limits.CHARACTERS, len(text))
    begin, end = _stripped(text, 0, len(text))
    if begin == end:
        raise Unreadable("nothing was typed", 0, 0, kind="blank")
    return begin, end


def without_dollars(text: str, begin: int, end: int) -> tuple[int, int]:
    r"""The part inside ``$…$``, ``$$…$$``, ``\(…\)`` or ``\[…\]``."""
    if text[begin] not in "$\\":
        return begin, end
    for opening, closing in _DOLLARS:
        inside = begin + len(opening), end - len(closing)
        if inside[0] <= inside[1] and text.startswith(opening, begin) and text.endswith(closing, begin, end):
            start, stop = _stripped(text, *inside)
            if start == stop:
                raise Unreadable("nothing was typed", start, stop, kind="blank")
            return start, stop
    return begin, end


# Labels.

_LETTER = rf"[A-Za-z{''.join(GREEK)}{''.join(HATTED)}]"
_BELOW = rf"(?:_(?:[A-Za-z0-9]+|\{{[^{{}}]*\}})|[{''.join(SUBSCRIPTS)}])*"
_NAME = (
    rf"(?:\\(?:hat|bar|tilde|vec|mathbf|mathrm|mathcal|text|operatorname|boldsymbol)\s*(?:\{{\\?[A-Za-z]+\}}|[A-Za-z])"
    rf"|\\[A-Za-z]+|{_LETTER}[A-Za-z0-9]*[{''.join(ACCENTS)}]?){_BELOW}"
)
_ARGUMENTS = r"(?:\([^()=]*\)|\[[^\[\]=]*\])"
_D = r"(?:d|∂|\\partial(?![A-Za-z])|\\mathrm\{d\})\s*"
_BRACES = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<name>{_NAME})",
        rf"(?P<called>{_NAME})['′]*\s*{_ARGUMENTS}",
        rf"{_NAME}['′]+",
        rf"{_D}(?:\^?[2²]\s*)?(?:{_NAME})?{_ARGUMENTS}?\s*/\s*{_D}(?:{_NAME})(?:\^?[2²]|\[[^\[\]]*\])?\s*(?:{_NAME}{_ARGUMENTS}?)?",
        rf"\\[dt]?frac\s*(?=\{{\s*{_D}){_BRACES}\s*(?=\{{\s*{_D}){_BRACES}\s*(?:{_NAME})?{_ARGUMENTS}?",
        rf"(?:∇|\\nabla)\s*{_BELOW}\s*(?:{_NAME})?{_ARGUMENTS}?",
    )
)
_LONGEST_LABEL = 80
_EQUALS = re.compile(r"(?<![<>=!:])=(?![=<>])|≈|\\approx(?![A-Za-z])")


def without_label(text: str, begin: int, end: int, scope: Scope) -> int:
    """Where the formula begins after a label such as ``y =``.

    Raises Unreadable where what stands before the sign is no label but a side of an equation.
    """
    sign = _EQUALS.search(text, begin, end)
    if sign is None:
        return begin
    label = text[begin : sign.start()].rstrip(SPACES + "&")
    if not label:
        raise Unreadable("expected a value, found '='", *sign.span())
    refuse_strangers(text, begin, sign.start())
    short = len(label) <= _LONGEST_LABEL
    found = next((match for form in _LABELS if short and (match := form.fullmatch(label))), None)
    if found is None:
        if _level(label) == 0:
            raise Unreadable("an equation is no answer; give only the side that is asked for", *sign.span())
        return begin
    groups = found.groupdict()
    name = _plain(groups.get("name") or groups.get("called") or "")
    taken = scope.declares(name) or (name in CONSTANTS and "name" in groups)
    if taken and name not in scope.assignable:
        message = f"{quoted(name)} is given: an answer cannot begin with {quoted(f'{label} =')}"
        raise Unreadable(message, begin, sign.end())
    start, stop = _stripped(text, sign.end(), end)
    start += text.startswith("&", start)
    if start >= stop:
        raise Unreadable(
            f"expected a value after {quoted(sign.group())}, found the end", sign.end(), sign.end()
        )
    second = _EQUALS.search(text, start, end)
    if second and _level(text[start : second.start()]) == 0:
        raise Unreadable("expected one formula, found a second '='; give only the last side", *second.span())
    return _stripped(text, start, end)[0]


def _plain(name: str) -> str:
    """The name in a label, without the commands around it."""
    inner = re.sub(r"\\(?:hat|bar|tilde)\s*\{?\\?([A-Za-z]+)\}?", r"\1hat", name)
    inner = re.sub(r"\\(?:vec|math[a-z]+|text|operatorname|boldsymbol)\s*", "", inner)
    return plain_name(inner.replace("\\", ""))


def _level(text: str) -> int:
    """How many brackets are open at the end."""
    return sum(text.count(opening) for opening in "([{") - sum(text.count(closing) for closing in ")]}")


# Units.

_WORDED = re.compile(r"\\(?:text|textrm|mathrm|operatorname)\s*\{([^{}]*)\}")


def without_unit(text: str, begin: int, end: int, scope: Scope) -> tuple[int, str | None]:
    """Where the formula ends, and the unit word that stands after it."""
    if not scope.units:
        return end, None
    command = text.rfind("\\", begin, end)
    worded = _WORDED.fullmatch(text, command, end) if command >= 0 else None
    for spelling, unit in _unit_spellings(scope):
        if worded and worded[1].strip(SPACES) == spelling:
            start = worded.start()
        elif text.endswith(spelling, begin, end) and _begins_word(text, end - len(spelling), begin, spelling):
            start = end - len(spelling)
        else:
            continue
        stop = _stripped(text, begin, start)[1]
        if stop == begin:
            raise Unreadable(f"expected a number before the unit {quoted(unit)}", begin, end)
        return stop, unit
    return end, None


def _unit_spellings(scope: Scope) -> Iterator[tuple[str, str]]:
    """Each unit as it may be typed, the longest first; ``bit`` for ``bits`` unless that is another unit."""
    spellings = {unit: unit for unit in scope.units if not scope.declares(unit)}
    for unit in tuple(spellings):
        other = unit.removesuffix("s") if unit.endswith("s") else f"{unit}s"
        if len(unit) > 2 and unit.isalpha() and not scope.declares(other):
            spellings.setdefault(other, unit)
    return iter(sorted(spellings.items(), key=lambda pair: -len(pair[0])))


def _begins_word(text: str, start: int, begin: int, spelling: str) -> bool:
    """Whether the unit is a word of its own: ``5GB`` and ``5 GB``, but not the end of a name."""
    if start <= begin or not spelling[0].isalpha():
        return True
    before = text[begin:start].rstrip("0123456789.")
    if len(before) == start - begin:
        return not (before[-1].isalpha() or before[-1] in "_\\{")
    scientific = before[-1:] in {"e", "E"} and before[-2:-1].isdigit()
    return scientific or not (before[-1:].isalpha() or before[-1:] == "_")


# Decimal commas.

_BARE = re.compile(
    r"(?P<sign>[-+−–]?\s*)(?P<whole>[0-9]+)(?P<groups>(?:,[0-9]+)+)(?P<rest>(?:[eE][+-]?[0-9]+)?\s*\\?%?)"
)


def refuse_bare_comma(text: str, begin: int, end: int, scope: Scope) -> None:
    """Asks about, or refuses, a single number with commas: ``0,357``."""
    found = _BARE.fullmatch(text, begin, end)
    if found is None:
        return
    parts = found["groups"][1:].split(",")
    thousands = (
        all(len(part) == 3 for part in parts) and len(found["whole"]) <= 3 and found["whole"][0] != "0"
    )
    joined = found["whole"] + "".join(parts)
    grouped = f"{found['sign']}{joined}{found['rest']}"
    if len(parts) > 1:
        fix = (
            f"write {printable(grouped)} without commas"
            if thousands
            else "a vector stands in brackets, [1, 2]"
        )
        raise Unreadable(f"expected one number, found commas; {fix}", begin, end)
    if scope.decimal_comma:
        return
    decimal = f"{found['sign']}{found['whole']}.{parts[0]}{found['rest']}"
    if scope.decimal_comma is None and not scope.author:
        other = grouped if thousands else f"[{found['sign']}{found['whole']}, {parts[0]}{found['rest']}]"
        meanings = f"{printable(decimal)} or {printable(other)}"
        message = f"{quoted(text[begin:end])} may mean {meanings}; write the one you mean"
        raise Unreadable(message, begin, end, kind="ambiguous", readings=(decimal, other))
    fix = (
        f"write {printable(grouped)} without the comma"
        if thousands
        else f"write {printable(decimal)} with a point"
    )
    raise Unreadable(f"a comma separates entries here; {fix}", begin, end)


def join_decimals(texts: list[str], starts: list[int], ends: list[int]) -> None:
    """Where a comma is a decimal comma, makes one token of ``0``, ``,`` and ``357``.

    Inside brackets a comma separates all the same.
    """
    at = level = 0
    while at < len(texts) - 2:
        level += (texts[at] in {"(", "[", r"\{"}) - (texts[at] in {")", "]", r"\}"})
        touching = ends[at] == starts[at + 1] and ends[at + 1] == starts[at + 2]
        if (
            not level
            and texts[at].isdigit()
            and texts[at + 1] == ","
            and touching
            and _decimals(texts[at + 2])
        ):
            texts[at : at + 3] = [f"{texts[at]}.{texts[at + 2]}"]
            starts[at : at + 3] = [starts[at]]
            ends[at : at + 3] = [ends[at + 2]]
        at += 1


def _decimals(text: str) -> bool:
    """Whether a number can stand behind a decimal comma."""
    return text[:1].isdigit() and "." not in text


def _stripped(text: str, begin: int, end: int) -> tuple[int, int]:
    """The part without the spaces around it."""
    part = text[begin:end]
    left = len(part) - len(part.lstrip(SPACES))
    return begin + left, begin + max(left, len(part.rstrip(SPACES)))
