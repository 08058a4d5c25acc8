"""What does a person need who marks a variant? The key, what else is right, the mistakes and the rubric."""

from __future__ import annotations

from quizkit.bank.question import RubricPoint
from quizkit.export.told import accepted_told, key_told, mistakes_told
from quizkit.export.wording import escaped, web_line
from quizkit.variants import Variant
from quizkit.variants.variant import PosedTask


def grading_notes(variant: Variant) -> str:
    """The notes as HTML, part by part."""
    return "".join(_of_part(variant, posed) for posed in variant.parts)


def _of_part(variant: Variant, posed: PosedTask) -> str:
    label = f"<b>({escaped(posed.id)})</b> " if posed.id else ""
    worth = f" ({posed.points:g} point{'' if posed.points == 1 else 's'})" if posed.id else ""
    if posed.kind == "text":
        return f"<p>{label}Rubric{worth}</p>{rubric_notes(posed)}"
    key = f"<p>{label}Key{worth}: <code>{escaped(key_told(variant, posed.id))}</code></p>"
    if posed.options:
        return key
    task = posed.task
    rules = [f"tolerance {task.tol}"] if not variant.is_symbolic(posed.id) else []
    rules += [f"right up to {task.up_to}"] if task.up_to else []
    rules += [f"form: {task.form}"] if task.form else []
    rules += [f"equal {task.equal}"] if task.equal else []
    rules += [f"shown with {task.precision}"] if task.precision else []
    rules += [f"right where {condition}" for condition in task.accept_if]
    blocks = [key, f"<p>{escaped('; '.join(rules))}</p>" if rules else ""]
    accepted = accepted_told(variant, posed.id)
    if accepted:
        listed = ", ".join(f"<code>{escaped(text)}</code>" for text in accepted)
        blocks.append(f"<p>Also right: {listed}</p>")
    mistakes = [
        f"<li><code>{escaped(told.text)}</code> ({100 * told.mistake.credit:g} %) {web_line(told.say)}</li>"
        for told in mistakes_told(variant, posed.id)
    ]
    blocks.append(f"<ul>{''.join(mistakes)}</ul>" if mistakes else "")
    return "".join(blocks)


def rubric_notes(posed: PosedTask) -> str:
    """The points of a rubric, and what costs points, as HTML."""
    points = [f"<li>{point.points:g}: {_idea(point)}</li>" for point in posed.rubric]
    flags = [f"<li>−{abs(cost):g}: {escaped(flag)}</li>" for flag, cost in posed.task.red_flags.items()]
    return f"<ul>{''.join([*points, *flags])}</ul>"


def _idea(point: RubricPoint) -> str:
    award = web_line(point.award) if point.award else escaped(point.id)
    return f"{award}<br><i>Where it is missing:</i> {web_line(point.missing)}" if point.missing else award
