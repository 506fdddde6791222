"""The words of the command line: which commands there are, and the options they share."""

from __future__ import annotations

import argparse
import contextlib
import gettext
import importlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Final

import resources
from pos.wording import DOMAIN, Language, Wording, mark

PROGRAM: Final = "comptoir"


@dataclass(frozen=True, slots=True)
class Command:
    """A command, the module that carries it out, and what it does in a line."""

    name: str
    module: str
    summary: str

    def load(self) -> ModuleType:
        """The module, imported when the command is meant."""
        return importlib.import_module(self.module)


COMMANDS: Final = (
    Command("demo", "ui.commands.demo", mark("open a demo shop, its till and its page in a shared catalogue")),
    Command("catalogue", "ui.commands.catalogue", mark("run the town’s shared online catalogue")),
    Command("import", "ui.commands.import_list", mark("take in a list of products from a file")),
    Command("shop", "ui.commands.shop_details", mark("show or set what the shop says of itself on its papers")),
    Command("pair", "ui.commands.pair", mark("join this till to a shared catalogue")),
    Command("sync", "ui.commands.sync", mark("bring the shop’s window online up to date")),
    Command("staff", "ui.commands.staff", mark("list the staff, add somebody, set a PIN anew")),
    Command("check", "ui.commands.check", mark("look whether the shop’s file is sound")),
    Command("backup", "ui.commands.backup", mark("make a verified copy of the shop’s file")),
    Command("restore", "ui.commands.restore", mark("put a copy back in the place of the shop’s file")),
    Command("close", "ui.commands.close", mark("close the day, a month or a financial year without the window")),
    Command("key", "ui.commands.key", mark("say which key signs the shop’s records, or change it")),
    Command("archive", "ui.commands.archive", mark("archive up to twelve months of signed records")),
    Command("verify", "ui.commands.verify", mark("verify an archive or the shop’s file, record by record")),
    Command("purge", "ui.commands.purge", mark("take away tickets over six years old that an archive keeps")),
)

TILL: Final = Command("", "ui.commands.till", "")
"""What is meant when no command is named."""

# What argparse itself says; named here so that it is translated like everything else.
_ARGPARSE_SAYS: Final = (
    mark("usage: "),
    mark("options"),
    mark("positional arguments"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("the following arguments are required: %s"),
    mark("unrecognized arguments: %s"),
    mark("expected one argument"),
    mark("expected at least one argument"),
    mark("ambiguous option: %(option)s could match %(matches)s"),
    mark("ignored explicit argument %r"),
    mark("not allowed with argument %s"),
    mark("invalid %(type)s value: %(value)r"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
)


def parse(words: Sequence[str], wording: Wording) -> argparse.Namespace:
    """Read a command line; the result's `command` is the Command meant, or None for the till itself.

    Raises:
        SystemExit: help was asked for (0), or the words make no sense (2); it has been said.
    """
    with _argparse_speaks(wording.language):
        return _parser(wording, words).parse_args(list(words))


def language_wished(words: Sequence[str]) -> Language | None:
    """The language asked for on the command line, known before the rest of it is read."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    early.add_argument("--language", choices=("fr", "en"))
    try:
        wished: Language | None = early.parse_known_args(list(words))[0].language
    except argparse.ArgumentError:
        return None
    return wished


def add_shop(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """Give a command the option that says which shop is meant."""
    said = wording("the shop’s file, or the folder it lies in")
    parser.add_argument("--shop", metavar=wording("FILE"), default=argparse.SUPPRESS, help=said)


def add_json(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """Give a command the option to tell its figures to a program."""
    parser.add_argument("--json", action="store_true", help=wording("write the figures as one line of JSON"))


def _parser(wording: Wording, words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=wording("The till for small shops that keeps the town’s catalogue true. Alone, it opens the till."),
        epilog=wording("Exit codes: 0 done, 1 something is wrong, 2 it cannot be done, 130 stopped by Ctrl+C."),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help=wording("say which version this is"))
    _add_language(parser, wording)
    add_shop(parser, wording)
    TILL.load().describe(parser, wording)
    parser.set_defaults(command=None, json=False, shop=None)
    commands = parser.add_subparsers(title=wording("commands"), metavar=wording("COMMAND"))
    for command in COMMANDS:
        said = wording(command.summary)
        one = commands.add_parser(command.name, help=said, description=_sentence(said), allow_abbrev=False)
        one.set_defaults(command=command)
        if command.name in words:  # only the command that is meant is imported
            command.load().describe(one, wording)
            _add_language(one, wording)
    return parser


def _add_language(parser: argparse.ArgumentParser, wording: Wording) -> None:
    parser.add_argument("--language", choices=("fr", "en"), help=wording("speak French or English"), default=None)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


@contextlib.contextmanager
def _argparse_speaks(language: Language) -> Iterator[None]:
    """Let argparse, which asks gettext's own defaults, find our translations; everything is put back afterwards."""
    before = os.environ.get("LANGUAGE")
    domain = gettext.textdomain()
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(resources.path("translations")))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
