"""What may stand after a key? The types of values, as the model and the JSON Schema know them.

Everything comes from YAML as text (``bank.tree``), so that a formula keeps its spelling and ``0.1`` stays
exact; these types read numbers, true and false out of unquoted text, and refuse in the words of the file:
text, number, list, mapping. Where a list is taken a single item may stand alone.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from quizkit.bank.constants import word_text
from quizkit.bank.question import EqualityPolicy, Form, UpTo
from quizkit.bank.tree import NUMBER, Plain, bracketed, found
from quizkit.errors import did_you_mean

TYPE, WORD, RANGE = "QK203", "QK204", "QK205"
"""The codes of the refusals below."""

T = TypeVar("T")

_SCALAR = ["string", "number", "boolean"]
"""What an editor makes of a text that may look like a number."""


def refusal(code: str, expected: str, value: object, hint: str = "") -> PydanticCustomError:
    """``expected a number, found 'many'``."""
    message = f"expected {expected}, found {found(value)}{hint}"
    return PydanticCustomError(code, "{text}", {"text": message})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refusal(TYPE, "text", value)
    return str(value)


def _formula(value: object) -> str:
    if isinstance(value, list):
        return bracketed([_formula(item) for item in value])
    if not isinstance(value, str):
        raise refusal(TYPE, "a formula", value)
    return str(value)


def _specification(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_listed_value, value))
    if not isinstance(value, str):
        raise refusal(TYPE, "a range such as 1 .. 9, or a list of values", value)
    return str(value)


def _listed_value(value: object) -> object:
    """One of a list of values: what an author quoted is a word, even where it looks like a number."""
    if isinstance(value, str) and not isinstance(value, Plain):
        return word_text(value)
    return _specification(value)


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise refusal(TYPE, "a list", value)
    return value


def _mapping(value: object) -> object:
    if not isinstance(value, dict):
        raise refusal(TYPE, "a mapping", value)
    return value


def _flag(value: object) -> object:
    if isinstance(value, Plain) and value in {"true", "false"}:
        return value == "true"
    raise refusal(TYPE, "true or false", value)


class _Number:
    """Reads a number between two ends."""

    def __init__(self, low: float, high: float | None, *, whole: bool = False, above: bool = False) -> None:
        self.low, self.high, self.whole, self.above = low, high, whole, above

    @property
    def expected(self) -> str:
        """``a whole number from 1 to 5``."""
        kind = "a whole number" if self.whole else "a number"
        if self.high is not None:
            reach = f"above {self.low:g}, at most" if self.above else f"from {self.low:g} to"
            return f"{kind} {reach} {self.high:g}"
        return f"{kind} above {self.low:g}" if self.above else f"{kind}, at least {self.low:g}"

    def __call__(self, value: object) -> float:
        if not isinstance(value, Plain) or not NUMBER.fullmatch(value) or len(value) > 40:
            raise refusal(TYPE, self.expected, value)
        number = float(value)
        if self.whole and number != int(number):
            raise refusal(TYPE, self.expected, value)
        fits = number > self.low if self.above else number >= self.low
        if not fits or (self.high is not None and number > self.high):
            raise refusal(RANGE, self.expected, value)
        return int(number) if self.whole else number

    @property
    def schema(self) -> dict[str, object]:
        """The same as JSON Schema."""
        ends: dict[str, object] = {"type": "integer" if self.whole else "number"}
        ends["exclusiveMinimum" if self.above else "minimum"] = self.low
        if self.high is not None:
            ends["maximum"] = self.high
        return ends


def _share_or_flag(value: object) -> float:
    """``follow_through``: a share of the credit, or true for all and false for none."""
    if isinstance(value, Plain) and value in {"true", "false"}:
        return float(value == "true")
    return _SHARE(value)


def _word(*words: str) -> BeforeValidator:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise refusal(TYPE, "text", value)
        if value not in words:
            listed = ", ".join(words[:-1]) + (" or " if len(words) > 1 else "") + words[-1]
            raise refusal(WORD, listed, value, did_you_mean(value, words))
        return str(value)

    return BeforeValidator(read)


_SHARE = _Number(0, 1)
_POINTS = _Number(0, None, above=True)
_MINUTES = _Number(0, 600, above=True)
_DIFFICULTY = _Number(1, 5, whole=True)
_VARIANTS = _Number(1, 10_000, whole=True)
_SEED = _Number(0, None, whole=True)
_COUNT = _Number(0, 50, whole=True)
_PENALTY = _Number(-100, 0)

Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": _SCALAR})]
Template = Annotated[
    str,
    BeforeValidator(_text),
    WithJsonSchema({"type": _SCALAR, "description": "Markdown with $LaTeX$ and {{ formula | 3sf }}"}),
]
Formula = Annotated[str, BeforeValidator(_formula), WithJsonSchema({"type": [*_SCALAR, "array"]})]
Specification = Annotated[
    object, BeforeValidator(_specification), WithJsonSchema({"type": [*_SCALAR, "array"]})
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Share = Annotated[float, BeforeValidator(_SHARE), WithJsonSchema(_SHARE.schema)]
ShareOrFlag = Annotated[
    float,
    BeforeValidator(_share_or_flag),
    WithJsonSchema({"anyOf": [_SHARE.schema, {"type": "boolean"}]}),
]
Points = Annotated[float, BeforeValidator(_POINTS), WithJsonSchema(_POINTS.schema)]
Penalty = Annotated[float, BeforeValidator(_PENALTY), WithJsonSchema(_PENALTY.schema)]
Minutes = Annotated[float, BeforeValidator(_MINUTES), WithJsonSchema(_MINUTES.schema)]
Difficulty = Annotated[int, BeforeValidator(_DIFFICULTY), WithJsonSchema(_DIFFICULTY.schema)]
Variants = Annotated[int, BeforeValidator(_VARIANTS), WithJsonSchema(_VARIANTS.schema)]
Count = Annotated[int, BeforeValidator(_COUNT), WithJsonSchema(_COUNT.schema)]
Seed = Annotated[int, BeforeValidator(_SEED), WithJsonSchema(_SEED.schema)]


def _one_or_many(item: dict[str, object]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed), _one_or_many({"type": _SCALAR})]
Formulas = Annotated[
    tuple[Formula, ...], BeforeValidator(_listed), _one_or_many({"type": [*_SCALAR, "array"]})
]
Seeds = Annotated[tuple[Seed, ...], BeforeValidator(_listed), _one_or_many(_SEED.schema)]
"""A single seed, or a list of them."""

MapOf = Annotated[dict[str, T], BeforeValidator(_mapping)]
"""A mapping from ids or names to values."""
ListOf = Annotated[tuple[T, ...], BeforeValidator(_listed)]
"""A list; the shorthand of a single item is undone before (``bank.shorthand``)."""
Keys = Annotated[T, BeforeValidator(_mapping)]
"""A mapping with keys of its own."""

UpToWord = Annotated[UpTo, _word("sign", "scale", "direction", "constant", "factor", "order")]
FormWord = Annotated[
    Form,
    _word("simplified", "factored", "expanded", "no decimals", "single fraction", "number"),
]
EqualWord = Annotated[
    EqualityPolicy, _word("everywhere", "almost everywhere", "same domain", "common domain")
]
ByEntry = Annotated[Literal["by entry"], _word("by entry")]
Decide = Annotated[Literal["decide"], _word("decide")]
Templated = Annotated[Literal["templated"], _word("templated")]
Last = Annotated[Literal["last"], _word("last")]
__all__ = [
    "ByEntry",
    "Count",
    "Decide",
    "Difficulty",
    "EqualWord",
    "Field",
    "Flag",
    "FormWord",
    "Formula",
    "Formulas",
    "Keys",
    "Last",
    "ListOf",
    "MapOf",
    "Minutes",
    "Penalty",
    "Points",
    "Seeds",
    "Share",
    "ShareOrFlag",
    "Specification",
    "Template",
    "Templated",
    "Text",
    "Texts",
    "UpToWord",
    "Variants",
]
