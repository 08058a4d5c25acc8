"""What does a Moodle question with fields inside its text say? Its parts, each with a field an entry."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from quizkit.export.cloze import choice_field, number_field, outside, select_field
from quizkit.export.fields import Fields, fields
from quizkit.export.losses import Losses
from quizkit.export.moodle_text import note_fields, number_note
from quizkit.export.posed import part_heading
from quizkit.export.wording import web
from quizkit.variants import Variant
from quizkit.variants.variant import PosedTask

MAX_WEIGHT = 10_000
"""Weights are whole numbers; beyond this, points are taken to hundredths."""


def embedded(variant: Variant, losses: Losses, met: Callable[[float], None]) -> str:
    """The text of the question as HTML, with its fields.

    ``met`` is told every credit that a field gives.
    """
    found = {posed.id: _fields(variant, posed) for posed in variant.parts}
    sizes = [1 if one is None else len(one.wanted) for one in found.values()]
    points = [posed.points if posed.id else variant.question.points for posed in variant.parts]
    weights = field_weights(points, sizes)
    if sum(weight * size for weight, size in zip(weights, sizes, strict=True)) != variant.question.points:
        losses.note(variant.question.id, "points (kept in proportion)")
    blocks = [outside(web(variant.prompt))]
    for posed, weight in zip(variant.parts, weights, strict=True):
        blocks.append(outside(part_heading(posed)))
        one = found[posed.id]
        if one is None:
            field = choice_field if posed.kind == "choice" else select_field
            blocks.append(f"<div>{field(weight, posed.options)}</div>")
            continue
        note_fields(losses, variant, posed.id, one)
        for wanted in one.wanted:
            for each in wanted:
                met(each.credit)
        blocks.append(_laid_out(one, [number_field(weight, wanted) for wanted in one.wanted]))
        blocks.append(outside(web(number_note(posed.task, one))))
    return "".join(blocks)


def field_weights(points: Sequence[float], sizes: Sequence[int]) -> list[int]:
    """The weight of each field of parts worth so many points, with so many fields: whole, in proportion."""
    shares = [Fraction(str(worth)) / size for worth, size in zip(points, sizes, strict=True)]
    scale = math.lcm(*(each.denominator for each in shares))
    if max(shares) * scale > MAX_WEIGHT:
        return [max(1, round(each * 100)) for each in shares]
    return [max(1, int(each * scale)) for each in shares]


def _fields(variant: Variant, posed: PosedTask) -> Fields | None:
    return None if posed.options else fields(variant, posed.id)


def _laid_out(found: Fields, written: Sequence[str]) -> str:
    """Fields as they stand in a vector or a matrix."""
    if not found.shape:
        return f"<p>{written[0]}</p>"
    width = found.shape[-1]
    rows = [written[start : start + width] for start in range(0, len(written), width)]
    cells = ("".join(f"<td>{field}</td>" for field in row) for row in rows)
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"
