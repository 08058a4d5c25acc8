"""How do other programs want to hear of findings? JSON, workflow commands of GitHub, and SARIF 2.1.0.

Sources: GitHub Docs, "Workflow commands for GitHub Actions"; OASIS, "Static Analysis Results Interchange
Format (SARIF) Version 2.1.0", whose sections are named where they decide something.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from urllib.parse import quote

from quizkit.bank.codes import CODES
from quizkit.cli.reporting import Report, Row, counts, shown
from quizkit.errors import Problem, Severity

_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "advice": "notice"}
_SARIF: Mapping[Severity, str] = {"error": "error", "warning": "warning", "advice": "note"}

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HERE = "%SRCROOT%"
"""What the addresses of files are relative to."""
FINGERPRINT = "primaryLocationLineHash"
"""The name under which GitHub looks for a fingerprint."""


def as_json(report: Report) -> dict[str, object]:
    """The report as one JSON document."""
    document: dict[str, object] = {
        "schema": 1,
        "questions": [_row_json(row, report.strict) for row in report.rows],
        "problems": [_problem_json(problem) for problem in report.problems],
    }
    return document if report.audit is None else {**document, "audit": report.audit.to_json()}


def _row_json(row: Row, strict: bool) -> dict[str, object]:
    one = row.checked
    return {
        "question": one.question,
        "file": row.file,
        "line": row.line,
        "variants": one.variants,
        "every": one.every,
        "space": one.space,
        "witnesses": list(one.witnesses),
        "mistakes": one.mistakes,
        "redrawn": one.redrawn,
        "clean": not any(counts(problem, strict) for problem in one.problems),
    }


def _problem_json(problem: Problem) -> dict[str, object]:
    first, *more = shown(problem) or ("",)
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "question": problem.question,
        "message": problem.message,
        "fix": problem.fix,
        "shown": first,
        "more": more,
    }


def github(problems: Iterable[Problem]) -> Iterator[str]:
    """A workflow command for each finding, which GitHub then shows beside the line."""
    for problem in problems:
        properties = {"file": address(problem.file)}
        if problem.line:
            properties |= {"line": str(problem.line), "col": str(problem.column)}
        properties["title"] = problem.code
        told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        yield f"::{_GITHUB[problem.severity]} {told}::{_data(said(problem))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def said(problem: Problem) -> str:
    """The message of a finding, its fix, and what variants show, as lines."""
    fix = f"; {problem.fix}" if problem.fix else ""
    return "\n".join((problem.message + fix, *shown(problem)))


def address(file: str) -> str:
    """A file as seen from the working folder, with slashes, where it has such a name."""
    try:
        return PurePath(os.path.relpath(file) if os.path.isabs(file) else file).as_posix()  # noqa: PTH117
    except ValueError:
        # On another drive.
        return PurePath(file).as_posix()


def sarif(problems: Iterable[Problem], version: str) -> dict[str, object]:
    """The findings as a SARIF log of one run."""
    rules = [{"id": code, "shortDescription": {"text": _sentence(text)}} for code, text in CODES.items()]
    driver = {"name": "quizkit", "version": version, "rules": rules}
    places = {code: place for place, code in enumerate(CODES)}
    seen: Counter[str] = Counter()
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    HERE: {"description": {"text": "The folder in which quizkit was run."}}
                },
                "results": [_result(problem, places, seen) for problem in problems],
            }
        ],
    }


def _result(problem: Problem, places: Mapping[str, int], seen: Counter[str]) -> dict[str, object]:
    told: dict[str, object] = {"ruleId": problem.code}
    if problem.code in places:
        told["ruleIndex"] = places[problem.code]
    return {
        **told,
        "level": _SARIF[problem.severity],
        "message": {"text": said(problem)},
        "locations": [{"physicalLocation": _location(problem)}],
        "partialFingerprints": {FINGERPRINT: _fingerprint(problem, seen)},
    }


def _location(problem: Problem) -> dict[str, object]:
    # §3.4.3: a uri is percent-encoded.
    artifact = {"uri": quote(address(problem.file)), "uriBaseId": HERE}
    if not problem.line:
        return {"artifactLocation": artifact}
    region: dict[str, object] = {"startLine": problem.line, "startColumn": problem.column}
    if problem.source:
        region["snippet"] = {"text": problem.source}
    return {"artifactLocation": artifact, "region": region}


def _fingerprint(problem: Problem, seen: Counter[str]) -> str:
    """What tells a finding apart wherever its line has moved to (§3.27.17).

    The code, the file, the question and the line as written; of equal ones, which it is.
    """
    what = problem.source.strip() if problem.line else problem.message
    parts = (problem.code, address(problem.file), problem.question, what)
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
