"""What does a preview look like as a web page? Fragments of HTML with MathML, ready for ``standalone``.

Whatever an author wrote is escaped or goes through ``typeset.html``, which lets no markup through.
"""

from __future__ import annotations

import html as escapes
from collections.abc import Iterable, Iterator, Sequence

from quizkit import typeset
from quizkit.errors import printable
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
LONGEST_TYPESET = 2000
"""The longest LaTeX of an answer that is set as a formula beside what is typed."""
_NO_FORMULA = frozenset({"choice", "select", "text"})


def page(previews: Sequence[Preview], title: str) -> str:
    """A whole HTML document with every preview under its heading; several have a list of contents."""
    return typeset.standalone(title, "\n".join(_body(previews, title)))


def _body(previews: Sequence[Preview], title: str) -> Iterator[str]:
    several = len(previews) > 1
    if several:
        yield f"<h1>{_text(title)}</h1>\n<nav><ul>"
        for place, one in enumerate(previews, start=1):
            yield f'<li><a href="#question-{place}">{_text(one.variant.question.title)}</a></li>'
        yield "</ul></nav>"
    for place, one in enumerate(previews, start=1):
        yield f'<article id="question-{place}">'
        yield from _article(one, "h2" if several else "h1")
        yield "</article>"


def _article(preview: Preview, heading: str) -> Iterator[str]:
    variant = preview.variant
    yield f"<{heading}>{_text(variant.question.title)}</{heading}>"
    yield f'<p class="quiet"><code>{_text(preview.id)}</code> · {_text(about(preview))}</p>'
    yield typeset.html(variant.prompt)
    whole = len(preview.parts) == 1 and not preview.parts[0].posed.id
    if whole:
        yield _options(preview.parts[0])
    yield from _help(variant.hints, variant.solution)
    for part in preview.parts:
        if not whole:
            yield from _part_head(part)
        yield from _judged(part)
    yield from _behind(preview)


def _part_head(part: PreviewedPart) -> Iterator[str]:
    posed = part.posed
    points = f"{posed.points:g} point{'' if posed.points == 1 else 's'}"
    yield f'<h3>Part ({_text(posed.id)}) <span class="quiet">{posed.kind} · {points}</span></h3>'
    yield typeset.html(posed.ask)
    yield _options(part)
    yield from _help(posed.hints, posed.solution)


def _options(part: PreviewedPart) -> str:
    """The options behind their letters, as a learner sees them."""
    if not part.posed.options:
        return ""
    listed = "\n".join(
        f'<div class="option"><span class="letter">{option.letter}.</span>'
        f"<div>{typeset.html(option.text)}</div></div>"
        for option in part.posed.options
    )
    return f'<div class="options">\n{listed}\n</div>'


def _help(hints: Sequence[str], solution: str) -> Iterator[str]:
    """The ladder of help, closed until somebody opens it."""
    for place, hint in enumerate(hints, start=1):
        yield f"<details><summary>Hint {place}</summary>\n{typeset.html(hint)}</details>"
    if solution:
        yield f"<details><summary>Solution</summary>\n{typeset.html(solution)}</details>"


def _judged(part: PreviewedPart) -> Iterator[str]:
    """What an author wants to know of a part: how it is judged and what each answer earns."""
    if part.rules:
        yield f'<p class="quiet">Judged: {_text("; ".join(part.rules))}.</p>'
    if part.posed.options:
        rows = [
            (
                '<b class="correct">✓ right</b>' if option.correct else '<b class="wrong">✗ wrong</b>',
                f"<b>{option.letter}</b>{_mistake(option.mistake)}",
                typeset.html(option.say),
            )
            for option in part.posed.options
        ]
        yield _table("What is said of each option", ("Option is", "Option", "What is said"), rows)
    if part.posed.rubric:
        yield from _rubric(part)
    if part.answers:
        rows = [_row(answer, part) for answer in part.answers]
        yield _table("What each answer earns", ("Outcome", "Answer", "What is told"), rows)


def _row(answer: Anticipated, part: PreviewedPart) -> tuple[str, str, str]:
    outcome = answer.verdict.outcome if answer.verdict else None
    word = OUTCOMES[outcome] if outcome else "none"
    mark = MARKS[outcome] if outcome else UNTYPED
    earned = f" <br />{credit(answer)}" if credit(answer) else ""
    typed = f"{_formula(answer, part)}<code>{_text(shortened(answer.typed))}</code>" if answer.typed else ""
    name = f'<span class="name">{_text(label(answer))}</span>'
    bang = "! " if answer.wanting else ""
    note = f'<p class="note">{bang}{_text(answer.note)}</p>' if answer.note else ""
    return (
        f'<b class="{word}">{mark} {word}</b>{earned}',
        f"{name}{typed}",
        f"{typeset.html(answer.told)}{note}",
    )


def _formula(answer: Anticipated, part: PreviewedPart) -> str:
    """An answer as it was read, where drawing it says more than the line that was typed."""
    verdict = answer.verdict
    if verdict is None or verdict.read_as is None or part.posed.kind in _NO_FORMULA:
        return ""
    if part.posed.kind == "number" and not any(map(str.isalpha, answer.typed)):
        return ""
    latex = shortened(verdict.read_as.latex, r"\ldots ")
    if len(latex) > LONGEST_TYPESET or latex == shortened(answer.typed, r"\ldots "):
        return ""
    return typeset.html(f"$$\n{latex}\n$$")


def _rubric(part: PreviewedPart) -> Iterator[str]:
    rows = [
        (
            f"<b>+{point.points:g}</b>",
            f'<span class="name">{_text(point.id)}</span>{typeset.html(point.award)}',
            "".join(
                (
                    f"<p>Cues: {_text(cues(point))}</p>" if point.look_for else "",
                    f"<p>If it is missing:</p>{typeset.html(point.missing)}" if point.missing else "",
                )
            ),
        )
        for point in part.posed.rubric
    ]
    rows += [
        (f"<b>−{abs(cost):g}</b>", f'<span class="name">{_text(flag)}</span>', "<p>A red flag.</p>")
        for flag, cost in part.posed.task.red_flags.items()
    ]
    yield _table("Rubric", ("Points", "Idea", "What helps to find it"), rows)


def _behind(preview: Preview) -> Iterator[str]:
    """The draw, the witnesses, and what does not come out as it is meant."""
    if preview.wanting:
        faults = "".join(f"<li>{_text(fault)}</li>" for fault in preview.wanting)
        yield f'<div class="wanting"><p><b>! Not as it is meant</b></p><ul>{faults}</ul></div>'
    rows = [(f"<code>{_text(name)}</code>", _text(value)) for name, value in drawn(preview)]
    rows += [("witness", f"<code>{_text(witness)}</code>") for witness in checked_by(preview)]
    yield "<details><summary>The draw and its witnesses</summary>"
    yield f"{_table('', ('Name', 'Value'), rows)}</details>"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose rows stack on narrow screens; the cells are HTML already."""
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    told = f"<caption>{caption}</caption>" if caption else ""
    return f'<table class="stacked">{told}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'


def _mistake(mistake: str | None) -> str:
    return f'<br /><span class="name">{_text(mistake)}</span>' if mistake else ""


def _text(text: str) -> str:
    """Foreign text, safe in HTML."""
    return escapes.escape(printable(text, LONGEST_SHOWN))
