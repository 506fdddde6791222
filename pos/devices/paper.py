"""Reads a printer's bytes back as the paper they make: the pretend printer's eyes, and the proof of our encoder.

Only what our own encoder writes is understood; whatever else turns up is named among `strange`, never skipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

CUT_MARK = "- - - - 8< - - - -"

_ESC, _GS, _LF = 0x1B, 0x1D, 0x0A
_CODE_PAGES: Final = {
    0: "cp437",
    **dict.fromkeys((13, 19), "cp858"),
    **dict.fromkeys((16, 32, 45, 71), "cp1252"),
    **dict.fromkeys((40, 44), "iso8859-15"),
}
"""Where the printers we know of keep the pages we write."""

_RESET_PAGE = "cp437"
_QR_STORE, _QR_PRINT = b"P", b"Q"
_QR_HEADER = len(b"\x1d(k") + 2
_RASTER_HEADER = len(b"\x1dv0\x00") + 4
_PINS: Final = {0: 2, 1: 5}


@dataclass(frozen=True, slots=True)
class Paper:
    """What lies in the tray after a job: the text, the square codes, and everything else the bytes did.

    pictures are widths and heights in dots; drawers are the pins that opened one; bridges counts the cuts that left
    one; one_byte says that the printer was told not to read two bytes as one sign.
    """

    text: str
    codes: tuple[str, ...]
    cuts: int
    resets: int
    strange: tuple[bytes, ...]
    pictures: tuple[tuple[int, int], ...] = ()
    drawers: tuple[int, ...] = ()
    bridges: int = 0
    one_byte: bool = False


def read_paper(data: bytes) -> Paper:
    """The paper that a printer makes of these bytes; wide letters stand as far right as they reach on paper."""
    reader = _Reader(data)
    while reader.place < len(data):
        reader.step()
    reader.end_line()
    return Paper(
        "".join(reader.lines),
        tuple(reader.codes),
        reader.cuts,
        reader.resets,
        tuple(reader.strange),
        tuple(reader.pictures),
        tuple(reader.drawers),
        reader.bridges,
        reader.one_byte,
    )


@dataclass(slots=True)
class _Reader:
    """The state a printer keeps while it prints."""

    data: bytes
    place: int = 0
    page: str = _RESET_PAGE
    wide: bool = False
    line: str = ""
    line_is_wide: bool = False
    stored_code: str = ""
    cuts: int = 0
    resets: int = 0
    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    strange: list[bytes] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    drawers: list[int] = field(default_factory=list)
    bridges: int = 0
    one_byte: bool = False

    def step(self) -> None:
        """Take one sign or one command."""
        byte = self.data[self.place]
        if byte == _LF:
            self.place += 1
            self._feed()
        elif byte == _ESC:
            self._escape()
        elif byte == _GS:
            self._group()
        elif self.data.startswith(b"\x1c.", self.place):  # FS .: every byte is a sign of its own
            self.one_byte = True
            self.place += 2
        elif byte < ord(" ") or byte == 0x7F:
            self._note_strange(1)
        else:
            self.line += bytes([byte]).decode(self.page, errors="replace")
            self.line_is_wide |= self.wide
            self.place += 1

    def end_line(self) -> None:
        """Put down what stands in the line without a line feed."""
        if self.line:
            self._feed()

    def _escape(self) -> None:
        match tuple(self.data[self.place + 1 : self.place + 3]):
            case (0x40, *_):  # ESC @: reset
                self.page, self.wide, self.resets = _RESET_PAGE, False, self.resets + 1
                self.place += 2
            case (0x74, number) if number in _CODE_PAGES:  # ESC t: code page
                self.page = _CODE_PAGES[number]
                self.place += 3
            case (0x45, 0 | 1) | (0x61, 0 | 1 | 2):  # ESC E: bold; ESC a: where the line stands
                self.place += 3
            case (0x64, count):  # ESC d: feed lines
                self.end_line()
                self.lines.extend("\n" for _ in range(count))
                self.place += 3
            case (0x70, pin) if pin in _PINS and self.place + 5 <= len(self.data):  # ESC p: drawer
                self.drawers.append(_PINS[pin])
                self.place += 5
            case _:
                self._note_strange(3)

    def _group(self) -> None:
        match tuple(self.data[self.place + 1 : self.place + 3]):
            case (0x21, size):  # GS !: size of letters, width in the upper half
                self.wide = size >> 4 > 0
                self.place += 3
            case (0x56, (0 | 1) as bridge):  # GS V: cut
                self.cuts += 1
                self.bridges += bridge
                self.lines.append(f"{CUT_MARK}\n")
                self.place += 3
            case (0x28, 0x6B):  # GS ( k: square code
                self._square_code()
            case (0x76, 0x30):  # GS v 0: picture
                self._picture()
            case _:
                self._note_strange(3)

    def _square_code(self) -> None:
        start = self.place + _QR_HEADER
        body = self.data[start : start + int.from_bytes(self.data[start - 2 : start], "little")]
        if body[1:2] == _QR_STORE:
            self.stored_code = body[3:].decode("utf-8", errors="replace")
        elif body[1:2] == _QR_PRINT:
            self.codes.append(self.stored_code)
            self.lines.append(f"[QR {self.stored_code}]\n")
        self.place = start + len(body)

    def _picture(self) -> None:
        start = self.place + _RASTER_HEADER
        row_bytes = int.from_bytes(self.data[start - 4 : start - 2], "little")
        height = int.from_bytes(self.data[start - 2 : start], "little")
        self.pictures.append((row_bytes * 8, height))
        self.lines.append(f"[{row_bytes * 8} x {height}]\n")
        self.place = start + row_bytes * height

    def _feed(self) -> None:
        self.lines.append(f"{_spread(self.line) if self.line_is_wide else self.line}\n")
        self.line, self.line_is_wide = "", False

    def _note_strange(self, length: int) -> None:
        self.strange.append(self.data[self.place : self.place + length])
        self.place += length


def _spread(line: str) -> str:
    """Letters twice as wide as their own sign: keep where they begin and end, and widen the gap between."""
    words = line.strip()
    start, extent = 2 * (len(line) - len(line.lstrip())), 2 * len(words)
    left, gap, right = _parted(words)
    if gap:
        return " " * start + left + " " * (extent - len(left) - len(right)) + right
    return " " * (start + (extent - len(words)) // 2) + words


def _parted(words: str) -> tuple[str, str, str]:
    """A row's two sides, where at least two spaces part them."""
    left, gap, right = words.rpartition("  ")
    return left.rstrip(), gap, right
