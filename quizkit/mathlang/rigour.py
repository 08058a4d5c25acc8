"""Is python-flint here, and recent enough? Everything that is decided, is decided with it."""

from __future__ import annotations

import importlib.util
import re

from quizkit.errors import MissingPackage, printable

LEAST = (0, 7)
"""The oldest version of python-flint that is tested."""


def require_flint(*, loaded: bool = True) -> None:
    """Raise MissingPackage, with the command that helps, unless python-flint can be used.

    Not ``loaded``: unless it is installed; loading it is put off.
    """
    if not loaded and importlib.util.find_spec("flint") is not None:
        return
    needed = ".".join(map(str, LEAST))
    fix = f"run: python -m pip install 'python-flint>={needed}'"
    try:
        import flint
    except ImportError as failure:
        reason = "is not installed" if failure.name == "flint" else "cannot be loaded"
        raise MissingPackage(f"python-flint {needed} or newer is needed and {reason}; {fix}") from None
    version = str(getattr(flint, "__version__", "of unknown version"))
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < LEAST:
        raise MissingPackage(
            f"python-flint {needed} or newer is needed, and {printable(version)} is installed; {fix}"
        ) from None
