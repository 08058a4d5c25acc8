"""What is a question, once its keys are known? The model's keys become the runtime ``Question``.

``Authored`` is one setting of a question after validation: the keys, and the tree they came from. Its body
is built here; whether it makes sense is for ``bank.checks`` to say before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from quizkit.bank.findings import Place
from quizkit.bank.misconception import Misconception
from quizkit.bank.model import (
    AnyPart,
    AnyQuestion,
    ByChoice,
    ByEntries,
    ByFormula,
    ByParts,
    ByText,
    ChoiceKeys,
    MistakeKeys,
    PartKeys,
    RubricKeys,
    WitnessKeys,
)
from quizkit.bank.question import (
    AuthorTest,
    Body,
    Kind,
    Mistake,
    Option,
    Question,
    RubricPoint,
    Specification,
    Task,
    Witness,
)
from quizkit.bank.stored import question_hash
from quizkit.bank.tree import MapNode

Misconceptions = Mapping[str, Misconception]


@dataclass(frozen=True, slots=True)
class AuthoredTask:
    """One answer that is asked for: the whole question, or a part."""

    id: str
    """The part's id; empty for the question itself."""
    kind: Kind
    keys: AnyQuestion | AnyPart
    path: tuple[str, ...]
    """Where its keys stand in the question's tree."""


@dataclass(frozen=True, slots=True)
class Authored:
    """One setting of a question, validated."""

    question: str
    setting: str
    kind: Kind
    keys: AnyQuestion
    tasks: tuple[AuthoredTask, ...]
    tree: MapNode
    place: Place
    """Where the id of the setting stands, or that of the question."""


def question_of(
    authored: tuple[Authored, ...],
    misconceptions: Misconceptions,
    *,
    topic: str,
    locale: str | None,
    symbols: Mapping[str, Specification],
    file: str,
    line: int,
) -> Question:
    """The question whose settings these are."""
    first = authored[0]
    keys = first.keys
    bodies = {each.setting: body_of(each, misconceptions, symbols) for each in authored}
    question = Question(
        id=first.question,
        kind=first.kind,
        title=keys.title or "",
        topic=topic,
        tags=keys.tags,
        difficulty=keys.difficulty,
        minutes=keys.minutes,
        points=_worth(first) if keys.points is None else keys.points,
        sources=keys.sources,
        author=keys.author,
        license=keys.license,
        requires=keys.requires,
        strategy=keys.strategy,
        remember=keys.remember,
        walk=keys.walk,
        locale=locale,
        variants=keys.variants,
        skip=keys.skip,
        balance=keys.balance,
        bodies=bodies,
        file=file,
        line=line,
    )
    return replace(question, hash=question_hash(question))


def _worth(authored: Authored) -> float:
    """What a question is worth whose author did not say: the sum of its parts or of its rubric, else 1."""
    keys = authored.keys
    if isinstance(keys, ByParts):
        return sum(task.keys.points or 1.0 for task in authored.tasks)
    if isinstance(keys, ByText):
        return sum(point.points for point in keys.rubric.values()) or 1.0
    return 1.0


def body_of(authored: Authored, misconceptions: Misconceptions, symbols: Mapping[str, Specification]) -> Body:
    """The setting in full."""
    keys = authored.keys
    tasks = [_task(task, misconceptions) for task in authored.tasks]
    if isinstance(keys, ByParts) and tasks:
        # Properties of all parts together are checked when the last part is known.
        tasks[-1] = replace(tasks[-1], verify=(*tasks[-1].verify, *map(_witness, keys.verify)))
    declared = {name: domain for name, domain in symbols.items() if name not in {**keys.given, **keys.let}}
    return Body(
        given=_specifications(keys.given),
        let=keys.let,
        symbols={**declared, **_specifications(keys.symbols)},
        assume=keys.assume,
        where=keys.where,
        prompt=keys.prompt or "",
        hints=keys.hints,
        solution=keys.solution,
        code_templated=keys.code is not None,
        tasks=tuple(tasks),
    )


def _specifications(stated: Mapping[str, object]) -> dict[str, Specification]:
    return {name: cast("Specification", specification) for name, specification in stated.items()}


def _task(task: AuthoredTask, misconceptions: Misconceptions) -> Task:
    """The task at the heart of a question, or a part."""
    keys = task.keys
    made = Task(id=task.id, kind=task.kind)
    if isinstance(keys, PartKeys):
        made = replace(
            made,
            ask=keys.ask or "",
            points=keys.points,
            follow_through=keys.follow_through,
            carry_if=keys.carry_if,
            hints=keys.hints,
            solution=keys.solution,
        )
    match keys:
        case ByFormula():
            return replace(
                made,
                answer=keys.answer,
                tol=keys.tol or made.tol,
                precision=keys.precision,
                units=keys.units,
                unit_required=keys.unit_required,
                accept=keys.accept,
                accept_if=keys.accept_if,
                up_to=keys.up_to,
                form=keys.form,
                equal=keys.equal,
                credit_by_entry=isinstance(keys, ByEntries) and keys.credit is not None,
                mistakes=tuple(_mistake(key, said, misconceptions) for key, said in keys.mistakes.items()),
                verify=tuple(map(_witness, keys.verify)),
                tests=_tests(keys.tests),
            )
        case ByChoice():
            return replace(
                made,
                options=tuple(_option(key, said, misconceptions) for key, said in keys.choices.items()),
                choose_correct=keys.choose.correct if keys.choose else None,
                choose_wrong=keys.choose.wrong if keys.choose else None,
                verify=tuple(map(_witness, keys.verify)),
                tests=_tests(keys.tests),
            )
        case ByText():
            return replace(
                made,
                rubric=tuple(_point(key, said) for key, said in keys.rubric.items()),
                red_flags=keys.red_flags,
                cues_decide=keys.cues is not None,
            )
        case _:
            return made


def _mistake(key: str, said: MistakeKeys, misconceptions: Misconceptions) -> Mistake:
    """A mistake; what it does not say is taken from the misconception of its id."""
    shared = misconceptions.get(key, Misconception(id=key))
    credit = shared.credit if said.credit is None else said.credit
    return Mistake(
        id=key,
        formula=said.formula or "",
        say=shared.say if said.say is None else said.say,
        credit=credit or 0.0,
        when=said.when,
        tol=said.tol,
        minor=bool(said.minor),
        see=said.see or shared.see,
    )


def _option(key: str, said: ChoiceKeys, misconceptions: Misconceptions) -> Option:
    """An option; what it does not say is taken from its misconception."""
    shared = misconceptions.get(said.mistake or "")
    say = said.say if said.say is not None else (shared.say if shared else "")
    return Option(
        id=key, text=said.text or "", correct=said.correct, say=say, mistake=said.mistake, pin=said.pin
    )


def _point(key: str, said: RubricKeys) -> RubricPoint:
    """A point of a rubric; alternatives are split at |."""
    cues = tuple(
        tuple(alternative for part in entry.split("|") if (alternative := part.strip()))
        for entry in said.look_for
    )
    return RubricPoint(
        id=key,
        points=said.points,
        award=said.award or "",
        missing=said.missing or "",
        look_for=tuple(entry for entry in cues if entry),
    )


def _witness(said: WitnessKeys) -> Witness:
    """A check of the key."""
    if said.ref is not None:
        kind, formula = "ref", said.ref
    elif said.grad is not None:
        kind, formula = "grad", said.grad
    else:
        kind, formula = "expect", said.expect or ""
    return Witness(
        kind=cast("Literal['ref', 'grad', 'expect']", kind),
        formula=formula,
        wrt=said.wrt,
        given=_specifications(said.given),
        let=said.let,
        tol=said.tol,
    )


def _tests(said: Mapping[str, str]) -> tuple[AuthorTest, ...]:
    return tuple(AuthorTest(response=response, expects=expects) for response, expects in said.items())
