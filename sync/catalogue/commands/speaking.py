"""What commands share: the folder they work on, and how they speak."""

import argparse
import sys
from pathlib import Path

import msgspec


def with_folder(parser: argparse.ArgumentParser) -> None:
    """Let a command be told the catalogue's folder, and to speak to a program."""
    parser.add_argument("--data", type=Path, default=Path("catalogue-data"), help="folder of the database")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")


def say(line: str) -> None:
    """Say a line to whoever called."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def tell(told: msgspec.Struct) -> None:
    """Say what was done, to a program."""
    say(msgspec.json.encode(told).decode())


def progress(line: str) -> None:
    """Say how far it is: on standard error, so that what is printed stays what was asked for."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
