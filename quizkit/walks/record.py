"""What is a walk as JSON? Texts as Markdown, arrays as nested lists in full precision, plots as points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from quizkit.walks.parity import Parity
from quizkit.walks.pictures import finite, table
from quizkit.walks.walk import Array, Bars, Block, Columns, Plot, Prose, Values, Walk


def to_json(walk: Walk, compared: Sequence[Parity] | None = None) -> dict[str, object]:
    """The walk for other programs; ``parity`` is null where there is no PyTorch."""
    return {
        "schema": 1,
        "topic": walk.topic,
        "title": walk.title,
        "seed": walk.seed,
        "chosen": list(walk.chosen),
        "given": {array.name: _listed(array.values) for array in walk.inputs},
        "why": walk.why,
        "conventions": list(walk.conventions),
        "steps": [
            {"title": step.title, "blocks": [_block(block) for block in step.blocks]}
            for step in walk.body.steps
        ],
        "result": {
            "text": walk.body.result,
            "numbers": {array.name: _listed(array.values) for array in walk.body.outputs},
        },
        "parity": None
        if compared is None
        else [{"call": one.call, "difference": one.difference} for one in compared],
        "tips": list(walk.tips),
        "questions": [{"id": question.id, "why": question.why} for question in walk.questions],
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Prose():
            return {"kind": "text", "markdown": block.markdown}
        case Array():
            return {"kind": "array", **_array(block)}
        case Columns():
            return {
                "kind": "columns",
                "heading": block.heading,
                "labels": list(block.labels),
                "columns": [_array(column) for column in block.columns],
            }
        case Plot():
            series = [
                {
                    "name": one.name,
                    "x": [finite(x) for x, _ in one.points],
                    "y": [finite(y) for _, y in one.points],
                }
                for one in block.series
            ]
            labels = {"x_label": block.x_label, "y_label": block.y_label}
            return {"kind": "plot", "title": block.title, **labels, "series": series, "table": _table(block)}
        case Bars():
            bars = {"labels": list(block.labels), **_array(block.lengths)}
            return {"kind": "bars", "title": block.title, **bars, "table": _table(block)}
        case _:
            assert_never(block)


def _array(array: Array) -> dict[str, object]:
    return {"name": array.name, "shape": list(array.shape), "values": _listed(array.values)}


def _table(block: Plot | Bars) -> dict[str, object]:
    told = table(block)
    return {"heading": list(told.heading), "rows": [list(row) for row in told.rows], "note": told.note}


def _listed(values: Values) -> object:
    return [_listed(entry) for entry in values] if isinstance(values, tuple) else values
