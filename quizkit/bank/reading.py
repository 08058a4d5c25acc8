"""How are the keys of a question read? From its tree to what the model knows, setting by setting.

A question has been written out in full (``bank.shorthand``). Its class is chosen by its type, and whatever
the model objects to is noted and left out, so that the rest can still be checked. With settings, each one
merged with the question must be complete; the question alone need not be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from pydantic import ValidationError

from quizkit.bank.assembly import Authored, AuthoredTask
from quizkit.bank.complaints import complain
from quizkit.bank.findings import Findings, Place
from quizkit.bank.model import PARTS, QUESTIONS, SETTING_FIELDS, Model, PartsQuestion
from quizkit.bank.question import Kind
from quizkit.bank.shorthand import PARTWISE, merged, with_defaults, with_ids
from quizkit.bank.tree import MapNode, Node, TextNode, contents, found, nothings, place_of, pruned
from quizkit.errors import did_you_mean, quoted

M = TypeVar("M", bound=Model)

_ATTEMPTS = 3
"""How often a mapping is read again without what was wrong with it."""

_COMMENT = re.compile(r"[^#:]*:\s+#\S")
"""A key behind which a text begins with #."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def check_id(text: str, place: Place, findings: Findings, question: str = "") -> None:
    """Check the id of a question, a setting or a misconception."""
    if not _ID.fullmatch(text):
        findings.add(
            "QK208",
            place,
            f"{quoted(text)} cannot be an id",
            "an id is letters, digits, '-', '_' and '.', and begins with a letter or a digit",
            question=question,
        )


def validated(
    model: type[M],
    node: MapNode,
    findings: Findings,
    *,
    question: str = "",
    beside: tuple[str, ...] = (),
) -> M | None:
    """A mapping as the model reads it, less what it objects to, which is noted.

    So the rest is still read, and everything is told at once; None if nothing is left to be read.
    ``beside`` are keys of the mapping that are read elsewhere, for the hints.
    """
    rest: Node = node
    for path in nothings(node):
        where = f"after {quoted(path[-1])}" if isinstance(path[-1], str) else "in this item of the list"
        line, column = place = place_of(node, path)
        behind = findings.lines[line - 1][column - 1 :] if line <= len(findings.lines) else ""
        fix = "'#' begins a comment: put the text in quotes" if _COMMENT.match(behind) else ""
        findings.add("QK212", place, f"nothing stands {where}", fix, question=question)
        rest = pruned(rest, path)
    for _ in range(_ATTEMPTS):
        try:
            return model.model_validate(contents(rest))
        except ValidationError as error:
            complain(error, model, node, findings, question=question, beside=beside)
            for fault in error.errors(include_url=False):
                rest = pruned(rest, fault["loc"])
    return None


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Reads the questions of one file."""

    findings: Findings
    defaults: MapNode
    """What the file says for questions that do not."""

    def settings(self, name: str, place: Place, tree: MapNode) -> tuple[Authored, ...]:
        """The settings of a question as far as they can be read; one without a name if it has none."""
        kind = self._kind(tree, place, QUESTIONS, name)
        if kind is None:
            return ()
        self._refuse_tolerance(tree, kind, name)
        known = frozenset(QUESTIONS[kind].model_fields)
        whole = with_defaults(tree, self.defaults, known)
        settings = tree.get("settings")
        if settings is None:
            one = self._setting(name, "", kind, whole, place=place)
            return () if one is None else (one,)
        if not isinstance(settings, MapNode):
            validated(QUESTIONS[kind], with_ids(whole), self.findings, question=name)
            return ()
        base = whole.without("settings")
        validated(QUESTIONS[kind], with_ids(base), self.findings, question=name)
        if not settings.entries:
            message = "there is no setting here"
            self.findings.add("QK212", place_of(tree, ("settings",)), message, question=name)
        read = []
        for setting, entry in settings.entries.items():
            check_id(setting, entry.key.place, self.findings, name)
            if not isinstance(entry.value, MapNode):
                message = f"expected a mapping of keys, found {found(contents(entry.value))}"
                self.findings.add("QK203", entry.key.place, message, question=name)
                continue
            self._check_replaced(entry.value, known, name)
            self._refuse_tolerance(entry.value, kind, name)
            whole = merged(base, entry.value)
            one = self._setting(name, setting, kind, whole, place=entry.key.place)
            if one is not None:
                read.append(one)
        return tuple(read)

    def _check_replaced(self, setting: MapNode, known: frozenset[str], question: str) -> None:
        """Refuse keys of the question that its settings cannot replace."""
        for key, entry in setting.entries.items():
            if key in known - SETTING_FIELDS:
                self.findings.add(
                    "QK207",
                    entry.key.place,
                    f"the key {quoted(key)} belongs to the question, not to one of its settings",
                    question=question,
                )

    def _setting(
        self, question: str, setting: str, kind: Kind, tree: MapNode, *, place: Place
    ) -> Authored | None:
        """One setting with its tasks, as far as they can be read."""
        tree = with_ids(tree)
        keys = validated(QUESTIONS[kind], tree, self.findings, question=question)
        if keys is None:
            return None
        if not isinstance(keys, PartsQuestion):
            own = AuthoredTask("", kind, keys, ())
            return Authored(question, setting, kind, keys, (own,), tree, place)
        over = {key: tree.entries[key] for key in PARTWISE if key in tree.entries}
        shared = merged(self.defaults, MapNode(over, tree.place))
        parts = tree.get("parts")
        tasks = []
        for part, entry in parts.entries.items() if isinstance(parts, MapNode) else ():
            if not isinstance(entry.value, MapNode):
                continue
            part_kind = self._kind(entry.value, entry.key.place, PARTS, question)
            if part_kind is None:
                continue
            self._refuse_tolerance(entry.value, part_kind, question)
            known = frozenset(PARTS[part_kind].model_fields) & PARTWISE
            whole = with_defaults(entry.value, shared, known)
            tree = _with_part(tree, part, whole)
            part_keys = validated(PARTS[part_kind], whole, self.findings, question=question)
            if part_keys is not None:
                tasks.append(AuthoredTask(part, part_kind, part_keys, ("parts", part)))
        return Authored(question, setting, kind, keys, tuple(tasks), tree, place)

    def _refuse_tolerance(self, node: MapNode, kind: Kind, question: str) -> None:
        """Refuse a tolerance that would be passed over; one from ``defaults`` is meant for others."""
        for key in ("tol", "precision"):
            if kind == "expression" and key in node.entries:
                self.findings.add(
                    "QK508",
                    node.entries[key].key.place,
                    f"an expression is judged exactly: '{key}' has no meaning here",
                    "write type: number if a number is asked for",
                    question=question,
                )

    def _kind(self, node: MapNode, place: Place, kinds: Mapping[str, object], question: str) -> Kind | None:
        """The ``type`` of a question or part; None, with a finding, if it has none."""
        stated = node.get("type")
        if isinstance(stated, TextNode) and stated.text in kinds:
            return cast("Kind", stated.text)
        listed = ", ".join(kinds)
        if stated is None:
            message, fix = "the key 'type' is missing", f"one of {listed}"
            self.findings.add("QK202", place, message, fix, question=question)
            return None
        hint = ""
        if isinstance(stated, TextNode):
            among = [word for word in re.findall(r"\w+", stated.text.casefold()) if word in kinds]
            hint = did_you_mean((among or [stated.text])[0], kinds)
        message = f"expected one of {listed}, found {found(contents(stated))}{hint}"
        self.findings.add("QK204", place_of(node, ("type",)), message, question=question)
        return None


def _with_part(tree: MapNode, part: str, node: MapNode) -> MapNode:
    """The question with one of its parts replaced."""
    parts = tree.get("parts")
    return tree.with_value("parts", parts.with_value(part, node)) if isinstance(parts, MapNode) else tree
