"""The HTML sheet: it stands alone, is well formed, folds its keys away, and nothing of a bank is markup."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from quizkit.bank import Bank
from quizkit.export import export_questions
from tests.export.papers_bank import HOSTILE_TEXT, each_kind, hostile

XHTML = "{http://www.w3.org/1999/xhtml}"
TAGS = (
    "html head meta title style body main section article h1 h2 h3 h4 p em strong code pre a ul ol li div "
    "span details summary table thead tbody tr th td blockquote br hr"
)
CHROMIUM = shutil.which("chromium") or ""


def _page(bank: Bank, title: str = "Sheet", variants: int | None = None) -> str:
    return export_questions(bank.values(), "html", title=title, variants=variants).content.decode()


def _tree(page: str) -> ET.Element:
    return ET.fromstring(page.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own bytes


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _folded(question: ET.Element) -> dict[str, ET.Element]:
    """What is folded away, by its summary."""
    return {_text(next(fold.iter(f"{XHTML}summary"))): fold for fold in question.iter(f"{XHTML}details")}


def _questions(page: str) -> list[ET.Element]:
    return list(_tree(page).iter(f"{XHTML}article"))


def test_the_sheet_is_one_well_formed_file_that_fetches_nothing() -> None:
    page = _page(each_kind())
    assert not re.search(r"(?:src|href)=|url\(|@import|<script|<link|<iframe", page)
    assert _text(next(_tree(page).iter(f"{XHTML}title"))) == "Sheet"


def test_questions_are_numbered_with_their_points() -> None:
    headings = [_text(next(one.iter(f"{XHTML}h3"))) for one in _questions(_page(each_kind()))]
    assert headings == [
        "1. Loss on one token [1 point]",
        "2. A slope [1 point]",
        "3. A gradient [0.5 points]",
        "4. A Jacobian [0.3 points]",
        "5. Which one? [1 point]",
        "6. Which ones? [1 point]",
        "7. Say why [3 points]",
        "8. In steps [3.5 points]",
    ]


def test_each_kind_has_its_room_for_an_answer() -> None:
    rooms = [
        [
            room.get("class")
            for room in one.iter(f"{XHTML}div")
            if (room.get("class") or "").startswith("space")
        ]
        for one in _questions(_page(each_kind()))
    ]
    assert rooms == [
        ["space"],
        ["space"],
        ["space"],
        ["space box"],
        [],
        [],
        ["space lines"],
        ["space", "space"],
    ]


def test_options_stand_behind_their_letters() -> None:
    select = _questions(_page(each_kind()))[5]
    letters = [_text(one) for one in select.iter(f"{XHTML}span") if one.get("class") == "letter"]
    assert letters == ["☐ A.", "☐ B.", "☐ C."]


def test_hints_keys_and_solutions_are_folded_away() -> None:
    number = _questions(_page(each_kind()))[0]
    folded = _folded(number)
    assert list(folded) == ["Hint", "Key and solution"]
    assert all(fold.get("open") is None for fold in folded.values())
    key = _text(folded["Key and solution"])
    assert re.search(r"Key 0\.\d+ nats within 1%; in bits too Mistakes", key)
    assert re.search(r"earns 0\.25 points: sign-flipped Mind the sign: it is not .0\.\d+", key)
    for fold in list(number.iter(f"{XHTML}details")):
        number.remove(fold)
    assert "Mind the sign" not in _text(number)
    assert "Which term survives?" not in _text(number)


def test_the_key_of_free_text_is_its_rubric() -> None:
    folded = _folded(_questions(_page(each_kind()))[6])["Key and solution"]
    assert _text(folded) == (
        "Key and solution Rubric 2 points Covers mass. 1 point Avoids zero. −1 point kl-is-metric "
        "Solution Because."
    )


def test_versions_have_letters_where_there_are_several() -> None:
    headings = [_text(one) for one in _tree(_page(each_kind(), variants=3)).iter(f"{XHTML}h2")]
    assert headings == ["Version A", "Version B", "Version C"]
    assert "Version" not in _page(each_kind(), variants=1)


def test_nothing_of_a_bank_is_markup() -> None:
    tree = _tree(_page(hostile(), HOSTILE_TEXT, 3))
    tags = {element.tag.removeprefix(XHTML) for element in tree.iter() if element.tag.startswith(XHTML)}
    assert tags <= set(TAGS.split())
    attributes = {name for element in tree.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in {"href", "src"}}
    assert _text(next(tree.iter(f"{XHTML}h1"))) == " ".join(HOSTILE_TEXT.split())
    assert "the word <b>x</b>$ and" in _text(tree)


def test_a_title_keeps_no_control_character() -> None:
    page = _page(each_kind(), "a\x1b[0m\u202eb")
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_what_a_page_cannot_carry_is_told_once() -> None:
    losses = export_questions(each_kind().values(), "html", title="Sheet").losses
    assert {loss.what for loss in losses} == {
        "automatic marks and feedback (they are in the key)",
        "fresh numbers (the variants are fixed)",
        "equality of formulas (whoever marks decides)",
        "follow-through (whoever marks decides)",
    }


def test_the_same_questions_give_the_same_bytes() -> None:
    assert _page(each_kind(), variants=2) == _page(each_kind(), variants=2)


@pytest.mark.endurance
def test_the_shipped_bank_makes_a_well_formed_sheet(bank: Bank) -> None:
    assert len(_questions(_page(bank))) == len(bank)


@pytest.mark.endurance
@pytest.mark.skipif(not CHROMIUM or not shutil.which("pdftotext"), reason="needs Chromium and pdftotext")
def test_what_is_folded_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "sheet.html").write_text(_page(each_kind()), encoding="utf-8")
    options = "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run"
    command = [CHROMIUM, *options.split(), f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"--print-to-pdf={tmp_path / 'sheet.pdf'}", (tmp_path / "sheet.html").as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    printed = subprocess.run(
        ["pdftotext", str(tmp_path / "sheet.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Loss on one token" in printed
    assert "In steps" in printed
    assert "Mind the sign" not in printed
    assert "Which term survives" not in printed
    assert "Key and solution" not in printed
