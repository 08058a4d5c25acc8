"""What may an author write? Every key of the format, version 1, by type of question.

One class for each type of question and of part, put together from aspects: who and how much (Metadata),
what is drawn (Draws), what is told (Wording), and how an answer is given (by formula, by entries, by
choice, by text, by parts). The class is chosen by ``type`` before validation, so that messages speak of
that type only. Whether a question is *complete* is not decided here: with settings its keys may come from
several places (``bank.assembly``).

The field descriptions are what editors show, through the JSON Schema (``bank.schema``).
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from quizkit.bank.fields import (
    ByEntry,
    Count,
    Decide,
    Difficulty,
    EqualWord,
    Flag,
    Formula,
    Formulas,
    FormWord,
    Keys,
    Last,
    ListOf,
    MapOf,
    Minutes,
    Penalty,
    Points,
    Seeds,
    Share,
    ShareOrFlag,
    Specification,
    Template,
    Templated,
    Text,
    Texts,
    UpToWord,
    Variants,
)


class Model(BaseModel):
    """A mapping whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# What stands inside a question.


class MistakeKeys(Model):
    """An anticipated wrong answer."""

    formula: Formula | None = Field(None, alias="is", description="The wrong formula; 'answer' is the key")
    say: Template | None = Field(None, description="What to tell the learner")
    credit: Share | None = Field(None, description="Credit it still earns, 0 to 1")
    when: Formula | None = Field(None, description="Condition on the draw under which it is armed")
    tol: Text | None = Field(None, description="Its own tolerance")
    minor: Flag | None = Field(None, description="true: a slip, not a misunderstanding")
    see: Text | None = Field(None, description="Topic to read more in")


class ChoiceKeys(Model):
    """One option of a choice or select question."""

    text: Template | None = Field(None, description="The option as shown")
    correct: Formula = Field("false", description="true, false, or a condition on the draw")
    say: Template | None = Field(None, description="What to tell whoever judged it wrongly")
    mistake: Text | None = Field(None, description="The misconception behind ticking it wrongly")
    pin: Last | None = Field(None, description="last: never shuffled away from the end")


class ChooseKeys(Model):
    """How many options a variant draws from the pool."""

    correct: Count | None = Field(None, description="How many right options")
    wrong: Count | None = Field(None, description="How many wrong options")


class RubricKeys(Model):
    """One idea that a free answer should contain."""

    points: Points = Field(1.0, description="What the idea is worth")
    award: Text | None = Field(None, description="The idea, as a grader reads it")
    look_for: Texts = Field(
        (), description="Cues that suggest a tick: every entry met, alternatives split by |"
    )
    missing: Text | None = Field(None, description="What to say when it is not awarded")


class WitnessKeys(Model):
    """An independent check of the key: one of ref, grad and expect."""

    ref: Formula | None = Field(None, description="Formula of reference functions that equals the key")
    grad: Formula | None = Field(None, description="Formula whose numeric gradient equals the key")
    expect: Formula | None = Field(None, description="Condition that holds of the key")
    wrt: Text | None = Field(None, description="For grad: the variable, or an entry of it")
    given: MapOf[Specification] = Field({}, description="Further draws, for this check alone")
    let: MapOf[Formula] = Field({}, description="Further derived values, for this check alone")
    tol: Text | None = Field(None, description="Tolerance of this check")


# Aspects of questions.


class Metadata(Model):
    """Who wrote it, what it is about, how much it is worth."""

    title: Text | None = Field(None, description="A short name, shown in lists")
    tags: Texts = Field((), description="Words to select by")
    difficulty: Difficulty = Field(1, description="1 (warm-up) to 5")
    minutes: Minutes | None = Field(None, description="Expected time")
    points: Points | None = Field(None, description="What it is worth; default 1, or the sum of its parts")
    sources: Texts = Field((), description="Where the mathematics comes from")
    author: Text = Field("", description="Who wrote it")
    license: Text = Field("", description="Under what terms it may be used")
    requires: Texts = Field((), description="Ids of questions to be mastered first")
    strategy: Text = Field("", description="The method it trains; questions of one strategy alternate")
    remember: Template = Field("", description="The one sentence to keep")
    walk: Text | None = Field(None, description="Topic of the worked walk-through that belongs to it")
    variants: Variants = Field(12, description="How many variants exams and exports deal")
    skip: Seeds = Field((), description="Seeds that are never dealt")
    balance: Text | None = Field(None, description="A given whose values are dealt in turn")


class Draws(Model):
    """What is drawn, and what follows from it."""

    given: MapOf[Specification] = Field({}, description="name: how it is drawn, such as 0.1 .. 0.9 by 0.1")
    let: MapOf[Formula] = Field({}, description="name: formula of other names")
    symbols: MapOf[Specification] = Field({}, description="Free letters of the answer and their domains")
    assume: Formulas = Field((), description="Joint conditions on the symbols")
    where: Formulas = Field((), description="Conditions that a draw must meet")


class Wording(Model):
    """What the learner reads."""

    prompt: Template | None = Field(None, description="The question")
    hints: ListOf[Template] = Field((), description="From the general to the specific")
    solution: Template = Field("", description="The worked answer")
    code: Templated | None = Field(None, description="templated: code spans and fences take {{ }} too")


class ByFormula(Model):
    """The answer is a formula."""

    answer: Formula | None = Field(None, description="The key, a formula")
    tol: Text | None = Field(None, description="1% relative, 0.002 absolute, 0.5% or 0.001, exact, 3sf")
    precision: Text | None = Field(None, description="Figures an answer must show, such as 4sf")
    units: MapOf[Formula] = Field({}, description="unit: its factor; a bare number is in the first")
    unit_required: Flag = Field(False, description="true: an answer without a unit is not accepted")
    accept: Formulas = Field((), description="Other answers worth full marks")
    accept_if: Formulas = Field((), description="Conditions on 'response' that earn full marks")
    up_to: UpToWord | None = Field(None, description="What an answer may differ by")
    form: FormWord | None = Field(None, description="The form an answer must have")
    equal: EqualWord | None = Field(None, description="Where two expressions must agree")
    mistakes: MapOf[Keys[MistakeKeys]] = Field({}, description="id: the wrong formula, or its keys")
    verify: ListOf[Keys[WitnessKeys]] = Field((), description="Independent checks of the key")
    tests: MapOf[Text] = Field({}, description="answer: full, invalid, wrong, a mistake's id, or a credit")


class ByEntries(ByFormula):
    """The answer is a vector or a matrix."""

    credit: ByEntry | None = Field(None, description="by entry: each right entry earns its share")


class ByChoice(Model):
    """The answer is one option, or several."""

    choices: MapOf[Keys[ChoiceKeys]] = Field({}, description="id: the option's keys; or a list of options")
    choose: Keys[ChooseKeys] | None = Field(None, description="How many options to draw from the pool")
    verify: ListOf[Keys[WitnessKeys]] = Field((), description="Properties that the options rest on")
    tests: MapOf[Text] = Field({}, description="answer: full, invalid, wrong, a mistake's id, or a credit")


class ByText(Model):
    """The answer is a text, judged by a rubric."""

    rubric: MapOf[Keys[RubricKeys]] = Field({}, description="id: one idea and its points")
    red_flags: MapOf[Penalty] = Field({}, description="misconception: points it costs")
    cues: Decide | None = Field(None, description="decide: cues award points without a grader")


class ByParts(Model):
    """The answer is given in parts."""

    parts: MapOf[Keys[Mapping[str, object]]] = Field({}, description="id: one part and its keys")
    tol: Text | None = Field(None, description="Tolerance of the parts that name none")
    precision: Text | None = Field(None, description="Figures that answers must show")
    follow_through: ShareOrFlag | None = Field(
        None, description="Credit for parts that are right for one's own earlier answers"
    )
    verify: ListOf[Keys[WitnessKeys]] = Field((), description="Properties that hold of all parts together")


class PartKeys(Model):
    """What every part has."""

    ask: Template | None = Field(None, description="What this part asks")
    points: Points = Field(1.0, description="What this part is worth")
    follow_through: ShareOrFlag = Field(
        1.0, description="Credit when right for one's own earlier answers; false: none"
    )
    carry_if: Formula | None = Field(None, description="Condition for carrying earlier answers on")
    hints: ListOf[Template] = Field((), description="From the general to the specific")
    solution: Template = Field("", description="The worked answer")


# Questions and parts by type.


class QuestionKeys(Metadata, Draws, Wording):
    """What every question has."""

    type: Text = Field(description="What kind of answer is asked for")
    settings: MapOf[Keys[Mapping[str, object]]] = Field(
        {}, description="id: keys that replace the question's; one setting is drawn per variant"
    )


class FormulaQuestion(QuestionKeys, ByFormula):
    """A number or an expression is asked for."""


class EntriesQuestion(QuestionKeys, ByEntries):
    """A vector or a matrix is asked for."""


class ChoiceQuestion(QuestionKeys, ByChoice):
    """One option is to be chosen, or all that hold."""


class TextQuestion(QuestionKeys, ByText):
    """A free answer is asked for."""


class PartsQuestion(QuestionKeys, ByParts):
    """Several answers are asked for."""


class FormulaPart(PartKeys, ByFormula):
    """A part that asks for a number or an expression."""

    type: Text = Field(description="What kind of answer is asked for")


class EntriesPart(PartKeys, ByEntries):
    """A part that asks for a vector or a matrix."""

    type: Text = Field(description="What kind of answer is asked for")


class ChoicePart(PartKeys, ByChoice):
    """A part with options."""

    type: Text = Field(description="What kind of answer is asked for")


class TextPart(PartKeys, ByText):
    """A part that asks for a free answer."""

    type: Text = Field(description="What kind of answer is asked for")


AnyQuestion = FormulaQuestion | EntriesQuestion | ChoiceQuestion | TextQuestion | PartsQuestion
AnyPart = FormulaPart | EntriesPart | ChoicePart | TextPart

QUESTIONS: Mapping[str, type[AnyQuestion]] = {
    "number": FormulaQuestion,
    "expression": FormulaQuestion,
    "vector": EntriesQuestion,
    "matrix": EntriesQuestion,
    "choice": ChoiceQuestion,
    "select": ChoiceQuestion,
    "text": TextQuestion,
    "parts": PartsQuestion,
}
"""The keys of a question, by its type."""

PARTS: Mapping[str, type[AnyPart]] = {
    "number": FormulaPart,
    "expression": FormulaPart,
    "vector": EntriesPart,
    "matrix": EntriesPart,
    "choice": ChoicePart,
    "select": ChoicePart,
    "text": TextPart,
}
"""The keys of a part, by its type."""


class DefaultKeys(Model):
    """``defaults:``, for every question of the file that does not say otherwise and knows the key."""

    variants: Variants | None = None
    tol: Text | None = None
    precision: Text | None = None
    units: MapOf[Formula] | None = None
    unit_required: Flag | None = None
    form: FormWord | None = None
    equal: EqualWord | None = None
    credit: ByEntry | None = None
    follow_through: ShareOrFlag | None = None
    difficulty: Difficulty | None = None
    minutes: Minutes | None = None
    points: Points | None = None
    tags: Texts | None = None
    sources: Texts | None = None
    author: Text | None = None
    license: Text | None = None
    requires: Texts | None = None
    strategy: Text | None = None
    walk: Text | None = None


class HeaderKeys(Model):
    """What a file says of all its questions."""

    title: Text = Field("", description="What the file is about")
    topic: Text = Field("", description="The topic of its questions, such as q25; may span files")
    locale: Text | None = Field(None, description="How numbers are typed, such as en or de (decimal comma)")
    symbols: MapOf[Specification] = Field({}, description="Free letters that several questions use")
    defaults: Keys[DefaultKeys] = Field(DefaultKeys(), description="Keys for every question that lacks them")


class BankKeys(HeaderKeys):
    """A whole file."""

    quizkit: Text = Field(description="The version of the format: 1")
    questions: MapOf[Keys[Mapping[str, object]]] = Field(description="id: question")


class MisconceptionKeys(Model):
    """An idea behind wrong answers, shared by all banks."""

    say: Template | None = Field(None, description="What to tell the learner")
    credit: Share | None = Field(None, description="Credit such an answer still earns, 0 to 1")
    see: Text | None = Field(None, description="Topic to read more in")


SETTING_FIELDS = frozenset({*Draws.model_fields, *Wording.model_fields}) | frozenset(
    {*ByEntries.model_fields, *ByChoice.model_fields, *ByText.model_fields, *ByParts.model_fields}
)
"""The keys of a question that its settings may replace; metadata they may not."""
