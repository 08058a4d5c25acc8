"""Can each task be answered and judged? The key, its mistakes, options, rubric, units and tests.

Tasks are checked in order, because a part may use the keys of the parts before it by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from quizkit.bank.assembly import Authored, AuthoredTask, Misconceptions
from quizkit.bank.declarations import check_name
from quizkit.bank.formulas import UNKNOWN, Names, Reader
from quizkit.bank.model import (
    ByChoice,
    ByFormula,
    ByParts,
    ByText,
    ChoiceKeys,
    MistakeKeys,
    PartKeys,
)
from quizkit.bank.question import Kind, Task
from quizkit.bank.reading import check_id
from quizkit.bank.shorthand import TWICE
from quizkit.bank.tree import MapNode, Path, find, key_place
from quizkit.bank.witness_checks import Key, check_witnesses
from quizkit.equivalence.tolerance import Absolute, Exact
from quizkit.errors import ShapeMismatch, Undecidable, Undefined, did_you_mean, quoted
from quizkit.mathlang.arrays import Array, Shape, describe
from quizkit.mathlang.balls import Real, Workings
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.nodes import names as names_in
from quizkit.mathlang.shapes import Sort

DEFAULT_TOLERANCE = Task(kind="number").tol
"""What counts where an author says nothing."""

OUTCOMES = ("full", "invalid", "wrong")
"""What a test may expect besides a mistake's id and a credit."""

_RANKS: Mapping[Kind, int] = {"number": 0, "expression": 0, "vector": 1, "matrix": 2}
_RANK_WORDS = ("a number", "a vector", "a matrix")
_PRECISION = re.compile(r"([1-9]|1[0-5])sf")
_UNIT = re.compile(r"[^\W\d_][\w/%^·²³-]*|[%°€$]")
_LETTER = re.compile(r"[A-Za-z]")
_AGREED = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
"""Words for true and false, and the one that is read."""
_OF_A_MISTAKE = frozenset({"is", "say", "credit", "when", "tol", "see"})
"""Keys of a mistake, which stand where its id should where the line of the id is lost."""
_SENTENCE = re.compile(
    r"\b(?!and\b|or\b|not\b|if\b|else\b)[A-Za-z]{2,}\s+(?!and\b|or\b|if\b|else\b)[A-Za-z]{2,}\b"
)
"""Two words side by side, as no formula has them."""
_SHARE = re.compile(r"0(\.\d*)?|\.\d+|1(\.0*)?")


class TaskChecker:
    """The checks of the tasks of one setting."""

    def __init__(
        self, reader: Reader, authored: Authored, misconceptions: Misconceptions, known: Names
    ) -> None:
        self.reader = reader
        self.authored = authored
        self.misconceptions = misconceptions
        self.declared = known
        self.known = known
        """The names known so far: those declared, and the keys of the tasks that were checked."""
        self.free_keys: set[str] = set()
        """The tasks whose keys depend on free letters."""

    def check(self) -> None:
        """Check every task in order."""
        tasks = self.authored.tasks
        if isinstance(self.authored.keys, ByParts):
            if not self.authored.keys.parts:
                self.reader.missing((), "parts")
            hidden = frozenset(self.authored.keys.parts)
            for lost in hidden - {task.id for task in tasks}:
                self.known = self.known.plus(lost, UNKNOWN)
        else:
            hidden = frozenset({"answer"})
        for task in tasks:
            if task.id:
                check_name(self.reader, task.path, self.declared.shapes)
            sort = self._task(task, hidden)
            if isinstance(task.keys, ByFormula):
                name = task.id or "answer"
                self.known = self.known.plus(name, sort)
                if task.id in self.free_keys:
                    self.known = replace(self.known, free=self.known.free | {name})

    def _task(self, task: AuthoredTask, hidden: frozenset[str]) -> Sort:
        """Check one task; what its key stands for."""
        keys = task.keys
        sort = UNKNOWN
        match keys:
            case ByFormula():
                sort = self._by_formula(task, keys)
            case ByChoice():
                self._by_choice(task, keys)
            case ByText():
                self._by_text(task, keys)
            case ByParts():
                pass
            case _:
                assert_never(keys)
        if isinstance(keys, PartKeys):
            self._part(task, keys, sort, hidden)
        return sort

    def _part(self, task: AuthoredTask, keys: PartKeys, sort: Sort, hidden: frozenset[str]) -> None:
        """What every part has; its question may not show the keys of this part or of any other."""
        own = self.known
        if isinstance(keys, ByFormula):
            own = own.plus("answer", sort).plus(task.id, sort)
        if keys.ask is None:
            self.reader.missing(task.path, "ask")
        else:
            everything = own
            for other in hidden | {"answer"}:
                everything = everything if other in everything else everything.plus(other, UNKNOWN)
            self.reader.template((*task.path, "ask"), keys.ask, everything, hidden=hidden | {"answer"})
        if keys.carry_if is not None:
            self.reader.formula((*task.path, "carry_if"), keys.carry_if, self.known, wanted="condition")
        for index, hint in enumerate(keys.hints):
            self.reader.template((*task.path, "hints", index), hint, own)
        self.reader.template((*task.path, "solution"), keys.solution, own)

    # Answers that are formulas.

    def _by_formula(self, task: AuthoredTask, keys: ByFormula) -> Sort:
        path = task.path
        if keys.answer is None:
            self.reader.missing(path, "answer")
            node, sort = None, UNKNOWN
        else:
            node, sort = self._key(task, keys.answer)
        if node is not None and not names_in(node).isdisjoint(self.known.free):
            self.free_keys.add(task.id)
        own = self.known.plus("answer", sort)
        if task.id:
            own = own.plus(task.id, sort)
        self._tolerances(task, keys, node)
        self._units(path, keys)
        for index, text in enumerate(keys.accept):
            self.reader.formula((*path, "accept", index), text, own)
        for index, text in enumerate(keys.accept_if):
            self.reader.formula(
                (*path, "accept_if", index), text, own.plus("response", sort), wanted="condition"
            )
        for name, mistake in keys.mistakes.items():
            if self._mistake_id((*path, "mistakes", name), name):
                self._mistake((*path, "mistakes", name), name, mistake, own)
        key = Key(node, frozenset({"answer", task.id} - {""}))
        check_witnesses(self.reader, (*path, "verify"), keys.verify, own, key=key)
        self._tests((*path, "tests"), keys.tests, own, list(keys.mistakes))
        return sort

    def _key(self, task: AuthoredTask, text: str) -> tuple[Node | None, Sort]:
        """The key, whose shape must be that of its type."""
        path = (*task.path, "answer")
        node, sort = self.reader.formula(path, text, self.known)
        if sort.shape is not None and len(sort.shape) != _RANKS[task.kind]:
            expected = _RANK_WORDS[_RANKS[task.kind]]
            self.reader.note(
                "QK507",
                self.reader.at(path),
                f"the answer of type {task.kind} is {expected}, but this is {describe(sort.shape)}",
                _better_type(sort.shape),
            )
        return node, sort

    def _tolerances(self, task: AuthoredTask, keys: ByFormula, node: Node | None) -> None:
        path = task.path
        stated = keys.tol or DEFAULT_TOLERANCE
        tolerance = self.reader.tolerance((*path, "tol"), stated)
        narrow = tolerance is not None and not any(
            isinstance(rule, Absolute | Exact) for rule in tolerance.rules
        )
        if task.kind == "number" and narrow and node is not None and _constant(node) == 0:
            self.reader.note(
                "QK508",
                self.reader.at((*path, "answer")),
                f"the key is 0, and within {stated} of 0 is nothing but 0",
                f"write tol: {stated} or 0.001",
            )
        if keys.precision is not None and not _PRECISION.fullmatch(keys.precision):
            self.reader.note(
                "QK308",
                self.reader.at((*path, "precision")),
                f"expected a number of figures such as 4sf, found {quoted(keys.precision)}",
            )

    def _units(self, path: Path, keys: ByFormula) -> None:
        for unit, factor in keys.units.items():
            here = (*path, "units", unit)
            if not _UNIT.fullmatch(unit):
                place = key_place(self.reader.tree, here)
                self.reader.note("QK208", place, f"{quoted(unit)} cannot be a unit: a unit is one word")
            node, sort = self.reader.formula(here, factor, self.known)
            if sort.shape:
                self.reader.note(
                    "QK310", self.reader.at(here), f"a factor is a number: this is {describe(sort.shape)}"
                )
            elif node is not None and not names_in(node) and not (_constant(node) or 0) > 0:
                self.reader.note("QK310", self.reader.at(here), "a factor must be above 0")
        if keys.unit_required and not keys.units:
            self.reader.note(
                "QK202",
                self.reader.at((*path, "unit_required")),
                "a unit is required, but 'units' names none",
            )

    def _mistake_id(self, path: Path, name: str) -> bool:
        """Check the id of a mistake; whether it is one, and no key of a mistake that lacks its id."""
        place = key_place(self.reader.tree, path)
        if name in _OF_A_MISTAKE:
            message = f"'{name}' is a key of a mistake, and no id"
            siblings = find(self.reader.tree, path[:-1])
            first = (
                [key for key in siblings.entries if key in _OF_A_MISTAKE]
                if isinstance(siblings, MapNode)
                else []
            )
            if first[:1] == [name]:
                self.reader.note(
                    "QK208", place, message, "write the mistake's id above it, and indent its keys"
                )
            return False
        if name in OUTCOMES or _SHARE.fullmatch(name):
            message = f"{quoted(name)} cannot be the id of a mistake: in 'tests' it has a meaning of its own"
            self.reader.note("QK208", place, message, "choose another")
        else:
            check_id(name, place, self.reader.findings, self.authored.question)
        return True

    def _mistake(self, path: Path, name: str, mistake: MistakeKeys, own: Names) -> None:
        if mistake.formula is None:
            self.reader.note(
                "QK202",
                self.reader.at(path),
                f"the mistake {quoted(name)} has no formula",
                "give it under 'is'",
            )
        elif _SENTENCE.search(mistake.formula):
            self.reader.note(
                "QK303",
                self.reader.at((*path, "is")),
                "the wrong formula belongs here, and this is a sentence",
                f"write {name}: {{is: formula, say: sentence}}",
            )
            return
        else:
            self.reader.formula((*path, "is"), mistake.formula, own, wanted="either")
        if mistake.when is not None:
            self.reader.drawn_condition((*path, "when"), mistake.when, own)
        if mistake.tol is not None:
            self.reader.tolerance((*path, "tol"), mistake.tol)
        if mistake.say is not None:
            self.reader.template((*path, "say"), mistake.say, own)
        elif name not in self.misconceptions and not self.reader.states((*path, "say")):
            self._nothing_said(path, name, "mistake")

    def _nothing_said(self, path: Path, name: str, what: str) -> None:
        place = key_place(self.reader.tree, path)
        self.reader.note(
            "QK506",
            place,
            f"nothing is said about the {what} {quoted(name)}{did_you_mean(name, self.misconceptions)}",
            "give it a 'say', or add it to misconceptions.yaml",
        )

    # Answers that are chosen.

    def _by_choice(self, task: AuthoredTask, keys: ByChoice) -> None:
        path = task.path
        if not keys.choices:
            self.reader.missing(path, "choices")
            return
        right = 0
        open_ended = False
        self._option_ids((*path, "choices"), list(keys.choices))
        for name, option in keys.choices.items():
            self._option((*path, "choices", name), option)
            right += option.correct == "true"
            open_ended = open_ended or option.correct not in {"true", "false"}
        place = key_place(self.reader.tree, (*path, "choices"))
        total = len(keys.choices)
        if total < 2:
            self.reader.note("QK504", place, "one option leaves nothing to choose")
        misspelt = right == 0 and self.reader.findings.suggested(self.authored.question, "correct")
        if not open_ended and not misspelt:
            self._counts(task, keys, right, total - right)
        mistakes = [option.mistake for option in keys.choices.values() if option.mistake is not None]
        check_witnesses(self.reader, (*path, "verify"), keys.verify, self.known, key=None)
        self._tests((*path, "tests"), keys.tests, self.known, mistakes)

    def _option_ids(self, path: Path, ids: list[str]) -> None:
        """Whether each id can be an answer: one word, no letter, and another than the others in any case."""
        seen: set[str] = set()
        for name in ids:
            place = key_place(self.reader.tree, (*path, name))
            message, fix = "", "take another word"
            if _LETTER.fullmatch(name):
                message = f"{quoted(name)} cannot be the id of an option: letters are what learners are shown"
                fix = "take a word, or list the options without ids"
            elif name.rstrip(TWICE).casefold() in seen:
                message = f"the id {quoted(name.rstrip(TWICE))} is used by two options"
            if message:
                self.reader.note("QK208", place, message, fix)
            else:
                check_id(name, place, self.reader.findings, self.authored.question)
            seen.add(name.casefold())

    def _option(self, path: Path, option: ChoiceKeys) -> None:
        if option.text is None:
            self.reader.missing(path, "text")
        else:
            self.reader.template((*path, "text"), option.text, self.known)
        if option.correct.casefold() in _AGREED:
            found = f"expected true, false or a condition, found {quoted(option.correct)}"
            fix = f"write {_AGREED[option.correct.casefold()]}"
            if option.correct not in {"true", "false"}:
                self.reader.note("QK203", self.reader.at((*path, "correct")), found, fix)
        else:
            self.reader.drawn_condition((*path, "correct"), option.correct, self.known)
        if option.say is not None:
            self.reader.template((*path, "say"), option.say, self.known)
        elif option.mistake is not None and option.mistake not in self.misconceptions:
            self._nothing_said((*path, "mistake"), option.mistake, "misconception")

    def _counts(self, task: AuthoredTask, keys: ByChoice, right: int, wrong: int) -> None:
        """Whether as many options are right as the type wants, and as many there as are chosen."""
        path = task.path
        place = key_place(self.reader.tree, (*path, "choices"))
        choose = keys.choose
        shown = right if choose is None or choose.correct is None else choose.correct
        if task.kind == "choice" and right == 0:
            self.reader.note("QK504", place, "no option is right", "mark one with 'correct: true'")
        elif task.kind == "choice" and shown != 1:
            fix = "make it a select question" if choose is None else "write choose: {correct: 1, wrong: 3}"
            self.reader.note("QK504", place, f"exactly one option must be right, and {shown} are", fix)
        elif task.kind == "select" and min(right, shown) == 0:
            self.reader.note("QK505", place, "no option is right", "mark one or more with 'correct: true'")
        for word, wanted, there in (
            ("correct", choose.correct if choose else None, right),
            ("wrong", choose.wrong if choose else None, wrong),
        ):
            if wanted is not None and wanted > there:
                kind = "right" if word == "correct" else "wrong"
                verb = "is" if there == 1 else "are"
                self.reader.note(
                    "QK205",
                    self.reader.at((*path, "choose", word)),
                    f"{wanted} {kind} options are to be drawn, and there {verb} {there}",
                )

    # Answers in free text.

    def _by_text(self, task: AuthoredTask, keys: ByText) -> None:
        path = task.path
        if not keys.rubric:
            self.reader.missing(path, "rubric")
        for name, point in keys.rubric.items():
            here = (*path, "rubric", name)
            if point.award is None:
                self.reader.missing(here, "award")
            if keys.cues is not None and not any(cue.strip(" |") for cue in point.look_for):
                self.reader.note(
                    "QK509",
                    key_place(self.reader.tree, here),
                    f"cues decide, but the point {quoted(name)} has none under 'look_for'",
                )
        for name in keys.red_flags:
            if name not in self.misconceptions:
                self.reader.note(
                    "QK506",
                    key_place(self.reader.tree, (*path, "red_flags", name)),
                    f"nothing is said about the red flag {quoted(name)}"
                    f"{did_you_mean(name, self.misconceptions)}",
                    "add it to misconceptions.yaml",
                )

    # What the author tried.

    def _tests(self, path: Path, tests: Mapping[str, str], own: Names, mistakes: list[str]) -> None:
        for response, expects in tests.items():
            here = (*path, response)
            self.reader.template(here, response, own, in_key=True)
            if expects not in {*OUTCOMES, *mistakes} and not _SHARE.fullmatch(expects):
                if self.reader.findings.suggested(self.authored.question, "mistakes"):
                    continue
                hint = did_you_mean(expects, [*OUTCOMES, *mistakes])
                self.reader.note(
                    "QK510",
                    self.reader.at(here),
                    f"expected full, wrong, invalid, a mistake's id or a credit from 0 to 1, "
                    f"found {quoted(expects)}{hint}",
                )


def _better_type(shape: Shape) -> str:
    return f"write type: {('number', 'vector', 'matrix')[len(shape)]}"


def _constant(node: Node) -> Real | None:
    """The value of a formula that has no names; None if it has names, or no value."""
    if names_in(node) - {"e", "pi"}:
        return None
    try:
        value = Workings({}).value(node)
    except (Undefined, Undecidable, ShapeMismatch):
        return None
    return None if isinstance(value, Array | str | bool) else value
