"""The till's four sounds, and which of them a shop wants to hear."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.sound_player import SoundPlayer


class Sound(StrEnum):
    """What there is to hear; the value names the file in resources/sounds."""

    ACCEPTED = "accepted"
    """A scan is on the ticket."""
    REFUSED = "refused"
    """Look at the screen: a scan is not on the ticket, or something is asked."""
    SOLD = "sold"
    ORDER = "order"
    """Somebody reserved something online."""


class SoundChoice(StrEnum):
    """Which sounds a shop wants; the value stands in its settings."""

    ON = "on"
    REFUSALS = "refusals"
    OFF = "off"


PlaySound = Callable[[Sound], None]


class Sounds:
    """Plays what the shop wants to hear; the player is made for the first sound."""

    def __init__(self, play: PlaySound | None = None) -> None:
        """Without `play` the sounds come from the machine's own loudspeaker."""
        self.choice = SoundChoice.ON
        self._play = play
        self._player: SoundPlayer | None = None

    def play(self, sound: Sound) -> None:
        """Let a sound be heard, unless the shop does not want it."""
        if self.choice is SoundChoice.ON or (self.choice is SoundChoice.REFUSALS and sound is Sound.REFUSED):
            (self._play or self._make_player())(sound)

    def answer(self, taken: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        """A sheet says whether it took a scan."""
        self.play(Sound.ACCEPTED if taken else Sound.REFUSED)

    def close(self) -> None:
        """Be silent from now on."""
        self.choice = SoundChoice.OFF
        if self._player is not None:
            self._player.close()

    def _make_player(self) -> PlaySound:
        from ui.sound_player import SoundPlayer

        self._player = SoundPlayer()
        self._play = self._player.play
        return self._play
