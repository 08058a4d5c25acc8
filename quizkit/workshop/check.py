"""Is every key right, on every variant? Bulk tests and witnesses of one question.

For each variant every part is looked at (``workshop.part_check``). All variants are proved where there are
few, else those that are dealt, and further ones by seed if asked for. Of a question in which no error was
found, ``advise`` tells what a colleague would (``workshop.advice``).
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from quizkit.bank import Compilation
from quizkit.bank.question import Question, Task
from quizkit.errors import NoVariant, QuizkitError
from quizkit.variants import Variant, all_variants, deployment, make_variant, space, tried
from quizkit.workshop.advice import Advice
from quizkit.workshop.crew import shared_out
from quizkit.workshop.faults import Fault, Locate, Path, Shown, Spot, Tally, base_of
from quizkit.workshop.leaks import Leaks
from quizkit.workshop.part_check import Diagnosed, PartCheck
from quizkit.workshop.unmade import refusal, unfilled

COLLECT_EACH = 50_000
"""After so many more objects Python looks for rubbish."""
LOW_ACCEPTANCE = 0.1
"""Below this share of accepted draws an author should know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was proved of one question."""

    question: str
    variants: int = 0
    every: bool = False
    """Whether these are all the variants there are."""
    space: int | None = None
    """How many draws there are, over all settings; None where they cannot be counted."""
    witnesses: tuple[str, ...] = ()
    """The kinds of witness that were heard."""
    has_key: bool = True
    """Whether there is a formula for witnesses to check: not of choices and free texts."""
    mistakes: int = 0
    redrawn: int = 0
    """How many draws were refused on the way."""
    problems: tuple[Shown, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong; warnings and advice do not count."""
        return not any(problem.severity == "error" for problem in self.problems)


def check_bank(
    compiled: Compilation,
    seeds: int = 0,
    *,
    workers: int = 1,
    done: Callable[[str], None] = lambda question: None,
    found: Callable[[Checked], None] = lambda checked: None,
    advise: bool = False,
) -> list[Checked]:
    """Prove every question of a bank, in its order.

    ``done`` hears the id of each that is finished, ``found`` what was proved of it, in the order in which
    they are finished. With ``advise``, the problems of a question without errors include advice.
    """

    def locate(question: Question, setting: str, path: Path, offset: int | None) -> Spot:
        file = compiled.file_of(question)
        if file is None:
            return Spot(question.line, 1, "")
        line, column = file.place(question.id, path, setting=setting, offset=offset)
        return Spot(line, column, file.line(line))

    def work(name: str) -> Checked:
        return check_question(compiled.bank[name], locate, seeds, advise=advise)

    with _seldom_collecting():
        return shared_out(list(compiled.bank), work, workers, done, found=found)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Rubbish is looked for less often: of so much that is made and dropped hardly any is in cycles.

    What is there already is not looked at, here and in every process that is forked meanwhile.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECT_EACH, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def check_question(question: Question, locate: Locate, seeds: int = 0, *, advise: bool = False) -> Checked:
    """Prove one question. ``seeds`` more variants are tried beyond those that are dealt."""
    tally = Tally(question, locate)
    try:
        blame = refusal(question)
        if blame is not None:
            tally.note(blame)
            return _checked(question, tally)
        found = all_variants(question)
        dealt = deployment(question).variants if found is None else found
    except QuizkitError as error:
        for fault in unfilled(question, error):
            tally.note(fault)
        return _checked(question, tally)
    further = _further(question, seeds, dealt, tally) if found is None else ()
    if found is not None:
        _note_barren(question, seeds, found, tally)
    draws = space(question)
    diagnosed, leaks = Diagnosed(), Leaks(question)
    advice = Advice(question, by_seed=found is None) if advise else None
    redrawn = 0
    # One at a time: of a thousand variants each would keep all that was worked out for it.
    for variant in itertools.chain(dealt, further):
        tally.variants += 1
        redrawn += variant.acceptance.tries - 1
        for posed in variant.parts:
            PartCheck(
                variant, posed.id, tally, diagnosed=diagnosed, leaks=leaks, by_seed=found is None
            ).check()
        if advice is not None and tally.is_clean:
            advice.hear(variant)
    diagnosed.tell(tally)
    _check_rubrics(question, tally)
    tries = (draws if found is not None else None) or redrawn + tally.variants
    if tally.variants / tries < LOW_ACCEPTANCE:
        message = f"only {tally.variants / tries:.1%} of draws are accepted"
        tally.note(Fault(code="QK405", message=message, severity="warning", counted=False))
    if advice is not None and tally.is_clean:
        advice.tell(tally, len({variant.hash for variant in dealt}))
    checked = _checked(question, tally)
    return replace(checked, variants=tally.variants, every=found is not None, redrawn=redrawn, space=draws)


def _checked(question: Question, tally: Tally) -> Checked:
    tasks = _tasks(question)
    return Checked(
        question=question.id,
        has_key=any(task.answer is not None for task in tasks),
        witnesses=tuple(dict.fromkeys(witness.kind for task in tasks for witness in task.verify)),
        mistakes=len({(task.id, mistake.id) for task in tasks for mistake in task.mistakes}),
        problems=tally.problems(),
    )


def _tasks(question: Question) -> list[Task]:
    return [task for body in question.bodies.values() for task in body.tasks]


def _further(question: Question, seeds: int, dealt: Iterable[Variant], tally: Tally) -> Iterator[Variant]:
    """Variants by seed beyond those that are dealt; a seed without one is told."""
    seen = {variant.hash for variant in dealt}
    known = {variant.seed for variant in dealt}
    for seed in range(seeds):
        if seed in known:
            continue
        try:
            variant = make_variant(question, seed=seed)
        except NoVariant as refused:
            tally.note(_barren(seed), str(refused))
            continue
        except QuizkitError as error:
            message = "a text cannot be filled on every variant"
            tally.note(Fault(code="QK407", message=message, counted=False), f"seed {seed}: {error}")
            continue
        if variant.hash not in seen:
            seen.add(variant.hash)
            yield variant


def _note_barren(question: Question, seeds: int, found: Iterable[Variant], tally: Tally) -> None:
    """Tell the seeds that make no variant, where all variants are known: only the draws are looked at."""
    accepted = {(variant.setting, tuple(variant.given.items())) for variant in found}
    for seed in range(seeds):
        if any((setting, tuple(given.items())) in accepted for setting, given in tried(question, seed)):
            continue
        try:
            make_variant(question, seed=seed)
        except NoVariant as refused:
            tally.note(_barren(seed), str(refused))


def _barren(seed: int) -> Fault:
    message = f"the seed {seed} makes no variant"
    return Fault(code="QK405", message=message, severity="warning", counted=False)


def _check_rubrics(question: Question, tally: Tally) -> None:
    for setting, body in question.bodies.items():
        for task in body.tasks:
            for point in task.rubric:
                if point.points <= 0:
                    path: Path = (*base_of(task.id), "rubric", point.id)
                    message = f"the rubric point {point.id!r} is worth nothing"
                    tally.note(
                        Fault(code="QK509", message=message, path=path, setting=setting, counted=False)
                    )
