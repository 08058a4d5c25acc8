"""``quizkit runs``: what stands in the folder of a graded batch."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.cli.banks import opened
from quizkit.cli.options import BankPaths, Json
from quizkit.cli.output import Exit, count, end, say, say_json, tell
from quizkit.cli.tallying import share_of
from quizkit.errors import printable

if TYPE_CHECKING:
    from quizkit.bank import Bank

_TOLD = 5
"""How many differing records are told."""
_COMPARED = ("outcome", "credit", "points", "mistake", "evidence", "read_as", "message", "hashes")
_LONGEST = 500


class What(StrEnum):
    """What may be asked of a run."""

    SHOW = "show"
    VERIFY = "verify"
    REPLAY = "replay"


def runs(
    what: Annotated[What, typer.Argument(help="What to do.")],
    run: Annotated[str, typer.Argument(metavar="RUN", help="The folder of the run.")],
    answer: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="With show: the id of an answer.")
    ] = None,
    sample: Annotated[
        str, typer.Option("--sample", metavar="SHARE", help="With replay: how many answers.")
    ] = "1%",
    bank: BankPaths = None,
    json: Json = False,
) -> None:
    """Look into a graded batch: one answer, its files, its verdicts.

    quizkit runs show runs/midterm a17
    quizkit runs verify runs/midterm
    quizkit runs replay runs/midterm --sample 1%

    show tells how an answer was read, what it was compared with, what the verdict rests on, and the versions.
    verify compares every file with the manifest. replay grades a sample again, always the same one, by the
    bank that the run was graded by, or by --bank.

    Exit code: 0 done, 1 a file is damaged or a verdict differs, 2 there is no such run or answer.
    """
    folder = Path(run)
    if (what is What.SHOW) != (answer is not None):
        end(Exit.USAGE, "quizkit: runs show needs RUN and ID, and the others only RUN")
    match what:
        case What.SHOW:
            _show(folder, answer or "", bank, json=json)
        case What.VERIFY:
            _verify(folder, json=json)
        case What.REPLAY:
            _replay(folder, share_of(sample, "--sample"), bank, json=json)


def _bank_of(folder: Path, paths: list[str] | None) -> Bank:
    """The bank that is named, or the one that the run was graded by."""
    from quizkit.batch.runs import read_manifest

    sources = read_manifest(folder).get("sources")
    named = sources.get("bank") if isinstance(sources, dict) else None
    return opened(paths or (named if isinstance(named, list) else None))


def _show(folder: Path, answer: str, paths: list[str] | None, *, json: bool) -> None:
    from quizkit.batch.looking import record_in

    record = record_in(folder, answer)
    if json:
        say_json(record)
        return
    if "refused" in record:
        refused = record["refused"]
        say(f"line {record['line']} was refused: {refused['code']} {printable(refused['message'], _LONGEST)}")
        return
    read = record["read_as"]
    evidence = ", ".join(f"{name} {_plain(value)}" for name, value in record["evidence"].items())
    lines = {
        "answer": record["id"],
        "question": f"{record['question']}, seed {record['seed']}" if record["question"] else "",
        "setting": record["setting"],
        "given": _plain(record.get("given", "")),
        "learner": _plain(record.get("learner", "")),
        "response": _plain(record["response"]),
        "read as": read["text"] if read else "",
        "compared with": _expected(folder, record, paths),
        "outcome": f"{record['outcome']}, credit {record['credit']:g}, points {record['points']:g}",
        "evidence": evidence.removeprefix("kind "),
        "mistake": record["mistake"] or "",
        "told": record["message"],
        "hashes": ", ".join(f"{name} {value[:12]}" for name, value in record["hashes"].items()),
        "versions": ", ".join(f"{name} {value}" for name, value in record["engine"].items()),
    }
    say(*(f"{name:<14} {printable(value, _LONGEST)}" for name, value in lines.items() if value))


def _expected(folder: Path, record: dict[str, Any], paths: list[str] | None) -> str:
    """The key that a response was held against."""
    from quizkit.errors import QuizkitError
    from quizkit.variants import make_variant

    if not record["question"]:
        return str(record["expected"])
    try:
        variant = make_variant(
            _bank_of(folder, paths)[record["question"]], record["seed"], record.get("given")
        )
    except QuizkitError as error:
        return f"(the bank does not give it: {error})"
    if variant.hash != record["hashes"]["variant"]:
        return "(the bank has changed: this variant is another now)"
    return variant.key_text().replace("\n", "; ")


def _plain(value: object) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _verify(folder: Path, *, json: bool) -> None:
    from quizkit.batch.looking import damages
    from quizkit.batch.runs import entries_of

    found = damages(folder)
    parts = len(entries_of(folder))
    if json:
        wrong = [{"file": damage.file, "what": damage.what} for damage in found]
        say_json({"schema": 1, "parts": parts, "damages": wrong})
    else:
        say(*map(str, found))
    if found:
        end(
            Exit.WANTING,
            f"quizkit: {printable(str(folder), 200)} is not whole; the command that graded it mends it",
        )
    tell(f"{printable(str(folder), 200)} is whole: {count(parts, 'part')}")


def _replay(folder: Path, share: float, paths: list[str] | None, *, json: bool) -> None:
    from quizkit.batch.looking import replayed

    found = replayed(folder, _bank_of(folder, paths), share)
    if json:
        pairs = [{"was": was, "now": now} for was, now in found.differing]
        say_json({"schema": 1, "compared": found.compared, "differing": pairs})
    else:
        for was, now in found.differing[:_TOLD]:
            say(f"{printable(was['id'])}: {_difference(was, now)}")
    differing = len(found.differing)
    if differing:
        end(Exit.WANTING, f"quizkit: {differing:,} of {found.compared:,} answers come out otherwise")
    tell(f"{count(found.compared, 'answer')} graded again: all the same")


def _difference(was: dict[str, Any], now: dict[str, Any]) -> str:
    if "refused" in now:
        return f"{was['outcome']}, now refused: {printable(now['refused']['message'], _LONGEST)}"
    for name in _COMPARED:
        if was[name] != now[name]:
            return f"{name} was {printable(_plain(was[name]))}, now {printable(_plain(now[name]))}"
    return "the record has other fields now"
