"""What came of an interview, in lines: results, time against par, lost points, sure against right."""

from __future__ import annotations

from collections import Counter

from quizkit.cli.output import aligned, count
from quizkit.cli.posing import ENDINGS, labelled, solution_lines, verdict_lines
from quizkit.practice.session import Result, Sitting

MARKS = {
    "correct": "✓",
    "partly-correct": "◐",
    "incorrect": "✗",
    "given-up": "✗",
    "skipped": "?",
    "unanswered": "·",
}
SURE = {None: "", 1: "guessed", 2: "fairly", 3: "sure"}
OVER, UNDER = 0.15, 0.15
"""How far the share of right answers may be from what was said, before it is remarked on."""
MEANT = {1: 0.33, 2: 0.67, 3: 1.0}
"""The chance to be right that each level of being sure stands for."""


def report_lines(sitting: Sitting, columns: int) -> list[str]:
    """The report on an interview that is closed."""
    results = sitting.results
    earned, worth = sum(one.points for one in results), sum(one.of for one in results)
    rows = [_row(sitting, place) for place in range(len(results))]
    heading = ("#", "problem", "result", "points", "time", "par", "sure?")
    lines = [f"Report: {earned:g} of {worth:g} points", "", *aligned([heading, *rows]), ""]
    lines += labelled("Lost points:", _lost(results), columns)
    lines += labelled("Pace:", _pace(sitting), columns)
    lines += labelled("Sure?", _calibration(results), columns)
    for place, result in enumerate(results):
        if result.ending != "correct":
            lines += ["", *_looked_at(sitting, place, columns)]
    return lines


def _row(sitting: Sitting, place: int) -> tuple[str, ...]:
    result, question = sitting.results[place], sitting.plan[place].question
    ending = "undecided" if result.ending == "skipped" else ENDINGS[result.ending]
    return (
        str(place + 1),
        question.title,
        f"{MARKS[result.ending]} {ending}",
        f"{result.points:g} of {result.of:g}",
        clock(result.seconds),
        "" if question.minutes is None else clock(60 * question.minutes),
        SURE[result.sure],
    )


def clock(seconds: float) -> str:
    """Seconds as ``3:07``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _lost(results: tuple[Result, ...]) -> str:
    lost: Counter[str] = Counter()
    for result in results:
        if result.ending not in {"correct", "skipped"}:
            why = result.mistakes[-1] if result.mistakes else ""
            lost[why or ("unanswered" if result.ending == "unanswered" else "other")] += (
                result.of - result.points
            )  # type: ignore[assignment]
    return ", ".join(f"{why} {points:g}" for why, points in lost.most_common()) or "none"


def _pace(sitting: Sitting) -> str:
    used = sum(result.seconds for result in sitting.results)
    pars = [variant.question.minutes for variant in sitting.plan]
    over = sum(
        par is not None and result.seconds > 60 * par
        for par, result in zip(pars, sitting.results, strict=True)
    )
    of = f" of {clock(sitting.limit)}" if sitting.limit is not None else ""
    known = sum(par is not None for par in pars)
    longest = max(range(len(sitting.results)), key=lambda place: sitting.results[place].seconds)
    said = f"{clock(used)}{of} used, {over} of {known} over par, the longest {longest + 1}"
    return said + (", the time was up" if sitting.timed_out else "")


def _calibration(results: tuple[Result, ...]) -> str:
    asked = [result for result in results if result.sure is not None and result.ending != "skipped"]
    if not asked:
        return "nobody was asked"
    said = [
        f"{SURE[level]} {count(len(of), 'time')}, right {sum(one.ending == 'correct' for one in of)}"
        for level in (3, 2, 1)
        if (of := [one for one in asked if one.sure == level])
    ]
    meant = sum(MEANT[one.sure or 1] for one in asked) / len(asked)
    right = sum(one.ending == "correct" for one in asked) / len(asked)
    verdict = ""
    if meant - right > OVER:
        verdict = ": more sure than right"
    elif right - meant > UNDER:
        verdict = ": more right than sure"
    return "; ".join(said) + verdict


def _looked_at(sitting: Sitting, place: int, columns: int) -> list[str]:
    """A problem that was not right: what was answered, what is said of it, and the solution."""
    variant, attempt = sitting.plan[place], sitting.sheets[place].attempt
    lines = [f"{place + 1}. {variant.question.title}  [{variant.question.id}]"]
    if attempt is not None:
        said = attempt.response
        told = "; ".join(f"{part}: {text}" for part, text in said.items()) if isinstance(said, dict) else said
        text = ", ".join(told) if isinstance(told, list) else told
        lines += ["  you answered", *(f"    {line}" for line in text.splitlines())]
        if attempt.verdict.evidence.kind == "rubric" and attempt.verdict.outcome == "undecided":
            lines.append("  It was not compared with its rubric.")
        else:
            lines += [f"  {line}" for line in verdict_lines(attempt.verdict, said, columns - 2)]
    return [*lines, "", *(f"  {line}".rstrip() for line in solution_lines(variant, columns - 2))]
