"""What was found wrong in one file? Problems, gathered as they are met, each once.

Checks go on after a problem, so that an author sees all of them at once. Where settings share a formula
the same problem is met once for each; it is kept once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quizkit.errors import Problem, Severity

Place = tuple[int, int]
"""Line and column, both from 1."""

WHOLE_FILE: Place = (0, 0)
"""The place of a problem that no single line has."""

MAX_PROBLEMS = 1000
"""The most problems that are kept of one file; whoever meets as many has seen enough."""

MAX_SOURCE = 400
"""How much of a line is kept with its problem."""


class Findings:
    """The problems of one file, in the order of its lines."""

    def __init__(self, file: str, lines: tuple[str, ...] = ()) -> None:
        self.file = file
        self.lines = lines
        self._misread: set[int] = set()
        self._spoiled: set[str] = set()
        self._problems: dict[tuple[str, int, int, str], Problem] = {}

    def add(
        self,
        code: str,
        place: Place,
        message: str,
        fix: str = "",
        *,
        question: str = "",
        severity: Severity = "error",
    ) -> None:
        """Note a problem at a place of the file.

        Behind a fault of the YAML the rest of a line is not what the author meant, so that whatever
        else is met there is not told.
        """
        line, column = place
        if line in self._misread:
            return
        if code.startswith("QK1") and line:
            self._misread.add(line)
        problem = Problem(
            code=code,
            file=self.file,
            line=line,
            column=column,
            message=message,
            fix=fix,
            severity=severity,
            source=self.lines[line - 1][:MAX_SOURCE] if 0 < line <= len(self.lines) else "",
            question=question,
        )
        if severity == "error":
            self._spoiled.add(question)
        if len(self._problems) < MAX_PROBLEMS:
            # Hints behind the first semicolon may differ from setting to setting.
            self._problems.setdefault((code, line, column, message.partition(";")[0]), problem)

    def attribute(self, starts: Iterable[tuple[int, int, str]]) -> None:
        """Give each problem inside the lines ``first <= line < end`` to the question named there.

        For what was met before the questions were known.
        """
        spans = list(starts)
        for key, problem in self._problems.items():
            owner = next((name for first, end, name in spans if first <= problem.line < end), "")
            if owner and not problem.question:
                self._problems[key] = replace(problem, question=owner)
        self._spoiled = {each.question for each in self._problems.values() if each.severity == "error"}
        if len(self._problems) == MAX_PROBLEMS:
            # What was not kept may concern any question.
            self._spoiled.add("")

    def suggested(self, question: str, key: str) -> bool:
        """Whether an unknown key of the question was taken for this one, so that it is not missing."""
        hint = f"did you mean {key!r}?"
        return any(
            problem.code == "QK201" and problem.question == question and problem.message.endswith(hint)
            for problem in self._problems.values()
        )

    def misplaced(self, key: str) -> bool:
        """Whether a key of questions stands at the head of the file."""
        return any(
            problem.code == "QK207"
            and not problem.question
            and problem.message.startswith(f"the key {key!r} ")
            for problem in self._problems.values()
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, from the first line to the last."""
        return tuple(sorted(self._problems.values(), key=lambda each: (each.line, each.column)))

    def spoiled(self) -> frozenset[str]:
        """The questions with an error; the empty name stands for the file itself."""
        return frozenset(self._spoiled)
