"""What does help say? How each kind of mathematics is typed, and the keys of each screen, for any width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizkit.mathlang.glyphs import cells


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to type, in one or more ways, and what it means."""

    typed: tuple[str, ...]
    means: str


MATHEMATICS: Mapping[str, tuple[Entry, ...]] = {
    "Numbers": (
        Entry(("0.357", "3.57e-1", "35.7%"), "decimals, 10 to a power, per cent"),
        Entry(("1/3", "-log(0.7)"), "a formula counts like its value"),
        Entry(("0.357 nats", "0.515 bits"), "a unit, where one is asked for"),
    ),
    "Formulas": (
        Entry(("2x", "2*x", "x(1-x)"), "products"),
        Entry(("1/(2x)", "(a+b)/(c+d)"), "fractions; 1/2x could mean either"),
        Entry(("x^2", "x²", "e^(-x)"), "powers; x**2 too"),
        Entry(("sqrt(x)", "√x", "cbrt(x)"), "roots; x^(1/3) too"),
        Entry(("log(x)", "ln(x)"), "natural; log2, log10, log_b(x, 3) too"),
        Entry(("alpha", "α", r"\alpha"), "Greek: by name, by sign, as LaTeX"),
        Entry(("p_i", "z_1", "z[0]"), "entries: z_1 counts from 1, z[0] from 0"),
        Entry(("|x|", "max(a, b)", "sign(x)"), "size, the larger, the sign"),
        Entry((r"\frac{1}{2}", r"\sqrt{x}"), "LaTeX is read too"),
    ),
    "Vectors and matrices": (
        Entry(("[1, 2, 3]",), "a vector"),
        Entry(("[[1, 2], [3, 4]]",), "a matrix, row by row"),
        Entry(("[1, 2; 3, 4]",), "the same; or rows in lines (Ctrl+J)"),
        Entry(("W.T", "W @ g", "outer(g, g)"), "transpose, product, outer product"),
        Entry(("dot(g, g)", "norm(g)", "sum(g)"), "also mean, trace, det, diag, I(2)"),
    ),
    "Functions": (
        Entry(("exp(x)", "tanh(x)", "sin(x)"), "with brackets, or exp x"),
        Entry(("sigma(x)", "relu(x)", "gelu(x)"), "also silu, softplus, elu, erf, step"),
        Entry(("Phi(x)", "phi(x)"), "the normal distribution and its density"),
        Entry(("softmax(g)", "logsumexp(g)"), "of a vector"),
        Entry(("cases(x < 0 -> 0, x > 0 -> 1)",), "piece by piece"),
        Entry(("1 if x > 0 else 0",), "the same in words"),
    ),
}

Keys = Sequence[tuple[str, str]]

SCREENS: Mapping[str, tuple[str, Keys]] = {
    "ProblemScreen": (
        "Keys while you answer",
        (
            ("Enter", "submit, go on"),
            ("F2", "the next hint"),
            ("Ctrl+S", "submit a text"),
            ("F3", "skip this problem"),
            ("Ctrl+J", "another row"),
            ("F4", "give up: the solution"),
            ("A B C", "pick an option"),
            ("F7 F8", "part before, part after"),
            ("Space", "tick an option"),
            ("PgUp PgDn", "scroll"),
            ("Ctrl+Z", "undo; Ctrl+Y redo"),
            ("Esc", "leave the field, then:"),
            ("h s g", "hint, skip, give up"),
            ("q ?", "leave the sitting, help"),
        ),
    ),
    "HomeScreen": ("Keys at home", (("Enter", "begin"), ("↑ ↓", "move"), ("q", "quit"))),
    "BrowseScreen": (
        "Keys in Browse",
        (
            ("Enter", "practise it, or the marked"),
            ("/", "search, filter"),
            ("v", "another example"),
            ("o", "another order"),
            ("Space", "mark several"),
            ("J K", "scroll the example"),
            ("↑ ↓ j k", "move"),
            ("Esc", "to the list; unmark; back"),
        ),
    ),
    "StatsScreen": (
        "Keys in Statistics",
        (
            ("← →", "page before, page after"),
            ("t", "as a table"),
            ("p", "another period"),
            ("Esc", "back"),
        ),
    ),
    "ReportScreen": ("Keys in the report", (("Enter", "home"), ("↑ ↓", "scroll"))),
}
"""The keys of each screen, by the name of its class."""

FILTERS = (
    Entry(("softmax", '"chain rule"'), "words in title, tags or prompt"),
    Entry(("topic:q29", "kind:matrix"), "may be cut short; q29,q30: either"),
    Entry(("level:new", "state:due"), "new to mastered; new, due or missed"),
    Entry(("difficulty:2..4",), "or difficulty:3"),
)

EVERYWHERE: Keys = (
    ("Ctrl+T", "light or dark"),
    ("F1", "this help"),
    ("Ctrl+Q", "quit"),
    ("Ctrl+C", "copy what is selected"),
)

LAST = "What cannot be read never costs a try. Esc closes this page."
LEAST = 30
_STACKED = 56
"""In fewer columns a meaning stands below what is typed."""
_PAIRED = 66
"""From so many columns on keys stand two in a row."""
_KEY = 11
_GAP = "  "
_LEFT = 26
"""The least columns of the first of two keys in a row."""


def sheet(columns: int, screen: str = "") -> tuple[tuple[str, bool], ...]:
    """The lines of help in so many columns, at least ``LEAST``, each with whether it is a heading.

    ``screen``: the name of the class of the screen that asks; its keys come first.
    """
    return tuple(_lines(max(LEAST, columns), screen))


def _lines(columns: int, screen: str) -> Iterator[tuple[str, bool]]:
    if screen in SCREENS:
        yield from _section(SCREENS[screen], columns)
    if screen == "BrowseScreen":
        yield from _filters(columns)
    yield "How to type mathematics", True
    for heading, entries in MATHEMATICS.items():
        yield "", False
        yield f" {heading}", True
        for entry in entries:
            yield from ((line, False) for line in _entry(entry, columns))
    yield "", False
    for name, section in SCREENS.items():
        if name != screen:
            yield from _section(section, columns)
    if screen != "BrowseScreen":
        yield from _filters(columns)
    yield from _section(("Keys everywhere", EVERYWHERE), columns)
    yield from ((line, False) for line in textwrap.wrap(LAST, columns))


def _section(section: tuple[str, Keys], columns: int) -> Iterator[tuple[str, bool]]:
    heading, keys = section
    yield heading, True
    yield "", False
    told = [f"{key:{_KEY}}{does}" for key, does in keys]
    left, right = (max(map(cells, told[side::2]), default=0) for side in (0, 1))
    left = max(left, _LEFT)
    if left + right + 2 * len(_GAP) <= columns and columns >= _PAIRED:
        for place in range(0, len(told), 2):
            first, *second = told[place : place + 2]
            row = _GAP + first + " " * (left - cells(first)) + _GAP + "".join(second)
            yield row.rstrip(), False
    else:
        for key, does in keys:
            first, *others = textwrap.wrap(does, columns - _KEY - 2)
            yield f"  {key:{_KEY}}{first}", False
            yield from ((" " * (_KEY + 2) + other, False) for other in others)
    yield "", False


def _filters(columns: int) -> Iterator[tuple[str, bool]]:
    yield "What a search may say", True
    yield "", False
    for entry in FILTERS:
        yield from ((line, False) for line in _entry(entry, columns))
    yield "", False


def _entry(entry: Entry, columns: int) -> Iterator[str]:
    """What is typed at the left, what it means at the right of it, or below."""
    typed = "  " + "   ".join(entry.typed)
    indent = 33 if columns >= _STACKED else 6
    if columns < _STACKED or cells(typed) > indent - 2:
        yield from (typed,) if cells(typed) <= columns else (f"  {one}" for one in entry.typed)
        first, others = "", textwrap.wrap(entry.means, columns - indent)
    else:
        first, *others = textwrap.wrap(entry.means, columns - indent)
        yield typed + " " * (indent - cells(typed)) + first
    yield from (" " * indent + other for other in others)
