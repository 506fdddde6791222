"""`comptoir catalogue places FILE`: the addresses of the town, from the national address base."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sync.catalogue.starting import CannotStart, get_ready


def add(commands: Any) -> argparse.ArgumentParser:
    """Describe the command."""
    command: argparse.ArgumentParser = commands.add_parser(
        "places", help="read the town's addresses from a file of the national address base (BAN), and keep them here"
    )
    command.add_argument("file", type=Path, help="the CSV file of the commune or department, .csv or .csv.gz")
    command.add_argument("--commune", action="append", default=[], help="keep this commune only; may be repeated")
    command.set_defaults(run=_run)
    return command


def _run(wish: argparse.Namespace) -> int:
    get_ready(wish.data)
    from sync.catalogue.placing import FileUnusable, replace_places

    try:
        read = replace_places(wish.file, communes=tuple(wish.commune))
    except FileUnusable as error:
        raise CannotStart(f"{wish.file}: {error}") from error
    sys.stdout.write(f"{read.addresses} addresses in {read.streets} streets are kept.\n")
    for line, reason in read.faults:
        sys.stdout.write(f"Line {line} was left out: {reason}.\n")
    if read.faulty > len(read.faults):
        sys.stdout.write(f"{read.faulty - len(read.faults)} more lines were left out.\n")
    return 0
