"""What does a question of each kind look like? Commented banks to begin with, one for each kind.

They stand beside this module, as bank files with ``ID`` and ``TITLE`` where a question's own belong. Each is
a little question of the field that ``quizkit check`` finds nothing to say about, whatever its id.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import get_args

from quizkit.bank.question import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of question, in the order of the author's manual."""


def template(kind: Kind, id_: str) -> str:
    """A whole bank file with one question of this kind and id, its title made from the id."""
    text = (Path(__file__).parent / f"{kind}.yaml").read_text(encoding="utf-8")
    return text.replace("  ID:\n", f"  {id_}:\n", 1).replace(": TITLE\n", f": {title_of(id_)}\n", 1)


def question_lines(kind: Kind, id_: str) -> list[str]:
    """The lines of the question alone: its id indented by two spaces, its keys by four."""
    lines = template(kind, id_).splitlines()
    return lines[lines.index("questions:") + 1 :]


def title_of(id_: str) -> str:
    """``loss-to-perplexity`` → ``Loss to perplexity``."""
    words = " ".join(re.findall(r"[^-_.]+", id_))
    return words[:1].upper() + words[1:]


def proposed_id(text: str) -> str:
    """What comes nearest to a text among the ids that a question may have."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub("[^A-Za-z0-9._]+", "-", plain)[:80].strip("-._") or "my-question"
