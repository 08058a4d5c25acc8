"""``check``: findings as text, JSON, workflow commands and SARIF; what counts as an error."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from quizkit import __version__
from quizkit.bank.codes import CODES
from quizkit.cli.annotations import FINGERPRINT, github, sarif
from quizkit.cli.reporting import Report, amount, file_lines, problem_lines, tallied, text
from quizkit.errors import Problem
from quizkit.workshop.check import Checked
from quizkit.workshop.faults import Shown
from tests.cli.running import Quizkit

HEAD = "quizkit: 1\ntitle: T\ntopic: t\nquestions:\n"
SOUND = """\
  {name}:
    type: number
    title: Surprisal
    minutes: 1
    given: {{p: 0.1 .. 0.9 by 0.1}}
    prompt: An outcome has the probability {{{{ p }}}}. What is its surprisal, in nats?
    answer: -log(p)
    tol: 0.1%
    mistakes: {{half: {{is: -log(p)/2, say: Half of it.}}}}
    hints: [Take the logarithm.]
    solution: It is {{{{ answer | 4sf }}}}.
    verify: [{{ref: surprisal(p)}}]
"""
ADVISED = SOUND.replace("    hints: [Take the logarithm.]\n", "")
WRONG = SOUND.replace("answer: -log(p)", "answer: -log2(p)").replace("-log(p)/2", "-log(p)/9")


def bank(folder: Path, *questions: str, name: str = "bank.yaml") -> str:
    """The path of a bank file with these questions, called q0, q1 and so on."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    stem = "q" if name == "bank.yaml" else f"{path.stem}-"
    told = "".join(each.format(name=f"{stem}{number}") for number, each in enumerate(questions))
    path.write_text(HEAD + told, "utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# What the sound bank of these tests is.


def test_a_question_without_findings_is_one_row(quizkit: Quizkit) -> None:
    bank(Path("b"), SOUND, SOUND)
    ran = quizkit("check", "b/bank.yaml", "--strict")
    assert ran.out == (
        "b/bank.yaml\n  ✓  q0  9 of 9, all  ref  1 mistake\n  ✓  q1  9 of 9, all  ref  1 mistake\n"
    )
    assert (ran.code, ran.err) == (0, "1 file, 2 questions, 18 variants: 0 errors\n")


def test_findings_stand_below_their_question(quizkit: Quizkit) -> None:
    bank(Path("b"), SOUND, WRONG, ADVISED)
    ran = quizkit("check", "b")
    lines = ran.out.splitlines()
    assert lines[0] == "b/bank.yaml"
    assert [line[:7] for line in lines if re.match(r"  \S", line)] == ["  ✓  q0", "  ✗  q1", "  ✓  q2"]
    (place,) = (number for number, line in enumerate(lines) if " QK501 " in line)
    assert lines[place].startswith("    b/bank.yaml:28:14: QK501 the key disagrees with the reference")
    assert lines[place + 1] == "        verify: [{ref: surprisal(p)}]"
    assert lines[place + 2] == " " * 17 + "^"
    assert lines[place + 3] == "        p = 0.1: key 3.32193, reference 2.30259"
    advice = next(line for line in lines if " QK609 " in line)
    assert advice.startswith("    b/bank.yaml:29:3: advice QK609 ")
    assert ran.code == 1
    assert ran.err == "1 file, 3 questions, 27 variants: 1 error, 1 advice\n"


def test_strict_counts_advice_as_errors(quizkit: Quizkit) -> None:
    bank(Path("b"), ADVISED)
    assert quizkit("check", "b").code == 0
    assert quizkit("check", "b", "--json").json()["questions"][0]["clean"] is True
    ran = quizkit("check", "b", "--strict")
    assert ran.code == 1
    assert ran.out.splitlines()[1].startswith("  ✗  q0  ")
    assert ran.err.endswith(": 0 errors, 1 advice (--strict: all count as errors)\n")
    assert quizkit("check", "b", "--strict", "--json").json()["questions"][0]["clean"] is False


def test_what_does_not_load_is_told_where_it_stands(quizkit: Quizkit) -> None:
    broken = SOUND.replace("answer: -log(p)", "answer: -lgo(p)")
    bank(Path("b"), SOUND, broken, SOUND)
    Path("b", "worse.yaml").write_text("- a\n", "utf-8")
    ran = quizkit("check", "b")
    lines = ran.out.splitlines()
    assert lines[3].startswith("    b/bank.yaml:23:14: QK301 unknown function 'lgo'; did you mean 'lg'?")
    assert [line for line in lines if line.startswith("  ✗")] == ["  ✗  q1  not checked"]
    assert lines[-4:-1] == [
        "b/worse.yaml",
        "    b/worse.yaml:1:1: QK106 expected a mapping of keys to values, found a list",
        "        - a",
    ]
    assert ran.code == 1
    for form in ("github", "sarif", "json", "text"):
        ran = quizkit("check", "b/worse.yaml", "--format", form)
        assert ran.code == 2
        assert "QK106" in ran.out
        assert ("QK106" in ran.err) is False


def test_one_bad_file_of_a_hundred_reports_exactly_its_own_errors(quizkit: Quizkit) -> None:
    for number in range(100):
        bank(Path("many"), SOUND if number != 41 else WRONG, name=f"f{number:02}.yaml")
    ran = quizkit("check", "many", "--json")
    assert ran.code == 1
    told = [(one["code"], one["file"]) for one in ran.json()["problems"]]
    assert told == [("QK501", "many/f41.yaml")]
    assert [row["file"] for row in ran.json()["questions"] if not row["clean"]] == ["many/f41.yaml"]
    assert len(ran.json()["questions"]) == 100


def test_json_is_one_of_the_formats(quizkit: Quizkit) -> None:
    bank(Path("b"), ADVISED, WRONG)
    assert quizkit("check", "b", "--json").out == quizkit("check", "b", "--format", "json").out
    ran = quizkit("check", "b", "--json", "--format", "sarif")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "quizkit: --json and --format sarif are two forms; choose one\n"
    assert quizkit("check", "b", "--format", "xml").code == 2


# Lines.


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (Checked(question="q"), "no variant"),
        (Checked(question="q", variants=19, every=True, space=36), "19 of 19, all"),
        (Checked(question="q", variants=12, space=5359375), "12 of 5,359,375"),
        (Checked(question="q", variants=12), "12"),
        (Checked(question="q", variants=6, space=1), "6"),
    ],
)
def test_how_many_variants_were_proved_of_how_many(checked: Checked, said: str) -> None:
    assert amount(checked) == said


def problem(**other: Any) -> Problem:
    """A finding."""
    said = {"code": "QK501", "file": "b.yaml", "line": 3, "column": 5, "message": "it is wrong"}
    return Problem(**{**said, **other})


def test_long_messages_are_folded_on_a_terminal_and_the_caret_stays() -> None:
    source = "    answer: " + "x + " * 60 + "sofmax(x)"
    long = problem(message="word " * 40, column=len(source) - 8, source=source, fix="mend it")
    lines = problem_lines(long, 80)
    assert max(map(len, lines)) <= 80
    assert len(lines) > 4
    assert lines[-2][lines[-1].index("^") :].startswith("sofmax")
    assert len(problem_lines(long, None)) == 3


def test_findings_show_what_variants_show_and_name_their_severity() -> None:
    shown = Shown(
        **{name: getattr(problem(), name) for name in Problem.__slots__}, shown="p = 1", more=("p = 2",)
    )
    assert problem_lines(shown)[1:] == ["        p = 1", "        p = 2"]
    assert problem_lines(problem(severity="warning")) == ["    b.yaml:3:5: warning QK501 it is wrong"]
    many = [problem(), problem(severity="warning"), *[problem(severity="advice")] * 2]
    assert tallied(many) == "1 error, 1 warning, 2 advice"


def test_files_without_questions_come_before_those_that_were_read() -> None:
    loading = (problem(file="b.yaml", line=0), problem(file="misconceptions.yaml"))
    report = Report(loading=loading, files=("a.yaml", "b.yaml"))
    assert [line for line in text(report) if not line.startswith(" ")] == [
        "misconceptions.yaml",
        "",
        "b.yaml",
    ]
    assert file_lines("a.yaml", report) == []


# Workflow commands.


def test_a_finding_as_a_workflow_command_is_escaped() -> None:
    told = github(
        [
            problem(file="a,b:c%.yaml", message="100%\r\nof it", fix="mend: it"),
            problem(severity="warning", line=0, code="QK123"),
            problem(severity="advice"),
        ]
    )
    assert list(told) == [
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=QK501::100%25%0D%0Aof it; mend: it",
        "::warning file=b.yaml,title=QK123::it is wrong",
        "::notice file=b.yaml,line=3,col=5,title=QK501::it is wrong",
    ]


def test_workflow_commands_are_all_that_stands_on_stdout(quizkit: Quizkit) -> None:
    bank(Path("b"), SOUND, WRONG, ADVISED)
    ran = quizkit("check", "b", "--format", "github")
    assert [line[:15] for line in ran.out.splitlines()] == ["::error file=b/", "::notice file=b"]
    assert "%0Ap = 0.1: key 3.32193, reference 2.30259" in ran.out
    assert ran.code == 1
    assert ran.err == "1 file, 3 questions, 27 variants: 1 error, 1 advice\n"


# SARIF: the members that section 3 of the standard requires, and no others than it knows.


def closed(required: list[str], **properties: object) -> dict[str, object]:
    """An object with these members only."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


TEXT = closed(["text"], text={"type": "string", "minLength": 1})
ADDRESS = closed(
    ["uri"],
    uri={"type": "string", "format": "uri-reference", "pattern": "^[A-Za-z0-9._~!$&'()*+,;=@%/-]+$"},
    uriBaseId={"type": "string"},
)
POSITIVE = {"type": "integer", "minimum": 1}
REGION = closed(["startLine"], startLine=POSITIVE, startColumn=POSITIVE, snippet=TEXT)
PLACE = closed(["artifactLocation"], artifactLocation=ADDRESS, region=REGION)
RULE = closed(["id"], id={"type": "string"}, shortDescription=TEXT)
RESULT = closed(
    ["message", "level", "ruleId", "locations"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level={"enum": ["none", "note", "warning", "error"]},
    message=TEXT,
    locations={"type": "array", "minItems": 1, "items": closed([], physicalLocation=PLACE)},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
)
DRIVER = closed(
    ["name"],
    name={"type": "string"},
    version={"type": "string"},
    rules={"type": "array", "uniqueItems": True, "items": RULE},
)
RUN = closed(
    ["tool", "results"],
    tool=closed(["driver"], driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": closed([], description=TEXT)},
    results={"type": "array", "items": RESULT},
)
LOG = closed(
    ["version", "runs"],
    **{"$schema": {"type": "string"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "minItems": 1, "maxItems": 1, "items": RUN},
)


def test_findings_as_sarif_have_the_members_of_the_standard(quizkit: Quizkit) -> None:
    bank(Path("b"), SOUND, WRONG, ADVISED)
    ran = quizkit("check", "b", "--format", "sarif")
    assert ran.code == 1
    log = ran.json()
    jsonschema.validate(log, LOG)
    (run,) = log["runs"]
    assert run["tool"]["driver"]["version"] == __version__
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CODES)
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("QK501", "error"),
        ("QK609", "note"),
    ]
    for one in run["results"]:
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "b/bank.yaml", "uriBaseId": "%SRCROOT%"}
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (28, 14)


def test_a_clean_bank_as_sarif_has_no_results(quizkit: Quizkit) -> None:
    bank(Path("b"), SOUND)
    log = quizkit("check", "b", "--format", "sarif").json()
    jsonschema.validate(log, LOG)
    assert log["runs"][0]["results"] == []


def test_addresses_in_sarif_are_relative_and_percent_encoded(here: Path) -> None:
    names = ["a b/ü#?%.yaml", str(here / "c.yaml")]
    log = sarif([problem(file=name, line=0, column=0) for name in names], "1")
    jsonschema.validate(log, LOG)
    results = json.loads(json.dumps(log))["runs"][0]["results"]
    found = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results]
    assert [unquote(uri) for uri in found] == ["a b/ü#?%.yaml", "c.yaml"]
    assert "region" not in results[0]["locations"][0]["physicalLocation"]


def fingerprints(quizkit: Quizkit) -> list[str]:
    """Those of the bank, in order."""
    results = quizkit("check", "b", "--format", "sarif").json()["runs"][0]["results"]
    return [one["partialFingerprints"][FINGERPRINT] for one in results]


def test_fingerprints_stay_when_lines_move_and_tell_findings_apart(quizkit: Quizkit) -> None:
    path = Path(bank(Path("b"), WRONG, WRONG, ADVISED))
    before = fingerprints(quizkit)
    assert len(before) == len(set(before)) == 3
    path.write_text(path.read_text("utf-8").replace("questions:", "# more\n# lines\nquestions:\n"), "utf-8")
    assert fingerprints(quizkit) == before
    twice = sarif([problem(source="x"), problem(source="x", line=9)], "1")
    prints = [
        one["partialFingerprints"][FINGERPRINT] for one in json.loads(json.dumps(twice))["runs"][0]["results"]
    ]
    assert [each.partition(":")[2] for each in prints] == ["1", "2"]
