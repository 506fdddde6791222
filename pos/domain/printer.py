"""A printer as a shop knows it: how it is reached, how wide its paper is, which signs it knows, what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Final, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from pos.domain.errors import PrinterSettingWrong

RAW_PORT = 9100
"""Where a network printer takes bytes as they are."""

NARROWEST = 24
WIDEST = 64
DOTS_PER_COLUMN = 12
"""How many dots of the printing head a normal letter is wide."""

USUAL_BAUD = 19_200
_BAUDS: Final = (1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200)
_LARGEST_BYTE: Final = 255
_Named = TypeVar("_Named", bound=StrEnum)


class CodePage(StrEnum):
    """The signs a printer can write; the first three have the accents of French and the euro sign."""

    CP858 = "CP858"
    CP1252 = "CP1252"
    LATIN9 = "ISO8859-15"
    CP437 = "CP437"
    ASCII = "ASCII"


USUAL_NUMBER: Final = {
    CodePage.CP858: 19,
    CodePage.CP1252: 16,
    CodePage.LATIN9: 40,
    CodePage.CP437: 0,
    CodePage.ASCII: 0,
}
"""Under which number most printers keep a page (ESC t); many keep it elsewhere."""


class Cutting(StrEnum):
    """How a paper ends: cut through, cut but for a bridge, or only fed out to be torn."""

    FULL = "full"
    PARTIAL = "partial"
    TORN = "torn"


class Drawer(IntEnum):
    """Where a cash drawer hangs on the printer: at no pin, or at one of two of its plug."""

    NONE = 0
    PIN_2 = 2
    PIN_5 = 5


class Flow(StrEnum):
    """How a printer on a serial line says that it is full."""

    NONE = "none"
    SOFTWARE = "software"
    HARDWARE = "hardware"


@dataclass(frozen=True, slots=True)
class Letters:
    """A code page, under the number this printer keeps it."""

    page: CodePage = CodePage.CP858
    number: int = USUAL_NUMBER[CodePage.CP858]


CANDIDATES: Final = (
    Letters(CodePage.CP858, 19),
    Letters(CodePage.CP858, 13),
    Letters(CodePage.CP1252, 16),
    Letters(CodePage.CP1252, 45),
    Letters(CodePage.CP1252, 71),
    Letters(CodePage.CP1252, 32),
    Letters(CodePage.LATIN9, 40),
    Letters(CodePage.LATIN9, 44),
    Letters(CodePage.CP437, 0),
)
"""What is tried on paper, one line each, so that a person sees which one a printer reads right."""

LAST_RESORT: Final = Letters(CodePage.ASCII, 0)
"""When no line reads right: papers without a single accent."""


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """What a paper must be made for.

    columns is 48 or 42 on 80 mm paper, 32 on 58 mm; one_byte tells a printer made for Chinese first that every
    byte is a sign of its own.
    """

    columns: int = 48
    letters: Letters = Letters()
    cutting: Cutting = Cutting.FULL
    drawer: Drawer = Drawer.NONE
    one_byte: bool = False

    @property
    def dots(self) -> int:
        """How many dots a line holds, in whole bytes of eight."""
        return self.columns * DOTS_PER_COLUMN // 8 * 8


@dataclass(frozen=True, slots=True)
class PrinterKind:
    """A family of printers that are alike, with what suits them to begin with.

    Its name is a maker's, or only the width of the paper for those of any make.
    """

    name: str
    profile: PrinterProfile
    is_of_any_make: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptPrinter:
    """The printer a shop chose for its receipts; without an address there is none.

    address is read by `parse_printer`; logo is the SHA-256 of the picture on top of its papers, or empty.
    """

    address: str = ""
    profile: PrinterProfile = PrinterProfile()
    logo: str = ""


class Reach(StrEnum):
    """How a printer is reached."""

    NETWORK = "tcp"
    USB = "usb"
    SERIAL = "serial"
    CUPS = "cups"
    WINDOWS = "windows"
    FILE = "file"
    PRETEND = "pretend"


@dataclass(frozen=True, slots=True)
class PrinterSetting:
    """A printer's setting, read.

    host and port are a network printer's; path is a device, a file, a pretend printer's folder, or the name of a
    queue; baud and flow are those of a serial line; asks is whether the printer's word on paper and cover counts.
    """

    reach: Reach
    host: str = ""
    port: int = RAW_PORT
    path: str = ""
    baud: int = USUAL_BAUD
    flow: Flow = Flow.NONE
    asks: bool = True
    profile: PrinterProfile = PrinterProfile()


def parse_printer(setting: str) -> PrinterSetting:
    """Read a setting such as `tcp://192.0.2.7`, `usb:/dev/usb/lp0?columns=32&page=CP1252&number=71` or `pretend:`.

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
    if parts.fragment or not _leads_somewhere(reach, host, path):
        raise PrinterSettingWrong(setting, "address")
    options = _Options(setting, dict(parse_qsl(parts.query)))
    read = PrinterSetting(reach, host, port, path)
    if reach is Reach.SERIAL:
        read = replace(read, baud=options.one_of("baud", _BAUDS, USUAL_BAUD), flow=options.flow())
    read = replace(read, asks=bool(options.one_of("ask", (0, 1), 1)), profile=options.profile())
    options.refuse_others()
    return read


def _leads_somewhere(reach: Reach, host: str, path: str) -> bool:
    match reach:
        case Reach.NETWORK:
            return bool(host and not path)
        case Reach.PRETEND:
            return not host
        case Reach.CUPS:
            return bool(path and not host and "/" not in path and not path.startswith("-"))
        case _:
            return bool(path and not host)


@dataclass(frozen=True, slots=True)
class _Options:
    """What stands behind the question mark of a setting; what was read is taken out."""

    setting: str
    left: dict[str, str]

    def profile(self) -> PrinterProfile:
        usual = PrinterProfile()
        page = self._named("page", CodePage, usual.letters.page)
        return PrinterProfile(
            columns=self._figure("columns", NARROWEST, WIDEST, usual.columns),
            letters=Letters(page, self._figure("number", 0, _LARGEST_BYTE, USUAL_NUMBER[page])),
            cutting=self._named("cut", Cutting, usual.cutting),
            drawer=Drawer(self.one_of("drawer", tuple(map(int, Drawer)), int(usual.drawer))),
            one_byte=bool(self.one_of("onebyte", (0, 1), 0)),
        )

    def flow(self) -> Flow:
        return self._named("flow", Flow, Flow.NONE)

    def one_of(self, name: str, known: tuple[int, ...], usual: int) -> int:
        figure = self._figure(name, min(known), max(known), usual)
        if figure not in known:
            raise PrinterSettingWrong(self.setting, name)
        return figure

    def refuse_others(self) -> None:
        if self.left:
            raise PrinterSettingWrong(self.setting, next(iter(self.left)))

    def _figure(self, name: str, least: int, most: int, usual: int) -> int:
        typed = self.left.pop(name, str(usual))
        if not (typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most):
            raise PrinterSettingWrong(self.setting, name)
        return int(typed)

    def _named(self, name: str, kind: type[_Named], usual: _Named) -> _Named:
        typed = self.left.pop(name, usual.value)
        for one in kind:
            if one.value.casefold() == typed.casefold():
                return one
        raise PrinterSettingWrong(self.setting, name)
