"""Who the shop is, in its till's own word: hours, closures, presentation. What it leaves out the town wrote."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sync.catalogue import hours, photos, rows
from sync.catalogue.batches import CONTROL_CHARACTERS, check_term, is_clean
from sync.catalogue.database import writing
from sync.catalogue.models import Closure, Shop, Town
from sync.catalogue.opening import closures_of, next_opening
from sync.window_protocol import ClosureRow, ShopWord, ShopWordReply

_TEXTS = ("phone", "website", "mail", "hours", "trade", "presentation")
_NEVER_SENT = "this photo was never sent"


def take(shop: str, key_term: int, word: ShopWord, *, now_ms: int) -> ShopWordReply:
    """Keep a shop's word about itself, and return which word is kept now and what of it could not be taken.

    May be repeated: only a (term, version) greater than the one held replaces anything, and the same word again is
    answered the same. What is refused leaves what was there; of the closures those that make no sense are left out.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    with writing():
        held = check_term(shop, key_term, word.term)
        mark = (held.word_term, held.word_version)
        if (word.term, word.version) < mark:
            return ShopWordReply(*mark)
        pictures = photos.held(shop, [word.picture] if word.picture else [])
        flaws = dict(_flaws(word, is_sent=not word.picture or word.picture in pictures))
        if (word.term, word.version) > mark:
            values = {name: getattr(word, name).strip() for name in _TEXTS if getattr(word, name) is not None}
            if word.picture is not None:
                values["picture"] = pictures.get(word.picture)
            _keep(held, word, {name: value for name, value in values.items() if name not in flaws}, now_ms)
            _replace_closures(held, word, flaws)
            _open_anew(held)
            rows.note_changes(shop, now_ms, [None])
    return ShopWordReply(word.term, word.version, tuple(f"{name}: {reason}" for name, reason in flaws.items()))


def _keep(shop: Shop, word: ShopWord, values: dict[str, Any], now_ms: int) -> None:
    values |= {"word_term": word.term, "word_version": word.version}
    for name, value in values.items():
        setattr(shop, name, value)
    shop.save(update_fields=list(values))


def _replace_closures(shop: Shop, word: ShopWord, flaws: dict[str, str]) -> None:
    Closure.objects.filter(shop=shop).delete()
    Closure.objects.bulk_create(
        Closure(shop=shop, first=row.first, last=row.last, hours=row.hours.strip(), reason=row.reason.strip())
        for place, row in enumerate(word.closures)
        if _closure_name(place) not in flaws
    )


def _open_anew(shop: Shop) -> None:
    """Work out anew until when the closing word of a shop holds: it may have told of a holiday after closing."""
    if shop.closed_ms is None:
        return
    zone = Town.objects.get().zone
    closures = closures_of([shop.pk], shop.closed_ms, zone)[shop.pk]
    shop.opens_ms = next_opening(shop, closures, shop.closed_ms, zone)
    shop.save(update_fields=["opens_ms"])


def _flaws(word: ShopWord, *, is_sent: bool) -> Iterator[tuple[str, str]]:
    for name in _TEXTS:
        text = getattr(word, name)
        if text is not None and not is_clean(text):
            yield name, CONTROL_CHARACTERS
    if word.website and not is_web_address(word.website):
        yield "website", "it is no address of the form https://example.org"
    if word.mail and not _is_mail(word.mail):
        yield "mail", "it is no mail address"
    if not is_sent:
        yield "picture", _NEVER_SENT
    for place, row in enumerate(word.closures):
        if reason := _closure_flaw(row):
            yield _closure_name(place), reason


def is_web_address(text: str) -> bool:
    """Claim that a text is the address of a site: http or https, a host, nobody's name and password."""
    try:
        parts = urlsplit(text.strip())
        is_named = bool(parts.hostname) and "." in (parts.hostname or "") and not parts.username and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and is_named and not any(letter.isspace() for letter in text.strip())


def _is_mail(text: str) -> bool:
    name, at, host = text.strip().rpartition("@")
    return bool(name and at and "." in host) and not any(
        letter.isspace() or letter in ",;<>" for letter in text.strip()
    )


def _closure_name(place: int) -> str:
    return f"closures[{place}]"


def _closure_flaw(row: ClosureRow) -> str:
    try:
        first, last = date.fromisoformat(row.first), date.fromisoformat(row.last)
    except ValueError:
        return "there is no such day"
    if last < first:
        return "it ends before it begins"
    if not is_clean(row.reason, row.hours):
        return CONTROL_CHARACTERS
    if row.hours.strip() and hours.spans(row.hours) is None:
        return "its hours are not of the form 10:00-12:00,14:00-17:00"
    return ""
