"""What did the author mean where YAML stumbled? YAML's own messages, turned into advice.

PyYAML says where it gave up, not what went wrong. The usual causes are few: a colon or a leading sign
inside unquoted text, a placeholder at the start of a value, a formula cut at a comma, a backslash in
double quotes. Each is told by the line itself rather than by PyYAML's words, which differ between its C
and its Python reader.
"""

from __future__ import annotations

import itertools
import math
import re

from quizkit.bank.findings import Place
from quizkit.bank.tree import MapNode, TextNode
from quizkit.errors import printable, quoted

Finding = tuple[str, Place, str, str]
"""Code, place, message, fix."""

_BEFORE_VALUE = re.compile(
    r"""\s*(?:-\s+)*(?:(?P<key>"[^"]*"|'[^']*'|[^\s'"#\-][^:#]*|-[^\s:#][^:#]*):\s+)?"""
)
"""What stands on a line before its value."""

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_OPENERS = frozenset("[{")
"""The brackets between which YAML reads lists and mappings."""
BRACES = (
    "a value that begins with {{ is a mapping to YAML",
    "put it in quotes, or on the next line after |",
)
"""What is said of a placeholder at the start of a value, and its fix."""

_BLOCK = "put the text on the next line after |"
_QUOTES = "put the text in quotes, or on the next line after |"


def misread(words: str, place: Place, context: Place | None, lines: tuple[str, ...]) -> Finding:
    """The likely cause of a YAML error at ``place``, raised while reading what began at ``context``."""
    line = _line(lines, place)
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation or line[place[1] - 1 : place[1]] == "\t":
        tab = indentation.find("\t") + 1 or place[1]
        return "QK108", (place[0], tab), "a tab in the indentation", "use spaces, two for each level"
    if line.lstrip().startswith(": "):
        return "QK115", (place[0], line.index(":") + 1), "a key is missing before ':'", ""
    if "escape" in words:
        # PyYAML's two readers differ by one column.
        backslash = line.rfind("\\", 0, place[1]) + 1
        return (
            "QK122",
            (place[0], backslash or place[1]),
            "a backslash in double quotes begins an escape",
            "use single quotes, or put the text on the next line after |",
        )
    if "document start" in words:
        return "QK118", place, "the document ends before this line", "indent the line, or delete it"
    if "end of stream" in words and "quoted scalar" in words and context:
        return "QK119", context, "this quote is never closed", "close it at the end of the text"
    for candidate in (place, context):
        if candidate is not None:
            finding = _value_misread(candidate, lines)
            if finding is not None:
                return finding
    if "flow" in words:
        at_end = not any(line.strip() for line in (line[place[1] - 1 :], *lines[place[0] :]))
        opened = _never_closed(lines) if at_end else context
        if opened and (at_end or place[0] != opened[0]):
            opening = _line(lines, opened)[opened[1] - 1 : opened[1]]
            closing = _CLOSERS.get(opening, "]")
            return "QK119", opened, f"this {opening} is never closed", f"close it with {closing}"
    if "flow" in words or _inside_brackets(line, place[1] - 1):
        return (
            "QK113",
            place,
            "between { } or [ ] a text ends at a comma or a bracket",
            "write one entry per line, or put the text in quotes",
        )
    if "mapping values" in words:
        return _second_colon(line, place)
    if "simple key" in words and context:
        written = _line(lines, context).strip()
        crowded = re.match(r"[\w-]+:(?=\S)", written)
        fix = "a text over several lines needs | after its key"
        if crowded:
            fix = f"put a space after the colon of {quoted(crowded[0])}"
        return "QK121", context, f"expected 'key: value', found {quoted(written)}", fix
    if "sequence entries" in words or "'-' indicator" in words or "block collection" in words:
        return "QK120", place, "a list and keys stand side by side", "indent one of them further"
    if "block mapping" in words or "block end" in words:
        return (
            "QK120",
            place,
            "this line is indented neither like the lines above it nor as part of them",
            "indent equal things equally",
        )
    cause = printable(words.strip(" :") or "no reason given", limit=80)
    return "QK107", place, f"YAML cannot read this: {cause}", ""


def _line(lines: tuple[str, ...], place: Place) -> str:
    return lines[place[0] - 1] if place[0] <= len(lines) else ""


def _value_misread(place: Place, lines: tuple[str, ...]) -> Finding | None:
    """What is wrong with the value on a line, told by how it begins; None if it begins well."""
    line = _line(lines, place)
    match = _BEFORE_VALUE.match(line)
    value = line[match.end() :].rstrip() if match else ""
    if match is None or not value:
        return None
    here = (place[0], match.end() + 1)
    key = (match["key"] or "").strip("\"'")
    first = value[0]
    if value.startswith("{{"):
        return "QK110", here, *BRACES
    if first == "|" and not re.fullmatch(r"\|[-+\d]{0,2}(\s+#.*)?", value):
        inner = re.fullmatch(r"\|([^|]+)\|", value)
        fix = f"write abs({inner[1].strip()})" if inner else "write abs(x) for |x|"
        return "QK111", here, "'|' begins a block of text", fix
    if first == ">" and not re.fullmatch(r">[-+\d]{0,2}(\s+#.*)?", value):
        return "QK109", here, "'>' begins a block of text", "put the value in quotes"
    if key and (value == "-" or value.startswith("- ")):
        rest = printable(value[1:].strip()) or "x"
        return (
            "QK112",
            here,
            "'- ' begins a list",
            f"no space after the minus: -{rest}; a list begins on the next line",
        )
    if first in "*&@`%!?,]}":
        return "QK109", here, f"'{first}' at the start has a meaning of its own in YAML", _QUOTES
    if first in "'\"":
        end = _quote_end(value)
        if end is not None and value[end:].strip() and not value[end:].lstrip().startswith(("#", ":")):
            doubled = "''" if first == "'" else '\\"'
            return (
                "QK109",
                (here[0], here[1] + end),
                "the text goes on after its closing quote",
                f"write {doubled} for a quote inside, or {_BLOCK}",
            )
    if first in "[{":
        closed = _bracket_end(value)
        if closed is not None and value[closed:].strip() and not value[closed:].lstrip().startswith("#"):
            return (
                "QK109",
                (here[0], here[1] + closed),
                f"the value goes on after its closing {_CLOSERS[first]}",
                "put the whole value in quotes",
            )
    return None


def _second_colon(line: str, place: Place) -> Finding:
    colons = [match.start() for match in re.finditer(r":(?=\s|$)", line)]
    if colons and place[1] - 1 == colons[0]:
        start = len(line) - len(line.lstrip())
        return (
            "QK120",
            (place[0], start + 1),
            "this key is indented deeper than the value above it allows",
            "indent equal things equally; a text over several lines needs | after its key",
        )
    word = line[: place[1] - 1].split()[-1:] or [""]
    return (
        "QK109",
        place,
        f"YAML takes {quoted(word[0] + ':')} inside the text for a key",
        _QUOTES,
    )


def _inside_brackets(line: str, offset: int) -> bool:
    depth = 0
    for character in line[:offset]:
        depth += (character in "[{") - (character in "]}")
    return depth > 0


def _never_closed(lines: tuple[str, ...]) -> Place | None:
    """The bracket that the end of the file leaves open: the last one, of those that begin a value."""
    least = math.inf
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        match = _BEFORE_VALUE.match(line)
        start = match.end() if match else 0
        depth, lowest = _depths(line[start:])
        if line[start : start + 1] in _OPENERS and min(lowest, depth + least) > 0:
            return number, start + 1
        depth, lowest = _depths(line)
        least = min(lowest, depth + least)
    return None


def _depths(text: str) -> tuple[int, float]:
    """How much deeper the end of a text lies within brackets than its beginning, and its lowest point."""
    depth, lowest = 0, math.inf
    for character in text:
        depth += (character in "[{") - (character in "]}")
        lowest = min(lowest, depth)
    return depth, lowest


def _quote_end(value: str) -> int | None:
    """Behind the closing quote of a value that begins with one."""
    quote = value[0]
    at = 1
    while at < len(value):
        if (quote == '"' and value[at] == "\\") or (quote == "'" and value.startswith("''", at)):
            at += 2
        elif value[at] == quote:
            return at + 1
        else:
            at += 1
    return None


def _bracket_end(value: str) -> int | None:
    """Behind the bracket that closes the first one."""
    depth = 0
    for at, character in enumerate(value):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            return at + 1
    return None


def unclosed(text: str) -> bool:
    """Whether a bracket of the text is never closed within it."""
    open_ones: list[str] = []
    for character in text:
        if character in _CLOSERS:
            open_ones.append(_CLOSERS[character])
        elif open_ones and character == open_ones[-1]:
            open_ones.pop()
    return bool(open_ones)


def split_at_comma(mapping: MapNode) -> Finding | None:
    """``{d: outer(p, p)}`` is a value ``outer(p`` and a key ``p)`` to YAML: say so."""
    if not mapping.flow:
        return None
    entries = list(mapping.entries.values())
    for entry, following in itertools.pairwise(entries):
        value, after = entry.value, following.value
        if (
            isinstance(value, TextNode)
            and value.style == "plain"
            and unclosed(value.text)
            and isinstance(after, TextNode)
            and after.is_nothing
        ):
            return (
                "QK113",
                value.place,
                f"between {{ }} a value ends at the comma: {quoted(value.text)} is all that is left",
                "write one per line, without the braces",
            )
    return None


_COMMANDS = re.compile(
    r"(?<!\\)(?:\\\\)*(?P<command>\\(?:"
    r"alpha|approx|ast|bar|begin|beta|big|binom|bmod|boldsymbol|bullet|ell|end|epsilon|equiv|eta|exists|exp|"
    r"forall|frac|nabla|ne|neq|neg|ni|not|nu|rho|right|rightarrow|rm|tan|tanh|tau|text\w*|tfrac|theta|tilde|"
    r"times|to|top|varphi|vdots|vec|vee|Lambda|Leftrightarrow|Phi|Pi|Psi|Pr)(?![a-zA-Z]))"
)


def latex_escape(raw: str) -> tuple[int, str, str] | None:
    r"""In a double-quoted text, LaTeX that YAML takes for an escape: \nabla is a line end and "abla"."""
    match = _COMMANDS.search(raw)
    if match is None:
        return None
    command = match["command"]
    return (
        match.start("command"),
        f"in double quotes {command[:2]} is an escape, so {command} is lost",
        "use single quotes, or put the text on the next line after |",
    )
