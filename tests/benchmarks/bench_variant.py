"""How long do a variant with its key, the loading of all banks, and their proof take?

Run by hand, ``python -m tests.benchmarks.bench_variant``. Loading is compared with what any bank in YAML
pays, PyYAML's C loader, and with the least there is to do, reading the same index as JSON; all in the same
run. The other two have no rival; they are set against the grading of one answer and said as rates.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from quizkit import Variant, grade, make_variant
from quizkit.bank import Bank, compile_bank, load_bank
from quizkit.bank.files import shipped_folder
from quizkit.bank.question import Question
from quizkit.workshop.check import check_bank
from quizkit.workshop.typed import typed_key
from tests.benchmarks.timing import amount, microseconds, p99, print_table, undisturbed

SEEDS = 20
REPEATS = 15
CHECK_ROUNDS = 3


def main() -> None:
    """Prints a table for each of the three."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUIZKIT_CACHE_DIR"] = folder
        _print_loading(Path(folder))
        questions = load_bank(shipped_folder())
        _print_variants(questions)
        _print_check()


def _print_loading(cache: Path) -> None:
    """All shipped banks: from their YAML, from the index, and the rivals."""
    folder = shipped_folder()
    sources = [path.read_bytes() for path in sorted(folder.glob("*.yaml"))]
    rows: dict[str, Callable[[], object]] = {
        "load_bank, warm index": partial(load_bank, folder),
        "  and every question made": lambda: list(load_bank(folder).values()),
        "compiled from YAML, no index": partial(compile_bank, folder),
        "PyYAML, C loader, no checks": lambda: [yaml.load(one, yaml.CSafeLoader) for one in sources],
        "json.loads of the index": lambda: [_stored(entry) for entry in cache.iterdir()],
    }
    load_bank(folder)
    times = {}
    for name, work in rows.items():
        work()
        with undisturbed():
            once = name.startswith("compiled")
            times[name] = statistics.median(microseconds(work) for _ in range(3 if once else REPEATS))
    ours = times["load_bank, warm index"]
    size = sum(map(len, sources)) // 1024
    print_table(
        f"loading {len(load_bank(folder))} questions in {len(sources)} files ({size} KiB)",
        ["", "median", "this/load_bank"],
        [[name, amount(each), f"{each / ours:.2f}"] for name, each in times.items()],
    )


def _stored(entry: Path) -> object:
    return json.loads(entry.read_bytes().partition(b"\n")[2])


def _print_variants(questions: Bank) -> None:
    """Variants of every shipped question, each with its key, and one answer to each of them."""
    first: list[float] = []
    later: dict[str, list[float]] = {}
    answered: list[float] = []
    for question in questions.values():
        with undisturbed():
            first.append(microseconds(partial(_variant, question, 0)))
            later[question.id] = [
                microseconds(partial(_variant, question, seed)) for seed in range(1, SEEDS + 1)
            ]
        variant = make_variant(question, seed=1)
        response = {posed.id: typed_key(variant, posed.id) for posed in variant.parts if posed.kind != "text"}
        typed = response if question.kind == "parts" else response.get("", "")
        grade(variant, typed)
        with undisturbed():
            answered.append(microseconds(partial(grade, variant, typed)))
    each = [time_ for times in later.values() for time_ in times]
    slow = sorted(later, key=lambda id_: statistics.median(later[id_]), reverse=True)[:3]
    graded = statistics.median(answered)
    print_table(
        f"a variant with its prompt, key, hints and solution; {len(questions)} questions, {SEEDS} seeds",
        ["", "median", "p99", "a second", "times one grading"],
        [
            [
                name,
                amount(statistics.median(times)),
                amount(p99(times)),
                f"{1e6 / statistics.median(times):.0f}",
                f"{statistics.median(times) / graded:.1f}",
            ]
            for name, times in {
                "the first of a question": first,
                "a later one": each,
                **{f"  slow: {id_}": later[id_] for id_ in slow},
                "grading its key as typed": answered,
            }.items()
        ],
    )


def _variant(question: Question, seed: int) -> tuple[Variant, object]:
    variant = make_variant(question, seed=seed)
    return variant, variant.key


def _print_check() -> None:
    """What ``quizkit check`` does on the shipped banks."""
    compiled = compile_bank(shipped_folder())
    seconds: dict[str, list[float]] = {}
    last = 0.0

    def took(question: str) -> None:
        nonlocal last
        now = time.process_time()
        seconds.setdefault(question, []).append(now - last)
        last = now

    for _ in range(CHECK_ROUNDS):
        last = time.process_time()
        checked = check_bank(compiled, done=took)
    spent = {question: statistics.median(times) for question, times in seconds.items()}
    rates = {one.question: one.variants / spent[one.question] for one in checked}
    unclean = sum(not one.is_clean for one in checked)
    variants, total = sum(one.variants for one in checked), sum(spent.values())
    print_table(
        f"quizkit check, the {variants} variants of the shipped banks, {total:.1f} s of CPU",
        ["", "variants a second"],
        [
            ["all" + (f", {unclean} of them not clean" if unclean else ""), f"{variants / total:.0f}"],
            *([f"  slow: {id_}", f"{rates[id_]:.0f}"] for id_ in sorted(rates, key=rates.__getitem__)[:5]),
        ],
    )


if __name__ == "__main__":
    main()
