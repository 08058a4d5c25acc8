"""A sheet of questions for the browser: one HTML file, without scripts, that also prints well.

Formulas are MathML. Hints, keys and solutions are folded away; what is folded is not printed. Text of a
bank is escaped on the way in, by ``typeset`` or here.
"""

from __future__ import annotations

import html as escapes
from collections.abc import Sequence

from quizkit.bank.question import Kind
from quizkit.export.dealt import Dealt
from quizkit.export.losses import Losses
from quizkit.export.papers import Earning, Paper, note_unmarked, papers, part_key
from quizkit.mathlang.glyphs import UNICODE
from quizkit.typeset import html, standalone
from quizkit.variants import Variant
from quizkit.variants.variant import PosedTask

STYLE = """\
<style>
.sheet section + section { margin-top: 4rem; border-top: 3px double var(--rule); }
.question + .question { margin-top: 2rem; border-top: 0; }
.question h4 { margin: 1rem 0 0.2rem; }
.worth, .rules { color: var(--quiet); font-size: 0.9em; font-weight: normal; }
.rules p { display: inline; }
.part { margin: 1rem 0 1rem 1.2rem; }
.part > .option > div > .worth { float: right; margin-left: 0.8rem; }
.line p { margin: 0; }
.space { border-bottom: 1px solid var(--quiet); margin: 2.2rem 0 1.2rem; max-width: 24rem; }
.space.box, .space.lines { border: 1px solid var(--quiet); border-radius: 3px; max-width: none;
  margin-top: 0.8rem; }
.space.box { height: 6rem; }
.space.lines { height: 12rem; }
@media (max-width: 38rem) { .part { margin-left: 0; } }
@media print {
  .sheet section + section { break-before: page; border: 0; margin: 0; }
  .question { break-inside: avoid; }
  .question h3 { border-top: 0; margin-top: 0; }
  .sheet details:not([open]) { display: none; } }
</style>
"""
"""What the sheet adds to the style of the page."""

_SPACE: dict[Kind, str] = {"text": "space lines", "matrix": "space box"}


def write(title: str, dealt: Sequence[Dealt], losses: Losses) -> bytes:
    """The sheet as an HTML file in UTF-8."""
    for one in dealt:
        note_unmarked(one, losses)
    versions = [_paper(paper) for paper in papers(dealt, losses)]
    shown = _text(" ".join(title.split()))
    body = f'{STYLE}<main class="sheet">\n<h1>{shown}</h1>\n{"".join(versions)}</main>'
    return standalone(UNICODE.text(" ".join(title.split())), body).encode()


def _paper(paper: Paper) -> str:
    heading = f"<h2>Version {paper.letter}</h2>\n" if paper.letter else ""
    questions = [_question(number, variant) for number, variant in enumerate(paper.variants, 1)]
    return f"<section>\n{heading}{''.join(questions)}</section>\n"


def _question(number: int, variant: Variant) -> str:
    question = variant.question
    name = f"{question.id}, variant {variant.seed}"
    return (
        '<article class="question">\n'
        f'<h3 title="{_text(name)}">{number}. {_text(question.title)} {_worth(question.points)}</h3>\n'
        f"{html(variant.prompt)}{''.join(map(_posed, variant.parts))}"
        f"{_hints(variant.hints)}{_key(variant)}"
        "</article>\n"
    )


def _posed(posed: PosedTask) -> str:
    """What a part asks, and where the answer goes."""
    answer = _options(posed) if posed.options else f'<div class="{_SPACE.get(posed.kind, "space")}"></div>\n'
    if not posed.id:
        return answer
    asked = _row(f"({_text(posed.id)})", f"{_worth(posed.points)}{html(posed.ask)}")
    return f'<div class="part">\n{asked}{answer}{_hints(posed.hints)}</div>\n'


def _options(posed: PosedTask) -> str:
    told = "<p><em>Tick every option that holds.</em></p>\n" if posed.kind == "select" else ""
    mark = "☐ " if posed.kind == "select" else ""
    rows = [_row(f"{mark}{option.letter}.", html(option.text)) for option in posed.options]
    return f'{told}<div class="options">\n{"".join(rows)}</div>\n'


def _hints(hints: Sequence[str]) -> str:
    """Each hint folded away by itself."""
    return "".join(
        f"<details><summary>Hint{f' {number}' if len(hints) > 1 else ''}</summary>\n{html(hint)}</details>\n"
        for number, hint in enumerate(hints, 1)
    )


def _key(variant: Variant) -> str:
    parts = [_part_key(variant, posed) for posed in variant.parts]
    solution = f"<h4>Solution</h4>\n{html(variant.solution)}" if variant.solution else ""
    return f"<details><summary>Key and solution</summary>\n{''.join(parts)}{solution}</details>\n"


def _part_key(variant: Variant, posed: PosedTask) -> str:
    found = part_key(variant, posed)
    label = f"({_text(posed.id)}) " if posed.id else ""
    rules = f'<div class="line rules">{html(found.rules)}</div>\n' if found.rules else ""
    key = f'<div class="line">{html(found.key)}</div>\n' if found.key else ""
    rubric = [_item(_points(points), html(idea)) for points, idea in found.rubric]
    earnings = [_earning(one) for one in found.earnings]
    solution = f"<h4>{label}Solution</h4>\n{html(found.solution)}" if found.solution and posed.id else ""
    heading = "Options" if posed.options else "Mistakes"
    return (
        f"<h4>{label}{'Rubric' if posed.rubric else 'Key'}</h4>\n{key}{rules}{_listed(rubric)}"
        f"{solution}{f'<h4>{label}{heading}</h4>{chr(10)}' if earnings else ''}{_listed(earnings)}"
    )


def _earning(one: Earning) -> str:
    if not one.shown:
        return f"<li>{_row(f'{_text(one.id)}.', html(one.say))}</li>\n"
    return (
        f'<li><div class="line">{html(one.shown)}</div> '
        f'<span class="rules">earns {_points(one.points)}: <code>{_text(one.id)}</code></span>\n'
        f"{html(one.say)}</li>\n"
    )


def _item(label: str, inside: str) -> str:
    return f"<li>{_row(label, inside)}</li>\n"


def _listed(items: Sequence[str]) -> str:
    return f"<ul>\n{''.join(items)}</ul>\n" if items else ""


def _row(label: str, inside: str) -> str:
    """Something behind a label, which must be HTML already."""
    return f'<div class="option"><span class="letter">{label}</span> <div>{inside}</div></div>\n'


def _worth(points: float) -> str:
    return f'<span class="worth">[{_points(points)}]</span>'


def _points(points: float) -> str:
    return f"{'−' if points < 0 else ''}{abs(points):g} point{'' if abs(points) == 1 else 's'}"


def _text(plain: str) -> str:
    """Plain text as HTML; nothing that a screen obeys is left in it."""
    return escapes.escape(UNICODE.text(plain))
