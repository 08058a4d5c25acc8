"""Many responses: rows are read, graded part by part on one core or several, and written.

    input     a file of rows, or stdin (``sources``, ``parquet``); other tools' names (``columns``)
    rows      what one row asks for (``rows``); what cannot be graded is refused by name (``refusals``)
    parts     rows in pieces that depend on the input alone (``parts``)
    judging   one part: rows in, records out; pure, each pair of variant and answer judged once (``judging``)
    crew      parts on several processes, in order, with few of them in flight (``crew``)
    runs      a folder of parts that can be gone on with, looked at and judged again (``runs``, ``looking``)

The same rows, bank and versions give the same bytes, whoever graded them in whatever order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.faces import face

if TYPE_CHECKING:
    from quizkit.batch.many import grade_many

__all__ = ["grade_many"]

__getattr__ = face(__name__, {"grade_many": "many"})
