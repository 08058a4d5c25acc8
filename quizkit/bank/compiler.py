"""What does a bank file come to? Bytes → tree → keys → checked questions, with every problem at its place.

Each question stands or falls by itself: one with an error is left out and the rest of the file is kept.
A fault in what all questions of the file share (its version, its defaults, an unknown key at the top)
leaves all of them out, for then none means what its author believes; they are still checked, so that
everything is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from quizkit.bank.assembly import Misconceptions, question_of
from quizkit.bank.checks import Surroundings, check
from quizkit.bank.files import Source, decode
from quizkit.bank.findings import WHOLE_FILE, Findings, Place
from quizkit.bank.formulas import is_name
from quizkit.bank.indentation import indented
from quizkit.bank.index import Compiled, Mention
from quizkit.bank.model import QUESTIONS, HeaderKeys
from quizkit.bank.question import Question, Specification
from quizkit.bank.reading import QuestionReader, check_id, validated
from quizkit.bank.shorthand import formulas_of, written_out
from quizkit.bank.source import root_of
from quizkit.bank.tree import (
    Entry,
    ListNode,
    MapNode,
    Node,
    Path,
    TextNode,
    contents,
    find,
    found,
    place_in,
    place_of,
)
from quizkit.errors import Unreadable, quoted
from quizkit.mathlang.domains import parse_domain

VERSION = "1"
"""The version of the format that is read here."""

READ_APART = ("quizkit", "questions")
"""The keys of a file that are not validated with its header."""

_QUESTION_KEYS = frozenset(
    field.alias or name for model in QUESTIONS.values() for name, field in model.model_fields.items()
)

_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledFile:
    """A file, what it came to, and the trees its questions were read from."""

    compiled: Compiled
    source: Source | None = None
    trees: Mapping[str, Mapping[str, MapNode]] = field(default_factory=dict)
    """For each question its tree by setting, shorthand written out; ``""`` is the question itself."""

    @property
    def name(self) -> str:
        """The file's name, as messages show it."""
        return self.compiled.name

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions without errors."""
        return self.compiled.questions

    def place(self, question: str, path: Path = (), *, setting: str = "", offset: int | None = None) -> Place:
        """Where something of a question stands: the value at a path, or a character of its formula.

        A path that leads nowhere is placed at the last thing on its way, the empty path at the question's
        id. (0, 0) if the file has no such question.
        """
        trees = self.trees.get(question, {})
        tree = trees.get(setting, trees.get(""))
        own = next((each for each in self.compiled.defined if each.id == question), None)
        if tree is None or own is None:
            return WHOLE_FILE
        if not path or path[0] not in tree.entries:
            return own.line, own.column
        node = find(tree, path)
        return place_of(tree, path) if offset is None or node is None else place_in(node, offset)

    def line(self, row: int) -> str:
        """A line of the file as written; empty if there is none."""
        lines = self.source.lines if self.source else ()
        return lines[row - 1] if 0 < row <= len(lines) else ""


def compile_file(content: bytes, name: str, misconceptions: Misconceptions) -> CompiledFile:
    """Everything that can be said of a bank file without drawing."""
    source = decode(content, name)
    if isinstance(source, Findings):
        return CompiledFile(compiled=Compiled(name=name, problems=source.problems))
    findings = Findings(name, source.lines)
    root = root_of(source, findings, "questions")
    if root is None:
        return CompiledFile(compiled=Compiled(name=name, problems=findings.problems), source=source)
    return _Compiler(source, findings, root, misconceptions).compile()


@dataclass(slots=True)
class _Compiler:
    """One file on its way to questions."""

    source: Source
    findings: Findings
    root: MapNode
    misconceptions: Misconceptions

    def compile(self) -> CompiledFile:
        """Everything the file comes to."""
        listed = self._listed()
        header = self._header()
        defaults = self.root.get("defaults")
        nothing = MapNode({}, self.root.place)
        reader = QuestionReader(
            self.findings, written_out(defaults) if isinstance(defaults, MapNode) else nothing
        )
        made: dict[str, Question] = {}
        trees: dict[str, Mapping[str, MapNode]] = {}
        required: list[Mention] = []
        for name, entry in listed.items():
            check_id(name, entry.key.place, self.findings, name)
            if not isinstance(entry.value, MapNode):
                self._refuse_question(name, entry)
                continue
            tree = written_out(indented(entry.value, _QUESTION_KEYS, self.findings))
            required += self._required(name, tree)
            settings = reader.settings(name, entry.key.place, tree)
            trees[name] = {"": tree, **{each.setting: each.tree for each in settings}}
            symbols = self._shared_symbols(header, tree)
            for each in settings:
                check(each, Surroundings(self.findings, self.misconceptions, symbols))
            if settings and header is not None and name not in self.findings.spoiled():
                made[name] = question_of(
                    settings,
                    self.misconceptions,
                    topic=header.topic,
                    locale=header.locale,
                    symbols=symbols,
                    file=self.source.name,
                    line=entry.key.place[0],
                )
        compiled = Compiled(
            name=self.source.name,
            questions={} if "" in self.findings.spoiled() else made,
            problems=self.findings.problems,
            defined=tuple(self._mention(name, name, entry.key.place) for name, entry in listed.items()),
            required=tuple(required),
        )
        return CompiledFile(compiled=compiled, source=self.source, trees=trees)

    def _listed(self) -> Mapping[str, Entry]:
        """The entries under ``questions``; what YAML was found wrong in each is laid to its charge."""
        questions = self.root.get("questions")
        listed = questions.entries if isinstance(questions, MapNode) else {}
        names = list(listed)
        starts = [listed[name].key.place[0] for name in names]
        ends = [*starts[1:], len(self.source.lines) + 1]
        self.findings.attribute(zip(starts, ends, names, strict=False))
        return listed

    def _refuse_question(self, name: str, entry: Entry) -> None:
        value = contents(entry.value)
        message = f"expected a mapping with the keys of a question, found {found(value)}"
        code = "QK212" if value is None else "QK203"
        self.findings.add(code, entry.key.place, message, question=name)

    # What stands around the questions.

    def _header(self) -> HeaderKeys | None:
        """What the file says of all its questions."""
        keys = validated(HeaderKeys, self.root.without(*READ_APART), self.findings, beside=READ_APART)
        self._check_version()
        self._check_questions()
        if keys is None:
            return None
        if keys.locale is not None and not _LOCALE.fullmatch(keys.locale):
            message = f"expected a language such as en or de, found {quoted(keys.locale)}"
            self.findings.add("QK204", place_of(self.root, ("locale",)), message)
        for name, domain in keys.symbols.items():
            self._check_symbol(name, cast("Specification", domain))
        return keys

    def _check_version(self) -> None:
        version = self.root.get("quizkit")
        if version is None and self.findings.suggested("", "quizkit"):
            return
        if version is None:
            self.findings.add("QK202", (1, 1), "the key 'quizkit' is missing", "begin with 'quizkit: 1'")
        elif contents(version) != VERSION:
            message = f"expected version {VERSION} of the format, found {found(contents(version))}"
            self.findings.add("QK206", place_of(self.root, ("quizkit",)), message)

    def _check_questions(self) -> None:
        questions = self.root.get("questions")
        place = place_of(self.root, ("questions",))
        match questions:
            case None:
                if not self.findings.suggested("", "questions"):
                    fix = "write 'questions:', and the questions indented below it"
                    self.findings.add("QK202", (1, 1), "the key 'questions' is missing", fix)
            case MapNode(entries):
                if not entries and not self.findings.problems:
                    self.findings.add("QK212", place, "there are no questions in this file")
            case ListNode():
                message = "expected a mapping from ids to questions, found a list"
                fix = "give each question an id: write 'my-question:' for '-'"
                self.findings.add("QK203", place, message, fix)
            case TextNode():
                message = f"expected a mapping from ids to questions, found {found(contents(questions))}"
                self.findings.add("QK212" if questions.is_nothing else "QK203", place, message)

    def _check_symbol(self, name: str, domain: Specification) -> None:
        place = place_of(self.root, ("symbols", name))
        if not is_name(name):
            self.findings.add("QK208", place, f"{quoted(name)} cannot be a name in a formula")
        try:
            parse_domain(domain)
        except Unreadable as fault:
            self.findings.add("QK309", place, fault.message)

    def _shared_symbols(self, header: HeaderKeys | None, tree: MapNode) -> dict[str, Specification]:
        """The symbols of the file that a question's formulas speak of.

        The others are none of its own: a number with symbols would be taken for an expression.
        """
        if header is None or not header.symbols:
            return {}
        spoken: set[str] = set()
        for node in formulas_of(tree):
            for word in _WORD.findall(node.text):
                spoken |= {word, *word.split("_")}
        return {
            name: cast("Specification", domain) for name, domain in header.symbols.items() if name in spoken
        }

    # Places at which questions are named.

    def _required(self, question: str, tree: MapNode) -> list[Mention]:
        """Every id under ``requires``."""
        requires = tree.get("requires")
        items: tuple[Node, ...] = requires.items if isinstance(requires, ListNode) else ()
        return [
            self._mention(item.text, question, item.place)
            for item in items
            if isinstance(item, TextNode) and not item.is_nothing
        ]

    def _mention(self, name: str, question: str, place: Place) -> Mention:
        source = self.findings.lines[place[0] - 1]
        return Mention(id=name, question=question, line=place[0], column=place[1], source=source)
