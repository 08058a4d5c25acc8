"""Is every key right, on every variant? Bulk tests and witnesses of one question.

For each variant: it can be made and its key has a value; every witness agrees with the key; the key
itself, typed, earns full marks; each mistake, typed, gets its own verdict and has something said about it;
the author's tests come out as they say. All variants are proved where there are few, else those that are
dealt, and further ones by seed if asked for.
"""

from __future__ import annotations

import gc
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from quizkit.bank import Compilation
from quizkit.bank.question import AuthorTest, Question, Task
from quizkit.errors import NoVariant, QuizkitError, Unreadable, printable
from quizkit.grading import Response, Verdict, grade
from quizkit.variants import Variant, all_variants, deployment, make_variant, space, tried
from quizkit.variants.parsed import ParsedMistake
from quizkit.workshop.crew import shared_out
from quizkit.workshop.faults import Fault, Locate, Path, Shown, Spot, Tally, numbers_of
from quizkit.workshop.typed import typed_key, typed_mistake
from quizkit.workshop.unmade import refusal, unfilled
from quizkit.workshop.verifying import has_value, verify

COLLECT_EACH = 50_000
"""After so many more objects Python looks for rubbish."""
LOW_ACCEPTANCE = 0.1
"""Below this share of accepted draws an author should know."""
TYPED_LIMIT = 80
"""How much of a typed response is repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was proved of one question."""

    question: str
    variants: int = 0
    every: bool = False
    """Whether these are all the variants there are."""
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
        """Whether nothing is wrong; warnings do not count."""
        return not any(problem.severity == "error" for problem in self.problems)


def check_bank(
    compiled: Compilation,
    seeds: int = 0,
    *,
    workers: int = 1,
    done: Callable[[str], None] = lambda question: None,
) -> list[Checked]:
    """Prove every question of a bank. ``done`` hears the id of each that is finished."""

    def locate(question: Question, setting: str, path: Path, offset: int | None) -> Spot:
        file = compiled.file_of(question)
        if file is None:
            return Spot(question.line, 1, "")
        line, column = file.place(question.id, path, setting=setting, offset=offset)
        return Spot(line, column, file.line(line))

    def work(name: str) -> Checked:
        with _seldom_collecting():
            return check_question(compiled.bank[name], locate, seeds)

    return shared_out(list(compiled.bank), work, workers, done)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Rubbish is looked for less often: of so much that is made and dropped hardly any is in cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECT_EACH, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def check_question(question: Question, locate: Locate, seeds: int = 0) -> Checked:
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
    diagnosed = _Diagnosed()
    redrawn = 0
    # One at a time: of a thousand variants each would keep all that was worked out for it.
    for variant in itertools.chain(dealt, further):
        tally.variants += 1
        redrawn += variant.acceptance.tries - 1
        for posed in variant.parts:
            _Part(variant, posed.id, tally, diagnosed, by_seed=found is None).check()
    diagnosed.tell(tally)
    _check_rubrics(question, tally)
    tries = (space(question) if found is not None else None) or redrawn + tally.variants
    if tally.variants / tries < LOW_ACCEPTANCE:
        message = f"only {tally.variants / tries:.1%} of draws are accepted"
        tally.note(Fault(code="QK405", message=message, severity="warning", counted=False))
    return _checked(question, tally, variants=tally.variants, every=found is not None, redrawn=redrawn)


def _checked(
    question: Question, tally: Tally, *, variants: int = 0, every: bool = False, redrawn: int = 0
) -> Checked:
    tasks = _tasks(question)
    return Checked(
        question=question.id,
        variants=variants,
        every=every,
        has_key=any(task.answer is not None for task in tasks),
        witnesses=tuple(dict.fromkeys(witness.kind for task in tasks for witness in task.verify)),
        mistakes=len({(task.id, mistake.id) for task in tasks for mistake in task.mistakes}),
        redrawn=redrawn,
        problems=tally.problems(),
    )


def _tasks(question: Question) -> list[Task]:
    return [task for body in question.bodies.values() for task in body.tasks]


def _further(question: Question, seeds: int, dealt: Iterable[Variant], tally: Tally) -> Iterator[Variant]:
    """Variants by seed beyond those that are dealt; a seed without one is told."""
    seen = {variant.hash for variant in dealt}
    for seed in range(seeds):
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
                    path: Path = (*_base(task.id), "rubric", point.id)
                    message = f"the rubric point {point.id!r} is worth nothing"
                    tally.note(
                        Fault(code="QK509", message=message, path=path, setting=setting, counted=False)
                    )


def _base(part: str) -> Path:
    return ("parts", part) if part else ()


@dataclass(slots=True)
class _Diagnosed:
    """How often each mistake was recognised as itself, and as another that stands before it."""

    recognised: Counter[Path] = field(default_factory=Counter)
    shadowed: dict[Path, tuple[str, str]] = field(default_factory=dict)
    """The setting, and the id of the mistake that was named instead."""
    tests: dict[Path, tuple[str, str]] = field(default_factory=dict)
    """Tests of which another mistake was named on some draw: the setting, and what they expect."""

    def tell(self, tally: Tally) -> None:
        """Note the mistakes that were never recognised as themselves."""
        for path, (setting, other) in self.shadowed.items():
            if not self.recognised[path]:
                message = f"the mistake {path[-1]!r} is always taken for {other!r}, which stands before it"
                tally.note(Fault(code="QK517", message=message, path=path, setting=setting, counted=False))
        for path, (setting, expects) in self.tests.items():
            if not self.recognised[path]:
                message = f"a test expects {expects!r}, and a mistake before it is named on every variant"
                tally.note(Fault(code="QK513", message=message, path=path, setting=setting, counted=False))


class _Part:
    """One part of one variant, being checked."""

    def __init__(
        self, variant: Variant, part: str, tally: Tally, diagnosed: _Diagnosed, *, by_seed: bool
    ) -> None:
        self.variant = variant
        self.part = part
        self.tally = tally
        self.diagnosed = diagnosed
        self.by_seed = by_seed
        self.path = _base(part)
        self.judged: dict[str, Verdict] = {}
        """The verdicts so far: keys, mistakes and tests are often the same text."""

    def check(self) -> None:
        """Everything there is to check."""
        kind = self.variant.posed(self.part).kind
        if kind not in {"choice", "select", "text"} and not self.check_value():
            return
        self.check_witnesses()
        if kind != "text":
            self.check_key()
        self.check_mistakes()
        self.check_tests()

    def note(self, code: str, path: Path, message: str, shown: str) -> None:
        """This variant shows a fault."""
        numbers = numbers_of(self.variant, by_seed=self.by_seed)
        fault = Fault(code=code, message=message, path=(*self.path, *path), setting=self.variant.setting)
        self.tally.note(fault, f"{numbers}: {shown}" if shown else numbers)

    def verdict(self, response: Response) -> Verdict:
        """The verdict on a response to this part; the others are left blank, so nothing is carried."""
        known = self.judged.get(response) if isinstance(response, str) else None
        if known is not None:
            return known
        whole = grade(self.variant, {self.part: response} if self.part else response)
        found = whole.parts[self.part] if whole.parts else whole
        if isinstance(response, str):
            self.judged[response] = found
        return found

    def check_value(self) -> bool:
        """Whether the key has a finite value."""
        if has_value(self.variant, self.part):
            return True
        shown = "it is infinite or undefined wherever it is tried"
        self.note("QK518", ("answer",), "the key has no value", shown)
        return False

    def check_witnesses(self) -> None:
        """Whether every witness agrees with the key."""
        for doubt in verify(self.variant, self.part):
            self.note(doubt.code, ("verify", doubt.place), doubt.message, doubt.shown)

    def check_key(self) -> None:
        """Whether the key, typed, earns full marks."""
        response = typed_key(self.variant, self.part)
        verdict = self.verdict(response)
        if verdict.outcome != "correct":
            self.note(
                "QK516",
                ("answer",),
                "the key, typed, does not earn full marks",
                _judged(response, verdict),
            )

    def check_mistakes(self) -> None:
        """Whether every mistake that is armed is wrong, and recognised."""
        earlier: set[str] = set()
        workings = self.variant.workings_of(self.part)
        for known in self.variant.parsed(self.part).mistakes:
            if known.when is not None and not workings.holds(known.when):
                continue
            self.check_mistake(known, earlier)
            earlier.add(known.mistake.id)

    def check_mistake(self, known: ParsedMistake, earlier: set[str]) -> None:
        """Whether one mistake is wrong, recognised, and has something said about it."""
        mistake = known.mistake.id
        path: Path = ("mistakes", mistake)
        try:
            self.variant.say(mistake, self.part)
        except QuizkitError as error:
            self.note("QK407", (*path, "say"), "what is said of a mistake cannot be filled", str(error))
            return
        try:
            response = typed_mistake(self.variant, self.part, mistake)
        except QuizkitError as error:
            self.note("QK407", path, f"the mistake {mistake!r} has no value", str(error))
            return
        verdict = self.verdict(response)
        if verdict.outcome == "correct":
            self.note("QK515", path, f"the mistake {mistake!r} is right", _typed(response))
        elif verdict.mistake == mistake:
            self.diagnosed.recognised[*self.path, *path] += 1
        elif verdict.mistake in earlier:
            self.diagnosed.shadowed[*self.path, *path] = (self.variant.setting, str(verdict.mistake))
        else:
            self.note("QK517", path, f"the mistake {mistake!r} is not recognised", _judged(response, verdict))

    def check_tests(self) -> None:
        """Whether the author's tests come out as they say."""
        for test in self.variant.task(self.part).tests:
            path: Path = ("tests", test.response)
            try:
                typed = self.variant.fill(test.response, self.part, markdown=False)
            except Unreadable as error:
                self.note("QK513", path, "a test cannot be filled", str(error))
                continue
            verdict = self.verdict(typed)
            if _meets(verdict, test):
                self.diagnosed.recognised[*self.path, *path] += 1
            elif verdict.mistake in self.before(test.expects):
                # On this draw both mistakes give the same: the one that stands first is named.
                self.diagnosed.tests[*self.path, *path] = (self.variant.setting, test.expects)
            else:
                self.note("QK513", path, f"a test expects {test.expects!r}", _judged(typed, verdict))

    def before(self, mistake: str) -> set[str]:
        """The mistakes that stand before one."""
        known = [one.mistake.id for one in self.variant.parsed(self.part).mistakes]
        return set(known[: known.index(mistake)]) if mistake in known else set()


def _meets(verdict: Verdict, test: AuthorTest) -> bool:
    match test.expects:
        case "full":
            return verdict.outcome == "correct"
        case "invalid" | "undecided":
            return verdict.outcome == test.expects
        case "wrong":
            return verdict.outcome in {"incorrect", "partly-correct"}
        case mistake if mistake == verdict.mistake:
            return True
        case credit:
            try:
                return abs(float(credit) - verdict.credit) < 1e-9
            except ValueError:
                return False


def _judged(response: Response, verdict: Verdict) -> str:
    """What a response was judged to be, and why."""
    found = verdict.outcome if verdict.mistake is None else f"{verdict.outcome}, {verdict.mistake}"
    credit = f" with credit {verdict.credit:g}" if 0 < verdict.credit < 1 else ""
    return f"{_typed(response)} is {found}{credit}" + (f": {verdict.message}" if verdict.message else "")


def _typed(response: Response) -> str:
    text = response if isinstance(response, str) else ", ".join(response)
    return f"'{printable(text, TYPED_LIMIT)}'"
