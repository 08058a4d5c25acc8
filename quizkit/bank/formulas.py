"""Do the formulas of a question read, and are their names known? One formula or template at a time.

Whatever is wrong is noted at the character it concerns, through lists, quotes and folded lines. The scope
in which a formula stands says which names it may use and what shape they have; a shape of None is one that
only a draw can tell.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from quizkit.bank.assembly import Authored
from quizkit.bank.findings import Findings, Place
from quizkit.bank.grids import widest
from quizkit.bank.template import Hole, Layout, Text, parse_template
from quizkit.bank.tree import MapNode, Path, find, place_in, place_of
from quizkit.equivalence.tolerance import Tolerance, parse_tolerance
from quizkit.errors import ShapeMismatch, Unreadable, quoted
from quizkit.mathlang.arrays import Shape, describe
from quizkit.mathlang.nodes import Bracket, Call, Cases, Index, Name, Node, walk
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from quizkit.mathlang.shapes import Sort, infer

Arities = Mapping[str, tuple[int, int | None]]
"""Further functions, with the fewest and the most arguments of each; None: any number."""

Wanted = Literal["value", "condition", "either"]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a formula may use."""

    shapes: Mapping[str, Shape | None] = field(default_factory=dict)
    """The shape of each; None where only a draw can tell."""
    ranks: Mapping[str, int] = field(default_factory=dict)
    """The number of axes of names whose shape a draw decides, where that much is known."""
    conditions: frozenset[str] = frozenset()
    """Names that stand for a condition."""
    integers: frozenset[str] = frozenset()
    """Names that are whole numbers."""
    free: frozenset[str] = frozenset()
    """The free letters, and names that follow from them: they have no value in any draw."""

    def plus(self, name: str, sort: Sort, *, rank: int | None = None) -> Names:
        """These names and one more."""
        ranks = {**self.ranks, name: rank} if sort.shape is None and rank is not None else self.ranks
        conditions = self.conditions | {name} if sort.condition else self.conditions - {name}
        return replace(self, shapes={**self.shapes, name: sort.shape}, ranks=ranks, conditions=conditions)

    def __contains__(self, name: object) -> bool:
        return name in self.shapes

    def scope(self, extra: Arities | None = None) -> Scope:
        """The parser's scope."""
        return Scope(
            shapes=widest(self.shapes, self.ranks), integers=self.integers, author=True, extra=extra or {}
        )


UNKNOWN = Sort(None)
"""The sort of what cannot be known, or could not be read."""

ALTERNATIVES = (frozenset({"answer", "choices", "rubric", "parts"}), frozenset({"prompt", "ask"}))
"""Keys of which a question or part has one: another than its own is told as such, and its own not missed."""

_DECLARATIONS = ("given", "let", "symbols", "settings", "parts")
"""Keys under which names stand."""


class Reader:
    """Reads the formulas and templates of one setting of a question, and notes what is wrong."""

    def __init__(self, findings: Findings, authored: Authored) -> None:
        self.findings = findings
        self.authored = authored
        self.tree = authored.tree

    def note(self, code: str, place: Place, message: str, fix: str = "") -> None:
        """Note a problem of this question."""
        self.findings.add(code, place, message, fix, question=self.authored.question)

    def states(self, path: Path) -> bool:
        """Whether something stands at a path, be it unreadable or under a misspelt key."""
        misspelt = self.findings.suggested(self.authored.question, str(path[-1]))
        return misspelt or find(self.tree, path) is not None

    def missing(self, path: Path, name: str) -> None:
        """Note that a question, or the part at a path, lacks a key that it needs.

        A key that is there but could not be read, or is misspelt, has been told already; so has the key
        of another type of question in its place.
        """
        others = next((keys - {name} for keys in ALTERNATIVES if name in keys), frozenset())
        if any(self.states((*path, each)) for each in (name, *others)):
            return
        message = f"the key '{name}' is missing"
        if self.authored.setting and not path:
            setting = quoted(self.authored.setting)
            message += f": neither the question nor its setting {setting} has it"
        self.note("QK202", self.at(path) if path else self.authored.place, message)

    def at(self, path: Path, offset: int | None = None, *, in_key: bool = False) -> Place:
        """Where a value stands, or a character of the formula that it is; or of its key."""
        if in_key:
            parent = find(self.tree, path[:-1])
            if isinstance(parent, MapNode) and path[-1] in parent.entries:
                return parent.entries[str(path[-1])].key.at(offset or 0)
        node = find(self.tree, path)
        if offset is None or node is None or isinstance(node, MapNode):
            return place_of(self.tree, path)
        return place_in(node, offset)

    def tolerance(self, path: Path, text: str) -> Tolerance | None:
        """The tolerance at a path; None, with a finding, if it cannot be read."""
        try:
            return parse_tolerance(text)
        except Unreadable as fault:
            self.note("QK308", self.at(path, fault.start), fault.message)
            return None

    def parsed(
        self,
        path: Path,
        text: str,
        names: Names,
        *,
        extra: Arities | None = None,
        offset: int = 0,
        in_key: bool = False,
        unknown_function: str = "QK301",
    ) -> Node | None:
        """The formula at a path; None, with a finding, if it cannot be read."""
        try:
            return parse(text, names.scope(extra))
        except Unreadable as fault:
            place = self.at(path, offset + fault.start, in_key=in_key)
            code = _code(fault)
            called = text[fault.start : fault.end]
            if code == "QK301" and called in reference_arities() and not extra:
                message = (
                    f"{quoted(called)} is a reference function: "
                    "a key is computed exactly, in the language's own functions"
                )
                self.note("QK512", place, message, "call it as a witness: verify: - ref: …")
                return None
            fix = ""
            if code == "QK302" and not self._can_be_known(names):
                return None
            if code == "QK302" and self.authored.kind == "expression" and "did you mean" not in fault.message:
                fix = f"a letter of the answer has its domain under symbols: {{{called}: real}}"
            if unknown_function == "QK502" and code == "QK303" and _miscalled(text, fault):
                code = "QK502"
            self.note(unknown_function if code == "QK301" else code, place, fault.message, fix)
            return None

    def _can_be_known(self, names: Names) -> bool:
        """Whether all that a question declares could be read; what could not has been told."""
        if not names.shapes and "given" in self.tree.entries:
            return True
        question = self.authored.question
        return all(
            isinstance(self.tree.get(key), MapNode | None)
            and not self.findings.suggested(question, key)
            and not self.findings.misplaced(key)
            for key in _DECLARATIONS
        )

    def sort(self, path: Path, node: Node, names: Names, *, offset: int = 0, in_key: bool = False) -> Sort:
        """What a formula at a path stands for; unknown, with a finding, if its shapes do not fit."""
        try:
            sort = infer(node, names.shapes)
        except ShapeMismatch as fault:
            place = self.at(path, offset + fault.start, in_key=in_key)
            self.note("QK304", place, fault.message)
            return UNKNOWN
        if isinstance(node, Name) and node.name in names.conditions:
            return Sort(sort.shape, condition=True)
        return sort

    def formula(
        self,
        path: Path,
        text: str,
        names: Names,
        *,
        wanted: Wanted = "value",
        extra: Arities | None = None,
        offset: int = 0,
        in_key: bool = False,
        unknown_function: str = "QK301",
    ) -> tuple[Node | None, Sort]:
        """The formula at a path and what it stands for, noting what is wrong with either."""
        node = self.parsed(
            path,
            text,
            names,
            extra=extra,
            offset=offset,
            in_key=in_key,
            unknown_function=unknown_function,
        )
        if node is None:
            return None, UNKNOWN
        sort = self.sort(path, node, names, offset=offset, in_key=in_key)
        message = ""
        if wanted == "value" and sort.condition:
            message = "this is a condition, true or false, where a value is needed"
        elif wanted == "condition" and not sort.condition and not _may_be_condition(node, sort):
            message = "a condition is needed here, such as p < 1"
        if message:
            self.note("QK307", self.at(path, offset + node.start), message)
        return node, sort

    def drawn_condition(self, path: Path, text: str, names: Names) -> None:
        """Check a condition that each draw decides, and so may not depend on free letters."""
        node, _ = self.formula(path, text, names, wanted="condition")
        for part in walk(node) if node is not None else ():
            if isinstance(part, Name) and part.name in names.free:
                message = f"'{part.name}' is a free letter or follows from one: it is not drawn"
                self.note("QK402", self.at(path, part.start), message)

    def template(
        self,
        path: Path,
        text: str,
        names: Names,
        *,
        hidden: frozenset[str] = frozenset(),
        in_key: bool = False,
    ) -> None:
        """Check a template: its holes read, their names are known, its tables have columns.

        ``hidden`` names must not be shown here, because they are what is asked.
        """
        for brace in _SINGLE.finditer(_ASIDE.sub(lambda found: " " * len(found[0]), text)):
            if brace[1] in names and not in_key:
                message = f"'{brace[0]}' is shown as it stands"
                fix = f"write {{{{ {brace[1]} }}}} for the value of {brace[1]}"
                place = self.at(path, brace.start())
                self.findings.add(
                    "QK306", place, message, fix, question=self.authored.question, severity="warning"
                )
        try:
            pieces = parse_template(text, code_templated=self.authored.keys.code is not None)
        except Unreadable as fault:
            self.note("QK306", self.at(path, fault.start, in_key=in_key), fault.message)
            return
        for piece in pieces:
            match piece:
                case Text():
                    continue
                case Hole():
                    self._hole(path, piece.formula, piece.start, names, hidden, in_key=in_key)
                case Layout():
                    lengths: list[int] = []
                    for column in piece.columns:
                        sort = self._hole(path, column.formula, column.start, names, hidden)
                        lengths += sort.shape if sort.shape is not None and len(sort.shape) == 1 else ()
                        if lengths and lengths[-1] != lengths[0]:
                            self.note(
                                "QK304",
                                self.at(path, column.start),
                                "the columns of a table are equally long: "
                                f"here they have {lengths[0]} and {lengths.pop()} entries",
                            )
                        if sort.shape is not None and len(sort.shape) != 1:
                            self.note(
                                "QK304",
                                self.at(path, column.start),
                                f"a column of a table is a vector: this is {describe(sort.shape)}",
                            )
                case _:
                    assert_never(piece)

    def _hole(
        self,
        path: Path,
        text: str,
        start: int,
        names: Names,
        hidden: frozenset[str],
        *,
        in_key: bool = False,
    ) -> Sort:
        node, sort = self.formula(path, text, names, wanted="either", offset=start, in_key=in_key)
        for part in walk(node) if node is not None else ():
            if isinstance(part, Name) and part.name in hidden:
                message = f"'{part.name}' is what is asked: it must not be shown here"
                self.note("QK302", self.at(path, start + part.start), message)
        return sort


_ASIDE = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\{\{[^{}]*\}\}", re.DOTALL)
"""Mathematics, code and placeholders, in which single braces have a meaning."""
_SINGLE = re.compile(r"(?<![\\\w{^])\{([A-Za-z]\w*)\}(?!\})")
"""A name between single braces."""


def _may_be_condition(node: Node, sort: Sort) -> bool:
    """Whether only a draw can tell if this is a condition: an entry of a list of them, say."""
    return sort.shape is None or isinstance(node, Call | Cases | Index | Bracket)


def _code(fault: Unreadable) -> str:
    """The code of a formula that cannot be read."""
    if fault.message.startswith("unknown function"):
        return "QK301"
    if fault.message.startswith("unknown name"):
        return "QK302"
    return "QK304" if isinstance(fault, ShapeMismatch) else "QK303"


def _miscalled(text: str, fault: Unreadable) -> bool:
    """Whether a reference function is called with too few or too many arguments."""
    called = re.match(r"\w+", text[fault.start :])
    return "argument" in fault.message and called is not None and called[0] in reference_arities()


@functools.cache
def reference_arities() -> Arities:
    """The reference functions, with the fewest and the most arguments of each."""
    from quizkit.reference import REFERENCE

    return {name: (entry.least, entry.most) for name, entry in REFERENCE.items()}


def is_name(text: str) -> bool:
    """Whether a formula would read this as one name."""
    try:
        node = parse(text, Scope(shapes={text: ()}, author=True))
    except Unreadable:
        return False
    return isinstance(node, Name) and node.name == text
