"""``quizkit check``: are the banks right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, Progress, aligned, count, end, say, say_json, tell
from quizkit.errors import BankError, Problem

if TYPE_CHECKING:
    from quizkit.bank import Bank, Compilation
    from quizkit.workshop.audit import Audit, Pair
    from quizkit.workshop.check import Checked


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders of banks; the shipped one if left out."),
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", metavar="N", min=0, help="Try the first N seeds too.")] = 0,
    audit: Annotated[
        bool, typer.Option("--audit", help="Compare every symbolic formula by SymPy too.")
    ] = False,
    seconds: Annotated[
        int, typer.Option("--seconds", metavar="N", min=1, help="How long SymPy may take for one formula.")
    ] = 10,
    json: Json = False,
) -> None:
    """Prove the keys of banks.

    quizkit check questions/
    quizkit check mine.yaml --seeds 1000
    quizkit check mine.yaml --audit

    On every variant that is dealt: its key has a value and earns full marks, every witness agrees, every
    mistake is wrong and recognised, every text can be filled, every test comes out as it says.

    With --audit, keys are also compared with what is accepted, with mistakes and tests by two engines, the
    ladder that grades and SymPy. Where these contradict each other, that is a fault of ours.

    Exit code: 0 clean, 1 with errors, 2 no bank, 70 the engines contradict each other.
    """
    from quizkit.bank import compile_bank

    try:
        compiled = compile_bank(*(paths or ()))
    except BankError as error:
        _report([], error.problems, None, json=json)
        end(Exit.USAGE)
    checked = _proved(compiled, seeds)
    problems = [*compiled.bank.problems, *(problem for one in checked for problem in one.problems)]
    audited = _audited(compiled.bank, seconds) if audit else None
    _report(checked, problems, audited, json=json)
    if audited is not None and audited.contradictions:
        end(Exit.FAULT)
    if any(problem.severity == "error" for problem in problems):
        end(Exit.WANTING)


def _proved(compiled: Compilation, seeds: int) -> list[Checked]:
    from quizkit.workshop.check import check_bank
    from quizkit.workshop.crew import cores

    progress = Progress("checking", len(compiled.bank))
    try:
        return check_bank(compiled, seeds, workers=cores(), done=progress.step)
    finally:
        progress.close()


def _audited(bank: Bank, seconds: int) -> Audit:
    from quizkit.workshop.audit import audit_bank
    from quizkit.workshop.second import SecondEngine

    progress = Progress("comparing by two engines", len(bank))
    try:
        with SecondEngine(seconds) as second:
            return audit_bank(bank.values(), second.finding, done=progress.step)
    finally:
        progress.close()


def _report(
    checked: Sequence[Checked], problems: Sequence[Problem], audited: Audit | None, *, json: bool
) -> None:
    if json:
        document: dict[str, object] = {
            "schema": 1,
            "questions": [_as_json(one) for one in checked],
            "problems": [_told(one) for one in problems],
        }
        say_json(document if audited is None else {**document, "audit": audited.to_json()})
        return
    say(*aligned([_row(one) for one in checked]))
    for place, problem in enumerate(problems):
        say(*([""] if place or checked else []), problem.drawn())
    for pair in audited.contradictions if audited is not None else ():
        say("", *_contradiction(pair))
    if not checked:
        tell("quizkit: there is no question to check")
        return
    kinds = Counter(problem.severity for problem in problems)
    told = [count(kinds["error"], "error")]
    told += [count(kinds["warning"], "warning")] if kinds["warning"] else []
    variants = sum(one.variants for one in checked)
    tell(f"{count(len(checked), 'question')}, {count(variants, 'variant')}: {', '.join(told)}")
    if audited is not None:
        tell(_audit_line(audited))


def _contradiction(pair: Pair) -> list[str]:
    """Where the engines contradict each other, both sides, and what each rests on."""
    both = pair.both
    return [
        f"a fault of ours: {pair.place}: the engines contradict each other",
        f"    expected  {both.ladder.expected}",
        f"    response  {both.ladder.response}",
        f"    ladder    {both.ladder.sentence()}",
        f"    sympy     {both.second_comparison.sentence()}",
    ]


def _audit_line(audit: Audit) -> str:
    """``audit: 425 comparisons: both engines agree on 424, SymPy cannot tell 1, 0 contradictions``."""
    lifted = f" ({audit.lifted} sampled by the ladder, proved by SymPy)" if audit.lifted else ""
    stopped = f" ({audit.stopped} stopped by the clock)" if audit.stopped else ""
    told = [f"both engines agree on {audit.agreed}{lifted}", f"SymPy cannot tell {len(audit.open)}{stopped}"]
    told += [f"the ladder cannot tell {len(audit.undecided)}"] if audit.undecided else []
    told.append(count(len(audit.contradictions), "contradiction"))
    return f"audit: {count(len(audit.pairs), 'comparison')}: {', '.join(told)}"


def _row(one: Checked) -> tuple[str, ...]:
    variants = f"all {one.variants}" if one.every and one.variants > 1 else str(one.variants)
    return (
        "✓" if one.is_clean else "✗",
        one.question,
        f"{variants} variant{'' if one.variants == 1 else 's'}",
        " ".join(one.witnesses) or ("no witness" if one.has_key else ""),
        count(one.mistakes, "mistake") if one.mistakes else "",
        f"{one.redrawn} redrawn" if one.redrawn else "",
    )


def _as_json(one: Checked) -> dict[str, object]:
    return {
        "question": one.question,
        "variants": one.variants,
        "every": one.every,
        "witnesses": list(one.witnesses),
        "mistakes": one.mistakes,
        "redrawn": one.redrawn,
        "clean": one.is_clean,
    }


def _told(problem: Problem) -> dict[str, object]:
    from quizkit.workshop.faults import Shown

    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "question": problem.question,
        "message": problem.message,
        "fix": problem.fix,
        "shown": problem.shown if isinstance(problem, Shown) else "",
    }
