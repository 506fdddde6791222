"""What the commands share: where the catalogue is, what they print, and how they find a shop."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sync.catalogue.starting import CannotStart, get_ready

if TYPE_CHECKING:
    from sync.catalogue.models import Shop

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 (argparse names it nowhere else)

Run = Callable[[argparse.Namespace], int]


def with_folder(command: argparse.ArgumentParser, run: Run) -> None:
    """Let a command say which catalogue it means and how it is answered, and bring that up to date before it runs."""

    def ready(wish: argparse.Namespace) -> int:
        get_ready(wish.data)
        return run(wish)

    with_folder_as_it_is(command, ready)


def with_folder_as_it_is(command: argparse.ArgumentParser, run: Run) -> None:
    """Let a command say the same, and run it on a folder that nothing was done to."""
    command.add_argument("--data", type=Path, default=Path("catalogue-data"), help="folder of the database")
    command.add_argument("--json", action="store_true", help="print one line of JSON")
    command.set_defaults(run=run)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def progress(line: str) -> None:
    """Say how far a command is: on standard error, so that what is printed stays what was asked for."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def answer(wish: argparse.Namespace, content: object, *lines: str) -> int:
    """Print what came of a command, as one line of JSON where that was wished, and return that it was done."""
    if wish.json:
        say(msgspec.json.encode(content).decode())
    else:
        for line in lines:
            say(line)
    return 0


def shop_called(name: str) -> "Shop":
    """Find a shop by its name, or by the end of its address.

    Raises:
        CannotStart: there is none.
    """
    from django.db.models import Q

    from sync.catalogue.folding import fold
    from sync.catalogue.models import Shop

    found = Shop.objects.filter(Q(name_key=fold(name)) | Q(slug=name)).first()
    if found is None:
        raise CannotStart(f"No shop here is called {name}; `comptoir catalogue shop list` names them.")
    return found


def moment_text(at_ms: int | None) -> str:
    """Write a moment in UTC; a dash where there is none."""
    from datetime import UTC, datetime

    return "-" if not at_ms else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
