"""Is every key right, on every variant? Bulk tests and witnesses of one question.

For each variant: it can be made; every witness agrees with the key; the key itself, typed, earns full
marks; each mistake, typed, gets its own verdict; the author's tests come out as they say. All variants are
proved where there are few, else those that are dealt, and further ones by seed if asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from quizkit.bank.question import AuthorTest, Question
from quizkit.errors import NoVariant, Problem, QuizkitError, Severity, Unreadable
from quizkit.grading import Response, Verdict, grade
from quizkit.variants import Variant, deployment, every_variant, make_variant
from quizkit.workshop.typed import typed_key, typed_mistake
from quizkit.workshop.verifying import Doubt, verify

Path = tuple[str | int, ...]
Locate = Callable[[Question, str, Path], tuple[int, int, str]]
"""Where a path of keys of a question's setting stands: line, column, and the line as written."""

SMALL = 200
"""Of a question with at most so many variants, all are proved."""
LOW_ACCEPTANCE = 0.1
"""Below this share of accepted draws an author should know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was proved of one question."""

    question: str
    variants: int
    every: bool
    """Whether these are all the variants there are."""
    witnesses: tuple[str, ...]
    """The kinds of witness that were heard."""
    mistakes: int
    redrawn: int
    """How many draws were refused on the way."""
    problems: tuple[Problem, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong; advice does not count."""
        return not any(problem.severity == "error" for problem in self.problems)


@dataclass(slots=True)
class _Tally:
    """The faults of one question, each with the variants that show it."""

    question: Question
    locate: Locate
    variants: int = 0
    faults: dict[tuple[str, str, Path, str, Severity], list[str]] = field(default_factory=dict)

    def note(
        self,
        code: str,
        setting: str,
        path: Path,
        message: str,
        shown: str,
        severity: Severity = "error",
    ) -> None:
        """One more variant shows this fault."""
        self.faults.setdefault((code, setting, path, message, severity), []).append(shown)

    def problems(self) -> tuple[Problem, ...]:
        """The faults as problems: how many variants show each, and the first of them."""
        return tuple(self._problem(*fault, shown) for fault, shown in self.faults.items())

    def _problem(
        self, code: str, setting: str, path: Path, message: str, severity: Severity, shown: list[str]
    ) -> Problem:
        line, column, source = self.locate(self.question, setting, path)
        return Problem(
            code=code,
            file=self.question.file,
            line=line,
            column=column,
            message=f"{message}, on {len(shown)} of {self.variants} variants",
            fix=shown[0],
            severity=severity,
            source=source,
            question=self.question.id,
        )


def check_question(question: Question, locate: Locate, seeds: int = 0) -> Checked:
    """Prove one question. ``seeds`` more variants are tried beyond those that are dealt."""
    tally = _Tally(question, locate)
    redrawn = 0
    try:
        dealt = deployment(question)
        every = dealt.distinct is not None and dealt.distinct <= SMALL
        variants = list(every_variant(question)) if every else list(dealt.variants)
        variants.extend(_further(question, seeds, variants))
        if not variants:
            make_variant(question)
    except (NoVariant, Unreadable) as error:
        tally.variants = 1
        tally.note("QK404" if isinstance(error, NoVariant) else "QK407", "", (), str(error), "")
        return _checked(question, tally, 0, every=False, redrawn=0)
    tally.variants = len(variants)
    for variant in variants:
        redrawn += variant.acceptance.tries - 1
        _check_variant(variant, tally)
    tries = redrawn + len(variants)
    if variants and len(variants) / tries < LOW_ACCEPTANCE:
        tally.note("QK405", "", (), f"only {len(variants) / tries:.0%} of draws are accepted", "", "warning")
    return _checked(question, tally, len(variants), every=every, redrawn=redrawn)


def _checked(question: Question, tally: _Tally, variants: int, *, every: bool, redrawn: int) -> Checked:
    tasks = [task for body in question.bodies.values() for task in body.tasks]
    kinds = dict.fromkeys(witness.kind for task in tasks for witness in task.verify)
    return Checked(
        question=question.id,
        variants=variants,
        every=every,
        witnesses=tuple(kinds),
        mistakes=len({mistake.id for task in tasks for mistake in task.mistakes}),
        redrawn=redrawn,
        problems=tally.problems(),
    )


def _further(question: Question, seeds: int, known: list[Variant]) -> Iterator[Variant]:
    """Variants by seed beyond those that are known."""
    seen = {variant.hash for variant in known}
    for seed in range(seeds):
        variant = make_variant(question, seed=seed)
        if variant.hash not in seen:
            seen.add(variant.hash)
            yield variant


def _check_variant(variant: Variant, tally: _Tally) -> None:
    responses: dict[str, Response] = {}
    for posed in variant.parts:
        if posed.kind != "text":
            responses[posed.id] = typed_key(variant, posed.id)
    for posed in variant.parts:
        path: Path = ("parts", posed.id) if posed.id else ()
        for doubt in verify(variant, posed.id):
            _note_doubt(variant, tally, path, doubt)
        if posed.kind in {"choice", "select", "text"}:
            _check_tests(variant, posed.id, responses, tally, path)
            continue
        verdict = _verdict(variant, posed.id, responses)
        if verdict.outcome != "correct":
            _note(
                variant,
                tally,
                "QK516",
                (*path, "answer"),
                "the key as typed does not earn full marks",
                f"{responses[posed.id]!r} is {verdict.outcome}: {verdict.message}",
            )
        _check_mistakes(variant, posed.id, responses, tally, path)
        _check_tests(variant, posed.id, responses, tally, path)


def _verdict(
    variant: Variant, part: str, responses: Mapping[str, Response], response: Response | None = None
) -> Verdict:
    """The verdict on one part, the parts before it answered rightly."""
    if not part:
        return grade(variant, responses.get("", "") if response is None else response)
    answers = dict(responses)
    if response is not None:
        answers[part] = response
    whole = grade(variant, answers)
    return whole.parts[part] if whole.parts else whole


def _check_mistakes(
    variant: Variant, part: str, responses: Mapping[str, Response], tally: _Tally, path: Path
) -> None:
    earlier: set[str] = set()
    for known in variant.parsed(part).mistakes:
        mistake = known.mistake.id
        place = (*path, "mistakes", mistake)
        if known.when is not None and not variant.workings_of(part).holds(known.when):
            continue
        try:
            typed = typed_mistake(variant, part, mistake)
        except QuizkitError as error:
            _note(variant, tally, "QK407", place, f"the mistake {mistake!r} has no value", str(error))
            continue
        verdict = _verdict(variant, part, responses, typed)
        if verdict.outcome == "correct":
            _note(variant, tally, "QK515", place, f"the mistake {mistake!r} is right", f"typed as {typed}")
        elif verdict.mistake != mistake and verdict.mistake not in earlier:
            found = verdict.mistake or verdict.outcome
            _note(
                variant,
                tally,
                "QK517",
                place,
                f"the mistake {mistake!r} is not recognised",
                f"typed as {typed} it is judged {found}: {verdict.message}",
            )
        earlier.add(mistake)


def _check_tests(
    variant: Variant, part: str, responses: Mapping[str, Response], tally: _Tally, path: Path
) -> None:
    for test in variant.task(part).tests:
        place = (*path, "tests", test.response)
        try:
            typed = variant.fill(test.response, part, markdown=False)
        except Unreadable as error:
            _note(variant, tally, "QK513", place, "a test cannot be filled", str(error))
            continue
        verdict = _verdict(variant, part, responses, typed)
        if not _meets(verdict, test):
            found = verdict.mistake or verdict.outcome
            _note(
                variant,
                tally,
                "QK513",
                place,
                f"the test expects {test.expects!r}",
                f"{typed!r} is judged {found} with credit {verdict.credit:g}: {verdict.message}",
            )


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


def _note_doubt(variant: Variant, tally: _Tally, path: Path, doubt: Doubt) -> None:
    place = (*path, "verify", doubt.place)
    _note(variant, tally, doubt.code, place, doubt.message, doubt.shown)


def _note(variant: Variant, tally: _Tally, code: str, path: Path, message: str, shown: str) -> None:
    drawn = ", ".join(f"{name} = {_given(value)}" for name, value in variant.given.items())
    first = f"seed {variant.seed}" + (f" ({drawn})" if drawn else "")
    tally.note(code, variant.setting, path, message, f"{first}: {shown}" if shown else first)


def _given(value: object) -> str:
    return f"[{', '.join(map(_given, value))}]" if isinstance(value, tuple) else str(value)
