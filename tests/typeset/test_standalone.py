"""A page that works from disk: whole, readable in light and dark, and with nothing to fetch or to run."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys

import pytest

from quizkit import typeset
from quizkit.typeset.standalone import STYLE
from tests.typeset.pages import XHTML, document

NEEDED = 4.5
"""The least contrast of text that the guidelines for accessible content ask for (WCAG 2.1, 1.4.3)."""
INKS = ("ink", "quiet", "link", "correct", "partly", "wrong", "note")
PAPERS = ("paper", "sheet")


def palettes() -> list[dict[str, str]]:
    """The colours of each ``:root`` of the style: light, dark, print."""
    roots = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", root)) for root in roots]


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.1)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_knows_its_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("number", range(3))
def test_every_ink_can_be_read_on_every_paper(number: int) -> None:
    colours = palettes()[number]
    weak = {
        (ink, paper): round(contrast(colours[ink], colours[paper]), 2)
        for ink, paper in itertools.product(INKS, PAPERS)
        if contrast(colours[ink], colours[paper]) < NEEDED
    }
    assert weak == {}


def test_there_are_a_light_a_dark_and_a_printed_palette() -> None:
    light, dark, printed = palettes()
    assert luminance(light["paper"]) > 0.9
    assert luminance(dark["paper"]) < 0.1
    assert luminance(printed["paper"]) == pytest.approx(1)
    assert "@media (prefers-color-scheme: dark)" in STYLE
    assert "@media print" in STYLE


def test_every_colour_that_is_used_is_in_the_palette() -> None:
    assert set(re.findall(r"var\(--(\w+)\)", STYLE)) <= set(palettes()[0])
    assert set(palettes()[0]) == set(palettes()[1]) == set(palettes()[2])


def test_the_page_is_xml_too_and_holds_its_body() -> None:
    page = typeset.standalone("A title", f"<h1>One</h1>{typeset.html('$x_i$')}")
    root = document(page)
    assert root.findtext(f"{XHTML}head/{XHTML}title") == "A title"
    assert root.findtext(f"{XHTML}body/{XHTML}h1") == "One"
    assert page.startswith("<!DOCTYPE html>\n")


def test_the_page_neither_runs_nor_fetches_anything() -> None:
    page = typeset.standalone("t", typeset.html("![a](http://example.org/x.png) [b](http://example.org)"))
    names = {element.tag.removeprefix(XHTML) for element in document(page).iter()}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form"})
    assert not re.search(r"@import|url\(|\bsrc=|\bon\w+=", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("</title><script>alert(1)</script>", "</title><script>alert(1)</script>"),
        ("a & b < c", "a & b < c"),
        ("\x1b[2J\x00\u202e", r"\x1b[2J\x00\u202e"),
    ],
)
def test_a_title_is_text_whatever_it_says(title: str, shown: str) -> None:
    root = document(typeset.standalone(title, ""))
    assert root.findtext(f"{XHTML}head/{XHTML}title") == shown
    assert root.find(f".//{XHTML}script") is None


def test_importing_the_room_loads_no_html() -> None:
    ask = "import sys, quizkit.typeset; print('html' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "False"
