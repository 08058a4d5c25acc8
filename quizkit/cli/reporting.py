"""What is said of a bank that was checked: lines for people, or JSON.

The findings stand under the file and the question they concern, in the order of the files.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizkit.cli.output import aligned, count
from quizkit.errors import Problem
from quizkit.typeset.caret import caret_lines

if TYPE_CHECKING:
    from quizkit.bank import Compilation
    from quizkit.workshop.audit import Audit, Pair
    from quizkit.workshop.check import Checked

MARGIN = "    "
"""What stands before a finding."""
LEAST = 40
"""The fewest columns that a message is folded to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question that was checked, and where it stands."""

    file: str
    line: int
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything there is to say of a check."""

    rows: tuple[Row, ...] = ()
    loading: tuple[Problem, ...] = ()
    """What was wrong before anything could be proved."""
    files: tuple[str, ...] = ()
    """Every file that was read, in order."""
    strict: bool = False
    """Whether warnings and advice count as errors."""
    audit: Audit | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found: of loading first, then of proofs."""
        return (*self.loading, *(problem for row in self.rows for problem in row.checked.problems))

    @property
    def is_wanting(self) -> bool:
        """Whether an error was found, or with ``strict`` anything."""
        return any(counts(problem, self.strict) for problem in self.problems)


def rows_of(compiled: Compilation, checked: Iterable[Checked]) -> tuple[Row, ...]:
    """The questions of a bank with what was found of each, in order."""
    questions = compiled.bank.values()
    return tuple(
        Row(file=question.file, line=question.line, checked=one)
        for question, one in zip(questions, checked, strict=True)
    )


def counts(problem: Problem, strict: bool) -> bool:
    """Whether a finding counts as an error."""
    return strict or problem.severity == "error"


def text(report: Report, columns: int | None = None) -> list[str]:
    """The report, file by file. ``columns`` folds what is longer; None leaves messages on one line."""
    lines: list[str] = []
    for file in _files(report):
        lines += [*([""] if lines else []), file, *file_lines(file, report, columns)]
    for pair in report.audit.contradictions if report.audit is not None else ():
        lines += ["", *contradiction(pair)]
    return lines


def _files(report: Report) -> list[str]:
    """Every file of which there is something to say: those without questions first."""
    read = set(report.files)
    others = dict.fromkeys(problem.file for problem in report.loading if problem.file not in read)
    told = {row.file for row in report.rows} | {problem.file for problem in report.loading}
    return [*others, *(file for file in report.files if file in told)]


def file_lines(file: str, report: Report, columns: int | None = None) -> list[str]:
    """A row for each question of a file, its findings below it."""
    rows = {row.checked.question: row for row in report.rows if row.file == file}
    findings = [problem for problem in report.loading if problem.file == file]
    of_file = [problem for problem in findings if not problem.question]
    starts: dict[str, int] = {name: row.line for name, row in rows.items()}
    for problem in findings:
        if problem.question:
            starts.setdefault(problem.question, problem.line)
    cells = aligned_rows(
        [(name, rows[name].checked if name in rows else None) for name in starts], strict=report.strict
    )
    lines = [line for problem in of_file for line in problem_lines(problem, columns)]
    for name, row in sorted(zip(starts, cells, strict=True), key=lambda entry: starts[entry[0]]):
        lines.append(row)
        own = [problem for problem in findings if problem.question == name]
        own += rows[name].checked.problems if name in rows else ()
        said_above = rows[name].line if name in rows else 0
        lines += [line for problem in own for line in problem_lines(problem, columns, said_above)]
    return lines


def aligned_rows(entries: Sequence[tuple[str, Checked | None]], *, strict: bool) -> list[str]:
    """A line for each question: what was proved of it; of None, that nothing could be."""
    cells = [
        ("✗", name, "not checked", "", "") if one is None else _cells(one, strict) for name, one in entries
    ]
    return [f"  {line}" for line in aligned(cells)] if cells else []


def _cells(one: Checked, strict: bool) -> tuple[str, ...]:
    return (
        "✗" if any(counts(problem, strict) for problem in one.problems) else "✓",
        one.question,
        amount(one),
        ", ".join(one.witnesses) or ("no witness" if one.has_key else ""),
        ", ".join(
            [count(one.mistakes, "mistake")] * bool(one.mistakes)
            + [f"{one.redrawn} redrawn"] * bool(one.redrawn)
        ),
    )


def amount(one: Checked) -> str:
    """How many variants were proved, and of how many: ``19 of 19, all``; ``12 of 2,187``; ``12``."""
    if not one.variants:
        return "no variant"
    if one.every:
        return f"{one.variants:,} of {one.variants:,}, all"
    # Options in another order are another variant of the same draw.
    if one.space is None or one.space < one.variants:
        return f"{one.variants:,}"
    return f"{one.variants:,} of {one.space:,}"


def problem_lines(problem: Problem, columns: int | None = None, row: int = 0) -> list[str]:
    """A finding: place, code, message and fix; the line with a caret; what variants show.

    ``row`` is the line of its question's id. That line is not repeated, for the id has just been told.
    """
    room = None if columns is None else max(LEAST, columns - len(MARGIN))
    told = str(problem)
    if problem.severity != "error":
        told = told.replace(f" {problem.code} ", f" {problem.severity} {problem.code} ", 1)
    lines = _folded(told, room)
    if problem.source and problem.line and problem.line != row:
        written = problem.source.strip()
        place = max(0, problem.column - 1 - (len(problem.source) - len(problem.source.lstrip())))
        lines += [f"  {line}" for line in caret_lines(written, place, place + 1)]
    for one in shown(problem):
        lines += [f"    {line}" for line in _folded(one, None if room is None else room - 4)]
    return [f"{MARGIN}{line}".rstrip() for line in lines]


def shown(problem: Problem) -> tuple[str, ...]:
    """What variants show of a finding."""
    from quizkit.workshop.faults import Shown

    return tuple(filter(None, (problem.shown, *problem.more))) if isinstance(problem, Shown) else ()


def _folded(line: str, room: int | None) -> list[str]:
    lines = line.splitlines() or [""]
    if room is None:
        return lines
    return [
        folded
        for each in lines
        for folded in textwrap.wrap(
            each, room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
    ]


def summary(report: Report) -> Iterator[str]:
    """How much was checked and how many findings there are, a line or two."""
    if not report.rows:
        yield "quizkit: there is no question to check"
        return
    variants = sum(row.checked.variants for row in report.rows)
    checked = [
        count(len({row.file for row in report.rows}), "file"),
        count(len(report.rows), "question"),
        count(variants, "variant"),
    ]
    yield f"{', '.join(checked)}: {tallied(report.problems, strict=report.strict)}"
    if report.audit is not None:
        yield audit_line(report.audit)


def tallied(problems: Iterable[Problem], *, strict: bool = False) -> str:
    """``1 error, 2 warnings, 3 advice``."""
    kinds = Counter(problem.severity for problem in problems)
    told = [count(kinds["error"], "error")]
    told += [count(kinds["warning"], "warning")] if kinds["warning"] else []
    told += [f"{kinds['advice']} advice"] if kinds["advice"] else []
    strictly = strict and (kinds["warning"] or kinds["advice"])
    return ", ".join(told) + (" (--strict: all count as errors)" if strictly else "")


def contradiction(pair: Pair) -> list[str]:
    """Where the engines contradict each other, both sides, and what each rests on."""
    both = pair.both
    return [
        f"a fault of ours: {pair.place}: the engines contradict each other",
        f"    expected  {both.ladder.expected}",
        f"    response  {both.ladder.response}",
        f"    ladder    {both.ladder.sentence()}",
        f"    sympy     {both.second_comparison.sentence()}",
    ]


def audit_line(audit: Audit) -> str:
    """``audit: 425 comparisons: both engines agree on 424, SymPy cannot tell 1, 0 contradictions``."""
    lifted = f" ({audit.lifted} sampled by the ladder, proved by SymPy)" if audit.lifted else ""
    stopped = f" ({audit.stopped} stopped by the clock)" if audit.stopped else ""
    told = [f"both engines agree on {audit.agreed}{lifted}", f"SymPy cannot tell {len(audit.open)}{stopped}"]
    told += [f"the ladder cannot tell {len(audit.undecided)}"] if audit.undecided else []
    told.append(count(len(audit.contradictions), "contradiction"))
    return f"audit: {count(len(audit.pairs), 'comparison')}: {', '.join(told)}"
