"""A page as it is kept: its bytes around what differs at every look, and the shelf that such pages stand on.

While a page is made, whatever differs at the next look is set between seams (`lasting.hole`), a mark that is drawn for
that page alone. What stands between them is written in anew: the moment, the news that the page knows of, what makes
one reservation of a form, and pieces: the cards of products, how a shop stands. These are written once for all the
pages that show them.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sync.catalogue.lasting import NOW, ONCE, PIECE, SAME, SINCE, Late, Name, Noted, Piece, piece_told

_SHARED: dict[bytes, bytes] = {}
"""What many pages hold alike: kept once."""


class PieceHole(NamedTuple):
    """The place of a part of a piece, and the mark of that part when the page was made."""

    name: Name
    part: str
    mark: str


Hole = str | bytes | PieceHole
"""What is drawn at every look, by its name; what many pages share, as it is; or a piece."""


@dataclass(slots=True)
class Written:
    """A page with its pieces written in, and how long these hold; `places` tell where something is drawn by name."""

    texts: tuple[bytes, ...]
    places: tuple[tuple[int, str], ...]
    names: frozenset[Name]
    position: int
    made_ms: int
    until_ms: int | None

    def holds(self, now_ms: int) -> bool:
        """Claim that no piece would say something else by now, news aside."""
        return self.made_ms <= now_ms and (self.until_ms is None or now_ms < self.until_ms)

    def body(self, now_ms: int, since: int) -> bytes:
        """Return the page's bytes for one look."""
        drawn = {NOW: str(now_ms).encode(), SINCE: str(since).encode()}
        texts = list(self.texts)
        for place, name in self.places:
            texts[place] = secrets.token_urlsafe(24).encode() if name == ONCE else drawn[name]
        return b"".join(texts)


@dataclass(slots=True)
class Page:
    """A page as it was made: its bytes around its holes, and how long it holds.

    position is the number of the news that it is at least as new as; names are what it shows, late what ends its lists.
    checked is up to which news it was found to stand, written is how it was given last.
    """

    headers: tuple[tuple[str, str], ...]
    parts: tuple[bytes, ...]
    holes: tuple[Hole, ...]
    position: int
    names: frozenset[Name]
    late: tuple[Late, ...]
    is_whole_town: bool
    made_ms: int
    until_ms: int
    size: int
    checked: int
    written: Written | None = None

    @property
    def pieces(self) -> set[Name]:
        """Return the names of the pieces that it shows."""
        return {hole.name for hole in self.holes if isinstance(hole, PieceHole)}

    def write(
        self, pieces: Mapping[Name, Piece], *, position: int, now_ms: int, until_ms: int | None
    ) -> Written | None:
        """Write the pieces in as they are now; None where one is gone or no longer what it was.

        Args:
            pieces: the pieces that are shown, by name.
            position: the news that all of them are at least as new as.
            now_ms: this moment.
            until_ms: until when the pieces hold at the most, whatever they say themselves.
        """
        texts, places = [self.parts[0]], []
        for hole, between in zip(self.holes, self.parts[1:], strict=True):
            if isinstance(hole, PieceHole):
                piece = pieces.get(hole.name)
                if piece is None or piece.mark(hole.part) != hole.mark:
                    return None
                texts.append(piece.write(hole.part))
            elif isinstance(hole, bytes):
                texts.append(hole)
            else:
                places.append((len(texts), hole))
                texts.append(b"")
            texts.append(between)
        names = frozenset(name for piece in pieces.values() for name in piece.names)
        ends = [end for end in (until_ms, *(piece.until_ms for piece in pieces.values())) if end is not None]
        return Written(tuple(texts), tuple(places), names, position, now_ms, min(ends, default=None))


def whole(made: Sequence[bytes]) -> bytes:
    """Return the bytes of a page that was made and cut at its seams."""
    return b"".join(piece.partition(b"\n")[2] if place % 2 else piece for place, piece in enumerate(made))


def page_of(
    noted: Noted, headers: Iterable[tuple[str, str]], made: Sequence[bytes], *, made_ms: int, until_ms: int
) -> Page:
    """Return what is kept of a page that was made and cut at its seams: every second piece is a hole."""
    parts, holes = tuple(made[::2]), tuple(_hole(piece) for piece in made[1::2])
    own = sum(map(len, parts)) + 64 * (len(noted.names) + len(holes)) + 1024
    return Page(
        headers=tuple(headers),
        parts=parts,
        holes=holes,
        position=noted.position,
        names=frozenset() if noted.is_whole_town else frozenset(noted.names),
        late=tuple(noted.late),
        is_whole_town=noted.is_whole_town,
        made_ms=made_ms,
        until_ms=until_ms,
        size=own,
        checked=noted.position,
    )


def _hole(piece: bytes) -> Hole:
    told, _, text = piece.partition(b"\n")
    name, *rest = told.decode().split()
    if name == PIECE:
        return PieceHole(*piece_told(rest))
    return _SHARED.setdefault(text, text) if name == SAME else name


class Shelf:
    """Pages within so many bytes; the one that was asked for longest ago goes first."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0
        self._turn = threading.Lock()

    def get(self, key: Hashable) -> Page | None:
        """Return the page kept under a key."""
        with self._turn:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page) -> None:
        """Keep a page."""
        with self._turn:
            self._take(key)
            self._pages[key] = page
            self._size += page.size
            while self._size > self._limit:
                self._take(next(iter(self._pages)))

    def drop(self, key: Hashable, page: Page) -> None:
        """Let a page go, unless another stands there by now."""
        with self._turn:
            if self._pages.get(key) is page:
                self._take(key)

    def _take(self, key: Hashable) -> None:
        old = self._pages.pop(key, None)
        if old is not None:
            self._size -= old.size
