"""``quizkit list``: the questions there are."""

from __future__ import annotations

from quizkit.bank.question import Question
from quizkit.cli.banks import opened
from quizkit.cli.options import BankPaths, Json, Topic
from quizkit.cli.output import count, say, say_json, table, tell
from quizkit.practice.selection import NothingToDo, on_topic


def list_(topic: Topic = None, bank: BankPaths = None, json: Json = False) -> None:
    """List the questions.

    quizkit list
    quizkit list --topic q25 --json

    Exit code: 0 done, 2 no bank, 3 no question on the topic.
    """
    questions = opened(bank)
    try:
        chosen = {id_: questions[id_] for id_ in on_topic(questions, topic)}
    except NothingToDo:
        if json:
            say_json([])
        raise
    if json:
        say_json([_as_json(id_, question) for id_, question in chosen.items()])
        return
    rows = [(id_, one.kind, "●" * one.difficulty, one.title) for id_, one in chosen.items()]
    say(*table(rows, ("question", "kind", "level", "title")))
    tell(count(len(chosen), "question"))


def _as_json(id_: str, question: Question) -> dict[str, object]:
    return {
        "id": id_,
        "kind": question.kind,
        "title": question.title,
        "topic": question.topic,
        "tags": list(question.tags),
        "difficulty": question.difficulty,
        "minutes": question.minutes,
        "points": question.points,
        "settings": [setting for setting in question.bodies if setting],
    }
