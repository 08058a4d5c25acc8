"""A question with its numbers drawn.

A ``Variant`` is a value: everything shown in it is text, everything asked of it can be computed again at
any precision through its ``workings``. Two variants with the same ``hash`` show the same and ask the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from quizkit.bank.constants import Constant, constant_text
from quizkit.bank.question import Kind, Question, RubricPoint, Task
from quizkit.errors import without_tags
from quizkit.mathlang.arrays import Value
from quizkit.mathlang.balls import FIRST_BITS, Exact, Workings
from quizkit.mathlang.domains import Domain
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.scope import Scope
from quizkit.variants.keys import Key, spelled
from quizkit.variants.options import ShownOption
from quizkit.variants.parsed import ParsedBody, ParsedTask
from quizkit.variants.refusals import Acceptance
from quizkit.variants.template import Filling

GivenValue: TypeAlias = "str | tuple[GivenValue, ...]"
"""A drawn value: an exact decimal or a word as text, or nested tuples of these. A word that would be read as
something else is in quotes: ``'7'``."""
_PERSON = b"quizkit-var-v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PosedTask:
    """What one part asks, filled in. A question without parts has one, with an empty id."""

    id: str
    task: Task
    ask: str
    """Markdown; empty for a question without parts."""
    options: tuple[ShownOption, ...] = ()
    hints: tuple[str, ...] = ()
    solution: str = ""

    @property
    def kind(self) -> Kind:
        """The kind of answer."""
        return self.task.kind

    @property
    def points(self) -> float:
        """What the part is worth."""
        return self.task.points

    @property
    def rubric(self) -> tuple[RubricPoint, ...]:
        """The ideas that a free text should contain."""
        return self.task.rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A question with its numbers drawn."""

    question: Question
    seed: int
    setting: str
    """The id of the setting drawn; empty where the question has none."""
    given: Mapping[str, GivenValue]
    prompt: str
    """Markdown with ``$…$``."""
    parts: tuple[PosedTask, ...]
    hints: tuple[str, ...]
    solution: str
    key: Key
    hash: str
    acceptance: Acceptance = field(compare=False, repr=False)
    """The draws it took."""
    workings: Workings = field(compare=False, repr=False)
    """The exact givens, and the formulas of lets and parts; without parts, ``answer`` too."""
    body: ParsedBody = field(compare=False, repr=False)
    """The setting, its formulas read."""
    _by_part: dict[str, Workings] = field(default_factory=dict, compare=False, repr=False)
    """The workings of each part, kept for what they remember."""
    _filled: dict[tuple[str, str, bool], str] = field(default_factory=dict, compare=False, repr=False)
    """Texts that were filled before."""

    @property
    def choices(self) -> tuple[ShownOption, ...]:
        """The options of a question without parts."""
        return self.parts[0].options if len(self.parts) == 1 else ()

    @property
    def scope(self) -> Scope:
        """The names that the author's formulas may use."""
        return self.body.scope

    @property
    def symbols(self) -> Mapping[str, Domain]:
        """The free letters with their domains."""
        return self.body.domains

    def task(self, part: str = "") -> Task:
        """The task of a part. Raises KeyError."""
        return self.body.tasks[part].task

    def posed(self, part: str = "") -> PosedTask:
        """A part as it is posed. Raises KeyError."""
        for posed in self.parts:
            if posed.id == part:
                return posed
        raise KeyError(part)

    def parsed(self, part: str = "") -> ParsedTask:
        """The task of a part with its formulas read. Raises KeyError."""
        return self.body.tasks[part]

    def is_symbolic(self, part: str = "") -> bool:
        """Whether the key of a part has free letters, so that it is a formula and no value."""
        return self.body.tasks[part].symbolic

    def workings_of(self, part: str = "", values: Mapping[str, Value[Exact]] | None = None) -> Workings:
        """The workings in which ``answer`` is the key of this part.

        With ``values``, of earlier parts say, the names have these values, and everything that follows
        from them follows.
        """
        found = self._by_part.get(part)
        if found is None:
            found = self._by_part[part] = workings_of(self.workings, self.body, part)
        return found.replaced(values) if values else found

    def key_node(self, part: str = "") -> Node:
        """The formula of a part's key. Raises KeyError where there is none."""
        key = self.body.tasks[part].key
        if key is None:
            raise KeyError(part)
        return key

    def key_value(
        self,
        part: str = "",
        bits: int = FIRST_BITS,
        values: Mapping[str, Value[Exact]] | None = None,
    ) -> Value[Exact]:
        """The key of a part, with at least so many bits. Raises as ``Workings.value`` does."""
        return self.workings_of(part, values).value(self.key_node(part), bits)

    def mistake_value(
        self,
        part: str,
        mistake: str,
        bits: int = FIRST_BITS,
        values: Mapping[str, Value[Exact]] | None = None,
    ) -> Value[Exact]:
        """What a mistake comes to. Raises KeyError, and as ``Workings.value`` does."""
        node = self.body.tasks[part].mistake(mistake).node
        return self.workings_of(part, values).value(node, bits)

    def fill(self, text: str, part: str = "", *, markdown: bool = True) -> str:
        """A template of this question, filled; without ``markdown``, as one would type it.

        Raises Unreadable, with the offset of the hole, where a value does not exist.
        """
        known = self._filled.get((text, part, markdown))
        if known is None:
            workings = self.workings_of(part) if part in self.body.tasks else self.workings
            known = filling(workings, self.body, part).fill(text, markdown=markdown)
            self._filled[text, part, markdown] = known
        return known

    def say(self, mistake: str, part: str = "") -> str:
        """What to say to whoever makes a mistake: Markdown. Raises KeyError."""
        return self.fill(self.body.tasks[part].mistake(mistake).mistake.say, part)

    def key_text(self, part: str | None = None) -> str:
        """The key in words: a number, a formula, letters of options; of several parts, line by line."""
        if part is None:
            if len(self.parts) == 1 and not self.parts[0].id:
                return self.key_text("")
            lines = [(posed.id, self.key_text(posed.id)) for posed in self.parts]
            return "\n".join(f"{name}: {text}" for name, text in lines if text)
        posed = self.posed(part)
        if posed.options:
            return ", ".join(option.letter for option in posed.options if option.correct)
        key = self.key[part] if isinstance(self.key, dict) else self.key
        return spelled(key)

    def _repr_markdown_(self) -> str:
        """For notebooks: the problem as it is posed, without its key."""
        blocks = [f"**{self.question.title}**", self.prompt]
        for part in self.parts:
            blocks += [f"**({part.id})** {part.ask}"] if part.id else []
            blocks += ["\n".join(f"- **{option.letter}.** {option.text}" for option in part.options)]
        return without_tags("\n\n".join(filter(None, blocks)))

    def to_json(self, *, key: bool = False) -> dict[str, object]:
        """The variant as JSON; with ``key``, what is right and the worked answer too."""
        posed = [_posed_json(part, key=key) for part in self.parts]
        found: dict[str, object] = {
            "schema": 1,
            "question": self.question.id,
            "title": self.question.title,
            "kind": self.question.kind,
            "seed": self.seed,
            "setting": self.setting,
            "given": {name: _listed(value) for name, value in self.given.items()},
            "prompt": self.prompt,
            "parts": posed if self.question.kind == "parts" else None,
            "options": posed[0]["options"] if self.choices else None,
            "hash": self.hash,
        }
        if key:
            found |= {"key": self.key, "hints": list(self.hints), "solution": self.solution}
        return found


def filling(workings: Workings, body: ParsedBody, part: str | None) -> Filling:
    """What fills the templates of a part, from the workings of the part; None: those of the whole."""
    symbolic = body.symbolic_in(part) if part is not None and part in body.tasks else body.symbolic
    return Filling(workings, symbolic, body.read, code_templated=body.body.code_templated)


def workings_of(workings: Workings, body: ParsedBody, part: str) -> Workings:
    """The workings in which ``answer`` is the key of a part."""
    key = body.tasks[part].key
    if not part or key is None:
        return workings
    return workings.extended({"answer": key})


def given_value(value: Constant) -> GivenValue:
    """A drawn value as a variant tells it: what one may choose to have it again."""
    return tuple(map(given_value, value)) if isinstance(value, tuple) else constant_text(value)


def variant_hash(
    *,
    question: str,
    setting: str,
    given: Mapping[str, GivenValue],
    prompt: str,
    parts: tuple[PosedTask, ...],
    key: Key,
) -> str:
    """What a variant shows and asks, as 32 hexadecimal digits: the same on every machine.

    blake2b over compact JSON in ASCII with sorted keys, of the question's id, the setting, the drawn
    values, the prompt, what each part asks, its options in the order shown, and the key.
    """
    told = {
        "question": question,
        "setting": setting,
        "given": given,
        "prompt": prompt,
        "parts": [
            [part.id, part.ask, [[option.letter, option.id, option.text] for option in part.options]]
            for part in parts
        ],
        "key": key,
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16, person=_PERSON).hexdigest()


def _listed(value: GivenValue) -> object:
    return [_listed(entry) for entry in value] if isinstance(value, tuple) else value


def _posed_json(part: PosedTask, *, key: bool) -> dict[str, object]:
    options: list[dict[str, object]] = [
        {"letter": option.letter, "id": option.id, "text": option.text} for option in part.options
    ]
    if key:
        for entry, option in zip(options, part.options, strict=True):
            entry["correct"] = option.correct
    found: dict[str, object] = {
        "id": part.id,
        "kind": part.kind,
        "ask": part.ask,
        "options": options or None,
        "points": part.points,
    }
    if key:
        found |= {"hints": list(part.hints), "solution": part.solution}
    return found
