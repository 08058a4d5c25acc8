"""The author's manual, ``questions/README.md``, is true: its examples are proved, its tables are checked.

A fence marked ``yaml`` holds a bank, or questions as they stand under ``questions:``; those together are
``kinds.yaml``. A comment in its first line names the file. ``yaml faulty`` is a bank with faults, ``console``
is commands with what they print, ``faults`` is lines of a question with what is said of each.

Run as a script, this writes into the manual what commands print and what is said of faults now.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from unittest.mock import patch

import pytest
from pydantic import BaseModel

import quizkit.reference
from quizkit.bank import CODES, Question, load_bank, load_texts, model
from quizkit.bank.assembly import Misconceptions
from quizkit.bank.compiler import compile_file
from quizkit.bank.given import parse_given
from quizkit.bank.grids import points
from quizkit.cli.main import run
from quizkit.equivalence import Frame
from quizkit.equivalence.comparison import EqualityPolicy
from quizkit.equivalence.tolerance import band, parse_tolerance
from quizkit.grading.diagnosis import SLIPS
from quizkit.mathlang.balls import rational
from quizkit.mathlang.domains import parse_domain
from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from quizkit.reference import REFERENCE
from quizkit.variants import deployment, make_variant
from quizkit.workshop.check import check_question
from quizkit.workshop.faults import Spot

MANUAL = Path(__file__).parents[2] / "questions" / "README.md"
TEXT = MANUAL.read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w[\w ]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = "quizkit: 1\nquestions:\n"


def fences(info: str) -> list[str]:
    """What stands in the fences with this mark."""
    return [found[2] for found in FENCE.finditer(TEXT) if found[1] == info]


def files() -> dict[str, str]:
    """The files of the manual by name."""
    found = {}
    loose = ""
    for content in [*fences("yaml"), *fences("yaml faulty")]:
        if name := re.match(r"# (\S+\.yaml)\n", content):
            found[name[1]] = content
        else:
            loose += f"{content}\n"
    return {**found, "kinds.yaml": HEAD + loose}


FILES = files()
OWN_CATALOGUE = FILES.pop("misconceptions.yaml")
AT_FAULT = {"wrong.yaml", "faulty.yaml"}
BANKS = {name: load_texts({name: content}) for name, content in FILES.items() if name not in AT_FAULT}
QUESTIONS = {f"{name}:{id_}": question for name, bank in BANKS.items() for id_, question in bank.items()}


def table(heading: str, text: str = TEXT) -> list[list[str]]:
    """The rows of the table whose heading begins so, as cells."""
    rest = text[text.index(f"\n{heading}") + 1 :].splitlines()[2:]
    rows = rest[: next((place for place, line in enumerate(rest) if not line.startswith("|")), len(rest))]
    return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def code(cell: str) -> str:
    """What stands between the backticks of a cell."""
    found = re.fullmatch(r"(`+)(.*)\1", cell)
    assert found, cell
    inside = found[2]
    return inside[1:-1] if inside.startswith(" ") and inside.endswith(" ") else inside


def spans(text: str) -> list[str]:
    """Everything between single backticks."""
    return re.findall(r"`([^`\n]+)`", text)


# The examples.


@pytest.mark.parametrize("name", BANKS)
def test_every_bank_of_the_manual_loads_without_a_problem(name: str) -> None:
    assert [str(problem) for problem in BANKS[name].problems] == []
    assert len(BANKS[name]) > 0


def nowhere(question: Question, *_: object) -> Spot:
    """A place for problems, which tell their question anyway."""
    return Spot(question.line, 1, "")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_of_the_manual_is_proved(name: str) -> None:
    checked = check_question(QUESTIONS[name], nowhere)
    assert [problem.drawn() for problem in checked.problems] == []
    assert checked.variants > 0


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_of_the_manual_fills_its_texts(name: str) -> None:
    for variant in deployment(QUESTIONS[name]).variants:
        shown = (variant.prompt, variant.solution, *variant.hints, *(part.ask for part in variant.parts))
        assert not any("{{" in text for text in shown)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_key_of_the_manual_that_is_a_question_of_its_own_has_a_witness(name: str) -> None:
    question = QUESTIONS[name]
    for body in question.bodies.values():
        tasks = [task for task in body.tasks if task.answer is not None]
        assert not tasks or any(task.verify for task in tasks)


def test_the_examples_show_every_kind_in_the_order_of_the_table() -> None:
    kinds = [kind for row in table("| `type` |") for kind in spans(row[0])]
    assert set(kinds) == model.QUESTIONS.keys()
    section = TEXT[TEXT.index("## Eight kinds") : TEXT.index("## What is drawn")]
    assert re.findall(r"^    type: (\w+)$", section, re.MULTILINE) == kinds


def test_the_catalogue_of_the_manual_is_read_over_the_shipped_one() -> None:
    bank = load_texts({"first.yaml": FILES["first.yaml"], "misconceptions.yaml": OWN_CATALOGUE})
    assert bank.problems == ()
    assert bank.misconceptions["wrong-base"].credit == 0.25
    assert "loss-not-perplexity" in bank.misconceptions


# What is printed.


def printed(command: str) -> str:
    """What a command prints; where that is nothing, what it tells on stderr."""
    out, err = io.StringIO(), io.StringIO()
    program, *words = shlex.split(command)
    assert program == "quizkit"
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        run(words)
    return (out.getvalue() or err.getvalue()).rstrip("\n")


def renewed_console(content: str) -> str:
    """A console with what its commands print now, beside the files of the manual."""
    commands = [line for line in content.splitlines() if line.startswith("$ ")]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, bank in FILES.items():
            Path(name).write_text(bank, encoding="utf-8")
        with patch.dict(os.environ, QUIZKIT_HOME=folder, QUIZKIT_CACHE_DIR=f"{folder}/cache"):
            return "".join(f"{command}\n{printed(command[2:])}\n" for command in commands)


USUAL = {
    "type": "number",
    "title": "Loss",
    "given": "{p: 0.1 .. 0.9 by 0.1}",
    "prompt": "Loss?",
    "answer": "-log(p)",
}
"""The question into which the faulty lines are put."""


def said_of(line: str, known: Misconceptions) -> list[str]:
    """What is said of a question with this line."""
    key, _, value = line.partition(": ")
    lines = "".join(f"    {name}: {text}\n" for name, text in {**USUAL, key: value}.items())
    problems = compile_file(f"{HEAD}  q:\n{lines}".encode(), "f", known).compiled.problems
    return [
        f"    {each.code} {each.message}" + (f"; {each.fix}" if each.fix else "")
        for each in problems
        if each.severity == "error"
    ]


def renewed_faults(content: str) -> str:
    """Faulty lines with what is said of each now."""
    known = load_bank().misconceptions
    lines = [line for line in content.splitlines() if not line.startswith("    ")]
    return "".join(f"{said}\n" for line in lines for said in (line, *said_of(line, known)))


RENEWED: Mapping[str, Callable[[str], str]] = {"console": renewed_console, "faults": renewed_faults}


@pytest.mark.parametrize("content", fences("console"), ids=lambda content: content.splitlines()[0])
def test_commands_print_what_the_manual_shows(content: str) -> None:
    assert renewed_console(content) == content


def test_faulty_lines_are_told_as_the_manual_shows() -> None:
    (content,) = fences("faults")
    assert renewed_faults(content) == content
    shown = [line for line in content.splitlines() if not line.startswith("    ")]
    assert all(said_of(line, {}) for line in shown)


def test_the_question_of_the_faulty_lines_is_right_without_them() -> None:
    assert said_of("minutes: 1", {}) == []


# The tables.


def test_every_specification_draws_as_many_values_as_the_manual_says() -> None:
    rows = table("| write | draws |")
    told = {code(row[0]): row[2] for row in rows}
    # YAML makes lists of what is in brackets; the grammar reads the same from text.
    assert told == {specification: str(points(parse_given(specification))) for specification in told}
    words = {re.match(r"[a-z\[]*", specification)[0] for specification in told}  # type: ignore[index]
    assert words >= {"", "[", "[[", "vector", "list", "matrix", "onehot", "simplex", "dyadic", "choose"}
    assert words >= {"permutation", "symmetric", "orthogonal"}


FORMATS = """\
quizkit: 1
questions:
  q:
    type: expression
    title: T
    given:
      p: [0.35]
      b: [-3]
      k: [3]
      v: [[0.2, 0.3, 0.5]]
      W: [[[1, -2], [0.5, 4]]]
      outcome: [rain]
    symbols: {x: real}
    let: {u: k*x}
    prompt: P
    answer: x
"""


def test_placeholders_are_shown_as_the_manual_says() -> None:
    rows = table("| write | shown |")
    variant = make_variant(load_texts({"q.yaml": FORMATS})["q"])
    told = {code(row[0]): code(row[1]) for row in rows}
    assert told == {template: variant.fill(template) for template in told}


def test_tolerances_are_as_wide_as_the_manual_says() -> None:
    key = rational(Fraction("0.357"))
    for written, told, *_ in table("| write | of a key of 0.357"):
        low, high = band(key, parse_tolerance(code(written)))
        ends = [Fraction(number) for number in re.findall(r"\d\.\d+", told)]
        assert (str(low), str(high)) == (str(ends[0]), str(ends[-1])), written


def test_every_domain_of_the_manual_is_one() -> None:
    for written, *_ in table("| write | the letter is |"):
        assert str(parse_domain(code(written))) != ""


def test_the_policies_judge_as_the_manual_says() -> None:
    scope = Scope(open=True)
    expected, response = parse("log(x^2)", scope), parse("2*log(x)", scope)
    policies: tuple[EqualityPolicy, ...] = ("everywhere", "almost everywhere", "same domain", "common domain")
    real, positive = (Frame({"x": parse_domain(domain)}) for domain in ("real", "positive"))
    told = {code(row[0]): row[2] for row in table("| `equal` |")}
    assert told == {policy: real.compare(expected, response, policy).relation for policy in policies}
    assert {positive.compare(expected, response, policy).relation for policy in policies} == {"equal"}


def test_every_function_stands_in_the_manual_with_all_its_spellings() -> None:
    everybody = " ".join(row[1] for row in table("| for everybody |"))
    authors = " ".join(row[1] for row in table("| for authors only |"))
    for text, author_only in ((everybody, False), (authors, True)):
        known = [row for row in FUNCTIONS.values() if row.author_only is author_only]
        told = [
            (signature, tuple(spans(spellings)))
            for signature, spellings in re.findall(r"`([^`]+\))`(?: \(([^()]*)\))?", text)
        ]
        assert sorted(told) == sorted((row.signature, row.spellings) for row in known)


def test_every_reference_function_stands_in_the_manual() -> None:
    told = [signature for row in table("| | |") for signature in spans(row[1])]
    assert sorted(told) == sorted(entry.signature for entry in REFERENCE.values())
    modules = [row[0] for row in table("| | |")]
    assert all(module in (quizkit.reference.__doc__ or "") for module in modules)


KEY_TABLES: Mapping[str, type[BaseModel]] = {
    "**The file**": model.BankKeys,
    "**Every question**": model.QuestionKeys,
    "**Answers that are formulas**": model.ByEntries,
    "**A mistake**": model.MistakeKeys,
    "**A witness**": model.WitnessKeys,
    "**`choice` and `select`**": model.ByChoice,
    "**An option**": model.ChoiceKeys,
    "**`text`**": model.ByText,
    "**A point of a rubric**": model.RubricKeys,
    "**`parts`**": model.ByParts,
    "**A part**": model.PartKeys,
}


def keys_of(keys: type[BaseModel]) -> dict[str, str]:
    """Every key of a mapping as an author writes it, and what it says."""
    return {field.alias or name: field.description or "" for name, field in keys.model_fields.items()}


@pytest.mark.parametrize("heading", KEY_TABLES)
def test_every_key_stands_in_its_table(heading: str) -> None:
    rest = TEXT[TEXT.rindex(f"\n{heading}") :]
    told = {code(row[0]): row[1] for row in table("| key |", rest)}
    known = keys_of(KEY_TABLES[heading])
    assert told.keys() == known.keys()
    assert [key for key, says in known.items() if not told[key].startswith(says)] == []


def test_every_key_of_the_model_is_in_a_table_and_is_taught_before() -> None:
    told = {key for keys in KEY_TABLES.values() for key in keys_of(keys)}
    models: list[type[BaseModel]] = [*model.QUESTIONS.values(), *model.PARTS.values()]
    models += [model.DefaultKeys, model.ChooseKeys, model.MisconceptionKeys, model.BankKeys]
    known = {key for keys in models for key in keys_of(keys)}
    assert known <= told | {"correct", "wrong"}
    before = FENCE.sub("", TEXT[: TEXT.index("## All keys")]) + "\n".join(fences("yaml"))
    assert {key for key in known if not re.search(rf"\b{key}\b", before)} == set()


def test_the_manual_lists_what_defaults_may_hold() -> None:
    found = re.search(r"keys for all questions that lack them \(`([^`]+)`\)", TEXT)
    assert found
    assert sorted(found[1].split()) == sorted(keys_of(model.DefaultKeys))


def test_the_manual_lists_the_slips_of_everybody() -> None:
    found = re.search(r"at no credit: (.*?)\.", TEXT)
    assert found
    assert spans(found[1]) == [slip.id for slip in SLIPS]


def test_every_code_of_the_manual_exists() -> None:
    told = set(re.findall(r"QK\d{3}", TEXT))
    assert told <= CODES.keys()
    assert len(told) > 20


def test_every_link_of_the_manual_leads_somewhere() -> None:
    prose = FENCE.sub("", TEXT)
    anchors = {
        re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    }
    links = re.findall(r"\]\(([^)\s]+)\)", prose)
    assert len(links) > 20
    for link in links:
        assert link[1:] in anchors if link.startswith("#") else (MANUAL.parent / link).exists(), link


def renewed() -> str:
    """The manual with what is printed and said now."""

    def fence(found: re.Match[str]) -> str:
        again = RENEWED.get(found[1])
        return found[0] if again is None else f"```{found[1]}\n{again(found[2])}```"

    return FENCE.sub(fence, TEXT)


if __name__ == "__main__":
    MANUAL.write_text(renewed(), encoding="utf-8")
