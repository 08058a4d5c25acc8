r"""How is a field written inside the text of a Moodle question? The embedded-answers form, or cloze.

    {weight:NUMERICAL:=value:tolerance~%50%value:tolerance#feedback}
    {weight:MULTICHOICE_V:=right#feedback~%0%wrong#feedback}
    {weight:MULTIRESPONSE:%50%right~%50%right~%-50%wrong}

A field ends at ``}``, an alternative at ``~``, an answer at ``#``. Moodle reads ``\}`` and ``\#`` as the bare
characters after it has resolved entities, but not ``\~``, which therefore is an entity.
"""

from __future__ import annotations

from collections.abc import Sequence

from quizkit.export.fields import Wanted
from quizkit.export.moodle_fractions import percent
from quizkit.export.wording import web_line
from quizkit.variants import ShownOption


def number_field(weight: int, wanted: Sequence[Wanted]) -> str:
    """A field for a number: the key first, then whatever else is looked for, in order."""
    key, *others = wanted
    alternatives = [f"={key.value}:{key.tolerance}"]
    for other in others:
        feedback = f"#{cloze_text(web_line(other.say))}" if other.say else ""
        alternatives.append(f"%{percent(other.credit)}%{other.value}:{other.tolerance}{feedback}")
    return _field(weight, "NUMERICAL", alternatives)


def choice_field(weight: int, options: Sequence[ShownOption]) -> str:
    """A field for one option of several, one below the other."""
    return _field(weight, "MULTICHOICE_V", [_option("100" if one.correct else "0", one) for one in options])


def select_field(weight: int, options: Sequence[ShownOption]) -> str:
    """A field for any number of options: right ticks less wrong ticks, over the number that is right."""
    right = sum(one.correct for one in options)
    each = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    return _field(
        weight, "MULTIRESPONSE", [_option(each if one.correct else f"-{each}", one) for one in options]
    )


def cloze_text(html: str) -> str:
    """HTML as the answer or the feedback of a field."""
    text = html.replace("&", "&amp;").replace("}", r"\}").replace("#", r"\#")
    text = text.replace("~", "&#126;").replace('"', "&quot;").replace("\n", " ")
    return f"{text[:-1]}&#92;" if text.endswith("\\") else text


def outside(html: str) -> str:
    """HTML of a question around its fields, in which nothing looks like one."""
    return html.replace("{#", "{&#35;")


def _option(share: str, option: ShownOption) -> str:
    feedback = f"#{cloze_text(web_line(option.say))}" if option.say else ""
    return f"%{share}%{cloze_text(web_line(option.text))}{feedback}"


def _field(weight: int, kind: str, alternatives: Sequence[str]) -> str:
    return f"{{{weight}:{kind}:{'~'.join(alternatives)}}}"
