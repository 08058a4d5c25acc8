"""What does one setting of a question say, read? Every formula a tree, every given a draw.

A bank has been checked before, so that nothing here is expected to fail; what was never checked raises
Unreadable. Reading is done once for a question and kept, since thousands of variants are made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from quizkit.bank.given import parse_given
from quizkit.bank.grids import rank, shape, whole_numbers, widest
from quizkit.bank.laws import Draw, dependencies
from quizkit.bank.question import Body, Mistake, Question, Task
from quizkit.equivalence.tolerance import Tolerance, parse_tolerance
from quizkit.mathlang.arrays import Shape
from quizkit.mathlang.domains import Domain, parse_domain
from quizkit.mathlang.nodes import Node, names
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from quizkit.mathlang.shapes import infer

MAX_KEPT = 2000
"""How many settings of questions are kept read."""

_kept: dict[tuple[int, str], tuple[Question, ParsedBody]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMistake:
    """A mistake with its formulas read."""

    mistake: Mistake
    node: Node
    when: Node | None
    tolerance: Tolerance
    rule: str
    """The tolerance in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTask:
    """A task with its formulas read."""

    task: Task
    key: Node | None
    accept: tuple[Node, ...]
    mistakes: tuple[ParsedMistake, ...]
    tolerance: Tolerance
    symbolic: bool
    """Whether the key has free letters, so that it is a formula and no value."""

    def mistake(self, mistake_id: str) -> ParsedMistake:
        """The mistake of this id. Raises KeyError."""
        for parsed in self.mistakes:
            if parsed.mistake.id == mistake_id:
                return parsed
        raise KeyError(mistake_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBody:
    """One setting of a question with everything read."""

    body: Body
    draws: Mapping[str, Draw]
    bound: frozenset[str]
    """The givens whose bounds or sizes read earlier ones."""
    lets: Mapping[str, Node]
    where: tuple[tuple[str, Node], ...]
    """The conditions, each with its text."""
    assume: tuple[Node, ...]
    domains: Mapping[str, Domain]
    """The domains of the free letters."""
    tasks: Mapping[str, ParsedTask]
    """By part; a question without parts has the single part ``""``."""
    scope: Scope
    """The names that the author's formulas may use."""
    symbolic: frozenset[str]
    """The names that have no value: the free letters, and what is defined by them."""
    _nodes: dict[str, Node] = field(default_factory=dict, compare=False, repr=False)

    @property
    def formulas(self) -> Mapping[str, Node]:
        """What each let and each part that has a formula stands for."""
        keys = {part: task.key for part, task in self.tasks.items() if part and task.key is not None}
        only = self.tasks.get("")
        if only is not None and only.key is not None:
            keys["answer"] = only.key
        return {**self.lets, **keys}

    def read(self, formula: str) -> Node:
        """A formula of the author, as a tree. Raises Unreadable."""
        if formula not in self._nodes:
            self._nodes[formula] = parse(formula, self.scope)
        return self._nodes[formula]

    def symbolic_in(self, part: str) -> frozenset[str]:
        """The names without a value where ``answer`` is that part's."""
        return self.symbolic | {"answer"} if self.tasks[part].symbolic else self.symbolic

    def givens_of(self, node: Node) -> frozenset[str]:
        """The givens that a formula reads, through lets and parts."""
        found: set[str] = set()
        pending, seen = set(names(node)), set()
        formulas = self.formulas
        while pending:
            name = pending.pop()
            seen.add(name)
            if name in self.draws:
                found.add(name)
            elif name in formulas:
                pending |= names(formulas[name]) - seen
        return frozenset(found)


def parsed(question: Question, setting: str) -> ParsedBody:
    """The setting of a question, read."""
    kept = _kept.get((id(question), setting))
    if kept is not None and kept[0] is question:
        return kept[1]
    found = _parsed(question.bodies[setting], several=len(question.bodies) > 1 or setting != "")
    if len(_kept) >= MAX_KEPT:
        _kept.clear()
    # The question is kept beside its reading, so that its id cannot come to mean another one.
    _kept[id(question), setting] = question, found
    return found


def _parsed(body: Body, *, several: bool) -> ParsedBody:
    draws = {name: parse_given(specification) for name, specification in body.given.items()}
    domains = {name: parse_domain(stated) for name, stated in body.symbols.items()}
    shapes: dict[str, Shape | None] = {name: shape(draw) for name, draw in draws.items()}
    shapes |= {name: domain.shape for name, domain in domains.items()}
    if several:
        shapes["setting"] = ()
    integers = {name for name, draw in draws.items() if whole_numbers(draw)}
    integers |= {name for name, domain in domains.items() if domain.kind == "integers" and not domain.shape}
    parts = {task.id: (task.answer or "") for task in body.tasks if task.id}
    shapes |= dict.fromkeys((*body.let, *parts, "answer"))
    texts = {**body.let, **{part: answer for part, answer in parts.items() if answer}}
    if not parts and body.tasks and body.tasks[0].answer:
        texts["answer"] = body.tasks[0].answer
    ranks = {name: rank(draw) for name, draw in draws.items()}
    # Shapes follow from shapes: what is derived may stand in any order, so they are inferred until
    # none changes.
    for _ in range(len(texts) + 1):
        scope = _scope(shapes, ranks, integers)
        nodes = {name: parse(text, scope) for name, text in texts.items()}
        better = {name: infer(node, shapes).shape for name, node in nodes.items()}
        if all(shapes[name] == found for name, found in better.items()):
            break
        shapes |= better
    lets = {name: nodes[name] for name in body.let}
    symbolic = _symbolic(domains, nodes)
    tasks = {task.id: _task(task, scope, symbolic) for task in body.tasks}
    return ParsedBody(
        body=body,
        draws=MappingProxyType(draws),
        bound=frozenset(name for name, draw in draws.items() if dependencies(draw)),
        lets=MappingProxyType(lets),
        where=tuple((text, parse(text, scope)) for text in body.where),
        assume=tuple(parse(text, scope) for text in body.assume),
        domains=MappingProxyType(domains),
        tasks=MappingProxyType(tasks),
        scope=scope,
        symbolic=symbolic,
    )


def _scope(shapes: Mapping[str, Shape | None], ranks: Mapping[str, int], integers: set[str]) -> Scope:
    # Open, because the bank's check has refused unknown names already, with better messages.
    return Scope(shapes=widest(shapes, ranks), integers=frozenset(integers), author=True, open=True)


def _symbolic(domains: Mapping[str, Domain], nodes: Mapping[str, Node]) -> frozenset[str]:
    """The free letters, and every name whose formula leads to one."""
    found = set(domains)
    while more := {name for name, node in nodes.items() if name not in found and names(node) & found}:
        found |= more
    return frozenset(found)


def _task(task: Task, scope: Scope, symbolic: frozenset[str]) -> ParsedTask:
    tolerance = parse_tolerance(task.tol)
    key = None if task.answer is None else parse(task.answer, scope)
    return ParsedTask(
        task=task,
        key=key,
        accept=tuple(parse(text, scope) for text in task.accept),
        mistakes=tuple(_mistake(mistake, scope, tolerance) for mistake in task.mistakes),
        tolerance=tolerance,
        symbolic=key is not None and not names(key).isdisjoint(symbolic),
    )


def _mistake(mistake: Mistake, scope: Scope, tolerance: Tolerance) -> ParsedMistake:
    own = tolerance if mistake.tol is None else parse_tolerance(mistake.tol)
    return ParsedMistake(
        mistake=mistake,
        node=parse(mistake.formula, scope),
        when=None if mistake.when is None else parse(mistake.when, scope),
        tolerance=own,
        rule=str(own),
    )
