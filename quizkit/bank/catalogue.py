"""What does a ``misconceptions.yaml`` say? The ideas behind wrong answers, shared by all banks."""

from __future__ import annotations

from quizkit.bank.files import decode
from quizkit.bank.findings import Findings
from quizkit.bank.index import CompiledMisconceptions
from quizkit.bank.misconception import Misconception
from quizkit.bank.model import MisconceptionKeys
from quizkit.bank.reading import check_id, validated
from quizkit.bank.source import root_of
from quizkit.bank.template import holes, parse_template
from quizkit.bank.tree import MapNode, contents, found, place_in
from quizkit.errors import Unreadable


def compile_misconceptions(content: bytes, name: str) -> CompiledMisconceptions:
    """The misconceptions of a ``misconceptions.yaml``, and what is wrong with it."""
    source = decode(content, name)
    if isinstance(source, Findings):
        return CompiledMisconceptions(problems=source.problems)
    findings = Findings(name, source.lines)
    root = root_of(source, findings, "misconceptions")
    known: dict[str, Misconception] = {}
    for key, entry in root.entries.items() if root else ():
        check_id(key, entry.key.place, findings)
        if not isinstance(entry.value, MapNode):
            message = f"expected a mapping with 'say', found {found(contents(entry.value))}"
            findings.add("QK203", entry.key.place, message)
            continue
        keys = validated(MisconceptionKeys, entry.value, findings)
        if keys is None or not (keys.say or "").strip():
            if "say" not in entry.value.entries:
                findings.add("QK202", entry.key.place, "the key 'say' is missing")
            continue
        known[key] = Misconception(id=key, say=keys.say or "", credit=keys.credit, see=keys.see)
        _check_text(entry.value, keys.say or "", findings)
    return CompiledMisconceptions(misconceptions=known, problems=findings.problems)


def _check_text(node: MapNode, say: str, findings: Findings) -> None:
    """What is said in every question can show nothing of one."""
    written = node.entries["say"].value
    try:
        # Questions with ``code: templated`` take holes in code too.
        pieces = parse_template(say, code_templated=True)
    except Unreadable as fault:
        findings.add("QK306", place_in(written, fault.start), fault.message)
        return
    for _, _, start in holes(pieces):
        findings.add(
            "QK306",
            place_in(written, start),
            "a misconception is shared by questions, so that its text has no placeholders",
            "give the question's mistake a 'say' of its own",
        )
