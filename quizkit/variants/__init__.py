"""From a question and a seed to a variant. The only room that draws numbers."""

from quizkit.variants.acceptance import Acceptance
from quizkit.variants.deployment import (
    Deployment,
    all_variants,
    deployed_variants,
    deployment,
    every_variant,
    space,
)
from quizkit.variants.making import acceptance, make_variant, tried
from quizkit.variants.options import ShownOption
from quizkit.variants.variant import GivenValue, PosedTask, Variant

__all__ = [
    "Acceptance",
    "Deployment",
    "GivenValue",
    "PosedTask",
    "ShownOption",
    "Variant",
    "acceptance",
    "all_variants",
    "deployed_variants",
    "deployment",
    "every_variant",
    "make_variant",
    "space",
    "tried",
]
