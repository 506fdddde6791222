"""A photo as pages show it: the addresses of its widths and its proportions, so that nothing jumps while it loads."""

from dataclasses import dataclass

from sync.catalogue import photos
from sync.catalogue.models import Photo

_CARD_WIDTH, _LARGE_WIDTH = 480, 1200


@dataclass(frozen=True)
class Picture:
    """The addresses of a photo, in a card's width and at its largest."""

    src: str
    large: str
    srcset: str
    width: int
    height: int


def picture(photo: Photo) -> Picture:
    """Return where a photo is seen."""
    return Picture(
        src=photos.url(photo, _CARD_WIDTH),
        large=photos.url(photo, _LARGE_WIDTH),
        srcset=photos.srcset(photo),
        width=photo.width,
        height=photo.height,
    )
