"""Which errors say that a formula has no value in a draw?

A draw may be the one for which a formula has none: that refuses the draw, or is told where the value was to
be shown. Any other error is a fault of the program and passes through.
"""

from __future__ import annotations

from quizkit.errors import NotComputable, ShapeMismatch, Undecidable, Undefined

NO_VALUE = (Undefined, Undecidable, ShapeMismatch, NotComputable)
"""A value that does not exist or cannot be decided, shapes that do not fit, words where numbers belong."""
