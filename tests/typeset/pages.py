"""Web pages, taken apart for tests."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "html head meta title style body h1 h2 h3 nav ul ol li a article p div span code pre b em strong br "
        "hr details summary table caption thead tbody tr th td blockquote",
    )
)
"""What a page may consist of, beside MathML."""
ATTRIBUTES = frozenset(
    re.findall(r"\S+", "lang charset content name http-equiv class id href title style scope start open")
)
"""What an element of a page may carry."""


def document(page: str) -> ET.Element:
    """The root of a page. Raises ParseError where it is not well-formed."""
    return ET.fromstring(page)  # noqa: S314 - a page of our own


def text(element: ET.Element) -> str:
    """All text in an element, with single spaces."""
    return " ".join(" ".join(element.itertext()).split())


def foreign(root: ET.Element) -> set[str]:
    """The elements and attributes of a page that no page of ours has."""
    found = set()
    for element in root.iter():
        if element.tag.startswith(MATHML):
            continue
        name = element.tag.removeprefix(XHTML)
        found |= {name} - ELEMENTS
        found |= {f"{name} {attribute}" for attribute in element.attrib if attribute not in ATTRIBUTES}
        link = element.get("href", "")
        found |= {link} if link and not link.startswith(("#", "http://", "https://", "mailto:")) else set()
    return found
