"""Do both engines agree on every symbolic formula of a bank?

For three variants of every setting, the key is compared with itself as it would be typed, with every
accepted form, every mistake and every test: by the ladder, as grading compares them, and by SymPy. Where
both can tell and contradict each other, one of them is wrong: a fault of ours. What SymPy cannot tell is
counted.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flint import fmpq

from quizkit.bank.question import Question
from quizkit.equivalence.comparison import Comparison, Finding
from quizkit.equivalence.engines import Both, Case, Plain
from quizkit.equivalence.evidence import Limited
from quizkit.errors import NoVariant, QuizkitError, Unreadable, printable
from quizkit.grading.finding import Finding as Judged
from quizkit.grading.marking import Marking, marking_of
from quizkit.grading.response import read_response
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import Exact, fraction
from quizkit.mathlang.nodes import Node, names
from quizkit.variants import Variant, make_variant
from quizkit.workshop.faults import numbers_of
from quizkit.workshop.typed import typed_key

VARIANTS = 3
"""Variants of each setting."""
SEEDS = 60
"""Seeds that are tried for them, for each setting."""
WHAT_LIMIT = 80
"""How much of a test is repeated."""

Ask = Callable[[Case], Finding]
"""What the second engine says of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A key and what it was compared with."""

    question: str
    numbers: str
    """Which variant: its seed, setting and drawn values."""
    part: str
    what: str
    """``key as typed``, ``accepted form 1``, ``mistake sign-flipped``, ``test 2x``."""
    both: Both

    @property
    def place(self) -> str:
        """Where it is, in words."""
        part = f", part {self.part}" if self.part else ""
        return f"{self.question}, {self.numbers}{part}, {printable(self.what, WHAT_LIMIT)}"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "question": self.question,
            "variant": self.numbers,
            "part": self.part,
            "what": self.what,
            "comparison": self.both.to_json(),
        }


@dataclass(slots=True)
class Audit:
    """What came of all pairs."""

    pairs: list[Pair] = field(default_factory=list)
    known: dict[bytes, Finding] = field(default_factory=dict)
    """What the second engine said of cases that many variants share."""

    @property
    def contradictions(self) -> list[Pair]:
        """The pairs on which the engines contradict each other: faults of ours."""
        return [pair for pair in self.pairs if pair.both.agree is False]

    @property
    def agreed(self) -> int:
        """On how many pairs both can tell and agree."""
        return sum(pair.both.agree is True for pair in self.pairs)

    @property
    def lifted(self) -> int:
        """How many the ladder sampled and SymPy proves."""
        return sum(pair.both.is_lifted for pair in self.pairs)

    @property
    def open(self) -> list[Pair]:
        """The pairs that SymPy leaves undecided."""
        return [pair for pair in self.pairs if pair.both.second.relation == "undecided"]

    @property
    def stopped(self) -> int:
        """How many of these for want of time."""
        evidence = [pair.both.second.evidence for pair in self.open]
        return sum(isinstance(one, Limited) and one.name == "seconds" for one in evidence)

    @property
    def undecided(self) -> list[Pair]:
        """The pairs that the ladder leaves undecided."""
        return [pair for pair in self.pairs if pair.both.ladder.relation == "undecided"]

    def to_json(self) -> dict[str, object]:
        """The counts, and the pairs that are worth a look."""
        return {
            "pairs": len(self.pairs),
            "agreed": self.agreed,
            "lifted": self.lifted,
            "stopped": self.stopped,
            "contradictions": [pair.to_json() for pair in self.contradictions],
            "undecided_by_sympy": [pair.to_json() for pair in self.open],
            "undecided_by_ladder": [pair.to_json() for pair in self.undecided],
        }


def audit_bank(
    questions: Iterable[Question], ask: Ask, *, done: Callable[[str], None] = lambda question: None
) -> Audit:
    """Compare every symbolic formula by both engines. ``done`` hears the id of each finished question."""
    audit = Audit()
    for question in questions:
        for variant in _variants(question):
            for posed in variant.parts:
                if variant.parsed(posed.id).symbolic:
                    _audit_part(variant, posed.id, ask, audit)
        done(question.id)
    return audit


def _variants(question: Question) -> Iterator[Variant]:
    """The first distinct variants of every setting that has a symbolic key."""
    wanted = dict.fromkeys(question.bodies, VARIANTS)
    seen: set[str] = set()
    for seed in range(SEEDS * len(wanted)):
        if not any(wanted.values()):
            return
        try:
            variant = make_variant(question, seed)
        except NoVariant:
            continue
        if not any(task.symbolic for task in variant.body.tasks.values()):
            wanted[variant.setting] = 0
        if variant.hash not in seen and wanted[variant.setting]:
            wanted[variant.setting] -= 1
            seen.add(variant.hash)
            yield variant


def _audit_part(variant: Variant, part: str, ask: Ask, audit: Audit) -> None:
    marking = marking_of(variant, part)
    for what, node in _formulas(marking, part):
        case = _case(marking, node)
        ladder = _by_ladder(marking, node)
        if case is None or ladder is None:
            continue
        key = pickle.dumps(case)
        if key not in audit.known:
            audit.known[key] = ask(case)
        both = Both(ladder=ladder, second=audit.known[key])
        numbers = numbers_of(variant, by_seed=True)
        audit.pairs.append(
            Pair(question=variant.question.id, numbers=numbers, part=part, what=what, both=both)
        )


def _formulas(marking: Marking, part: str) -> Iterator[tuple[str, Node]]:
    """What the key is compared with, and its name. What cannot be read is for ``check`` to tell."""
    variant = marking.variant
    yield from (("key as typed", node) for node in _read(marking, str(typed_key(variant, part))))
    for number, node in enumerate(marking.accepted, 1):
        yield f"accepted form {number}", node
    for known in marking.mistakes:
        yield f"mistake {known.mistake.id}", known.node
    for test in marking.task.tests:
        try:
            typed = variant.fill(test.response, part, markdown=False)
        except QuizkitError:
            continue
        yield from ((f"test {typed}", node) for node in _read(marking, typed))


def _read(marking: Marking, typed: str) -> list[Node]:
    try:
        found = read_response(marking, typed)
    except Unreadable:
        return []
    return [] if isinstance(found, Judged) else [found]


def _by_ladder(marking: Marking, node: Node) -> Comparison | None:
    """The relation as grading finds it; None where the formula does not fit the key at all."""
    try:
        return marking.compare(marking.key, node)
    except QuizkitError:
        return None


def _case(marking: Marking, node: Node) -> Case | None:
    """The same comparison for the second engine, with the names that it reads and no others."""
    body = marking.variant.body
    lets = marking.workings.formulas
    reached = _reached([marking.key, node, *body.assume], lets)
    values: dict[str, Value[Plain]] = {}
    for name in sorted(reached & marking.workings.values.keys()):
        plain = _plain(marking.workings.values[name])
        if plain is None:
            return None
        values[name] = plain
    return Case(
        expected=marking.key,
        response=node,
        domains={name: domain for name, domain in sorted(body.domains.items()) if name in reached},
        values=values,
        lets={name: lets[name] for name in sorted(reached & lets.keys())},
        assume=body.assume,
        single_points=marking.task.equal != "almost everywhere",
    )


def _reached(nodes: Iterable[Node], lets: Mapping[str, Node]) -> set[str]:
    """The names that formulas lead to."""
    waiting = list(nodes)
    found: set[str] = set()
    while waiting:
        new = names(waiting.pop()) - found
        found |= new
        waiting.extend(lets[name] for name in new if name in lets)
    return found


def _plain(value: Value[Exact]) -> Value[Plain] | None:
    """An exact value in Python's own numbers; None where it is only known as a ball."""
    if isinstance(value, Array):
        entries = [_plain_entry(entry) for entry in value.entries]
        known = tuple(entry for entry in entries if entry is not None)
        return Array(value.shape, known) if len(known) == len(entries) else None
    return _plain_entry(value)


def _plain_entry(entry: Exact) -> Plain | None:
    if isinstance(entry, fmpq):
        return fraction(entry)
    return entry if isinstance(entry, bool | str) else None
