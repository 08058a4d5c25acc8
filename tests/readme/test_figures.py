"""The gallery of README shows what ``quizkit figures`` plots."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest

from quizkit.figures import FIGURES
from tests.readme.make_figures import DPI, FOLDER, NUMBERS, path, shown

REMEDY = "stale: run python -m tests.readme.make_figures, and look at the pictures"
MOST = 1_500_000
"""Bytes of the gallery."""


def _alike(kept: Any, now: Any) -> bool:
    match kept:
        case dict():
            return (
                isinstance(now, dict)
                and kept.keys() == now.keys()
                and all(_alike(kept[k], now[k]) for k in kept)
            )
        case list():
            return isinstance(now, list) and len(kept) == len(now) and all(map(_alike, kept, now))
        case float():
            return now == pytest.approx(kept, rel=1e-7, abs=1e-7)
        case _:
            return bool(kept == now)


@pytest.mark.parametrize("number", FIGURES)
def test_a_figure_of_the_gallery_shows_what_is_plotted(number: str) -> None:
    kept = json.loads(NUMBERS.read_text("utf-8"))[number]
    assert _alike(kept, shown(number)), REMEDY


def test_what_is_compared_sees_a_change_of_one_number_or_word() -> None:
    kept = shown("01")
    for change in ("0.105", "weighed"):
        other = json.loads(json.dumps(kept))
        if change == "weighed":
            other["panels"]["b"]["arrays"]["loss_nats"]["weighed"] += 1e-3
        else:
            other["panels"]["b"]["title"] += change
        assert not _alike(kept, other)
    assert _alike(kept, shown("01"))


def test_the_gallery_is_whole_light_and_small() -> None:
    expected = {path(number, dark=dark) for number in FIGURES for dark in (False, True)}
    assert {file for file in FOLDER.iterdir() if file.suffix == ".png"} == expected
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < MOST
    for file in expected:
        assert struct.unpack(">I", file.read_bytes()[16:20]) == (10 * DPI,)
