"""The face of a package: names that are imported when somebody asks for them.

A package says ``__getattr__ = face(__name__, {"make_variant": "making"})``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from types import ModuleType


def face(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """A package's ``__getattr__``: each name comes from the module of the package that is its home."""

    def attribute(name: str) -> object:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(importlib.import_module(f"{package}.{home}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return attribute


def later(name: str) -> ModuleType:
    """A module that is imported when something of it is first asked for."""
    return _Later(name)


class _Later(ModuleType):
    """Stands for a module and hands out what is in it."""

    def __getattr__(self, name: str) -> object:
        value: object = getattr(importlib.import_module(self.__name__), name)
        return value
