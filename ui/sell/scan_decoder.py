"""Tells a scanner from a person by the rhythm of the keys, and reads the code whatever the keyboard's layout.

A scanner is a keyboard that types a whole code within a few hundredths of a second and closes it with Enter
or Tab. Keys are held back for as long as they might be the beginning of a code, so that none of them ever
reaches a box or a button; when they turn out to be a person's they are given back in order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

GAP_MS: Final = 45
"""Keys further apart than this were typed by a person; fast typists stay above 60 ms."""

WIDEST_GAP_MS: Final = 120
"""The most a shop may set for a slow scanner; a burst slower than `GAP_MS` must then look like a number."""

SHORTEST_CODE: Final = 4
SHORTEST_WITHOUT_END: Final = 8
"""A burst this long is a code even when the scanner is not set up to close it with Enter or Tab."""

END_GRACE_MS: Final = 150
"""An Enter or Tab this soon after a code still belongs to it, and must press no button."""

ENDS: Final = frozenset({"\r", "\n", "\t"})

CONTROLS: Final = frozenset({"\x04", "\x1d", "\x1e"})
"""What separates the parts of a long code: scanners press Ctrl for them, and never begin with one."""

EVDEV_OFFSET: Final = 8
"""On X11 and Wayland a native scan code is the kernel's plus eight; on Windows it is the kernel's own."""

_AZERTY_DIGITS: Final = "&é\"'(-è_çà"
_AZERTY_TO_US: Final = str.maketrans(_AZERTY_DIGITS + "azqwmAZQWM$)", "1234567890" + "qwaz;QWAZ:]-")
_US_DIGITS_SHIFTED: Final = str.maketrans("!@#$%^&*()", "1234567890")
_US_ROWS: Final = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'`"), (44, "zxcvbnm,./"), (57, " "))
_US_KEYS: Final = {first + place: sign for first, row in _US_ROWS for place, sign in enumerate(row)} | {43: "\\"}
_KEYPAD: Final = dict(zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), "0123456789", strict=True))
_US_SHIFTED: Final = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))


@dataclass(frozen=True, slots=True)
class Key:
    """One key as it was pressed: what the layout makes of it, where it lies, and when, in milliseconds.

    scan_code is the kernel's number of the key (Linux input-event-codes.h, PC set 1), 0 where the system
    does not tell.
    """

    text: str
    at_ms: int
    scan_code: int = 0
    shift: bool = False


@dataclass(frozen=True, slots=True)
class Decoder:
    """The keys held back so far, when the last code was complete, and how slow a scanner may be."""

    held: tuple[Key, ...] = ()
    closed_at_ms: int | None = None
    gap_ms: int = GAP_MS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is now known: keys that a person typed, a code that a scanner sent, whether the key is to be kept back."""

    decoder: Decoder
    typed: tuple[Key, ...] = ()
    code: str = ""
    keep_back: bool = True


def press(decoder: Decoder, key: Key) -> Verdict:
    """Take in one key that writes something, or that ends a code."""
    held = decoder.held
    if held and key.at_ms - held[-1].at_ms > decoder.gap_ms:
        settled = wait(decoder, key.at_ms)
        following = press(settled.decoder, key)
        return replace(following, typed=settled.typed + following.typed, code=settled.code)
    if key.text not in ENDS:
        return Verdict(replace(decoder, held=(*held, key)))
    if _is_code(held, SHORTEST_CODE):
        return Verdict(Decoder(closed_at_ms=key.at_ms, gap_ms=decoder.gap_ms), code=read(held))
    if not held and decoder.closed_at_ms is not None and key.at_ms - decoder.closed_at_ms <= END_GRACE_MS:
        return Verdict(decoder)
    return Verdict(Decoder(gap_ms=decoder.gap_ms), typed=held, keep_back=False)


def wait(decoder: Decoder, now_ms: int) -> Verdict:
    """Settle keys after which nothing came for longer than a scanner would take."""
    held, gap_ms = decoder.held, decoder.gap_ms
    if not held or now_ms - held[-1].at_ms <= gap_ms:
        return Verdict(decoder)
    if _is_code(held, SHORTEST_WITHOUT_END):
        return Verdict(Decoder(closed_at_ms=held[-1].at_ms, gap_ms=gap_ms), code=read(held))
    return Verdict(Decoder(gap_ms=gap_ms), typed=held)


def give_back(decoder: Decoder) -> Verdict:
    """Settle all held keys as typed."""
    return Verdict(Decoder(gap_ms=decoder.gap_ms), typed=decoder.held, keep_back=False)


def read(keys: tuple[Key, ...]) -> str:
    """The code that a burst of keys means.

    Any digit shows that scanner and layout agree. Otherwise a scanner that types for a US keyboard may have met a
    French one: the places of its keys tell the code, or else the signs that stand where a US keyboard has digits. A
    scanner that types for a French keyboard holds Shift for its digits, which on a US one writes other signs.
    """
    as_typed = "".join(key.text for key in keys)
    if set(as_typed) & set("0123456789"):
        return as_typed
    if all(key.shift for key in keys):
        return as_typed.translate(_US_DIGITS_SHIFTED)
    if not set(as_typed) & set(_AZERTY_DIGITS):
        return as_typed
    return _by_place(keys) or as_typed.translate(_AZERTY_TO_US)


def _is_code(keys: tuple[Key, ...], shortest: int) -> bool:
    """Whether a scanner sent these keys; what came no faster than a hurried person types must be mostly digits."""
    if len(keys) < shortest:
        return False
    if all(later.at_ms - key.at_ms <= GAP_MS for key, later in pairwise(keys)):
        return True
    return 2 * sum(sign.isdigit() for sign in read(keys)) >= len(keys)


def _by_place(keys: tuple[Key, ...]) -> str:
    """What a US keyboard would have written with the same keys; empty where a key's place is not known."""
    signs = []
    for key in keys:
        if key.text in CONTROLS:
            signs.append(key.text)
            continue
        sign = _KEYPAD.get(key.scan_code) or _US_KEYS.get(key.scan_code, "")
        if not sign:
            return ""
        signs.append(_shifted(sign) if key.shift else sign)
    return "".join(signs)


def _shifted(sign: str) -> str:
    return sign.upper() if sign.isalpha() else _US_SHIFTED.get(sign, sign)
