"""``quizkit grade``: answers in bulk."""

from __future__ import annotations

import contextlib
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.options import BankPaths, Json
from quizkit.cli.output import Exit, Progress, count, end, flush, say_json, tell, write
from quizkit.cli.tallying import share_of, summary, undecided_lines
from quizkit.errors import printable

if TYPE_CHECKING:
    from quizkit.batch.judging import Judge
    from quizkit.batch.parts import Part
    from quizkit.batch.runs import Run
    from quizkit.batch.tallies import Tally

FROM_STDIN = "-"
TO_STDOUT = "-"
_READ_AT_ONCE = 1 << 20


def grade(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file of answers; - reads stdin.")],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="OUT", help="A file, or a folder with its / for a run; - is stdout."
        ),
    ] = TO_STDOUT,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="jsonl, csv or parquet; else told from the name."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=PATH", help="Where the file keeps a field; several by commas."),
    ] = None,
    bank: BankPaths = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=1024, help="How many processes grade.")
    ] = 1,
    max_undecided: Annotated[
        str,
        typer.Option("--max-undecided", metavar="SHARE", help="Stop when more than this stays undecided."),
    ] = "1%",
    rows_per_part: Annotated[
        int, typer.Option("--rows-per-part", metavar="N", min=1, help="How many rows are graded at once.")
    ] = 20_000,
    strict: Annotated[bool, typer.Option("--strict", help="Rows that cannot be graded are errors.")] = False,
    json: Json = False,
) -> None:
    """Grade answers in bulk.

    quizkit grade answers.jsonl -o graded.jsonl
    quizkit grade answers.csv -o runs/midterm/ --workers 2
    quizkit grade samples.jsonl --map id=doc_id,response=filtered_resps.0
    cat answers.jsonl | quizkit grade - | head

    A row names a variant (id, question, seed or given, response) or brings its own key (id, expected,
    response, symbols); learner, attempt and submitted_at are kept. Each row gives one line of JSON: a record,
    or why the row was refused, which is told on stderr too.

    A folder holds a run: parts that are there whole or not at all, and a manifest. After an interruption the
    same command goes on. Where too many answers stay undecided by a limit or a fault of ours, grading stops.

    Exit code: 0 done, 1 rows were refused and --strict, 2 a bad file or bank, 3 no rows, 4 some answers
    undecided (rubrics that await a person do not count), 70 the grader is sick, 130 ctrl+c: go on later.
    """
    from quizkit.batch.canaries import SickGrader
    from quizkit.batch.columns import columns_of
    from quizkit.batch.crew import WorkerLost
    from quizkit.batch.judging import Judge
    from quizkit.batch.sources import format_of

    most = share_of(max_undecided, "--max-undecided")
    if json and output == TO_STDOUT:
        end(Exit.USAGE, "quizkit: --json and the records both want stdout: give -o a file")
    chosen = columns_of(columns or ())
    known = opened(bank)
    form = form or format_of(file)
    judging = _Judging(
        judge=Judge(known, chosen),
        name=file,
        form=form,
        workers=workers,
        most=most,
        output=output,
        rows_per_part=rows_per_part,
    )
    try:
        tally = judging.done(bank)
    except (SickGrader, WorkerLost) as sick:
        end(Exit.FAULT, f"quizkit: {sick}{judging.resume()}")
    except KeyboardInterrupt:
        end(Exit.INTERRUPTED, f"quizkit: interrupted{judging.resume()}")
    if not tally.rows:
        end(Exit.NOTHING, f"quizkit: {printable(file, 200)} has no rows")
    if json:
        say_json({"schema": 1, "file": file, "output": output, **tally.to_json()})
    tell(*summary(tally, file, output))
    if tally.ours:
        tell(*undecided_lines(tally))
        end(Exit.UNDECIDED)
    if strict and tally.refused:
        end(Exit.WANTING)


class _Judging:
    """One call of the command: what is read, by what it is judged, and where it goes."""

    def __init__(
        self,
        *,
        judge: Judge,
        name: str,
        form: str,
        workers: int,
        most: float,
        output: str,
        rows_per_part: int,
    ) -> None:
        from quizkit.batch.tallies import Tally

        self.judge = judge
        self.name = name
        self.form = form
        self.workers = workers
        self.most = most
        self.output = output
        self.rows_per_part = rows_per_part
        self.tally = Tally()
        self.parts = 0

    @property
    def is_run(self) -> bool:
        """Whether a folder is written."""
        return self.output != TO_STDOUT and (self.output.endswith("/") or Path(self.output).is_dir())

    def done(self, bank: list[str] | None) -> Tally:
        """Grade everything. ``bank`` is named in the manifest of a run."""
        if self.is_run:
            self._into_run(Path(self.output), bank)
        elif self.output == TO_STDOUT:
            self._to_stdout()
        else:
            self._into_file(Path(self.output))
        return self.tally

    def resume(self) -> str:
        """What an interrupted run leaves."""
        if not self.is_run:
            return ""
        where = printable(self.output, 200)
        return f"; {where} has {count(self.parts, 'whole part')}, and the same command goes on"

    def _to_stdout(self) -> None:
        with self._parts() as parts:
            for content in self._judged(parts, None):
                write(content.decode("ascii"))
                flush()

    def _into_file(self, file: Path) -> None:
        from quizkit.batch.files import replacing

        with self._parts() as parts, replacing(file) as stream:
            stream.writelines(self._judged(parts, None))

    def _into_run(self, folder: Path, bank: list[str] | None) -> None:
        from quizkit.batch.runs import Run, Terms, bank_hash
        from quizkit.grading.record import versions

        terms = Terms(
            input=None if self.name == FROM_STDIN else self._input_hash(),
            format=self.form,
            columns=self.judge.columns,
            rows_per_part=self.rows_per_part,
            bank=bank_hash(self.judge.bank),
            engine=versions(),
        )
        with self._parts() as parts:
            run = Run(folder, terms, {"input": self.name, "bank": bank or []})
            try:
                for _ in self._judged(parts, run):
                    pass
                run.finish(self.parts)
            finally:
                run.close()

    def _judged(self, parts: Iterator[Part], run: Run | None) -> Iterator[bytes]:
        """What is written of the parts; told and counted on the way."""
        from quizkit.batch.stream import Kept, judged_parts

        def kept(part: Part) -> Kept | None:
            return None if run is None else run.kept(part)

        for part, found in judged_parts(parts, self.judge, self.workers, kept):
            if self.tally.ours > self.most * self.tally.graded:
                tell(*undecided_lines(self.tally))
                end(
                    Exit.UNDECIDED,
                    f"quizkit: too many answers are undecided (--max-undecided){self.resume()}",
                )
            for refusal in found.tally.refusals:
                tell(refusal.told(self.name))
            if not isinstance(found, Kept):
                if run is not None:
                    run.commit(part, found)
                yield found.content
            self.tally.add(found.tally)
            self.parts += 1

    @contextlib.contextmanager
    def _parts(self) -> Iterator[Iterator[Part]]:
        """The rows of the file in parts, with a bar that shows how much of it was read."""
        from quizkit.batch.parts import parts_of
        from quizkit.batch.sources import rows_of

        with _stream(self.name) as stream:
            size = 0 if self.name == FROM_STDIN else Path(self.name).stat().st_size
            progress = Progress("grading", 100 if size else 0)

            def shown() -> Iterator[Part]:
                rows = rows_of(stream, self.form, self.name)
                for part in parts_of(rows, self.rows_per_part):
                    yield part
                    if size:
                        progress.done = min(99, 100 * stream.tell() // size) - 1
                        progress.step(f"% {self.tally.rows:,} answers")

            try:
                yield shown()
            finally:
                progress.close()

    def _input_hash(self) -> str:
        found = hashlib.sha256()
        with _stream(self.name) as stream:
            while chunk := stream.read(_READ_AT_ONCE):
                found.update(chunk)
        return found.hexdigest()


@contextlib.contextmanager
def _stream(name: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, or of stdin."""
    if name == FROM_STDIN:
        if sys.stdin is None:
            end(Exit.USAGE, "quizkit: FILE is -, and stdin is closed")
        yield getattr(sys.stdin, "buffer", None) or io.BytesIO(sys.stdin.read().encode())
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - only its opening is guarded
    except OSError as failure:
        why = (failure.strerror or "failure").lower()
        end(Exit.USAGE, f"quizkit: {printable(name, 200)} cannot be read: {why}")
    with stream:
        yield stream
