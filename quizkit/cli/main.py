"""``quizkit``: what is run, and what becomes of its errors."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from quizkit.cli.opening import open_app
from quizkit.cli.output import Ended, Exit, flush, take_any_text, tell
from quizkit.errors import BankError, QuizkitError

_HELP = frozenset({"-h", "--help", "--version"})


def run(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the ``quizkit`` command. Exits with a code of ``Exit``."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    take_any_text()
    sys.exit(_outcome(words))


def _outcome(words: list[str]) -> int:
    try:
        code = _ending(words)
        flush()
    except Ended as ended:
        return _told(ended)
    return code


def _told(ended: Ended) -> int:
    if ended.message:
        tell(ended.message)
    return ended.code


def _ending(words: list[str]) -> int:
    try:
        return _run(words)
    except Ended as ended:
        return _told(ended)
    except KeyboardInterrupt:
        tell("")
        return Exit.INTERRUPTED
    except BankError as error:
        tell(*(problem.drawn() for problem in error.problems))
        return Exit.USAGE
    except QuizkitError as error:
        tell(f"quizkit: {error}")
        return Exit.NOTHING if _is_nothing(error) else Exit.USAGE
    except Exception:  # noqa: BLE001 - the last resort: a fault is ours, is kept and is said
        return _fault()


def _is_nothing(error: QuizkitError) -> bool:
    """Whether there was nothing to do. Asked late: without python-flint there is no practice to import."""
    selection = sys.modules.get("quizkit.practice.selection")
    return selection is not None and isinstance(error, selection.NothingToDo)


def _run(words: list[str]) -> int:
    if not _HELP.intersection(words):
        from quizkit.mathlang.rigour import require_flint

        # The app is on the screen before anything is computed.
        require_flint(loaded=bool(words) and words[0] != "practice")
    if not words or words[0] == "practice":
        # Until the first paint nearly all that is made stays; the shells end this when it is there.
        gc.disable()
    if not words:
        open_app()
        return Exit.DONE
    if words[0] == "practice":
        from quizkit.cli.beginning import begin, plain_wishes

        wishes = plain_wishes(words[1:])
        if wishes is not None:
            begin(**wishes)
            return Exit.DONE
    from quizkit.cli.commands import invoke

    return invoke(words)


def _fault() -> int:
    """Keep the traceback of a fault of ours and say where it is."""
    import traceback

    from quizkit.cli.places import log_folder

    path = log_folder() / "fault.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        traceback.print_exc()
        return Exit.FAULT
    tell("quizkit: a fault of ours, not of yours. What happened is written to", f"  {path}")
    return Exit.FAULT
