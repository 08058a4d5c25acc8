"""The page of a preview in headless Chromium: it opens from disk, formulas take up space, nothing sticks out.

What the browser measured is written into a copy of the page by a script, which the page itself may not run.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from quizkit.typeset.standalone import POLICY, standalone
from quizkit.workshop.preview_page import page
from tests.workshop.preview_bank import KINDS, harmful, previewed

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run --hide-scrollbars"
)
MEASURE = """<script>
const boxes = [...document.querySelectorAll('math')].map(one => {
  const box = one.getBoundingClientRect(); return [box.width, box.height]; });
const told = { boxes, room: document.documentElement.clientWidth,
  widest: document.documentElement.scrollWidth,
  tall: [...document.querySelectorAll('mtable')].map(one => one.getBoundingClientRect().height),
  paper: getComputedStyle(document.body).backgroundColor,
  inside: [...document.querySelectorAll('.scroll')].map(one => [one.scrollWidth, one.clientWidth]),
  hostile: document.querySelectorAll('script').length };
document.body.setAttribute('data-told', JSON.stringify(told));
</script></body>"""
DARK = "--blink-settings=preferredColorScheme=0"
LIGHT = "--blink-settings=preferredColorScheme=1"


def browsed(file: Path, *options: str, width: int = 1000) -> bytes:
    """What Chromium prints of a file on disk."""
    profile = file.parent / f"profile-{file.stem}"
    ran = subprocess.run(
        [
            str(CHROMIUM),
            *QUIET.split(),
            f"--user-data-dir={profile}",
            f"--window-size={width},1600",
            *options,
            file.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    shutil.rmtree(profile, ignore_errors=True)
    return ran.stdout


def measured(written: str, folder: Path, *options: str, width: int = 1000) -> dict[str, object]:
    """What the browser measured of a page whose details are all open."""
    copy = written.replace(POLICY, "").replace("<details>", '<details open="">')
    file = folder / "measured.html"
    file.write_text(copy.replace("</body>", MEASURE), "utf-8")
    dumped = browsed(file, "--dump-dom", *options, width=width).decode()
    found = re.search(r'data-told="([^"]*)"', dumped)
    assert found is not None
    told: dict[str, object] = json.loads(found.group(1).replace("&quot;", '"'))
    return told


def pixels(png: bytes) -> list[bytes]:
    """The rows of a picture of 8 bits a channel, three or four channels (PNG, second edition, 9.2)."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    channels = {2: 3, 6: 4}[kind]
    packed, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            packed += png[place + 8 : place + 8 + length]
        place += length + 12
    raw, size = zlib.decompress(packed), width * channels
    rows: list[bytes] = []
    before = bytes(size)
    for number in range(height):
        start = number * (size + 1)
        before = unfiltered(raw[start], raw[start + 1 : start + 1 + size], before, channels)
        rows.append(before)
    return rows


def unfiltered(how: int, line: Sequence[int], above: Sequence[int], step: int) -> bytes:
    """A row of a picture from its difference to what is left and above."""
    row = bytearray(line)
    for place in range(len(row)):
        left = row[place - step] if place >= step else 0
        up = above[place]
        corner = above[place - step] if place >= step else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda one: abs(guess - one))
        row[place] = (row[place] + (0, left, up, (left + up) // 2, nearest)[how]) & 255
    return bytes(row)


@pytest.mark.parametrize("width", [1000, 500])
@pytest.mark.parametrize("kind", KINDS)
def test_every_formula_takes_up_space_and_nothing_sticks_out(kind: str, width: int, tmp_path: Path) -> None:
    told = measured(page([previewed(kind)], kind), tmp_path, width=width)
    assert told["widest"] == told["room"] == width
    assert all(wide > 3 and high > 5 for wide, high in told["boxes"])  # type: ignore[attr-defined]


def test_a_matrix_is_as_tall_as_its_rows(tmp_path: Path) -> None:
    told = measured(page([previewed("a-matrix")], "t"), tmp_path)
    assert len(told["tall"]) >= 3  # type: ignore[arg-type]
    assert all(height > 50 for height in told["tall"])  # type: ignore[attr-defined]


def test_a_formula_wider_than_the_page_scrolls_inside(tmp_path: Path) -> None:
    from quizkit.typeset import html

    wide = html("$$" + " + ".join(f"x_{{{n}}}" for n in range(200)) + "$$")
    told = measured(standalone("t", wide), tmp_path, width=500)
    assert told["widest"] == 500
    assert told["boxes"][0][0] > 2000  # type: ignore[index]
    (wide_inside, room) = told["inside"][0]  # type: ignore[index]
    assert wide_inside > 2000
    assert room < 500


def test_the_page_follows_the_readers_choice_of_light_and_dark(tmp_path: Path) -> None:
    written = page([previewed("a-choice")], "t")
    assert measured(written, tmp_path, LIGHT)["paper"] == "rgb(255, 255, 255)"
    assert measured(written, tmp_path, DARK)["paper"] == "rgb(21, 23, 28)"


def test_the_browser_meets_no_script_but_the_one_of_this_test(tmp_path: Path) -> None:
    found = harmful()
    assert measured(page([found], found.variant.question.title), tmp_path)["hostile"] == 1


def test_the_page_itself_opens_from_disk_and_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page([previewed("a-matrix")], "t").replace("</body>", MEASURE), "utf-8")
    dumped = browsed(file, "--dump-dom").decode()
    assert "Jacobian of softmax" in dumped
    assert 'data-told="' not in dumped


def test_a_picture_of_the_page_shows_ink_on_paper(tmp_path: Path) -> None:
    file, picture = tmp_path / "page.html", tmp_path / "page.png"
    file.write_text(page([previewed("a-number")], "t"), "utf-8")
    browsed(file, LIGHT, f"--screenshot={picture}")
    rows = pixels(picture.read_bytes())
    inked = [number for number, row in enumerate(rows) if min(row) < 128]
    assert len(rows) == 1600
    assert 200 < len(inked) < 1200
