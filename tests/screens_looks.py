"""In what the till is photographed: sizes, schemes, languages and sizes of text."""

from dataclasses import dataclass
from typing import Final

from pos.wording import Language
from ui.theme import Scheme


@dataclass(frozen=True)
class Look:
    """A size, a scheme, a language and a text size."""

    width: int
    height: int
    theme: Scheme
    language: Language
    text_percent: int = 100

    @property
    def name(self) -> str:
        """As it stands in the picture's name."""
        size = f"{self.width}x{self.height}-{self.theme}-{self.language}"
        return size if self.text_percent == 100 else f"{size}-{self.text_percent}"


LAPTOP: Final = Look(1366, 768, "light", "fr")
SMALL: Final = Look(1024, 768, "light", "fr")
LARGE: Final = Look(1920, 1080, "light", "fr")
DARK: Final = Look(1366, 768, "dark", "fr")
ENGLISH: Final = Look(1366, 768, "light", "en")
ENGLISH_DARK: Final = Look(1366, 768, "dark", "en")
LARGE_TEXT: Final = Look(1024, 768, "light", "fr", 150)
CONTRAST: Final = Look(1366, 768, "contrast", "fr")
CONTRAST_LARGE_TEXT: Final = Look(1024, 768, "contrast", "fr", 150)
