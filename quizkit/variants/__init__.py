"""From a question and a seed to a variant. The only room that draws numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.faces import face

if TYPE_CHECKING:
    from quizkit.variants.dealing import (
        Deployment,
        all_variants,
        deployed_variants,
        deployment,
        every_variant,
        space,
    )
    from quizkit.variants.making import acceptance, make_variant, tried
    from quizkit.variants.options import ShownOption
    from quizkit.variants.refusals import Acceptance
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

__getattr__ = face(
    __name__,
    {
        "Acceptance": "refusals",
        "Deployment": "dealing",
        "GivenValue": "variant",
        "PosedTask": "variant",
        "ShownOption": "options",
        "Variant": "variant",
        "acceptance": "making",
        "all_variants": "dealing",
        "deployed_variants": "dealing",
        "deployment": "dealing",
        "every_variant": "dealing",
        "make_variant": "making",
        "space": "dealing",
        "tried": "making",
    },
)
