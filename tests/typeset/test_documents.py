"""Whole documents as readers meet them: each ``documents/*.md`` with its pictures in the ``.txt`` beside it.

``python tests/typeset/test_documents.py`` draws the pictures anew; look at every one before it is kept.
"""

from pathlib import Path

import pytest

from quizkit import typeset

HERE = Path(__file__).parent / "documents"
DOCUMENTS = sorted(HERE.glob("*.md"))
VIEWS = ("terminal 80", "terminal 46", "terminal 60 ascii", "plain 80")


def drawn(markdown: str) -> str:
    """Every view of a document, each under a rule as wide as its page."""
    views = []
    for view in VIEWS:
        kind, width, *rest = view.split()
        glyphs = typeset.ASCII if rest else typeset.UNICODE
        shown = (
            typeset.plain(markdown, int(width), glyphs=glyphs)
            if kind == "plain"
            else typeset.text(typeset.terminal(markdown, int(width), glyphs=glyphs))
        )
        views.append(f"{f' {view} ':=^{width}}\n{shown}\n")
    return "\n".join(views)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_looks_as_it_was_approved(document: Path) -> None:
    assert drawn(document.read_text()) == document.with_suffix(".txt").read_text()


def test_there_is_a_picture_of_every_document() -> None:
    assert len(DOCUMENTS) == 12


if __name__ == "__main__":
    for path in DOCUMENTS:
        path.with_suffix(".txt").write_text(drawn(path.read_text()))
