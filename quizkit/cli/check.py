"""``quizkit check``: are the banks right?"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, Progress, end, is_terminal, say, say_json, tell, width
from quizkit.cli.reporting import Report, contradiction, rows_of, summary, text
from quizkit.errors import BankError

if TYPE_CHECKING:
    from quizkit.bank import Bank, Compilation
    from quizkit.workshop.audit import Audit
    from quizkit.workshop.check import Checked


class Format(StrEnum):
    """In which form findings are told."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders of banks; the shipped one if left out."),
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", metavar="N", min=0, help="Try the first N seeds too.")] = 0,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings and advice count as errors.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Wait for saves, and check again what changed.")
    ] = False,
    form: Annotated[
        Format, typer.Option("--format", metavar="FORM", help="text, json, github or sarif.")
    ] = Format.TEXT,
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
    quizkit check mine.yaml --watch
    quizkit check mine.yaml --seeds 1000 --strict
    quizkit check questions/ --format sarif > findings.sarif
    quizkit check mine.yaml --audit

    On every variant that is dealt: its key has a value and earns full marks, every witness agrees, every
    mistake is wrong and recognised, every text can be filled, every test comes out as it says.

    Findings are data and go to stdout; --format github tells them beside the lines of a pull request.
    With --watch, each save is answered by what is wrong in that file; ctrl+c ends it.

    With --audit, keys are also compared with what is accepted, with mistakes and tests by two engines, the
    ladder that grades and SymPy. Where these contradict each other, that is a fault of ours.

    Exit code: 0 clean, 1 with errors, 2 no bank, 70 the engines contradict each other, 130 ctrl+c.
    """
    chosen = _chosen(form, json=json)
    if watch:
        if chosen is not Format.TEXT or audit:
            end(Exit.USAGE, "quizkit: --watch tells findings as text; leave out --format, --json and --audit")
        from quizkit.cli.rechecking import watch_bank

        watch_bank(paths or (), seeds=seeds, strict=strict, pause=time.sleep)
    report, code = _checked(paths or (), seeds, seconds if audit else None, strict=strict)
    told(report, chosen)
    if code is not Exit.DONE:
        end(code)


def _chosen(form: Format, *, json: bool) -> Format:
    if not json:
        return form
    if form not in {Format.TEXT, Format.JSON}:
        end(Exit.USAGE, f"quizkit: --json and --format {form.value} are two forms; choose one")
    return Format.JSON


def _checked(paths: Sequence[str], seeds: int, seconds: int | None, *, strict: bool) -> tuple[Report, Exit]:
    """The report, and how the command ends. ``seconds``: how long the audit may take over a formula."""
    from quizkit.bank import compile_bank

    try:
        compiled = compile_bank(*paths)
    except BankError as error:
        return Report(loading=error.problems, strict=strict), Exit.USAGE
    report = Report(
        rows=rows_of(compiled, proved(compiled, seeds)),
        loading=compiled.bank.problems,
        files=tuple(file.name for file in compiled.files),
        strict=strict,
        audit=None if seconds is None else _audited(compiled.bank, seconds),
    )
    if report.audit is not None and report.audit.contradictions:
        return report, Exit.FAULT
    return report, Exit.WANTING if report.is_wanting else Exit.DONE


def proved(compiled: Compilation, seeds: int) -> list[Checked]:
    """Every question of a bank, proved on all cores; a bar shows how far it is."""
    from quizkit.workshop.check import check_bank
    from quizkit.workshop.crew import cores

    progress = Progress("checking", len(compiled.bank))
    try:
        return check_bank(compiled, seeds, workers=cores(), done=progress.step, advise=True)
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


def told(report: Report, form: Format) -> None:
    """Say what was found, in one of the forms."""
    match form:
        case Format.JSON:
            from quizkit.cli.annotations import as_json

            say_json(as_json(report))
            return
        case Format.TEXT:
            say(*text(report, folding()))
            tell(*([""] if report.problems and is_terminal(sys.stdout) else []), *summary(report))
            return
        case Format.GITHUB:
            from quizkit.cli.annotations import github

            say(*github(report.problems))
        case Format.SARIF:
            from quizkit import __version__
            from quizkit.cli.annotations import sarif

            say_json(sarif(report.problems, __version__))
    # These forms have no room for what is a fault of ours.
    for pair in report.audit.contradictions if report.audit is not None else ():
        tell(*contradiction(pair), "")
    tell(*summary(report))


def folding() -> int | None:
    """The columns of a terminal; None where another program reads, which looks for whole lines."""
    return width() if is_terminal(sys.stdout) else None
