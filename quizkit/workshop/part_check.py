"""Is one part of one variant right? Its value, its witnesses, what is typed and what is said.

The key has a value; every witness agrees with it; the key itself, typed, earns full marks; each mistake,
typed, gets its own verdict and has something said about it; the author's tests come out as they say; the
key follows from the numbers as they are shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from quizkit.errors import QuizkitError, Unreadable, printable
from quizkit.grading import Response, Verdict, grade_part
from quizkit.variants import Variant
from quizkit.variants.parsed import ParsedMistake
from quizkit.workshop.faults import Fault, Path, Tally, base_of, numbers_of
from quizkit.workshop.leaks import Leaks
from quizkit.workshop.swapped import Swaps
from quizkit.workshop.typed import comes_out, typed_key, typed_mistake, typed_value
from quizkit.workshop.verifying import has_value, verify

TYPED_LIMIT = 80
"""How much of a typed response is repeated."""
WITNESSED = 3
"""On how many variants it is shown what a witness says against the key."""


@dataclass(slots=True)
class Diagnosed:
    """What the variants say together: of a mistake that is sometimes taken for another, of a key swapped."""

    recognised: Counter[Path] = field(default_factory=Counter)
    shadowed: dict[Path, tuple[str, str]] = field(default_factory=dict)
    """The setting, and the id of the mistake that was named instead."""
    tests: dict[Path, tuple[str, str]] = field(default_factory=dict)
    """Tests of which another mistake was named on some draw: the setting, and what they expect."""
    swaps: Swaps = field(default_factory=Swaps)
    """The mistakes that the witnesses agree with instead of the key."""

    def tell(self, tally: Tally) -> None:
        """Note the mistakes that were never recognised as themselves, and whether one is the key."""
        self.swaps.tell(tally)
        for path, (setting, other) in self.shadowed.items():
            if not self.recognised[path]:
                message = f"the mistake {path[-1]!r} is always taken for {other!r}, which stands before it"
                tally.note(Fault(code="QK517", message=message, path=path, setting=setting, counted=False))
        for path, (setting, expects) in self.tests.items():
            if not self.recognised[path]:
                message = f"a test expects {expects!r}, and a mistake before it is named on every variant"
                tally.note(Fault(code="QK513", message=message, path=path, setting=setting, counted=False))


class PartCheck:
    """One part of one variant, being checked."""

    def __init__(
        self,
        variant: Variant,
        part: str,
        tally: Tally,
        *,
        diagnosed: Diagnosed,
        leaks: Leaks,
        by_seed: bool,
    ) -> None:
        self.variant = variant
        self.part = part
        self.tally = tally
        self.diagnosed = diagnosed
        self.leaks = leaks
        self.by_seed = by_seed
        self.path = base_of(part)
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
        self.check_displays()
        self.check_mistakes()
        self.check_tests()

    def note(self, code: str, path: Path, message: str, shown: str) -> None:
        """This variant shows a fault, somewhere in its part."""
        self.note_at((*self.path, *path), code, message, shown)

    def note_at(
        self, path: Path, code: str, message: str, shown: str, *, offset: int | None = None, most: int = 1
    ) -> Fault:
        """This variant shows a fault, somewhere in its question."""
        numbers = numbers_of(self.variant, by_seed=self.by_seed)
        setting = self.variant.setting
        fault = Fault(code=code, message=message, path=path, setting=setting, offset=offset, most=most)
        self.tally.note(fault, f"{numbers}: {shown}" if shown else numbers)
        return fault

    def verdict(self, response: Response) -> Verdict:
        """The verdict on a response to this part alone."""
        known = self.judged.get(response) if isinstance(response, str) else None
        if known is not None:
            return known
        found = grade_part(self.variant, self.part, response)
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
        against: list[Fault] = []
        for doubt in verify(self.variant, self.part):
            path: Path = (*self.path, "verify", doubt.place)
            against.append(self.note_at(path, doubt.code, doubt.message, doubt.shown, most=WITNESSED))
        if self.variant.parsed(self.part).key is not None and self.variant.task(self.part).verify:
            self.diagnosed.swaps.hear(self.variant, self.part, self.path, against)

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

    def check_displays(self) -> None:
        """Whether the key follows from the numbers as they are shown."""
        for leak in self.leaks.of(self.variant, self.part):
            if leak.value is not None and self.verdict(typed_value(leak.value)).outcome == "correct":
                continue
            message = (
                f"the key{self.named} changes when it is computed from {str(leak.display)!r} as it is shown"
            )
            self.note_at(leak.display.path, "QK514", message, leak.told, offset=leak.display.offset)

    @property
    def named(self) -> str:
        """`` of the part h``; nothing where there are no parts."""
        return f" of the part {self.part!r}" if self.part else ""

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
            # Why an answer is wrong takes long to find out, and is only told where a test fails.
            quick = grade_part(self.variant, self.part, typed, reasons=False)
            verdict = quick if comes_out(quick, test.expects) else self.verdict(typed)
            if comes_out(verdict, test.expects):
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


def _judged(response: Response, verdict: Verdict) -> str:
    """What a response was judged to be, and why."""
    found = verdict.outcome if verdict.mistake is None else f"{verdict.outcome}, {verdict.mistake}"
    credit = f" with credit {verdict.credit:g}" if 0 < verdict.credit < 1 else ""
    return f"{_typed(response)} is {found}{credit}" + (f": {verdict.message}" if verdict.message else "")


def _typed(response: Response) -> str:
    text = response if isinstance(response, str) else ", ".join(response)
    return f"'{printable(text, TYPED_LIMIT)}'"
