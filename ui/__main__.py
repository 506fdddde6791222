"""The program `comptoir`: its command line; alone it opens the till. Qt is imported only to open a window."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos.domain.errors import ShopError
from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, INTERRUPTED, MISTAKE, Console
from ui.commands.parser import PROGRAM, TILL, language_wished, parse

if TYPE_CHECKING:
    import argparse


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line and return its exit code: 0 done, 1 something is wrong, 2 it cannot be done."""
    if argv is None:
        _be_a_worker_where_meant()
        _say_what_can_be_said()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["catalogue"]:
        from ui.commands.catalogue import hand_over

        return hand_over(words[1:])
    wording = Wording(language_wished(words) or machine.language())
    try:
        wish = parse(words, wording)
    except SystemExit as said:
        return said.code if isinstance(said.code, int) else MISTAKE
    return _carried_out(wish, Console(wording, as_json=wish.json))


def _be_a_worker_where_meant() -> None:
    """In the bundle the catalogue's worker processes are this program started again: be one, and end with it."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()


def _say_what_can_be_said() -> None:
    """Let a terminal that does not know a letter show a `?` in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _carried_out(wish: argparse.Namespace, console: Console) -> int:
    try:
        if wish.version:
            return _say_version(console)
        command = wish.command or TILL
        code: int = command.load().run(wish, console)
    except ShopError as error:
        return _explained(error, console)
    except KeyboardInterrupt:
        console.complain(console.wording("Stopped."))
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our words has heard enough
        return DONE
    except OSError as refusal:
        console.complain(_refusal(refusal, console.wording))
        return MISTAKE
    return code


def _say_version(console: Console) -> int:
    from importlib.metadata import version

    from pos.database.journal.software import software

    runs, wording = software(), console.wording
    console.say(f"{PROGRAM} {version(PROGRAM)}")
    said = wording("fiscal perimeter {version}, fingerprint {build}").format(version=runs.version, build=runs.build)
    console.say(said if runs.is_attested else f"{said}: {wording('version not attested')}")
    for name in runs.changed:
        console.say(f"  {name}")
    return DONE


def _explained(error: ShopError, console: Console) -> int:
    from ui.messages import explain

    message = explain(error, console.wording)
    console.complain(f"{PROGRAM}: {message.title}")
    for sentence in (message.happened, message.to_do):
        if sentence:
            console.complain(sentence)
    return MISTAKE


def _refusal(refusal: OSError, wording: Wording) -> str:
    reason = refusal.strerror or type(refusal).__name__
    if refusal.filename is None:
        return wording("The system refuses: {reason}").format(reason=reason)
    return wording("The system refuses {file}: {reason}").format(file=refusal.filename, reason=reason)


if __name__ == "__main__":
    sys.exit(main())
