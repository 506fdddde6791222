"""How long what a page says stays true: views and cards tell it here while a page is made, and `keeping` reads it.

A page is kept only where its view says `keep`. What it shows is told by name: news of a name ends the page. Where
nobody notes, as in a test that calls a view, all of this does nothing.
"""

import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.utils.safestring import SafeString, mark_safe

LIST_MS = 15_000
"""A list may be so old: which products it names, and in what order. What it says of each of them never is."""
_SHELF_MS = 10 * 60_000
_TOWN_MS = 60_000
_NUMBERED, _NAMED = "number", "name"
SHELVES = "shelves"
"""Names what all shops together have in their windows and how they describe it."""
Name = int | str
"""A product by its number, or one of the names below."""


NOW, SINCE, ONCE, SAME, PIECE = "now", "since", "once", "same", "piece"
"""What may be set apart: the moment, the news known, what makes one deed of a form, what pages share, and a piece."""


class Piece(Protocol):
    """What many pages say alike, and say otherwise every few minutes: the card of a product, how a shop stands."""

    @property
    def key(self) -> Name:
        """Return what tells it from all other pieces."""

    @property
    def names(self) -> tuple[Name, ...]:
        """Return the names whose news ends it."""

    @property
    def until_ms(self) -> int | None:
        """Return when something in it would be said otherwise; None where only news changes it."""

    def mark(self, part: str) -> str:
        """Return what stays the same while a page that shows a part of it may have that part written anew."""

    def write(self, part: str) -> bytes:
        """Write a part of it as its page holds it, in the language that it was made in."""


class Life(NamedTuple):
    """How old a list may be, and news of which names ends it sooner, though not before it is `sure_ms` old."""

    ms: int
    names: tuple[Name, ...] = ()
    sure_ms: int = 0


class Late(NamedTuple):
    """Names whose news since a number ends something, from a moment on."""

    names: tuple[Name, ...]
    position: int
    from_ms: int


class Looked(NamedTuple):
    """A list that was looked up: what was found, when, and the news that it is at least as new as."""

    found: Any
    made_ms: int
    position: int


A_LIST = Life(LIST_MS)
OF_THE_TOWN = Life(_TOWN_MS, (SHELVES,), LIST_MS)
"""A list of what all shops show: it may miss for some seconds what is described anew, and then it is looked up."""


def shelf_life(shop: str, *names: Name) -> Life:
    """Return how old the list of a shop's products may be: only what is in stock comes to stand first a little late.

    News of `names` ends it too.
    """
    return Life(_SHELF_MS, (shelf_of(shop), *names))


def words_of(shop: str) -> str:
    """Name what is said of a shop itself: who it is, and what it tells."""
    return f"words {shop}"


def beats_of(shop: str) -> str:
    """Name when a shop's till was heard: how far its window may be believed, a minute after the other."""
    return f"beats {shop}"


def described(product: int) -> str:
    """Name how a product is described: what is sold or reserved of it is no news of this."""
    return f"described {product}"


def shelf_of(shop: str) -> str:
    """Name what a shop has in its window and how it describes it: what is sold or reserved of it is no news of this."""
    return f"shelf {shop}"


def code(gtin: str) -> str:
    """Name the articles that carry a barcode, whoever sells them, as they are described."""
    return f"code {gtin}"


class Memory(Protocol):
    """What a process knows of the town without asking its database again, and may believe; see `remembering`."""

    def pieces(self, names: Iterable[Name], language: str, now_ms: int) -> dict[Name, Any]:
        """Return the pieces that hold."""

    def keep_piece(self, piece: Piece, language: str, *, position: int, now_ms: int) -> None:
        """Keep a piece."""

    def products(self, numbers: Iterable[int], now_ms: int) -> dict[int, Any]:
        """Return what is known of products and holds."""

    def keep_product(
        self, number: int, shop: str, known: object, *, position: int, now_ms: int, until_ms: int | None
    ) -> None:
        """Keep what is known of a product."""

    def facts(self, kind: str, shops: Iterable[str], *, of_beats: bool) -> dict[str, Any]:
        """Return what is known of shops and holds; `of_beats` where it changes when a till is heard."""

    def keep_facts(self, kind: str, facts: Mapping[str, object], *, position: int) -> None:
        """Keep what is known of shops."""

    def found(self, asked: Hashable, now_ms: int) -> Looked | None:
        """Return a list that was looked up lately and may be shown, or None."""

    def keep_found(self, asked: Hashable, looked: Looked, life: Life) -> None:
        """Keep a list for its life."""


@dataclass
class Noted:
    """What was told of a page: the news number that it is at least as new as, what ends it, and until when it holds.

    `is_whole_town` is a page that any news may change: it is kept for a moment only. `seam` is drawn anew for each, so
    that no text that somebody typed can pass for one.
    """

    position: int
    town: object
    memory: Memory
    language: str
    is_kept: bool = False
    is_whole_town: bool = False
    names: set[Name] = field(default_factory=set)
    late: list[Late] = field(default_factory=list)
    until_ms: int | None = None
    seam: str = field(default_factory=lambda: secrets.token_hex(12))


_noting: ContextVar[Noted | None] = ContextVar("noting", default=None)


@contextmanager
def noting(noted: Noted) -> Iterator[None]:
    """Note what is told while a page is made."""
    token = _noting.set(noted)
    try:
        yield
    finally:
        _noting.reset(token)


def noted() -> Noted | None:
    """Return what is being noted, if anything is."""
    return _noting.get()


def hole(name: str, text: str, *told: object) -> SafeString:
    """Set a text apart that differs at the next look; as it is where nobody notes.

    Args:
        name: one of NOW, SINCE, ONCE, SAME and PIECE.
        text: what stands there at this look, written as a page holds it.
        told: see `piece_hole`.
    """
    here = _noting.get()
    if here is None:
        return mark_safe(text)  # noqa: S308 (written by a template, or a number)
    return mark_safe(f"{here.seam}{' '.join(map(str, (name, *told)))}\n{text}{here.seam}")  # noqa: S308


def piece_hole(piece: Piece, part: str) -> SafeString:
    """Write a part of a piece into a page that is being made, marked where kept pages may write it anew."""
    told = (_NUMBERED if isinstance(piece.key, int) else _NAMED, piece.key, part, piece.mark(part))
    return hole(PIECE, piece.write(part).decode(), *told)


def piece_told(told: Sequence[str]) -> tuple[Name, str, str]:
    """Read what a hole tells of its piece, as (name, part, mark)."""
    kind, name, part, mark = told
    return (int(name) if kind == _NUMBERED else name), part, mark


def keep() -> None:
    """Let the page be kept: everything that it shows is told here, and it is the same for everybody."""
    if (here := _noting.get()) is not None:
        here.is_kept = True


def shows(names: Iterable[Name]) -> None:
    """Tell what the page shows: news of it ends the page."""
    if (here := _noting.get()) is not None:
        here.names.update(names)


def shows_whole_town() -> None:
    """Tell that any news may change the page."""
    if (here := _noting.get()) is not None:
        here.is_whole_town = True


def kept_pieces(names: Iterable[Name], now_ms: int) -> dict[Any, Any]:
    """Return the pieces that were made for other pages and hold, where pages are kept."""
    here = _noting.get()
    return {} if here is None else here.memory.pieces(names, here.language, now_ms)


def keep_piece(piece: Piece, now_ms: int) -> None:
    """Keep a piece for other pages, until it would say something else."""
    here = _noting.get()
    if here is not None:
        here.memory.keep_piece(piece, here.language, position=here.position, now_ms=now_ms)


def known_products(numbers: Iterable[int], now_ms: int) -> dict[int, Any]:
    """Return what was read of products and is still so, where pages are kept."""
    here = _noting.get()
    return {} if here is None else here.memory.products(numbers, now_ms)


def keep_product(number: int, shop: str, known: object, until_ms: int | None, now_ms: int) -> None:
    """Keep what was read of a product, until it would be read otherwise (None where only news changes it)."""
    here = _noting.get()
    if here is not None:
        here.memory.keep_product(number, shop, known, position=here.position, now_ms=now_ms, until_ms=until_ms)


def facts_of(
    kind: str, shops: Iterable[str], read: Callable[[list[str]], Mapping[str, Any]], *, of_beats: bool = False
) -> dict[str, Any]:
    """Return something of each shop, read only where it is not known; news of a shop ends what is known of it.

    Args:
        kind: what is asked.
        shops: of which shops.
        read: reads it of some shops, and names each of these.
        of_beats: that it is otherwise when a shop's till was heard.
    """
    here, asked = _noting.get(), list(dict.fromkeys(shops))
    if here is None:
        return dict(read(asked))
    known = here.memory.facts(kind, asked, of_beats=of_beats)
    missing = [shop for shop in asked if shop not in known]
    if missing:
        fresh = read(missing)
        here.memory.keep_facts(kind, fresh, position=here.position)
        known.update(fresh)
    return known


def found_of(asked: Hashable, now_ms: int, look: Callable[[], Any], life: Life = A_LIST) -> Any:
    """Return a list that was looked up within its life, else look it up; the page holds no longer than its list.

    Args:
        asked: what tells this list from all others.
        now_ms: this moment.
        look: looks it up; what it returns is shared, and not None.
        life: how old it may be.
    """
    here = _noting.get()
    if here is None:
        return look()
    held = here.memory.found(asked, now_ms)
    if held is None:
        held = Looked(look(), now_ms, here.position)
        here.memory.keep_found(asked, held, life)
    _tell_life(life, held.made_ms, held.position)
    return held.found


def shows_list(now_ms: int, life: Life = A_LIST) -> None:
    """Tell that the page shows a list, which may be so old and not older."""
    if (here := _noting.get()) is not None:
        _tell_life(life, now_ms, here.position)


def _tell_life(life: Life, made_ms: int, position: int) -> None:
    here = _noting.get()
    if here is None:
        return
    if life.sure_ms:
        here.late.append(Late(life.names, position, made_ms + life.sure_ms))
    else:
        here.names.update(life.names)
    holds_until(made_ms + life.ms)


def holds_until(moment_ms: int | None) -> None:
    """Tell when something on the page would be said otherwise; None where only news changes it."""
    here = _noting.get()
    if here is not None and moment_ms is not None:
        here.until_ms = moment_ms if here.until_ms is None else min(here.until_ms, moment_ms)
