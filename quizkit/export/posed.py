"""What does an exported variant show? Its prompt, its hints and its worked answer as HTML."""

from __future__ import annotations

from quizkit.bank import Question
from quizkit.export.wording import escaped, one_line, web, web_line
from quizkit.variants import ShownOption, Variant
from quizkit.variants.variant import PosedTask


def asked(variant: Variant, *, options: bool = True) -> str:
    """The prompt, and what every part asks."""
    blocks = [web(variant.prompt)]
    for posed in variant.parts:
        blocks.append(part_heading(posed))
        blocks.append(_listed(posed.options) if options and posed.options else "")
    return "".join(blocks)


def part_heading(posed: PosedTask) -> str:
    """``(h) Compute h.``; nothing for a question without parts."""
    return f"<p><b>({escaped(posed.id)})</b> {web_line(posed.ask)}</p>" if posed.id else ""


def hints(variant: Variant) -> list[str]:
    """The hints of the question, then those of its parts, as HTML."""
    found = [web(hint) for hint in variant.hints]
    for posed in variant.parts:
        if posed.id:
            found += [f"<p><b>({escaped(posed.id)})</b> {web_line(hint)}</p>" for hint in posed.hints]
    return found


def worked_answer(variant: Variant) -> str:
    """The solution of the question and of its parts, and what to remember, as HTML."""
    blocks = [web(variant.solution)] if variant.solution else []
    own = [posed for posed in variant.parts if posed.id and posed.solution]
    blocks += [f"<p><b>({escaped(posed.id)})</b></p>{web(posed.solution)}" for posed in own]
    blocks += [web(variant.question.remember)] if variant.question.remember else []
    return "".join(blocks)


def heading(question: Question) -> str:
    """The title of a question, or its id, in one line."""
    return one_line(question.title) or question.id


def _listed(options: tuple[ShownOption, ...]) -> str:
    items = [f"<li><b>{option.letter}.</b> {web_line(option.text)}</li>" for option in options]
    return f"<ul>{''.join(items)}</ul>"
