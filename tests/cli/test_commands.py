"""``ask``, ``list``, ``check``, ``doctor`` and the help: stdout, stderr and exit codes apart."""

from __future__ import annotations

import importlib
import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quizkit import __version__
from quizkit.cli.commands import COMMANDS, formula_options
from quizkit.cli.compare import OPTIONS as COMPARE_OPTIONS
from quizkit.cli.trying import OPTIONS as TRY_OPTIONS
from tests.cli.running import Quizkit

TAGGED = 'quizkit: 1\nquestions:\n  q: !!python/object/apply:os.system ["echo pwned"]\n'
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in itertools.pairwise("abcdefg")
)


# Help.


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_gives_examples_before_options(quizkit: Quizkit, name: str, option: str) -> None:
    ran = quizkit(name, option)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    examples = [place for place, line in enumerate(lines) if line.startswith(f"  quizkit {name}")]
    assert examples
    assert max(examples) < lines.index("Options:")
    assert "\b" not in ran.out
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_line_of_its_help(quizkit: Quizkit, name: str) -> None:
    entry = COMMANDS[name]
    function = getattr(importlib.import_module(f"quizkit.cli.{entry.module}"), entry.function)
    assert function.__doc__.splitlines()[0] == entry.about
    assert re.search(rf"^  {name} +{re.escape(entry.about)}$", quizkit("-h").out, re.MULTILINE)


def test_help_imports_no_command() -> None:
    code = "import sys; from quizkit.cli.main import run\ntry: run(['-h'])\nfinally: print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert not loaded & {f"quizkit.cli.{entry.module}" for entry in COMMANDS.values()}
    assert not loaded & {
        "quizkit.variants",
        "quizkit.grading",
        "quizkit.bank",
        "flint",
        "numpy",
        "yaml",
        "textual",
    }


def test_every_line_of_the_examples_is_a_command_of_ours(quizkit: Quizkit) -> None:
    shown = re.findall(r"^  quizkit ([a-z]+)", quizkit("-h").out, re.MULTILINE)
    for name in COMMANDS:
        shown += re.findall(r"^  quizkit ([a-z]+)", quizkit(name, "-h").out, re.MULTILINE)
    assert set(shown) == set(COMMANDS)


def test_commands_that_take_formulas_know_all_their_options(quizkit: Quizkit) -> None:
    formulas = {name: formula_options(name) for name in COMMANDS}
    assert {name: known for name, known in formulas.items() if known is not None} == {
        "try": TRY_OPTIONS,
        "compare": COMPARE_OPTIONS,
    }
    for name, known in (("try", TRY_OPTIONS), ("compare", COMPARE_OPTIONS)):
        shown = re.findall(r"^  (-h, )?(--[a-z]+)( [A-Z])?", quizkit(name, "-h").out, re.MULTILINE)
        assert {option: bool(value) for _, option, value in shown} == {
            option: value for option, value in known.items() if option != "-h"
        }


def test_the_version_is_printed(quizkit: Quizkit) -> None:
    ran = quizkit("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"quizkit {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nosuch",), "No such command 'nosuch'."),
        (("tr",), "No such command 'tr'. Did you mean 'try'?"),
        (("ask",), "Missing argument 'ID'."),
        (("ask", "q25-nll", "--sed", "3"), "No such option: --sed"),
        (("try", "q25-nll", "1", "--jsn"), "No such option: --jsn"),
        (("try", "q25-nll", "1", "--seed"), "Option '--seed' requires an argument."),
        (("practice", "--count", "0"), "Invalid value for '--count'"),
    ],
)
def test_wrong_usage_ends_with_2(quizkit: Quizkit, words: tuple[str, ...], said: str) -> None:
    ran = quizkit(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said.removesuffix(".") in ran.err
    assert "Traceback" not in ran.err


# ask.


def test_a_problem_goes_to_stdout_and_its_seed_to_stderr(quizkit: Quizkit) -> None:
    ran = quizkit("ask", "q25-nll", "--seed", "7", "--given", "p=0.7")
    assert ran.code == 0
    assert ran.out.startswith("Loss on one outcome  [q25-nll]\n\n")
    assert "0.7" in ran.out
    assert ran.err == "\nseed 7: quizkit try q25-nll ANSWER --seed 7 --given p=0.7\n"


def test_the_trial_of_a_problem_with_parts_names_them(quizkit: Quizkit) -> None:
    ran = quizkit("ask", "q31-linear-backward", "--seed", "7")
    assert ran.err == (
        "\nseed 7: quizkit try q31-linear-backward "
        "--part=dW=ANSWER --part=db=ANSWER --part=dx=ANSWER --seed 7\n"
    )


def test_a_problem_without_a_seed_draws_one_that_poses_it_again(quizkit: Quizkit) -> None:
    ran = quizkit("ask", "q25-softmax")
    seed = re.fullmatch(r"\nseed (\d+): .*\n", ran.err)
    assert seed
    assert quizkit("ask", "q25-softmax", "--seed", seed[1]).out == ran.out


def test_the_key_is_shown_when_asked_for_and_earns_full_marks(quizkit: Quizkit) -> None:
    plain = quizkit("ask", "q25-nll", "--seed", "3").out
    keyed = quizkit("ask", "q25-nll", "--seed", "3", "--key").out
    assert keyed.startswith(plain)
    key = re.search(r"^key: (\S+)$", keyed, re.MULTILINE)
    assert key
    assert key[0] not in plain
    assert quizkit("try", "q25-nll", key[1], "--seed", "3").code == 0


def test_a_problem_as_json_hides_its_key_unless_asked(quizkit: Quizkit) -> None:
    plain = quizkit("ask", "q25-nll", "--seed", "3", "--json").json()
    keyed = quizkit("ask", "q25-nll", "--seed", "3", "--json", "--key").json()
    assert {name: value for name, value in keyed.items() if name in plain} == plain
    assert set(keyed) - set(plain) == {"key", "hints", "solution"}
    assert plain["schema"] == 1
    names = "schema question title kind seed setting given prompt parts options hash"
    assert list(plain) == names.split()


@pytest.mark.parametrize(
    "kind", ["nll", "gelu", "logit-gradient", "jacobian", "pick", "facts", "chain", "why"]
)
def test_every_kind_can_be_posed_with_its_key(quizkit: Quizkit, small: str, kind: str) -> None:
    ran = quizkit("ask", kind, "--seed", "1", "--bank", small, "--key")
    assert ran.code == 0
    assert "{{" not in ran.out
    assert "key:" in ran.out
    assert "\n\n\n" not in ran.out
    assert not ran.out.endswith("\n\n")


# list.


def test_the_list_is_a_table_and_its_count_is_narration(quizkit: Quizkit, small: str) -> None:
    path = Path(small, "bank.yaml")
    bank = path.read_text("utf-8").replace("title: Facts", "title: Facts\n    tags: [kl]\n    difficulty: 3")
    path.write_text(bank.replace("title: Pick", "title: Pick one\n    tags: [kl]"), "utf-8")
    ran = quizkit("list", "--topic", "KL", "--bank", small)
    assert ran.code == 0
    assert ran.out == (
        "question  kind    level  title\npick      choice  ●      Pick one\nfacts     select  ●●●    Facts\n"
    )
    assert ran.err == "2 questions\n"


def test_the_list_as_json_has_every_question(quizkit: Quizkit) -> None:
    listed = quizkit("list", "--json").json()
    assert len(listed) >= 30
    assert set(listed[0]) == {
        "id", "kind", "title", "topic", "tags", "difficulty", "minutes", "points", "settings",
    }  # fmt: skip


def test_a_topic_without_questions_ends_with_3(quizkit: Quizkit) -> None:
    said = "quizkit: no questions on 'q99'; did you mean 'q29'?\n"
    ran = quizkit("list", "--topic", "q99")
    assert (ran.code, ran.out, ran.err) == (3, "", said)
    ran = quizkit("list", "--topic", "q99", "--json")
    assert (ran.code, ran.json(), ran.err) == (3, [], said)


# Bad banks.


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "bank.yaml: QK101 there is no such file"),
        (b"", "bank.yaml: QK104 the file is empty: it holds no questions"),
        (b"\xff\xfe", "bank.yaml:1:1: QK102 the file is not UTF-8 text: byte 0xff; save it as UTF-8"),
        (b"- a\n", "bank.yaml:1:1: QK106 expected a mapping of keys to values, found a list"),
        (b"quizkit: 1\nquestions:\n\tq:\n", "bank.yaml:3:1: QK108 a tab in the indentation"),
        (LAUGHS.encode(), "QK117 with its aliases the file has more than 200,000 values"),
        (TAGGED.encode(), "bank.yaml:3:6: QK116 the tag '!!python/object/apply:os.system'"),
        (b"a: " + b"[" * 5000, "QK105 more than 30 levels of lists and mappings"),
        (b"x" * 6_000_000, "QK105"),
    ],
)
def test_a_bad_bank_is_told_and_ends_with_2(
    quizkit: Quizkit,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("bank.yaml").write_bytes(content)
    for words in (("list",), ("practice", "--plain"), ("ask", "q"), ("try", "q", "1")):
        ran = quizkit(*words, "--bank", "bank.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
        assert "pwned" not in ran.err.replace('"echo pwned"', "")
    ran = quizkit("check", "bank.yaml")
    assert ran.code == 2
    assert said in ran.out
    assert ran.err == "quizkit: there is no question to check\n"


def test_one_bad_file_does_not_take_the_good_ones_down(quizkit: Quizkit, small: str) -> None:
    Path(small, "worse.yaml").write_text(TAGGED, "utf-8")
    named = "worse.yaml:3:6: QK116"
    ran = quizkit("list", "--bank", small)
    assert (ran.code, len(ran.out.splitlines())) == (0, 11)
    assert named in ran.err
    ran = quizkit("try", "exact", "81", "--given", "n=9", "--bank", small)
    assert (ran.code, ran.out) == (0, "✓ Correct.\n")
    assert named in ran.err
    ran = quizkit("practice", "--plain", "--bank", small, "--seed", "1", stdin="skip\n" * 10)
    assert ran.code == 0
    assert named in ran.err
    ran = quizkit("check", small)
    assert ran.code == 1
    assert named in ran.out


# check.


def test_check_tells_what_was_proved(quizkit: Quizkit, small: str) -> None:
    ran = quizkit("check", small)
    assert ran.code == 0
    heading, row = ran.out.splitlines()[:2]
    assert heading == f"{small}/bank.yaml"
    assert row == "  ✓  nll             19 of 19, all  ref         2 mistakes"
    assert re.fullmatch(r"1 file, 10 questions, 77 variants: 0 errors, \d+ advice\n", ran.err)


def test_check_tells_a_wrong_key_and_ends_with_1(quizkit: Quizkit, small: str) -> None:
    path = Path(small, "bank.yaml")
    path.write_text(path.read_text("utf-8").replace("answer: -log(p)\n", "answer: -log2(p)\n"), "utf-8")
    ran = quizkit("check", small)
    assert ran.code == 1
    assert ran.out.splitlines()[1].startswith("  ✗  nll  ")
    assert "QK515 the mistake 'bits-for-nats' equals the key in every draw; are the two swapped?" in ran.out
    found = quizkit("check", small, "--json")
    assert found.code == 1
    assert found.json()["problems"][0]["code"] == "QK515"
    row = found.json()["questions"][0]
    assert row.pop("line") > 1
    assert row == {
        "question": "nll",
        "file": f"{small}/bank.yaml",
        "variants": 0,
        "every": False,
        "space": None,
        "witnesses": ["ref"],
        "mistakes": 2,
        "redrawn": 0,
        "clean": False,
    }


def test_check_as_json_tells_every_key_of_a_problem(quizkit: Quizkit, small: str) -> None:
    path = Path(small, "bank.yaml")
    path.write_text(path.read_text("utf-8").replace('[{ref: "surprisal(p)"}]', "[{expect: answer < 0}]"))
    found = quizkit("check", small, "--json").json()["problems"]
    (problem,) = (one for one in found if one["severity"] == "error")
    assert problem.pop("file").endswith("bank.yaml")
    assert problem.pop("line") > 1
    assert problem.pop("column") > 1
    assert problem == {
        "code": "QK501",
        "severity": "error",
        "question": "nll",
        "message": "the property fails: answer < 0, on 19 of 19 variants",
        "fix": "",
        "shown": "p = 0.05: key 2.99573",
        "more": ["p = 0.1: key 2.30259", "p = 0.15: key 1.89712"],
    }


# doctor.


def test_the_doctor_names_versions_and_places(quizkit: Quizkit) -> None:
    ran = quizkit("doctor", "--json")
    assert ran.code == 0
    report = ran.json()
    assert report["quizkit"] == __version__
    assert report["questions"].endswith(" loaded, 0 problems")
    assert {"python", "numpy", "python-flint", "cache", "logs", "terminal"} <= set(report)
    assert quizkit("doctor").out.startswith("what          found\nquizkit       ")
