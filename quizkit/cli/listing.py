"""``quizkit list``: the questions there are."""

from __future__ import annotations

from typing import Annotated

import typer

from quizkit.cli.options import Bank, Json
from quizkit.cli.output import Exit, end, say, say_json, table, tell


def list_(
    topic: Annotated[str | None, typer.Option("--topic", help="Only this topic, such as q29.")] = None,
    bank: Bank = None,
    json: Json = False,
) -> None:
    r"""List the questions.

    \b
    quizkit list
    quizkit list --topic q25 --json
    """
    from quizkit.bank import load_bank

    questions = load_bank(*(bank or ()))
    chosen = [
        question
        for question in questions.values()
        if topic is None or topic in {question.topic, *question.tags}
    ]
    tell(*(problem.drawn() for problem in questions.problems if problem.severity == "error"))
    if json:
        say_json(
            [
                {
                    "id": question.id,
                    "kind": question.kind,
                    "title": question.title,
                    "topic": question.topic,
                    "tags": list(question.tags),
                    "difficulty": question.difficulty,
                    "minutes": question.minutes,
                    "points": question.points,
                    "settings": [setting for setting in question.bodies if setting],
                }
                for question in chosen
            ]
        )
    elif chosen:
        rows = [(q.id, q.kind, "●" * q.difficulty, q.title) for q in chosen]
        say(*table(rows, ("question", "kind", "level", "title")))
        tell(f"{len(chosen)} questions")
    if not chosen:
        end(Exit.NOTHING, f"no questions on {topic}")
