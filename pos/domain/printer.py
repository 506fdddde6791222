"""A printer as a setting names it: how it is reached, how wide its paper is, which signs it knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from pos.domain.errors import PrinterSettingWrong

RAW_PORT = 9100
"""Where a network printer takes bytes as they are."""

NARROWEST = 24
WIDEST = 64


class CodePage(StrEnum):
    """The signs a printer can write; both have the accents of French and the euro sign."""

    CP858 = "CP858"
    CP1252 = "CP1252"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """What a paper must be made for: 48 or 42 columns on 80 mm paper, 32 on 58 mm."""

    columns: int = 48
    code_page: CodePage = CodePage.CP858


class Reach(StrEnum):
    """How a printer is reached."""

    NETWORK = "tcp"
    FILE = "file"
    PRETEND = "pretend"


@dataclass(frozen=True, slots=True)
class PrinterSetting:
    """A printer's setting, read; host and port for a network printer, path for a file or a pretend one's folder."""

    reach: Reach
    host: str = ""
    port: int = RAW_PORT
    path: str = ""
    profile: PrinterProfile = PrinterProfile()


def parse_printer(setting: str) -> PrinterSetting:
    """Read a setting such as `tcp://192.0.2.7`, `file:///dev/usb/lp0?columns=32&page=CP1252` or `pretend:`.

    Raises:
        PrinterSettingWrong: it names no printer we know how to reach; its `part` says which part is wrong.
    """
    try:
        parts = urlsplit(setting.strip())
        host, port = parts.hostname or "", parts.port or RAW_PORT
    except ValueError as problem:
        raise PrinterSettingWrong(setting, "address") from problem
    if parts.scheme not in list(Reach):
        raise PrinterSettingWrong(setting, "kind")
    reach = Reach(parts.scheme)
    path = unquote(parts.path.removesuffix("/"))
    wanted = {Reach.NETWORK: bool(host and not path), Reach.FILE: bool(path and not host), Reach.PRETEND: not host}
    if not wanted[reach]:
        raise PrinterSettingWrong(setting, "address")
    return PrinterSetting(reach, host, port, path, _profile(setting, dict(parse_qsl(parts.query))))


def _profile(setting: str, options: dict[str, str]) -> PrinterProfile:
    columns = options.pop("columns", str(PrinterProfile().columns))
    page = options.pop("page", CodePage.CP858).upper()
    if not (columns.isascii() and columns.isdigit() and NARROWEST <= int(columns[:9]) <= WIDEST):
        raise PrinterSettingWrong(setting, "columns")
    if page not in list(CodePage):
        raise PrinterSettingWrong(setting, "page")
    if options:
        raise PrinterSettingWrong(setting, next(iter(options)))
    return PrinterProfile(int(columns), CodePage(page))
