"""In which order is a walk told? One list of sections, for the screen and for Markdown alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizkit.walks.parity import SKIPPED, Parity
from quizkit.walks.walk import Block, Prose, Walk, array, columns


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]


def sections(walk: Walk, compared: Sequence[Parity] | None, *, told: bool) -> list[Section]:
    """The sections below the title; those about PyTorch only if ``told``."""
    steps = [
        Section(f"Step {place} of {len(walk.body.steps)}: {step.title}", step.blocks)
        for place, step in enumerate(walk.body.steps, start=1)
    ]
    parity = [Section("From scratch against PyTorch", (_parity(compared),))] if told else []
    asked = [f"- `quizkit ask {question.id}`: {question.why}" for question in walk.questions]
    return [
        Section("Why interviewers ask", (Prose(walk.why),)),
        Section("Conventions", (Prose("\n".join(f"- {one}" for one in walk.conventions)),)),
        *steps,
        Section("The result", (Prose(walk.body.result),)),
        *parity,
        Section("In the interview", (Prose("\n".join(f"- {one}" for one in walk.tips)),)),
        Section("Try next", (Prose("\n".join(asked)),)),
    ]


def origin(walk: Walk) -> str:
    """Where the numbers come from, in Markdown."""
    names = ", ".join(f"`{name}`" for name in walk.chosen)
    return f"Numbers of seed {walk.seed}{f', with {names} chosen' if names else ''}."


def _parity(compared: Sequence[Parity] | None) -> Block:
    if compared is None:
        return Prose(SKIPPED)
    return columns(
        "PyTorch, float64",
        [one.call for one in compared],
        array("largest difference", [one.difference for one in compared], error=True),
    )
