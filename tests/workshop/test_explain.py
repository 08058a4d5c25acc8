"""Every code is explained, and every example is run: the one before has the fault, the one after has not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizkit.bank import compile_bank
from quizkit.bank.codes import CODES
from quizkit.errors import BankError, Problem
from quizkit.workshop.check import check_bank
from quizkit.workshop.explain import GROUPS, Example, UnknownCode, code_named, explanations

USUAL = {"type": "number", "title": "Example", "prompt": "What is it?"}
"""What an example need not say."""
LEFT_OUT = {"QK602", "QK603", "QK604", "QK608", "QK609"}
"""Advice on what examples leave out to be short: mistakes, a witness, a solution, minutes, hints."""
COMMAND = re.compile(r"\$ quizkit check (?P<path>\S+)\n")
FILE = re.compile(r"^# (?P<name>\S+\.ya?ml)\n", re.MULTILINE)
ESCAPE = re.compile(rb"\\(?:(t)|x([0-9a-f]{2})|u([0-9a-f]{4}))")


def as_bytes(example: Example, text: str) -> bytes:
    """What stands in a file."""
    written = text.encode()
    if not example.escaped:
        return written

    def meant(match: re.Match[bytes]) -> bytes:
        tab, byte, character = match.groups()
        if tab:
            return b"\t"
        return bytes([int(byte, 16)]) if byte else chr(int(character, 16)).encode()

    return ESCAPE.sub(meant, written)


def files_of(example: Example) -> tuple[str, dict[str, bytes]]:
    """The path that is checked, and the files of an example."""
    text = f"{example.text}\n" if example.text else ""
    command = COMMAND.match(text)
    path, text = (command["path"], text[command.end() :]) if command else (".", text)
    parts = FILE.split(text)
    if len(parts) > 1:
        assert not parts[0]
        return path, {
            name: as_bytes(example, each) for name, each in zip(parts[1::2], parts[2::2], strict=True)
        }
    keys = [
        f"{key}: {value}" for key, value in USUAL.items() if not re.search(f"^{key}:", text, re.MULTILINE)
    ]
    lines = [*keys, *text.split("\n")]
    question = "".join(f"    {line}\n" if line else "\n" for line in lines)
    return path, {"bank.yaml": as_bytes(example, f"quizkit: 1\nquestions:\n  example:\n{question}")}


def problems_of(example: Example, folder: Path) -> list[Problem]:
    """Everything that ``check`` says of an example."""
    path, files = files_of(example)
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    try:
        compiled = compile_bank(folder / path)
    except BankError as error:
        return list(error.problems)
    return [
        *compiled.bank.problems,
        *(one for each in check_bank(compiled, advise=True) for one in each.problems),
    ]


def test_every_code_is_explained_and_nothing_else() -> None:
    assert list(explanations()) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_example_before_has_the_fault(code: str, tmp_path: Path) -> None:
    found = problems_of(explanations()[code].before, tmp_path)
    assert code in {problem.code for problem in found}, [str(problem) for problem in found]


@pytest.mark.parametrize("code", CODES)
def test_the_example_after_has_neither_this_fault_nor_another(code: str, tmp_path: Path) -> None:
    found = problems_of(explanations()[code].after, tmp_path)
    wrong = [str(problem) for problem in found if problem.code == code or problem.code not in LEFT_OUT]
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_is_short(code: str) -> None:
    told = explanations()[code]
    for text in (told.text, told.why):
        assert text.endswith((".", "?", "!"))
    sentences = re.findall(r"[.?!](?: |$)", f"{told.text} {told.why}")
    assert 2 <= len(sentences) <= 6
    assert max(map(len, f"{told.before.text}\n{told.after.text}".split("\n"))) <= 76


def test_no_two_explanations_say_the_same() -> None:
    sentences = [
        sentence
        for told in explanations().values()
        for text in (told.text, told.why)
        for sentence in re.split(r"(?<=[.?!]) ", text)
    ]
    assert sorted({one for one in sentences if sentences.count(one) > 1}) == []
    examples = [told.before.text for told in explanations().values()]
    assert len(set(examples)) == len(examples)


def test_every_example_is_changed_by_its_mending() -> None:
    assert [code for code, told in explanations().items() if told.before.text == told.after.text] == []


def test_every_code_belongs_to_a_group() -> None:
    assert {code[:3] for code in CODES} == set(GROUPS)


@pytest.mark.parametrize("word", ["QK501", "qk501", "501", " Qk501 "])
def test_a_code_may_be_written_short(word: str) -> None:
    assert code_named(word) == "QK501"


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("QK599", "there is no code 'QK599'; did you mean 'QK601'?"),
        ("100", "there is no code '100'; did you mean 'QK101'?"),
        ("Q501", "there is no code 'Q501'; did you mean 'QK501'?"),
        ("tabs", "there is no code 'tabs'"),
        ("٥٠١", "there is no code '٥٠١'"),
        ("", "there is no code ''"),
    ],
)
def test_an_unknown_code_names_the_nearest(word: str, message: str) -> None:
    with pytest.raises(UnknownCode) as refused:
        code_named(word)
    assert str(refused.value) == message


def test_a_section_without_all_its_parts_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("## QK101\n\nA text.\n\n```yaml before\nanswer: 1\n```\n", "utf-8")
    monkeypatch.setattr("quizkit.workshop.explain.PAGE", page)
    with pytest.raises(ValueError, match="the section of QK101 needs a text"):
        explanations.__wrapped__()
