"""What does a preview look like on a screen of characters?

As lines of styled spans, so that a shell can print them plain or in style. In the *picture* look formulas
are drawn in two dimensions, in the *plain* look every formula stands in one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from quizkit.errors import printable
from quizkit.mathlang.boxes import row
from quizkit.mathlang.glyphs import cells
from quizkit.typeset import Line, Span, Style, plain, terminal
from quizkit.typeset.flow import Atom, Between, Piece, filled
from quizkit.typeset.spans import indented, joined
from quizkit.variants import ShownOption
from quizkit.workshop.preview import Preview, PreviewedPart
from quizkit.workshop.preview_answers import Anticipated
from quizkit.workshop.preview_words import (
    MARKS,
    OUTCOMES,
    UNTYPED,
    about,
    checked_by,
    credit,
    cues,
    drawn,
    label,
    shortened,
)

LONGEST_SHOWN = 600
"""How much of a foreign text is shown that is no Markdown."""
WIDEST_LABEL = 28
"""Columns for the names of mistakes; a longer one has a row of its own."""
LEAST_WIDTH = 20


def screen(preview: Preview, columns: int, *, pictures: bool) -> tuple[Line, ...]:
    """The whole preview in so many columns."""
    return tuple(_Screen(max(columns, LEAST_WIDTH), pictures).preview(preview))


@dataclass(frozen=True, slots=True)
class _Screen:
    """A width, and whether formulas are drawn."""

    columns: int
    pictures: bool

    def preview(self, preview: Preview) -> Iterator[Line]:
        """Everything, from the title to what each answer earns."""
        variant = preview.variant
        yield from self.words(f"{_shown(variant.question.title)}  [{_shown(preview.id)}]", "heading")
        yield from self.words(about(preview))
        for name, value in drawn(preview):
            yield from self.behind(f"{_shown(name)}:", self.words_of(_shown(value)))
        yield ()
        yield from self.prose(variant.prompt)
        whole = len(preview.parts) == 1 and not preview.parts[0].posed.id
        if whole:
            yield from self.options(preview.parts[0].posed.options)
        yield from self.hints(variant.hints)
        yield from self.solution(variant.solution)
        for part in preview.parts:
            if not whole:
                yield from self.part_head(part)
            yield from self.judged(part)
        witnesses = checked_by(preview)
        if witnesses:
            yield from self.section("Witnesses of the key")
            for witness in witnesses:
                yield from self.behind(" ", self.words_of(_shown(witness)))
        if preview.wanting:
            yield from self.section("Not as it is meant")
            for fault in preview.wanting:
                yield from self.behind("  !", self.words_of(_shown(fault)))

    # What a learner sees.

    def part_head(self, part: PreviewedPart) -> Iterator[Line]:
        """A part: what it asks, its options, its own help."""
        posed = part.posed
        points = f"{posed.points:g} point{'' if posed.points == 1 else 's'}"
        yield from self.section(f"Part ({posed.id}) · {posed.kind} · {points}")
        yield from indented(self.narrower(2).prose(posed.ask), Span("  "))
        yield from self.options(posed.options)
        yield from self.hints(posed.hints)
        yield from self.solution(posed.solution)

    def options(self, options: Sequence[ShownOption]) -> Iterator[Line]:
        """The options behind their letters, and what is said of each."""
        if options:
            yield ()
        for option in options:
            yield from self.behind(f"  {option.letter}.", self.narrower(5).prose(option.text))

    def hints(self, hints: Sequence[str]) -> Iterator[Line]:
        """The ladder of help."""
        if hints:
            yield from self.section("Hints")
        for place, hint in enumerate(hints, start=1):
            yield from self.behind(f"  {place}.", self.narrower(5).prose(hint))

    def solution(self, solution: str) -> Iterator[Line]:
        """The worked answer."""
        if solution:
            yield from self.section("Solution")
            yield from indented(self.narrower(2).prose(solution), Span("  "))

    # What its author wants to know.

    def judged(self, part: PreviewedPart) -> Iterator[Line]:
        """The key of a part, how answers to it are judged, and what each earns."""
        if part.key:
            of = f" of ({part.posed.id})" if part.posed.id else ""
            yield from self.section(f"Key{of}")
            yield from self.behind(" ", self.words_of(_shown(part.key), "strong"))
        if part.rules:
            yield from () if part.key else self.section("Marks")
            yield from self.behind("  judged", self.words_of(_shown("; ".join(part.rules))))
        if part.posed.options:
            yield from self.section("What is said of each option")
            for option in part.posed.options:
                yield from self.option(option)
        if part.posed.rubric:
            yield from self.rubric(part)
        if part.answers:
            yield from self.section("What each answer earns")
            names = [cells(_shown(label(answer))) for answer in part.answers]
            room = min(WIDEST_LABEL, max(names))
            told: set[str] = set()
            for answer in part.answers:
                yield from self.answer(answer, room, again=answer.told in told)
                told.add(answer.told)

    def option(self, option: ShownOption) -> Iterator[Line]:
        """One option: whether it is right, the mistake behind it, and what is said of it."""
        truth = "✓ right" if option.correct else "✗ wrong"
        behind = f"  {_shown(option.mistake)}" if option.mistake else ""
        yield (Span(f"  {option.letter}. {truth}", "strong"), Span(behind))
        yield from indented(self.narrower(5).prose(option.say), Span("     "))

    def rubric(self, part: PreviewedPart) -> Iterator[Line]:
        """The points of a rubric and its red flags."""
        yield from self.section("Rubric")
        inner = self.narrower(5)
        for point in part.posed.rubric:
            yield (Span(f"  + {point.points:g}  ", "strong"), Span(_shown(point.id), "code"))
            yield from indented(inner.prose(point.award), Span("     "))
            if point.look_for:
                yield from self.behind("     cues:", inner.words_of(_shown(cues(point))))
            if point.missing:
                yield from self.behind("     if missing:", self.narrower(17).prose(point.missing))
        for flag, cost in part.posed.task.red_flags.items():
            yield (Span(f"  − {abs(cost):g}  ", "strong"), Span(_shown(flag), "code"), Span("  red flag"))

    def answer(self, answer: Anticipated, room: int, *, again: bool) -> Iterator[Line]:
        """One answer: its mark, what it earns, what it is, what is typed, what is told."""
        outcome = answer.verdict.outcome if answer.verdict else None
        mark = MARKS[outcome] if outcome else UNTYPED
        word = OUTCOMES[outcome] if outcome else "none"
        name = _shown(label(answer))
        head = f"  {mark} {word:<9} {credit(answer):>4}  "
        margin = Span(" " * len(head))
        inner = self.narrower(len(head))
        typed = shortened(_shown(answer.typed))
        if max(cells(name), room) + 2 + cells(typed) <= inner.columns:
            yield joined((Span(head), Span(f"{name:<{room}}  ", "strong"), Span(typed, "code")))
        else:
            yield joined((Span(head), Span(name, "strong")))
            yield from indented(filled(_by_rows(typed), inner.columns), margin)
        if answer.told:
            told = inner.words("told as above", "quote") if again else inner.prose(answer.told)
            yield from indented(told, margin)
        if answer.note:
            yield from indented(inner.words(("! " if answer.wanting else "") + _shown(answer.note)), margin)

    # How lines are made.

    def narrower(self, by: int) -> _Screen:
        """The same with fewer columns."""
        return replace(self, columns=max(self.columns - by, min(self.columns, LEAST_WIDTH)))

    def section(self, heading: str) -> Iterator[Line]:
        """A heading with an empty line before it."""
        yield ()
        yield from self.words(_shown(heading), "heading")

    def prose(self, markdown: str) -> tuple[Line, ...]:
        """A Markdown text."""
        if not markdown.strip():
            return ()
        if self.pictures:
            return terminal(markdown, self.columns)
        return tuple((Span(line),) if line else () for line in plain(markdown, self.columns).splitlines())

    def words(self, text: str, style: Style = "plain") -> tuple[Line, ...]:
        """Words that fill lines."""
        return filled(self.words_of(text, style), self.columns)

    def words_of(self, text: str, style: Style = "plain") -> list[Piece]:
        """Words to be filled in."""
        pieces: list[Piece] = []
        for place, word in enumerate(text.split(" ")):
            pieces += [Between.SPACE] if place else []
            pieces += [Atom(row(word), style)] if word else []
        return pieces

    def behind(self, head: str, body: Sequence[Piece] | tuple[Line, ...]) -> Iterable[Line]:
        """A body behind its label, the further lines below the first."""
        margin = " " * (cells(head) + 1)
        if not body or isinstance(body[0], tuple):
            lines: tuple[Line, ...] = tuple(line for line in body if isinstance(line, tuple))
        else:
            pieces = [piece for piece in body if not isinstance(piece, tuple)]
            lines = filled(pieces, max(self.columns - len(margin), LEAST_WIDTH // 2))
        return indented(lines or ((),), Span(margin), Span(f"{head} "))


def _by_rows(typed: str) -> list[Piece]:
    """What is typed, in words; the rows of a matrix stay whole where they fit."""
    rows = typed.replace("], [", "],\n[").split("\n") if typed.startswith("[[") else typed.split(" ")
    return [piece for one in rows for piece in (Atom(row(one), "code"), Between.SPACE)][:-1]


def _shown(text: str) -> str:
    """Foreign text, safe to show."""
    return printable(text, LONGEST_SHOWN)
