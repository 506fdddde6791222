"""winspool.drv through ctypes: the few functions that hand raw bytes to a Windows printer. Only Windows has them."""

from __future__ import annotations

import ctypes
import sys
from ctypes import byref, c_void_p, c_wchar_p
from typing import Any

_RAW = "RAW"
_LOCAL_AND_CONNECTED = 0x02 | 0x04
_NAMES_ONLY = 4
_DWORD = ctypes.c_uint32
_WORDS_OF_A_DOCUMENT = 1


class _Document(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (("name", c_wchar_p), ("output", c_wchar_p), ("kind", c_wchar_p))


class _Named(ctypes.Structure):
    """PRINTER_INFO_4W."""

    _fields_ = (("name", c_wchar_p), ("server", c_wchar_p), ("attributes", _DWORD))


class Winspool:
    """See `pos.devices.windows_printer.Spooler`."""

    def __init__(self) -> None:
        if sys.platform != "win32":
            raise OSError("only Windows has this spooler")
        self._functions: Any = ctypes.WinDLL("winspool.drv", use_last_error=True)

    def open(self, name: str) -> int:
        """See `Spooler.open`."""
        handle = c_void_p()
        self._call("OpenPrinterW", c_wchar_p(name), byref(handle), None)
        return int(handle.value or 0)

    def begin_document(self, handle: int, title: str) -> None:
        """See `Spooler.begin_document`."""
        document = _Document(title, None, _RAW)
        self._call("StartDocPrinterW", c_void_p(handle), _DWORD(_WORDS_OF_A_DOCUMENT), byref(document))
        self._call("StartPagePrinter", c_void_p(handle))

    def write(self, handle: int, data: bytes) -> int:
        """See `Spooler.write`."""
        taken = _DWORD()
        self._call("WritePrinter", c_void_p(handle), data, _DWORD(len(data)), byref(taken))
        return int(taken.value)

    def end_document(self, handle: int) -> None:
        """See `Spooler.end_document`."""
        self._call("EndPagePrinter", c_void_p(handle))
        self._call("EndDocPrinter", c_void_p(handle))

    def abort(self, handle: int) -> None:
        """See `Spooler.abort`."""
        self._call("AbortPrinter", c_void_p(handle))

    def close(self, handle: int) -> None:
        """See `Spooler.close`."""
        self._call("ClosePrinter", c_void_p(handle))

    def names(self) -> list[str]:
        """See `Spooler.names`; asked twice, for the first answer is how much room the second needs."""
        needed, count = _DWORD(), _DWORD()
        what = (_DWORD(_LOCAL_AND_CONNECTED), None, _DWORD(_NAMES_ONLY))
        self._functions.EnumPrintersW(*what, None, _DWORD(0), byref(needed), byref(count))
        if not needed.value:
            return []
        room = ctypes.create_string_buffer(needed.value)
        self._call("EnumPrintersW", *what, room, needed, byref(needed), byref(count))
        found = ctypes.cast(room, ctypes.POINTER(_Named))
        return [str(found[place].name) for place in range(count.value)]

    def _call(self, name: str, *arguments: object) -> None:
        """Call a function that gives 0 when it failed."""
        if not getattr(self._functions, name)(*arguments):
            raise _last_error()


def _last_error() -> OSError:
    if sys.platform != "win32":
        return OSError("only Windows has this spooler")
    return ctypes.WinError(ctypes.get_last_error())
