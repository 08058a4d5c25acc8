"""A disputed verdict goes into a file, for whoever wrote the question."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from quizkit.cli.places import data_folder
from quizkit.practice.keeping import Keeper
from quizkit.practice.session import OutOfTurn


def disputes_folder() -> Path:
    """Where disputes are filed."""
    return data_folder() / "disputes"


def file_dispute(keeper: Keeper, reason: str, at: datetime) -> list[str]:
    """Dispute the newest verdict and file it; gives what is to be said. The problem does not count."""
    try:
        told = keeper.dispute(reason.strip(), at)
    except OutOfTurn as refusal:
        return [f"That is not possible: {refusal}."]
    name = f"{at.astimezone(UTC):%Y%m%d-%H%M%S-%f}-{keeper.sitting.variant.question.id}.json"
    path = disputes_folder() / name
    said = ["Disputed: this problem does not count."]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        return [*said, f"Its file {path} cannot be written: {(error.strerror or 'failure').lower()}."]
    return [*said, "All that was judged is in this file, for the author of the question:", f"  {path}"]
