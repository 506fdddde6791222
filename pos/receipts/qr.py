"""A square code as squares, for screens and files that must draw it themselves. The library is imported late."""

from __future__ import annotations

Squares = tuple[tuple[bool, ...], ...]

QUIET = 4
"""How many squares of bare ground a code needs around it to be read."""


def squares(content: str) -> Squares:
    """The rows of a code, True for a dark square, without its quiet edge."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(content)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())
