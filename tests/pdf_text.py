"""Reads the text out of a PDF of ours: what a search in it finds, by the maps a PDF reader goes by."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>")
_SHOWN = re.compile(rb"/F(\d) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> list[str]:
    """Every piece of text in the order it is drawn."""
    streams = [_plain(found[1]) for found in _STREAM.finditer(pdf)]
    maps = [dict(_MAPPED.findall(stream)) for stream in streams if b"beginbfchar" in stream]
    font, pieces = 1, []
    for number, shown in _SHOWN.findall(next(stream for stream in streams if b" Tj" in stream)):
        if number:
            font = int(number)
        else:
            raw = _ESCAPED.sub(lambda sign: _CONTROL.get(sign[1], sign[1]), shown)
            pieces.append(_mapped(raw, maps[font - 1]) if maps else raw.decode("cp1252"))
    return pieces


def _plain(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _mapped(raw: bytes, signs: dict[bytes, bytes]) -> str:
    codes = (raw[place : place + 2].hex().upper().encode() for place in range(0, len(raw), 2))
    return "".join(chr(int(signs[code], 16)) for code in codes)
