"""The pictures of README show the app as it is."""

from __future__ import annotations

import pytest

from tests.readme.make_pictures import FOLDER, PICTURES, made, path, words

REMEDY = "stale: run python -m tests.readme.make_pictures, and look at the pictures"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_the_app_as_it_is(name: str) -> None:
    kept = words(path(name).read_text(encoding="utf-8"))
    assert len(kept) > 5
    assert words(made(name)) == kept, REMEDY


def test_no_picture_is_kept_that_nobody_makes() -> None:
    assert {kept.stem for kept in FOLDER.glob("*.svg")} == set(PICTURES)
