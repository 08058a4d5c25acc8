"""Which walks are there, and what else are they called?"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

from quizkit.errors import QuizkitError, nearest, quoted
from quizkit.walks.subject import Subject

TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "ce": "cross_entropy",
        "ppl": "perplexity",
        "kl": "divergence",
        "act": "activations",
        "backprop": "backprop",
        "landscape": "landscape",
        "embed": "embeddings",
        "jacobian": "jacobian",
        "pca": "components",
    }
)
"""Each topic, in the order of the list, with its module."""

OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cross-entropy": "ce",
        "q25": "ce",
        "perplexity": "ppl",
        "divergence": "kl",
        "distillation": "kl",
        "q29": "kl",
        "activations": "act",
        "relu": "act",
        "gelu": "act",
        "q30": "act",
        "backpropagation": "backprop",
        "chain-rule": "backprop",
        "q31": "backprop",
        "gradient-descent": "landscape",
        "embeddings": "embed",
        "q26": "embed",
        "softmax": "jacobian",
        "q27": "jacobian",
        "eigenvectors": "pca",
        "components": "pca",
        "q28": "pca",
    }
)
"""Words by which somebody may look for a topic."""

_BY_QUESTION: Mapping[str, str] = MappingProxyType(
    {
        "q25": "ce",
        "q25-perplexity": "ppl",
        "q25-ppl": "ppl",
        "q25-bits-per-char": "ppl",
        "q25-free-ppl": "ppl",
        "q25-distill": "kl",
        "q26": "embed",
        "q27": "jacobian",
        "q28": "pca",
        "q29": "kl",
        "q30": "act",
        "q31": "backprop",
        "q31-gd": "landscape",
        "q31-lr": "landscape",
        "q31-mse-landscape": "landscape",
        "q31-trajectory": "landscape",
        "q31-critical": "landscape",
        "q31-double-well": "landscape",
        "q31-condition": "landscape",
        "q31-momentum": "landscape",
        "q31-adam": "landscape",
        "q31-free-landscape": "landscape",
    }
)
"""The beginnings of the ids of shipped questions; the longest counts."""


def walk_for(question: str) -> str | None:
    """The topic that is nearest to a shipped question, by its id; None for a question of another bank."""
    words = question.split("-")
    beginnings = ("-".join(words[:count]) for count in range(len(words), 0, -1))
    return next((_BY_QUESTION[one] for one in beginnings if one in _BY_QUESTION), None)


class UnknownWalk(QuizkitError, KeyError):
    """There is no walk of this topic; names the nearest."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        found = nearest(topic, (*TOPICS, *OTHER_NAMES))
        self.nearest = OTHER_NAMES.get(found, found) if found else None
        hint = f"did you mean {self.nearest!r}?" if self.nearest else f"there are {', '.join(TOPICS)}"
        self.message = f"no walk {quoted(topic)}; {hint}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


def subject(topic: str) -> Subject:
    """The topic of this name; UnknownWalk if there is none."""
    if topic not in TOPICS:
        raise UnknownWalk(topic)
    found = importlib.import_module(f"quizkit.walks.{TOPICS[topic]}").SUBJECT
    assert isinstance(found, Subject)  # noqa: S101  a test looks at all of them
    return found
