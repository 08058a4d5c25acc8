"""Which kinds of fault are there? The code of every message to an author, and what it means.

A code never changes its meaning and is never given to another; ``quizkit explain CODE`` reads this
table. The first digit says where to look: 1 the YAML, 2 keys, 3 formulas and templates, 4 draws and
variants, 5 keys and their witnesses, 6 teaching advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CODES: Mapping[str, str] = MappingProxyType(
    {
        # The file and its YAML.
        "QK101": "a file or folder cannot be read",
        "QK102": "a file is not UTF-8 text",
        "QK103": "a hidden or control character",
        "QK104": "a file is empty",
        "QK105": "a file is larger or deeper than any bank needs to be",
        "QK106": "a file is not a mapping of keys to values",
        "QK107": "YAML that cannot be read",
        "QK108": "a tab in the indentation",
        "QK109": "text that YAML takes for something else and that needs quotes or |",
        "QK110": "a value that begins with a placeholder",
        "QK111": "|x| where abs(x) is meant",
        "QK112": "a minus sign that YAML takes for a list",
        "QK113": "a value split at a comma between { } or [ ]",
        "QK114": "a key that stands twice in one mapping",
        "QK115": "a key that is not text",
        "QK116": "a YAML tag",
        "QK117": "a YAML alias without an anchor, within itself, or one too many",
        "QK118": "more than one YAML document in a file",
        "QK119": "a quote or bracket that is never closed",
        "QK120": "a line that is indented wrongly",
        "QK121": "a line that is neither a key nor part of a text",
        "QK122": "a backslash in double quotes",
        "QK123": "a folder without questions, or a file that is passed over",
        # Keys.
        "QK201": "a key that the format does not know",
        "QK202": "a key is missing",
        "QK203": "a value of another type than its key takes",
        "QK204": "a word that is none of those a key takes",
        "QK205": "a number that is too small or too large",
        "QK206": "a version of the format that this quizkit does not read",
        "QK207": "a key that belongs to another type of question",
        "QK208": "an id or a name that cannot be one",
        "QK209": "an id used by two questions",
        "QK210": "a question that is required but does not exist",
        "QK211": "a name declared twice",
        "QK212": "nothing stands after a key",
        # Formulas and templates.
        "QK301": "a function that does not exist",
        "QK302": "a name that is not declared",
        "QK303": "a formula that cannot be read",
        "QK304": "shapes that do not fit together",
        "QK305": "derived values that depend on each other in a circle",
        "QK306": "a placeholder that cannot be read",
        "QK307": "a condition where a value belongs, or a value where a condition belongs",
        "QK308": "a tolerance or precision that cannot be read",
        "QK309": "a domain that cannot be read",
        "QK310": "the factor of a unit",
        # Draws and variants.
        "QK401": "a draw that cannot be read",
        "QK402": "a name that must be drawn and is not",
        "QK403": "a seed that cannot be left out",
        "QK404": "no draw is accepted",
        "QK405": "few draws are accepted",
        "QK406": "fewer distinct variants than are dealt",
        "QK407": "a variant cannot be made",
        # Keys and witnesses.
        "QK501": "the key disagrees with a witness",
        "QK502": "a reference function that does not exist or takes other arguments",
        "QK503": "a witness that is the key's own formula",
        "QK504": "a choice without exactly one right option",
        "QK505": "a select question without a right option",
        "QK506": "a mistake about which nothing is said",
        "QK507": "a key of another shape than its question's type",
        "QK508": "a tolerance that cannot be used with its key",
        "QK509": "a rubric whose points cannot be earned",
        "QK510": "a test that expects something that cannot happen",
        "QK511": "a witness that is not one check",
        "QK512": "a reference function called elsewhere than in a witness",
        "QK513": "a test fails",
        "QK514": "the key changes when it is computed from the numbers as shown",
        "QK515": "a mistake equals the key",
        "QK516": "the key, typed as an answer, does not earn full marks",
        "QK517": "a mistake, typed as an answer, is not recognised",
        "QK518": "the key has no value",
        # Teaching advice.
        "QK601": "a mistake close to the key",
        "QK602": "no mistakes are listed",
        "QK603": "no witness checks the key",
        "QK604": "no solution is given",
        "QK605": "one key is right in many variants",
        "QK606": "one displayed number predicts the key",
        "QK607": "the right choice is the longest",
        "QK608": "the minutes are missing",
        "QK609": "no hints are given",
        "QK610": "a prompt that is too long for one screen",
    }
)
"""What each code means, in the words of the author's manual."""
