"""Moodle XML: a category for each question, with its variants in it, from which a quiz draws one at random.

Numbers become ``numerical`` questions that look for the key and for every mistake, each with its feedback
and its credit; options become ``multichoice``; vectors, matrices and parts become ``cloze`` questions with a
field for each entry; what only a person can mark becomes an ``essay`` with the key beside it. Elements stand
in the order in which Moodle itself exports them.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quizkit.bank import Question
from quizkit.export.dealt import Dealt
from quizkit.export.embedded import embedded
from quizkit.export.fields import fields
from quizkit.export.grading_notes import grading_notes
from quizkit.export.losses import Losses
from quizkit.export.manual import follows_through, needs_person, note_leniency
from quizkit.export.moodle_fractions import percent, rounded, share
from quizkit.export.moodle_text import held, named, note_fields, number_note, text_of
from quizkit.export.posed import asked, heading, hints, worked_answer
from quizkit.export.wording import web, web_line
from quizkit.variants import ShownOption, Variant

MAX_NAME = 200
MAX_ID = 100


def write(title: str, dealt: Sequence[Dealt], losses: Losses) -> bytes:
    """The questions as Moodle XML, encoded in UTF-8."""
    quiz = Element("quiz")
    for one in dealt:
        quiz.append(_category(title, one.question))
        for number, variant in enumerate(one.variants, start=1):
            _note_losses(losses, variant)
            question = _question(variant, losses)
            _name(question, f"{text_of(heading(one.question))[:MAX_NAME]} #{number}")
            quiz.append(question)
    indent(quiz)
    return bytes(tostring(quiz, encoding="utf-8", xml_declaration=True)) + b"\n"


def _category(title: str, question: Question) -> Element:
    """What switches to the category of a question: a dummy question, as Moodle has it."""
    names = [title, question.topic, f"{heading(question)} ({question.id})"]
    path = [text_of(name)[:MAX_NAME].strip().replace("/", "//") for name in names if name.strip()]
    element = Element("question", type="category")
    _text(SubElement(element, "category"), "/".join(["$course$", "top", *path]))
    about = [f"{question.id}: draw one question of this category at random."]
    about += [f"Sources: {'; '.join(question.sources)}."] if question.sources else []
    about += [f"Author: {question.author}."] if question.author else []
    about += [f"Licence: {question.license}."] if question.license else []
    _html(element, "info", "".join(web(named(line)) for line in about))
    SubElement(element, "idnumber").text = text_of(question.id)[:MAX_ID]
    return element


def _note_losses(losses: Losses, variant: Variant) -> None:
    """What of this variant gets lost, whatever it becomes."""
    question = variant.question.id
    reasons = [needs_person(variant, posed.id) for posed in variant.parts]
    for posed in variant.parts:
        if any(point.look_for for point in posed.rubric):
            losses.note(question, "rubric suggestions")
    if all(reason is None for reason in reasons):
        for posed in variant.parts:
            note_leniency(losses, question, posed.task)
        if follows_through(variant.body):
            losses.note(question, "follow-through")
        return
    if variant.question.kind != "text":
        losses.note(question, "automatic marks")
    for reason in reasons:
        if reason:
            losses.note(question, reason)


def _question(variant: Variant, losses: Losses) -> Element:
    if any(needs_person(variant, posed.id) is not None for posed in variant.parts):
        return _essay(variant)
    (first, *others) = variant.parts
    if not others and not first.id:
        if first.kind == "number":
            return _numerical(variant, losses)
        if first.kind == "choice":
            return _multichoice(variant, first.options, single=True)
        each = share(sum(option.correct for option in first.options)) if first.kind == "select" else None
        if each is not None:
            return _multichoice(variant, first.options, single=False, each=each)
    return _cloze(variant, losses)


def _numerical(variant: Variant, losses: Losses) -> Element:
    found = fields(variant, "")
    note_fields(losses, variant, "", found)
    element = _started("numerical", variant, asked(variant) + web(number_note(variant.task(), found)))
    for wanted in found.wanted[0]:
        _note_credit(losses, variant, wanted.credit)
        answer = _answer(element, percent(wanted.credit), wanted.value, wanted.say, plain=True)
        SubElement(answer, "tolerance").text = wanted.tolerance
    SubElement(_answer(element, "0", "*", "", plain=True), "tolerance").text = "0"
    # Units stay out: Moodle marks a right number right though another unit stands behind it.
    for tag, value in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0"),
        ("showunits", "3"),
        ("unitsleft", "0"),
    ):
        SubElement(element, tag).text = value
    return _finished(element, variant)


def _multichoice(
    variant: Variant, options: Sequence[ShownOption], *, single: bool, each: str = "100"
) -> Element:
    element = _started("multichoice", variant, asked(variant, options=False))
    settings = (
        ("single", "true" if single else "false"),
        ("shuffleanswers", "false"),
        ("answernumbering", "ABCD"),
        ("showstandardinstruction", "1"),
    )
    for tag, value in settings:
        SubElement(element, tag).text = value
    for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _html(element, tag, "")
    for option in options:
        wrong = "0" if single else f"-{each}"
        _answer(element, each if option.correct else wrong, web_line(option.text), option.say, plain=False)
    return _finished(element, variant)


def _cloze(variant: Variant, losses: Losses) -> Element:
    def met(credit: float) -> None:
        _note_credit(losses, variant, credit)

    element = _started("cloze", variant, embedded(variant, losses, met))
    return _finished(element, variant)


def _essay(variant: Variant) -> Element:
    element = _started("essay", variant, asked(variant))
    settings = (
        ("responseformat", "editor" if variant.question.kind == "text" else "monospaced"),
        ("responserequired", "1"),
        ("responsefieldlines", "15" if variant.question.kind == "text" else "5"),
        ("minwordlimit", ""),
        ("maxwordlimit", ""),
        ("attachments", "0"),
        ("attachmentsrequired", "0"),
        ("maxbytes", "0"),
        ("filetypeslist", ""),
    )
    for tag, value in settings:
        SubElement(element, tag).text = value
    _html(element, "graderinfo", grading_notes(variant))
    _html(element, "responsetemplate", "")
    return _finished(element, variant)


# What all types have.


def _started(kind: str, variant: Variant, asks: str) -> Element:
    """A question up to where the types differ."""
    element = Element("question", type=kind)
    SubElement(element, "name")
    _html(element, "questiontext", asks)
    _html(element, "generalfeedback", worked_answer(variant))
    if kind != "cloze":
        SubElement(element, "defaultgrade").text = f"{variant.question.points:g}"
    SubElement(element, "penalty").text = "0"
    SubElement(element, "hidden").text = "0"
    SubElement(element, "idnumber").text = _idnumber(variant)
    return element


def _finished(element: Element, variant: Variant) -> Element:
    """The question with what follows where the types differ."""
    for hint in hints(variant):
        _html(element, "hint", hint)
    question = variant.question
    tags = dict.fromkeys(filter(None, [question.topic, *question.tags, f"difficulty-{question.difficulty}"]))
    listed = SubElement(element, "tags")
    for tag in tags:
        _text(SubElement(listed, "tag"), text_of(tag))
    return element


def _idnumber(variant: Variant) -> str:
    """What a variant is known by when it is imported again: its question, and what it shows and asks."""
    shown = variant.hash[:16]
    return f"{text_of(variant.question.id)[: MAX_ID - 1 - len(shown)]}-{shown}"


def _name(element: Element, name: str) -> None:
    found = element.find("name")
    if found is not None:
        _text(found, name)


def _answer(element: Element, fraction: str, text: str, say: str, *, plain: bool) -> Element:
    form = "moodle_auto_format" if plain else "html"
    answer = SubElement(element, "answer", fraction=fraction, format=form)
    _text(answer, text)
    _html(answer, "feedback", web(say) if say else "")
    return answer


def _note_credit(losses: Losses, variant: Variant, credit: float) -> None:
    change = rounded(credit)
    if change is not None:
        losses.note(variant.question.id, f"credit {change}")


def _html(parent: Element, tag: str, html: str) -> None:
    _text(SubElement(parent, tag, format="html"), html)


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = held(text)
