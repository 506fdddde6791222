"""A display of two lines as its bytes leave it: a reader of our own, that fails at a command it does not know."""

from __future__ import annotations

COLUMNS, ROWS = 20, 2


class VfdScreen:
    """Takes bytes in any pieces; `lines` is what a customer reads."""

    def __init__(self) -> None:
        self.resets = 0
        self.page = "cp437"
        self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self._row = self._column = 0
        self._rest = b""

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines, without the blanks behind them."""
        top, bottom = ("".join(row).rstrip() for row in self._cells)
        return top, bottom

    def take(self, data: bytes) -> None:
        """Show what came over the line; half a command waits for its other half."""
        self._rest += data
        while self._rest and (used := self._step(self._rest)):
            self._rest = self._rest[used:]

    def _step(self, data: bytes) -> int:
        if data[0] >= 0x20:
            self._write(data[:1].decode(self.page))
            return 1
        if data[0] == 0x0C:
            self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
            self._row = self._column = 0
            return 1
        return self._command(data)

    def _command(self, data: bytes) -> int:
        lengths = {b"\x1b@": 2, b"\x1bt": 3, b"\x1fC": 3, b"\x1f$": 4, b"\x1f\x01": 2}
        if len(data) < 2:
            return 0
        length = lengths[data[:2]]
        if len(data) < length:
            return 0
        match data[:2]:
            case b"\x1b@":
                self.resets += 1
                self.page = "cp437"
            case b"\x1bt":
                self.page = {19: "cp858"}[data[2]]
            case b"\x1f$":
                self._column, self._row = data[2] - 1, data[3] - 1
                assert 0 <= self._column < COLUMNS
                assert 0 <= self._row < ROWS
        return length

    def _write(self, sign: str) -> None:
        self._cells[self._row][self._column] = sign
        self._column += 1
        if self._column == COLUMNS:
            self._column, self._row = 0, (self._row + 1) % ROWS
