"""What does an author's LaTeX formula look like?

``read`` turns LaTeX mathematics into the marks of ``mathlang.marks``, which are drawn like our own
formulas. It reads what prompts are written in: fractions, scripts, large operators with limits, roots,
growing brackets, matrices, cases, aligned equations, accents, words. It never raises, and what it does
not know it names in ``unread``: an unknown command is looked up in pylatexenc, and else shown as its
bare name.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from quizkit.errors import printable
from quizkit.mathlang import drawing
from quizkit.mathlang.boxes import Alignment
from quizkit.mathlang.marks import (
    NOTHING,
    Accent,
    Fence,
    Fraction,
    Gap,
    Grid,
    Kind,
    Mark,
    Root,
    Scripts,
    Sign,
    kind,
    row,
)
from quizkit.typeset import commands
from quizkit.typeset.scanner import Scanner

DEPTH_LIMIT = 40
"""How deep brackets may stand in each other; what is deeper is left out."""

_NUMBER = re.compile(r"\d+(?:(?:,|\{,\})\d{3}(?!\d))*(?:\.\d+)?|\.\d+")
_SIDES: tuple[Alignment | None, ...] = ("right", "left")
"""How the two sides of an aligned equation stand."""
_ENDS = frozenset({"}", "&", r"\\", r"\end", r"\right", r"\cr"})
_CHARACTERS: dict[str, Kind] = {
    **{sign.text: sign.kind for sign in commands.SIGNS.values() if len(sign.text) == 1},
    **dict.fromkeys("+-*@", "binary"),
    **dict.fromkeys("/", "tight"),
    **dict.fromkeys("=<>", "relation"),
    **dict.fromkeys("([", "opening"),
    **dict.fromkeys(")]!?", "closing"),
    **dict.fromkeys(",;:.", "punctuation"),
    "|": "ordinary",
    "‖": "ordinary",
}
_PRIMES = ("", "′", "″", "‴", "⁗")
_ESCAPED = re.compile(r"\\([%$#&_{}])")
_PLAIN = re.compile(r"[\w .,:;/+*()'-]*")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*|[{}\\]")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as marks, and what could not be read in it."""

    mark: Mark
    unread: tuple[str, ...] = ()


@functools.lru_cache(maxsize=512)
def read(latex: str) -> Formula:
    """The marks of LaTeX mathematics, given without its dollar signs."""
    reader = _Reader(latex)
    mark = reader.lines()
    return Formula(mark, tuple(dict.fromkeys(reader.unread)))


@dataclass(slots=True)
class _Reader(Scanner):
    def lines(self) -> Mark:
        """The whole text; several lines make a grid."""
        rows: list[Mark] = []
        parts: list[Mark] = []
        while self.at < len(self.text):
            parts.append(self._row())
            lexeme = self.next()
            if lexeme in {r"\\", r"\cr"}:
                rows.append(row(*parts))
                parts = []
            elif lexeme not in {"", "&"}:
                self.unread.append(f"{lexeme} without its beginning")
                if lexeme == r"\end":
                    self.braced_text()
        rows.append(row(*parts))
        if len(rows) > 1:
            return Grid(tuple((line,) for line in rows if line != NOTHING), alignments=("left",), joined=True)
        return rows[0]

    def _row(self) -> Mark:
        """Marks up to the end of a group, an entry or the text."""
        parts: list[Mark] = []
        while (lexeme := self.peek()) and lexeme not in _ENDS:
            if lexeme in {"^", "_", "'", "’"}:
                base = parts.pop() if parts and not isinstance(parts[-1], Gap) else NOTHING
                parts.append(self._scripts(base))
            elif lexeme == r"\over":
                self.next()
                return Fraction(row(*parts), self._row())
            else:
                for mark in self._atom():
                    parts.append(_bar(mark, parts) if isinstance(mark, Sign) else mark)
        return row(*parts)

    def _argument(self) -> Mark:
        """What a command takes: a group, or the next single mark."""
        lexeme = self.peek()
        if lexeme in _ENDS or not lexeme:
            self.unread.append("a command without its argument")
            return NOTHING
        if lexeme.isdigit():
            return Sign(self.next())
        if lexeme in {"^", "_"}:
            self.next()
            return NOTHING
        if self.depth >= DEPTH_LIMIT:
            self.unread.append(f"brackets deeper than {DEPTH_LIMIT}")
            return NOTHING
        self.depth += 1
        argument = row(*self._atom())
        self.depth -= 1
        return argument

    def _group(self) -> Mark:
        if self.depth >= DEPTH_LIMIT:
            self.unread.append(f"brackets deeper than {DEPTH_LIMIT}")
            return NOTHING
        self.depth += 1
        inside = self._row()
        self.depth -= 1
        if self.peek() == "}":
            self.next()
        else:
            self.unread.append("{ without }")
        return inside

    def _scripts(self, base: Mark) -> Mark:
        below: Mark | None = None
        above: list[Mark] = []
        while (lexeme := self.peek()) in {"^", "_", "'", "’"}:
            self.next()
            if lexeme == "_":
                below = self._argument()
            elif lexeme == "^":
                above.append(_transposed(self._argument()))
            else:
                above.append(Sign("′"))
        primes = [mark for mark in above if mark == Sign("′")]
        others = [mark for mark in above if mark != Sign("′")]
        limits = _takes_limits(base)
        raised = row(*([Sign(_PRIMES[min(len(primes), 4)])] if primes else []), *others) if above else None
        return Scripts(base, below, raised, limits)

    def _atom(self) -> list[Mark]:
        """The next thing: usually one mark, none for a command without meaning."""
        if (self.peek()[:1].isdigit() or self.peek() == ".") and (
            number := _NUMBER.match(self.text, self.at)
        ):
            self.at = number.end()
            return [Sign(number.group().replace("{,}", ","))]
        lexeme = self.next()
        if lexeme == "{":
            return [self._group()]
        if lexeme.startswith("\\"):
            return self._command(lexeme[1:])
        if lexeme == "~":
            return [Gap()]
        if lexeme in {"$", "}"}:
            return []
        if lexeme == ":" and self.peek() == "=":
            self.next()
            return [Sign(":=", "relation")]
        own = _CHARACTERS.get(lexeme, "ordinary")
        return [Sign("−" if lexeme == "-" else lexeme, own)]

    def _command(self, name: str) -> list[Mark]:
        if name in commands.SIGNS:
            return [commands.SIGNS[name]]
        if name in commands.FUNCTIONS or name in commands.LIMIT_FUNCTIONS:
            return [Sign(name, "function")]
        if name in commands.SPACES:
            if name == "hspace":
                self.braced_text()
            return [Gap(commands.SPACES[name])]
        if name in commands.IGNORED:
            return []
        if name in commands.DROPPED:
            self.braced_text()
            return []
        if name in commands.ACCENTS:
            return [Accent(self._argument(), commands.ACCENTS[name])]
        if name in commands.FONTS:
            return [self._argument()]
        if name in commands.UPRIGHT:
            return [self._upright(name)]
        if name in commands.TEXTS:
            return self._prose(self.braced_text())
        match name:
            case "frac" | "dfrac" | "cfrac" | "tfrac":
                return [Fraction(self._argument(), self._argument(), small=name == "tfrac")]
            case "binom" | "dbinom" | "tbinom":
                return [Fence("(", Fraction(self._argument(), self._argument(), bar=False), ")")]
            case "sqrt":
                degree = self.optional()
                shown = drawing.flat(read(degree).mark) if degree else ""
                return [Root(self._argument(), shown)]
            case "mathbb":
                letters = self.braced_text()
                return [Sign("".join(commands.BLACKBOARD.get(letter, letter) for letter in letters))]
            case "left":
                return [self._fence()]
            case "middle":
                return [Sign(self._delimiter(), "relation")]
            case "begin":
                return [self._environment()]
            case "substack":
                inner = _Reader(self.braced_text(), depth=self.depth + 1, unread=self.unread)
                return [inner.lines() if self.depth < DEPTH_LIMIT else NOTHING]
            case "not":
                negated = self._argument()
                match negated:
                    case Sign(text=text, kind=own) if text in commands.NEGATED:
                        return [Sign(commands.NEGATED[text], own)]
                    case _:
                        return [Sign("not"), Gap(), negated]
            case "overset" | "stackrel":
                above, base = self._argument(), self._argument()
                return [Scripts(base, above=above, limits=True)]
            case "underset":
                below, base = self._argument(), self._argument()
                return [Scripts(base, below=below, limits=True)]
            case "xrightarrow":
                return [Scripts(Sign("→", "relation"), above=self._argument(), limits=True)]
            case "pmod":
                return [Gap(), Fence("(", row(Sign("mod"), Gap(), self._argument()), ")")]
            case _:
                return [self._unknown(name)]

    def _upright(self, name: str) -> Mark:
        raw = self.braced_text()
        own: Kind = "function" if name.startswith("operatorname") else "ordinary"
        word = _ESCAPED.sub(r"\1", raw.replace(r"\,", " ").replace(r"\ ", " ")).strip()
        if not _PLAIN.fullmatch(word):
            if self.depth >= DEPTH_LIMIT:
                return NOTHING
            return _Reader(raw, depth=self.depth + 1, unread=self.unread).lines()
        if name == "operatorname*":
            return Scripts(Sign(word, own), limits=True)
        return Sign(word, own)

    def _prose(self, raw: str) -> list[Mark]:
        """Words in a formula, with the spaces around them; ``$…$`` within is mathematics again."""
        marks: list[Mark] = []
        for place, piece in enumerate(raw.split("$")):
            if place % 2:
                reader = _Reader(piece, depth=self.depth + 1, unread=self.unread)
                marks.append(reader.lines() if self.depth < DEPTH_LIMIT else NOTHING)
                continue
            shown = _COMMAND.sub("", _ESCAPED.sub(r"\1", piece.replace("~", " ")))
            words = " ".join(shown.split())
            if shown[:1].isspace():
                marks.append(Gap())
            if words:
                marks.append(Sign(words, "ordinary" if shown == words else "word"))
            if words and shown[-1:].isspace():
                marks.append(Gap())
        return marks

    def _delimiter(self) -> str:
        lexeme = self.next()
        if lexeme == ".":
            return ""
        sign = commands.SIGNS.get(lexeme[1:]) if lexeme.startswith("\\") else None
        found = sign.text if sign else lexeme.lstrip("\\")
        return {"<": "⟨", ">": "⟩"}.get(found, found)

    def _fence(self) -> Mark:
        left = self._delimiter()
        self.depth += 1
        inside = self._row() if self.depth < DEPTH_LIMIT else NOTHING
        self.depth -= 1
        right = ""
        if self.peek() == r"\right":
            self.next()
            right = self._delimiter()
        else:
            self.unread.append(r"\left without \right")
        if isinstance(inside, Grid) and not inside.left and not inside.right and not inside.joined:
            return Grid(inside.rows, left, right, inside.alignments)
        return Fence(left, inside, right)

    def _environment(self) -> Mark:
        name = self.braced_text()
        self.optional()
        specification = ""
        if name in {"array", "alignat", "alignat*", "alignedat"}:
            specification = self.braced_text()
        rows = self._entries(name)
        width = max(map(len, rows), default=0)
        padded = tuple((*entries, *(NOTHING,) * (width - len(entries))) for entries in rows)
        left, right = commands.ENVIRONMENTS.get(name, ("", ""))
        aligned = name in commands.ALIGNED
        if width == 1 and len(padded) == 1 and not left and not right:
            return padded[0][0]
        sides: dict[str, Alignment] = {"l": "left", "c": "centre", "r": "right"}
        alignments: tuple[Alignment | None, ...] = ()
        if aligned:
            alignments = tuple(_SIDES[place % 2] for place in range(width))
        elif left == "{":
            alignments = (sides["l"],) * width
        elif name == "array":
            alignments = tuple(sides[letter] for letter in specification if letter in sides)
        return Grid(padded, left, right, alignments, joined=aligned)

    def _entries(self, name: str) -> list[list[Mark]]:
        rows: list[list[Mark]] = [[]]
        self.depth += 1
        while self.depth < DEPTH_LIMIT:
            rows[-1].append(self._row())
            lexeme = self.next()
            if lexeme in {r"\\", r"\cr"}:
                self.optional()
                rows.append([])
            elif lexeme == r"\end":
                if self.braced_text() != name:
                    self.unread.append(rf"\begin{{{printable(name)}}} without its end")
                break
            elif lexeme != "&":
                self.unread.append(rf"\begin{{{printable(name)}}} without its end")
                if not lexeme:
                    break
        self.depth -= 1
        if rows[-1] in ([], [NOTHING]):
            rows.pop()
        return rows

    def _unknown(self, name: str) -> Mark:
        found = commands.looked_up(name)
        if found is not None:
            return Sign(found)
        self.unread.append(f"unknown command \\{printable(name)}")
        return Sign(name, "function" if len(name) > 1 and name.isalpha() else "ordinary")


def _bar(mark: Sign, before: list[Mark]) -> Sign:
    """A bar told to open or to close, by what stands before it: ``|x|``, ``p(y|x)``."""
    if mark.text not in {"|", "‖"} or mark.kind != "ordinary":
        return mark
    solid = [part for part in before if not isinstance(part, Gap)]
    opened = sum(
        1 if own == "opening" else -1
        for part in solid
        if isinstance(base := part.base if isinstance(part, Scripts) else part, Sign)
        and base.text == mark.text
        and (own := base.kind) in {"opening", "closing"}
    )
    if not solid or kind(solid[-1]) in {"opening", "binary", "tight", "relation", "operator", "punctuation"}:
        return Sign(mark.text, "opening")
    if opened > 0:
        return Sign(mark.text, "closing")
    return mark


def _takes_limits(base: Mark) -> bool:
    """Whether an index belongs below a mark in a display."""
    match base:
        case Sign(kind="operator") | Scripts(limits=True):
            return True
        case Sign(text=text, kind="function"):
            return text in commands.LIMIT_FUNCTIONS
        case _:
            return False


def _transposed(mark: Mark) -> Mark:
    """An exponent, with the several signs for a transpose made one."""
    return Sign("T") if mark in {Sign("⊤"), Sign("⊺")} else mark
