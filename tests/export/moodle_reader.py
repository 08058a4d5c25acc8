"""What would Moodle make of an XML file? Its types of question read back, and marked as Moodle marks them.

Written from what Moodle's own import, its ``numerical`` type and its embedded-answers type do: the first
answer whose band holds the number counts, its ends belong to it, and a band grows by a trifle for doubles.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

TRIFLE = 1e-14
_START = re.compile(r"\{(\d*):(NUMERICAL|MULTICHOICE_V|MULTIRESPONSE):")
_SHARE = re.compile(r"=|%(-?[0-9]+(?:\.[0-9]*)?)%")
_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")

_HEAD = "name questiontext generalfeedback defaultgrade penalty hidden idnumber"
FORMS = {
    "category": "category info idnumber",
    "numerical": f"{_HEAD} (answer )+unitgradingtype unitpenalty showunits unitsleft (hint )*tags",
    "multichoice": f"{_HEAD} single shuffleanswers answernumbering showstandardinstruction correctfeedback "
    "partiallycorrectfeedback incorrectfeedback (answer )+(hint )*tags",
    "essay": f"{_HEAD} responseformat responserequired responsefieldlines minwordlimit maxwordlimit "
    "attachments attachmentsrequired maxbytes filetypeslist graderinfo responsetemplate (hint )*tags",
    "cloze": "name questiontext generalfeedback penalty hidden idnumber (hint )*tags",
}
"""The elements of each type in the order in which Moodle exports them."""
FRACTIONS: tuple[float, ...] = (
    *(1, 0.9, 5 / 6, 0.8, 0.75, 0.7, 2 / 3, 0.6, 0.5, 0.4, 1 / 3, 0.3, 0.25, 0.2),
    *(1 / 6, 1 / 7, 1 / 8, 1 / 9, 0.1, 0.05, 0),
)
"""The shares that Moodle has, besides the same below 0."""


@dataclass(frozen=True)
class Answer:
    """An answer that a question or a field looks for."""

    text: str
    fraction: float
    tolerance: float = 0.0
    feedback: str = ""

    def holds(self, number: float) -> bool:
        if self.text == "*":
            return True
        value = float(self.text)
        width = self.tolerance + TRIFLE * max(self.tolerance, abs(value), TRIFLE)
        return value - width <= number <= value + width


@dataclass(frozen=True)
class Field:
    """A field inside the text of a question."""

    weight: int
    kind: str
    answers: tuple[Answer, ...]


def questions(content: bytes) -> list[Element]:
    """All questions of a file, categories too."""
    return list(fromstring(content))  # noqa: S314 - the file is our own


def is_in_order(question: Element) -> bool:
    """Whether the elements of a question are those of its type, in order."""
    elements = "".join(f"{child.tag} " for child in question)
    return re.fullmatch(f"{FORMS[question.attrib['type']]} ", elements) is not None


def text(question: Element, path: str) -> str:
    """The text below a path."""
    found = question.find(f"{path}/text")
    assert found is not None, path
    return found.text or ""


def answers(question: Element) -> list[Answer]:
    """The answers of a question that has them as elements."""
    return [
        Answer(
            text(one, "."),
            float(one.attrib["fraction"]) / 100,
            float(one.findtext("tolerance") or 0),
            text(one, "feedback"),
        )
        for one in question.findall("answer")
    ]


def number_mark(looked_for: Sequence[Answer], number: float) -> tuple[float, str]:
    """The share of the mark that a number earns, and what is said to it."""
    for answer in looked_for:
        if answer.holds(number):
            return answer.fraction, answer.feedback
    return 0.0, ""


def ticks_mark(looked_for: Sequence[Answer], ticked: Sequence[int]) -> float:
    """The share of the mark that ticks earn, by the places of the options."""
    return min(1.0, max(0.0, sum(looked_for[place].fraction for place in ticked)))


def embedded(asked: str) -> list[Field]:
    """The fields inside a text."""
    found = []
    start = _START.search(asked)
    while start is not None:
        alternatives, end = _alternatives(asked, start.end())
        listed = tuple(_answer(one, start[2]) for one in alternatives)
        if start[2] == "MULTIRESPONSE":
            right = sum(one.fraction for one in listed if one.fraction > 0)
            shares = [one.fraction / right if one.fraction > 0 else one.fraction for one in listed]
            pairs = zip(listed, shares, strict=True)
            listed = tuple(Answer(one.text, share, 0.0, one.feedback) for one, share in pairs)
        found.append(Field(int(start[1] or 1), start[2], listed))
        start = _START.search(asked, end)
    return found


def _alternatives(asked: str, at: int) -> tuple[list[str], int]:
    """The alternatives of a field that begins here, and where it ends."""
    found = [""]
    while not (asked[at] == "}" and asked[at - 1] != "\\"):
        if asked[at] == "~" and asked[at - 1] != "\\":
            found.append("")
        else:
            found[-1] += asked[at]
        at += 1
    return found, at + 1


def _answer(alternative: str, kind: str) -> Answer:
    share = _SHARE.match(alternative)
    fraction = 0.0 if share is None else 1.0 if share[0] == "=" else float(share[1]) / 100
    rest = alternative[share.end() :] if share else alternative
    parts = re.split(r"(?<!\\)(?<!&)(?<!&amp;)#", rest, maxsplit=1)
    said = _plain(parts[1]) if len(parts) == 2 else ""
    if kind != "NUMERICAL":
        return Answer(_plain(parts[0]), fraction, 0.0, said)
    value, _, tolerance = parts[0].partition(":")
    assert _NUMBER.fullmatch(value), parts[0]
    assert _NUMBER.fullmatch(tolerance), parts[0]
    return Answer(value, fraction, float(tolerance), said)


def _plain(written: str) -> str:
    return html.unescape(written).replace(r"\}", "}").replace(r"\#", "#")
