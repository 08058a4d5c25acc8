"""Runs every shape in the signatures of the reference functions, results included.

The hook rewrites modules as they are imported, so it stands here, before any test module imports one.
"""

from jaxtyping import install_import_hook

from quizkit.reference.registry import MODULES

install_import_hook([f"quizkit.reference.{module}" for module in MODULES], "beartype.beartype")
