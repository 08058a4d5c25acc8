"""What does the first problem look like, before it is made? Kept ahead, shown at once, and then checked.

To make a variant, the language of formulas and exact arithmetic are imported; to show one, neither is needed.
So what the first problem of the next sitting shows is kept in the cache, by the hash of its question, its
seed, this version and the state of the code. The variant itself is made right after the first paint. A look
that is not the variant's to the last character is drawn anew, and nothing is ever graded by it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Collection, Iterable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from quizkit.bank.index import code_stamp, forget_oldest, load_entry, save_entry
from quizkit.typeset import known_lines, terminal
from quizkit.typeset.spans import Span

if TYPE_CHECKING:
    from quizkit.variants import Variant

MOST = 8
"""How many looks are kept; the oldest go."""
FORMAT = 1
"""Goes up whenever what is kept changes its form."""
_CODE = ("bank", "equivalence", "mathlang", "reference", "typeset", "variants")
"""The rooms whose code decides what a problem looks like."""


def recalled(question_hash: str, seed: int) -> Variant | None:
    """The look of a problem that was kept: what a variant shows, and nothing to grade by; None if unknown."""
    found = load_entry(_entry(question_hash, seed))
    if found is None:
        return None
    match found:
        case ({"look": dict(look), "lines": list(lines)}, []):
            for markdown, width, rows in lines:
                known_lines[markdown, width] = tuple(tuple(Span(*span) for span in row) for row in rows)
            return cast("Variant", json.loads(json.dumps(look), object_hook=_namespace))
    return None


def _namespace(fields: dict[str, object]) -> SimpleNamespace:
    return SimpleNamespace(**fields)


def keep(variant: Variant, widths: Collection[int]) -> None:
    """Keep the look of a problem, its texts set for these widths."""
    lines = [
        [markdown, width, [[[span.text, span.style] for span in row] for row in terminal(markdown, width)]]
        for markdown in dict.fromkeys(_texts(variant))
        for width in sorted(widths)
    ]
    save_entry(_entry(variant.question.hash, variant.seed), {"look": look(variant), "lines": lines})
    forget_oldest("first-*.json", MOST)


def _texts(variant: Variant) -> Iterable[str]:
    yield variant.prompt
    for posed in variant.parts:
        if posed.id:
            yield f"**({posed.id})** {posed.ask}"
        yield from (option.text for option in posed.options)


def look(variant: Variant) -> Mapping[str, object]:
    """What the screen shows of a problem that was just posed, in the form that it is kept in."""
    question = variant.question
    return {
        "question": {
            "id": question.id,
            "title": question.title,
            "kind": question.kind,
            "difficulty": question.difficulty,
        },
        "seed": variant.seed,
        "prompt": variant.prompt,
        "hints": list(variant.hints),
        "body": {"domains": list(variant.body.domains)},
        "parts": [
            {
                "id": posed.id,
                "kind": posed.kind,
                "ask": posed.ask,
                "hints": list(posed.hints),
                "options": [
                    {"id": option.id, "letter": option.letter, "text": option.text}
                    for option in posed.options
                ],
            }
            for posed in variant.parts
        ],
    }


def is_look_of(shown: Variant, variant: Variant) -> bool:
    """Whether what is shown is what the variant shows."""
    return look(shown) == look(variant)


def _entry(question_hash: str, seed: int) -> str:
    version = importlib.import_module("quizkit").__version__
    stamp = json.dumps([FORMAT, version, code_stamp(_CODE), question_hash, seed])
    return f"first-{hashlib.blake2b(stamp.encode(), digest_size=20).hexdigest()}.json"
