"""What does an edit mean? Which variants of which questions change, which marks, which stored attempts.

Two forms of a bank are compared by what they deal and how they mark, never by their text. A variant is the
same if it shows the same numbers and options and has the same key, whatever words stand around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from quizkit.bank import Bank, Question
from quizkit.bank.stored import question_hash
from quizkit.errors import QuizkitError
from quizkit.grading import Response, grade
from quizkit.variants import Variant, deployment, make_variant
from quizkit.workshop.remarking import Remark, remarks
from quizkit.workshop.rewritten import NOTHING, Rewritten, rewritten

SEEDS = 40
"""How many seeds are looked at besides what is dealt: practice draws any."""
MARKED = 24
"""On how many of the variants that stay the marks are compared."""

Kind = Literal["added", "removed", "renamed", "changed", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """What becomes of the variants of a question, counted from 0."""

    before: int
    after: int
    moved: tuple[int, ...] = ()
    """The numbers of the dealt variants that are others now, added and removed ones too."""
    seeds: tuple[int, ...] = ()
    """Of the first seeds those that give another variant now."""

    @property
    def stays(self) -> bool:
        """Whether every variant that was looked at is the same."""
        return not self.moved and not self.seeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A stored attempt: what was asked, what was typed, what was judged."""

    question: str
    seed: int
    given: Mapping[str, str] | None = None
    response: Response = ""
    outcome: str = ""
    credit: float = 0.0
    variant: str = ""
    """The hash of the variant, where it was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """The stored attempts of a question that changed."""

    attempts: int = 0
    variants: int = 0
    """Attempts at variants that are others now."""
    verdicts: int = 0
    """Attempts that would be marked otherwise now."""
    elsewhere: int = 0
    """Attempts at a variant that the old form does not make either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an edit means for one question."""

    question: str
    kind: Kind
    before: str = ""
    """The id it had, where it was renamed."""
    written: Rewritten = NOTHING
    dealt: Dealt | None = None
    """None where one of the two forms is missing or deals nothing that can be compared."""
    marked: int = 0
    """On how many variants marks were compared."""
    marks: tuple[tuple[int, Remark], ...] = ()
    """The answers that are marked otherwise, each with the number of its variant."""
    points: tuple[float, float] | None = None
    """What the question was and is worth, where that is different."""
    side: Literal["old", "new", ""] = ""
    """Of what is unreadable: which form."""
    stored: Concerned | None = None

    @property
    def is_safe(self) -> bool:
        """Whether nobody who is answering now is touched: variants and marks stay."""
        return self.kind == "added" or (self.kind == "changed" and self.is_wording)

    @property
    def is_wording(self) -> bool:
        """Whether variants and marks are what they were."""
        kept = self.dealt is not None and self.dealt.stays
        return self.kind == "changed" and kept and not self.marks and self.points is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that an edit means."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def is_wording(self) -> bool:
        """Whether no variant and no mark is another."""
        return all(change.is_wording for change in self.changes)


def difference(old: Bank, new: Bank, attempts: Iterable[Answered] = ()) -> Difference:
    """What it means to go from the old bank to the new one, question by question in the new order.

    With ``attempts``, which of them are concerned.
    """
    stored: dict[str, list[Answered]] = {}
    for attempt in attempts:
        stored.setdefault(attempt.question, []).append(attempt)
    renamed = _renamed(old, new)
    before = {name: renamed.get(name, name) for name in new}
    changes: list[Change] = []
    unchanged = 0
    for name, was in before.items():
        if was in old and old[was].hash == new[name].hash:
            unchanged += 1
            continue
        changes.append(_change(old, new, name, was))
    gone = [name for name in old if name not in before.values()]
    changes += [_gone(old, new, name) for name in gone]
    if stored:
        changes = [_with_stored(change, old, new, stored) for change in changes]
    return Difference(changes=tuple(changes), unchanged=unchanged)


def _change(old: Bank, new: Bank, name: str, was: str) -> Change:
    if was in old:
        return compared(old[was], new[name])
    if _is_unreadable(old, name, new[name].file):
        return Change(question=name, kind="unreadable", side="old")
    return Change(question=name, kind="added")


def _gone(old: Bank, new: Bank, name: str) -> Change:
    """A question that the new bank does not have, or cannot read."""
    if _is_unreadable(new, name, old[name].file):
        return Change(question=name, kind="unreadable", side="new")
    return Change(question=name, kind="removed")


def _renamed(old: Bank, new: Bank) -> dict[str, str]:
    """New ids, each with the old id of the question that says the same."""
    gone = {_nameless(old[name]): name for name in old if name not in new}
    return {name: gone[said] for name in new if name not in old and (said := _nameless(new[name])) in gone}


def _nameless(question: Question) -> str:
    return question_hash(replace(question, id=""))


def _is_unreadable(bank: Bank, question: str, file: str) -> bool:
    """Whether a bank has this question, and it or its file could not be read."""
    errors = [problem for problem in bank.problems if problem.severity == "error"]
    return any(
        problem.question == question or (not problem.question and problem.file == file) for problem in errors
    )


# One question in two forms.


def compared(old: Question, new: Question) -> Change:
    """What is different between two forms of a question."""
    change = Change(
        question=new.id,
        kind="changed" if old.id == new.id else "renamed",
        before="" if old.id == new.id else old.id,
        written=rewritten(old, new),
        points=None if old.points == new.points else (old.points, new.points),
    )
    try:
        dealt, kept = _dealt(old, new)
    except QuizkitError:
        # One of the forms deals nothing; ``check`` says why.
        return change
    found = [(number, remark) for number, pair in kept[:MARKED] for remark in remarks(*pair)]
    return replace(change, dealt=dealt, marks=tuple(found), marked=min(len(kept), MARKED))


Pair = tuple[Variant, Variant]


def _dealt(old: Question, new: Question) -> tuple[Dealt, list[tuple[int, Pair]]]:
    """What becomes of the variants, and those that stay, with their numbers."""
    before, after = deployment(old).variants, deployment(new).variants
    pairs = list(enumerate(zip(before, after, strict=False)))
    kept = [(number, pair) for number, pair in pairs if same_draw(*pair)]
    staying = {number for number, _ in kept}
    numbers = range(max(len(before), len(after)))
    return (
        Dealt(
            before=len(before),
            after=len(after),
            moved=tuple(number for number in numbers if number not in staying),
            seeds=tuple(seed for seed in range(SEEDS) if not _same_seed(old, new, seed)),
        ),
        kept,
    )


def _same_seed(old: Question, new: Question, seed: int) -> bool:
    before, after = variant_of(old, seed), variant_of(new, seed)
    return before is after is None or (before is not None and after is not None and same_draw(before, after))


def variant_of(question: Question, seed: int, given: Mapping[str, str] | None = None) -> Variant | None:
    """The variant of a seed; None if there is none."""
    try:
        return make_variant(question, seed, given=given or None)
    except QuizkitError:
        return None


def same_draw(old: Variant, new: Variant) -> bool:
    """Whether two variants show the same numbers and options, and have the same key."""
    return shows_the_same(old, new) and old.key == new.key


def shows_the_same(old: Variant, new: Variant) -> bool:
    """Whether two variants show the same numbers and options, to the same parts."""
    return _shown(old) == _shown(new)


def _shown(variant: Variant) -> object:
    parts = [
        (part.id, part.kind, [(option.letter, option.id) for option in part.options])
        for part in variant.parts
    ]
    return variant.setting, dict(variant.given), parts


# Stored attempts.


def _with_stored(change: Change, old: Bank, new: Bank, stored: Mapping[str, list[Answered]]) -> Change:
    attempts = stored.get(change.before or change.question, [])
    if not attempts or change.kind in {"added", "unreadable"}:
        return change
    name = change.before or change.question
    after = new[change.question] if change.kind != "removed" else None
    return replace(change, stored=concerned(old[name], after, attempts))


def concerned(old: Question, new: Question | None, attempts: Iterable[Answered]) -> Concerned:
    """How many attempts are at variants that change, and how many would be marked otherwise.

    An answer is graded again where the new form shows the same numbers; a free text needs a person.
    """
    counted = Concerned()
    known: dict[str, tuple[Variant | None, Variant | None]] = {}
    for attempt in attempts:
        place = repr((attempt.seed, attempt.given))
        if place not in known:
            after = None if new is None else variant_of(new, attempt.seed, attempt.given)
            known[place] = (variant_of(old, attempt.seed, attempt.given), after)
        counted = _counted(counted, attempt, *known[place])
    return counted


def _counted(so_far: Concerned, attempt: Answered, old: Variant | None, new: Variant | None) -> Concerned:
    so_far = replace(so_far, attempts=so_far.attempts + 1)
    if old is None or (attempt.variant and attempt.variant != old.hash):
        return replace(so_far, elsewhere=so_far.elsewhere + 1)
    if new is None or not same_draw(old, new):
        so_far = replace(so_far, variants=so_far.variants + 1)
    if new is None or not shows_the_same(old, new) or "text" in {part.kind for part in new.parts}:
        return so_far
    try:
        now = grade(new, attempt.response)
    except TypeError:
        # The form of the answer is no longer that of the question.
        return replace(so_far, verdicts=so_far.verdicts + 1)
    same = now.outcome == attempt.outcome and abs(now.credit - attempt.credit) <= 1e-9
    return so_far if same else replace(so_far, verdicts=so_far.verdicts + 1)
