"""When a shop's window was last vouched for, as pages say it; it is said otherwise every minute."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.template.loader import get_template
from django.utils.safestring import SafeString

from sync.catalogue import lasting, sentences
from sync.catalogue.models import Shop
from sync.catalogue.showing import kept_shops

_HEARD = "heard"


@dataclass(frozen=True)
class Heard:
    """When a shop was last heard (at_ms, None where never), in the words of this moment; until_ms is their end."""

    shop: str
    slug: str
    at_ms: int | None
    text: str
    until_ms: int | None

    @property
    def key(self) -> str:
        """Tell it from other pieces of pages."""
        return self.shop

    @property
    def names(self) -> tuple[lasting.Name, ...]:
        """Return the names whose news ends it."""
        return lasting.words_of(self.shop), lasting.beats_of(self.shop)

    def mark(self, _part: str) -> str:
        """Return what stays the same while it may be written anew."""
        return self.slug

    def write(self, _part: str = _HEARD) -> bytes:
        """Write it, in the language that it was made in."""
        return _writer()(self).encode()

    def put(self) -> SafeString:
        """Write it into a page that is being made, marked where kept pages may write it anew."""
        return lasting.piece_hole(self, _HEARD)


def heard(shop: Shop, now_ms: int, zone: str) -> Heard:
    """Say when a shop was last heard, in the language in force."""
    at_ms = shop.complete_ms
    return Heard(shop.pk, shop.slug, at_ms, sentences.heard(at_ms, now_ms, zone), sentences.next_heard(at_ms, now_ms))


def kept_heard(shop: Shop, now_ms: int, zone: str) -> Heard:
    """Say so for all pages that have it written in anew."""
    said = heard(shop, now_ms, zone)
    lasting.keep_piece(said, now_ms)
    return said


def heard_of(shops: Iterable[str], now_ms: int, zone: str) -> list[Heard]:
    """Say so of those of some shops that are shown."""
    return [kept_heard(shop, now_ms, zone) for shop in kept_shops(shops).values() if shop.shown]


@cache
def _writer() -> Callable[[Heard], str]:
    write: Callable[[Heard], str] = get_template("parts/heard.html").template.module.write
    return write
