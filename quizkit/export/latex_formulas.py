r"""Which LaTeX sets an author's formula, and nothing else?

A formula is read and written anew: every command of the result comes from a list here, every bracket is
closed, every alignment has its columns. So a formula can neither run a command of TeX's own (``\input``,
``\def``, ``\csname``) nor stop the run; what is not read that far is refused, and says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizkit.errors import Unreadable, printable
from quizkit.export import latex_commands
from quizkit.export.latex_commands import COLUMN_LIMIT, command
from quizkit.export.latex_signs import Report, in_formula, text
from quizkit.typeset import commands
from quizkit.typeset.scanner import Scanner

DEPTH_LIMIT = 40


WIDE = 8
"""A matrix of so many columns is made smaller where it does not fit: the preamble knows how."""

_ENDS = frozenset({"}", "&", r"\\", r"\end", r"\right", r"\middle", r"\cr"})
_SCRIPTS = frozenset({"^", "_", "'", "’"})
_ESCAPED_WORD = re.compile(r"\\(?:([%$#&_{} ])|(textbackslash|[\^~])(?:\{\})?)")
_NESTED_WORDS = re.compile(
    rf"\\(?:{'|'.join(sorted(commands.TEXTS, key=len, reverse=True))})\s*\{{((?:[^{{}}\\]|\\.|\{{\}})*)\}}"
)
"""Words within words, which look like them."""


def formula(source: str, report: Report, *, breakable: bool = False) -> str:
    """The LaTeX of a formula, without dollar signs; ``breakable``: it may be broken after a comma.

    Raises Unreadable, saying what cannot be read.
    """
    return _Writer(source, report=report, breakable=breakable).whole()


@dataclass(slots=True, kw_only=True)
class _Writer(Scanner):
    report: Report
    breakable: bool = False

    def whole(self) -> str:
        """All of it; several lines are gathered."""
        rows = self._rows("")
        if len(rows) == 1 and len(rows[0]) == 1:
            return rows[0][0]
        kind = "aligned" if any(len(row) > 1 for row in rows) else "gathered"
        return _grid(rf"\begin{{{kind}}}", rows, rf"\end{{{kind}}}")

    def row(self) -> str:
        """All of it, which must be one row without alignment."""
        found = self._row()
        if self.peek():
            raise self._refused(f"{printable(self.peek())} where none can be")
        return found

    def stacked(self) -> str:
        """All of it, line below line."""
        return _grid(r"\substack{", [["".join(row)] for row in self._rows("")], "}")

    def _refused(self, reason: str) -> Unreadable:
        return Unreadable(reason, min(self.at, len(self.text)), len(self.text))

    def _rows(self, environment: str) -> list[list[str]]:
        """The entries of rows, up to the end of an environment, or of the text."""
        rows: list[list[str]] = [[]]
        self._enter()
        while True:
            entry = self._row()
            # A bracket or star after \\ would be taken for its argument.
            rows[-1].append(rf"\relax {entry}" if entry[:1] in {"[", "*"} else entry)
            lexeme = self.next()
            if lexeme in {r"\\", r"\cr"}:
                if environment:
                    self.optional()
                rows.append([])
            elif lexeme == r"\end" and environment:
                if self.braced_text() != environment:
                    raise self._refused(rf"\begin{{{printable(environment)}}} without its end")
                break
            elif not lexeme and not environment:
                break
            elif lexeme != "&":
                reason = rf"\begin{{{printable(environment)}}} without its end" if environment else ""
                raise self._refused(reason or f"{printable(lexeme)} without its beginning")
        self.depth -= 1
        if len(rows) > 1 and rows[-1] == [""]:
            rows.pop()
        if max(map(len, rows)) > COLUMN_LIMIT:
            raise self._refused(f"more than {COLUMN_LIMIT} columns")
        return rows

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise self._refused(f"brackets deeper than {DEPTH_LIMIT}")

    def _row(self) -> str:
        """Atoms up to the end of a group, an entry or the text."""
        parts: list[str] = []
        while (lexeme := self.peek()) and lexeme not in _ENDS:
            if lexeme == r"\over":
                self.next()
                return rf"\frac{{{''.join(parts)}}}{{{self._row()}}}"
            parts.append(self._scripted())
        return "".join(parts)

    def _scripted(self) -> str:
        """An atom with what is raised and lowered at it: at most one script each way."""
        takes_limits = _takes_limits(self.peek())
        base = "" if self.peek() in _SCRIPTS else self._atom()
        while takes_limits and self.peek() in {r"\limits", r"\nolimits"}:
            base += f"{self.next()} "
        if base.startswith("{}") and self.peek() in _SCRIPTS:
            base = f"{{{base}}}"
        lowered: list[str] = []
        raised: list[str] = []
        primes = ""
        while (lexeme := self.peek()) in _SCRIPTS:
            self.next()
            if lexeme == "_":
                lowered.append(self._argument())
            elif lexeme == "^":
                raised.append(self._argument())
            else:
                primes += r"\prime "
        if len(lowered) > 1 or len(raised) > 1:
            raise self._refused("two scripts in one place")
        base = base or ("{}" if lowered or raised or primes else "")
        below = f"_{{{lowered[0]}}}" if lowered else ""
        above = f"^{{{primes}{''.join(raised)}}}" if raised or primes else ""
        return base + below + above

    def _argument(self) -> str:
        """What a command takes: a group, or the next single atom; without its braces."""
        lexeme = self.peek()
        if not lexeme or lexeme in _ENDS or lexeme in _SCRIPTS:
            raise self._refused("a command without its argument")
        self._enter()
        argument = self._group() if lexeme == "{" else self._atom()
        self.depth -= 1
        return argument

    def _group(self) -> str:
        self.next()
        self._enter()
        inside = self._row()
        self.depth -= 1
        if self.next() != "}":
            raise self._refused("{ without }")
        return inside

    def _atom(self) -> str:
        if self.peek() == "{":
            return f"{{{self._group()}}}"
        lexeme = self.next()
        match lexeme:
            case "%" | "#":
                return rf"\{lexeme}"
            case "$" | "`" | '"':
                raise self._refused(f"{lexeme} in a formula")
            case ",":
                return r",\penalty600 " if self.breakable else ","
            case _:
                pass
        if lexeme.startswith("\\"):
            return self._command(lexeme[1:])
        return lexeme if " " < lexeme <= "~" else in_formula(lexeme, self.report)

    def _command(self, name: str) -> str:
        if name in commands.SIGNS:
            return command(name)
        if name in commands.FUNCTIONS or name in commands.LIMIT_FUNCTIONS:
            limits = name in commands.LIMIT_FUNCTIONS
            return (
                rf"\{name} "
                if name in latex_commands.FUNCTIONS
                else rf"\operatorname{'*' if limits else ''}{{{name}}}"
            )
        if name in commands.SPACES:
            if name == "hspace":
                self.braced_text()
            return latex_commands.SPACES.get(name, rf"\{name} " if name.isalpha() else rf"\{name}")
        if name in latex_commands.SIZES:
            return rf"\{name}{self._delimiter()}"
        if name in commands.IGNORED:
            return rf"\{name} " if name in latex_commands.STYLES else ""
        if name in commands.DROPPED:
            self.braced_text()
            return ""
        if name in commands.ACCENTS or name in commands.FONTS:
            argument = self._argument()
            letters = latex_commands.LETTERS_OF.get(name)
            if letters and not letters.fullmatch(argument):
                return f"{{{argument}}}"
            return rf"\{latex_commands.FONTS.get(name, name)}{{{argument}}}"
        if name in commands.UPRIGHT:
            return self._upright(name)
        if name in commands.TEXTS:
            return self._words(name)
        match name:
            case (
                "frac" | "dfrac" | "cfrac" | "tfrac" | "binom" | "dbinom" | "tbinom" | "overset" | "underset"
            ):
                return rf"\{name}{{{self._argument()}}}{{{self._argument()}}}"
            case "stackrel":
                return rf"\overset{{{self._argument()}}}{{{self._argument()}}}"
            case "sqrt":
                degree = self.optional()
                shown = f"[{{{self._inner(degree).row()}}}]" if degree else ""
                return rf"\sqrt{shown}{{{self._argument()}}}"
            case "mathbb":
                return "".join(map(_double, self.braced_text().replace(" ", "")))
            case "left":
                return self._fence()
            case "begin":
                return self._environment()
            case "substack":
                return self._inner(self.braced_text()).stacked()
            case "not":
                return self._negated()
            case "xrightarrow" | "pmod":
                if name == "xrightarrow":
                    self.optional()
                return rf"\{name}{{{self._argument()}}}"
            case _:
                found = commands.looked_up(name)
                if found is None or name == "":
                    raise self._refused(f"unknown command \\{printable(name)}")
                return "".join(one if one.isalnum() and one.isascii() else self._other(one) for one in found)

    def _other(self, character: str) -> str:
        inside = text(character, self.report) if character.isascii() else in_formula(character, self.report)
        return rf"\text{{{inside}}}" if character.isascii() else inside

    def _inner(self, source: str) -> _Writer:
        return _Writer(source, depth=self.depth + 1, report=self.report)

    def _upright(self, name: str) -> str:
        if name == "texttt":
            return self._words(name)
        return rf"\{name}{{{self._inner(self.braced_text()).row()}}}"

    def _words(self, name: str) -> str:
        """Words in a formula."""
        raw, nested = self.braced_text(), 1
        while nested:
            raw, nested = _NESTED_WORDS.subn(r"\1", raw)
        plain = _ESCAPED_WORD.sub(_unescaped, raw.replace("~", "\u00a0"))
        if "$" in raw.replace(r"\$", "") or _commanded(raw):
            raise self._refused("a command within words")
        return rf"\text{{{latex_commands.TEXTS.get(name, '')}{text(plain, self.report)}}}"

    def _delimiter(self) -> str:
        lexeme = self.next()
        if lexeme not in latex_commands.FENCED:
            raise self._refused(f"{printable(lexeme) or 'nothing'} where a bracket is needed")
        shown = latex_commands.FENCED[lexeme] or lexeme
        return f"{shown} " if shown[-1:].isalpha() else shown

    def _fence(self) -> str:
        found = rf"\left{self._delimiter()}"
        self._enter()
        while True:
            found += self._row()
            lexeme = self.next()
            if lexeme not in {r"\middle", r"\right"}:
                raise self._refused(r"\left without \right")
            found += f"{lexeme}{self._delimiter()}"
            if lexeme == r"\right":
                break
        self.depth -= 1
        return found

    def _negated(self) -> str:
        lexeme = self.peek()
        sign = commands.SIGNS.get(lexeme[1:]) if lexeme.startswith("\\") else None
        if lexeme in {"=", "<", ">"} or (sign and sign.kind == "relation"):
            return rf"\not{self._atom()}"
        raise self._refused(r"\not without a relation")

    def _environment(self) -> str:
        name = self.braced_text()
        self.optional()
        given = self.braced_text() if name in {"array", "alignat", "alignat*", "alignedat"} else ""
        rows = self._rows(name)
        width = max(map(len, rows))
        if name in latex_commands.MATRICES:
            columns = "".join(letter for letter in given if letter in "lcr|")
            missing = width - len(columns.replace("|", ""))
            specified = f"{{{columns}{'c' * missing}}}" if name == "array" else ""
            matrix = _grid(rf"\begin{{{name}}}{specified}", rows, rf"\end{{{name}}}")
            return rf"\grid{{{matrix}}}" if width >= WIDE else matrix
        if name in {"cases", "dcases", "rcases"}:
            left, right = ("\\lbrace ", ".") if name != "rcases" else (".", "\\rbrace ")
            array = _grid(rf"\begin{{array}}{{@{{}}{'l' * width}@{{}}}}", rows, r"\end{array}")
            return rf"\left{left}{array}\right{right}"
        if name in commands.ALIGNED:
            return _grid(r"\begin{aligned}", rows, r"\end{aligned}")
        if name in latex_commands.GATHERED and width == 1:
            return _grid(r"\begin{gathered}", rows, r"\end{gathered}")
        raise self._refused(rf"unknown environment {printable(name)}")


def _grid(opening: str, rows: list[list[str]], closing: str) -> str:
    written = r" \\ ".join(" & ".join(row) for row in rows)
    return f"{opening} {written} {closing}" if opening.endswith("}") else f"{opening}{written}{closing}"


def _takes_limits(lexeme: str) -> bool:
    """Whether scripts may stand above and below what begins so."""
    name = lexeme.removeprefix("\\")
    sign = commands.SIGNS.get(name) if name != lexeme else None
    return name != lexeme and (
        name in commands.LIMIT_FUNCTIONS or (sign is not None and sign.kind == "operator")
    )


def _double(letter: str) -> str:
    if "A" <= letter <= "Z":
        return rf"\mathbb{{{letter}}}"
    return rf"\mathbf{{{letter}}}" if letter.isascii() and letter.isalnum() else ""


def _commanded(raw: str) -> bool:
    """Whether words hold a command or a bracket, other than a character that had to be escaped."""
    return bool(re.search(r"[\\{}]", _ESCAPED_WORD.sub("", raw)))


def _unescaped(found: re.Match[str]) -> str:
    return found[1] or {"textbackslash": "\\"}.get(found[2], found[2])
