"""What a heartbeat changes: how far the window may be believed."""

from sync.catalogue import rows
from sync.catalogue.batches import check_term
from sync.catalogue.database import writing
from sync.catalogue.models import Shop, TillKey, Town
from sync.catalogue.opening import closures_of, next_opening
from sync.protocol import Heartbeat, HeartbeatReply


def hear(key: TillKey, beat: Heartbeat, *, now_ms: int) -> HeartbeatReply:
    """Note that a till has sent everything up to a version, and return what freshness is now counted from.

    May be repeated: a heartbeat that is not newer than the last one, by (version, sent_at_ms), changes nothing, so
    that a recorded one cannot make an old figure look fresh. Only one with nothing waiting vouches for the window.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    with writing():
        shop = check_term(key.shop_id, key.term, beat.term)
        held = TillKey.objects.get(pk=key.pk)
        if (beat.version, beat.sent_at_ms) <= (held.version, held.sent_ms):
            return HeartbeatReply(held.term, held.version, held.heard_ms)
        TillKey.objects.filter(pk=key.pk).update(
            heard_ms=now_ms, sent_ms=beat.sent_at_ms, version=beat.version, waiting=beat.waiting, closing=beat.closing
        )
        _vouch(shop, beat, now_ms)
        rows.note_changes(shop.id, now_ms, [None], figures_only=True)
    return HeartbeatReply(beat.term, beat.version, now_ms)


def _vouch(shop: Shop, beat: Heartbeat, now_ms: int) -> None:
    complete = beat.waiting == 0
    closed = complete and beat.closing
    if complete:
        shop.complete_ms = now_ms
    shop.closed_ms = now_ms if closed else None
    shop.opens_ms = _opens(shop, now_ms) if closed else None
    shop.save(update_fields=["complete_ms", "closed_ms", "opens_ms"])


def _opens(shop: Shop, now_ms: int) -> int | None:
    zone = Town.objects.get().zone
    return next_opening(shop, closures_of([shop.pk], now_ms, zone)[shop.pk], now_ms, zone)
