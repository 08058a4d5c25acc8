"""How one task of a variant is marked: its formulas read, once for all the responses to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from quizkit.bank.misconception import Misconception
from quizkit.bank.question import Task
from quizkit.equivalence import Comparison, Frame
from quizkit.equivalence.tolerance import Tolerance
from quizkit.grading.slips import said
from quizkit.grading.studies import FloatBand, Study
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.arrays import Value
from quizkit.mathlang.balls import Exact, Workings
from quizkit.mathlang.nodes import Binary, Bracket, Node
from quizkit.mathlang.scope import Scope
from quizkit.variants import Variant
from quizkit.variants.parsed import ParsedBody, ParsedMistake, ParsedTask

KEPT = 512
"""How many markings are kept at once."""

_kept: dict[tuple[int, str, int, bytes], Marking] = {}

NO_MISCONCEPTIONS: Mapping[str, Misconception] = MappingProxyType({})

DECIMAL_COMMA = frozenset(
    {
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "es",
        "et",
        "fi",
        "fr",
        "hr",
        "hu",
        "it",
        "lt",
        "lv",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sv",
        "tr",
        "uk",
    }
)
"""Languages that write 0,5 for a half."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marking:
    """The key of a task, what else is accepted, and the mistakes that are known."""

    variant: Variant
    task: Task
    key: Node
    accepted: tuple[Node, ...]
    accepted_if: tuple[Node, ...]
    carry_if: Node | None
    mistakes: tuple[ParsedMistake, ...]
    """Those that are armed on this draw, in file order."""
    unit_factors: Mapping[str, Node]
    workings: Workings
    frame: Frame
    """The symbols of the question and what is known of them, for symbolic answers."""
    salt: bytes
    """What makes the points that decide a formula a secret."""
    tolerance: Tolerance
    scope: Scope
    """The names a response may use."""
    is_symbolic: bool
    study: Study
    misconceptions: Mapping[str, Misconception]
    """What the bank says of misconceptions; where it is silent, the usual words are used."""
    rule: Evidence
    """The evidence of a plain number: the tolerance it was held against."""
    float_band: FloatBand | None
    """The band around the key, where nothing but a number in it is right."""

    def said(self, slip: str) -> str:
        """What is said of a slip."""
        return said(slip, self.misconceptions)

    def carried(self, own: Mapping[str, Value[Exact] | Node]) -> Marking:
        """The same marking where earlier parts have the learner's own values."""
        values = {part: value for part, value in own.items() if not isinstance(value, Node)}
        formulas = {part: node for part, node in own.items() if isinstance(node, Node)}
        workings = self.workings.replaced(values).extended(formulas)
        return replace(
            self,
            workings=workings,
            frame=_frame(self.variant.body, workings, self.salt),
            study=_study(self.variant, self.task.id, workings, self.mistakes, self.unit_factors),
            float_band=None,
        )

    def compare(self, expected: Node, response: Node) -> Comparison:
        """The relation of a response to a formula of the question, as the question wants equality."""
        return self.frame.compare(expected, response, self.task.equal)

    def as_typed(self, node: Node) -> tuple[Node, Node | None]:
        """A response as it was typed, and the factor of the unit it was given in."""
        if isinstance(node, Binary) and any(node.right is factor for factor in self.unit_factors.values()):
            return node.left, node.right
        return node, None

    def in_shape(self, node: Node) -> Node:
        """A column or row typed as a matrix, read as the vector that is asked for."""
        if not isinstance(node, Bracket) or self.task.kind != "vector":
            return node
        rows = [item for item in node.items if isinstance(item, Bracket)]
        if len(rows) < len(node.items):
            return node
        if len(rows) == 1:
            return rows[0]
        if all(len(row.items) == 1 for row in rows):
            return replace(node, items=tuple(row.items[0] for row in rows))
        return node


def marking_of(
    variant: Variant,
    part: str = "",
    misconceptions: Mapping[str, Misconception] = NO_MISCONCEPTIONS,
    salt: bytes = b"",
) -> Marking:
    """The marking of a part; of a question without parts, of the part ``""``."""
    place = (id(variant), part, id(misconceptions), salt)
    marking = _kept.get(place)
    if marking is None:
        marking = _marking(variant, part, misconceptions, salt)
        if len(_kept) >= KEPT:
            _kept.clear()
        # The marking holds both, so that their ids cannot come to mean others.
        _kept[place] = marking
    return marking


def _marking(
    variant: Variant, part: str, misconceptions: Mapping[str, Misconception], salt: bytes
) -> Marking:
    body = variant.body
    task = body.tasks[part]
    if task.key is None:
        raise ValueError(f"{variant.question.id} {part}: no answer is typed as a formula")
    workings = variant.workings_of(part)
    mistakes = tuple(known for known in task.mistakes if known.when is None or workings.holds(known.when))
    units = {unit: body.read(factor) for unit, factor in task.task.units.items()}
    study = _study(variant, part, workings, mistakes, units)
    return Marking(
        variant=variant,
        task=task.task,
        key=task.key,
        accepted=task.accept,
        accepted_if=tuple(body.read(condition) for condition in task.task.accept_if),
        carry_if=None if task.task.carry_if is None else body.read(task.task.carry_if),
        mistakes=mistakes,
        unit_factors=units,
        workings=workings,
        frame=_frame(body, workings, salt),
        salt=salt,
        tolerance=task.tolerance,
        scope=_scope(variant, body, task.task),
        is_symbolic=task.symbolic,
        study=study,
        misconceptions=misconceptions,
        rule=Evidence("tolerance", {"rule": task.task.tol, "formula": False}),
        float_band=study.float_band if _is_plain(task) else None,
    )


def _is_plain(task: ParsedTask) -> bool:
    """Whether all that is asked of an answer is to be a number in a band."""
    asked = task.task
    return (
        asked.kind == "number"
        and not task.symbolic
        and asked.up_to is None
        and asked.form in {None, "number"}
        and asked.precision is None
        and not asked.unit_required
        and not asked.accept
        and not asked.accept_if
    )


def _study(
    variant: Variant,
    part: str,
    workings: Workings,
    mistakes: tuple[ParsedMistake, ...],
    units: Mapping[str, Node],
) -> Study:
    body = variant.body
    task = body.tasks[part]
    return Study(
        key=variant.key_node(part),
        workings=workings,
        tolerance=task.tolerance,
        mistakes=mistakes,
        units=units,
        domains=body.domains,
        assume=body.assume,
        is_symbolic=task.symbolic,
    )


def _scope(variant: Variant, body: ParsedBody, task: Task) -> Scope:
    """The names that the prompt has told: the question's letters. Givens are shown as numbers."""
    letters = body.domains.items()
    locale = variant.question.locale
    return Scope(
        shapes={name: domain.shape for name, domain in letters},
        integers=frozenset(n for n, domain in letters if domain.kind == "integers" and not domain.shape),
        units=frozenset(task.units),
        decimal_comma=None if locale is None else locale[:2] in DECIMAL_COMMA,
    )


def _frame(body: ParsedBody, workings: Workings, salt: bytes) -> Frame:
    return Frame(
        salt=salt,
        symbols=body.domains,
        values=workings.values,
        lets=workings.formulas,
        assume=body.assume,
    )
