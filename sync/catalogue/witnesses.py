"""Keeping the end of every till's chain outside its shop: one line a till, which only moves forward."""

from sync.catalogue.database import writing
from sync.catalogue.models import Shop, TillKey, Witness
from sync.catalogue.problems import bad_message, too_many_calls
from sync.protocol import WitnessedHead, WitnessReply, WitnessRequest

LEAST_MS = 1_000
"""Between two moves of a till's line: its tills tell it once a minute."""


def take(key: TillKey, request: WitnessRequest, *, now_ms: int) -> WitnessReply:
    """Keep a later end of the chain where the till knows the one that is kept, and return what is kept then.

    May be repeated: an end that is not later, or that does not follow from the one kept, changes nothing, so that
    neither a recorded call nor an old copy of the till's file can move the line back.

    Raises:
        CallRefused: the body names another till, or the till moves its line too often.
    """
    if request.till != key.till:
        raise bad_message("The key belongs to another till.")
    with writing():
        Shop.objects.select_for_update().get(pk=key.shop_id)
        held = Witness.objects.filter(shop_id=key.shop_id, till=key.till).first()
        if held is None:
            held = Witness(shop_id=key.shop_id, till=key.till)
        elif not _follows(request, held):
            return WitnessReply(key.till, _head(held))
        elif 0 <= now_ms - held.heard_ms < LEAST_MS:
            raise too_many_calls(1)
        _keep(held, request.head, now_ms)
    return WitnessReply(key.till, request.head)


def kept(key: TillKey) -> WitnessReply:
    """Return the end of the chain that is kept for a till."""
    held = Witness.objects.filter(shop_id=key.shop_id, till=key.till).first()
    return WitnessReply(key.till, None if held is None else _head(held))


def _follows(request: WitnessRequest, held: Witness) -> bool:
    is_later = (request.head.epoch, request.head.seq) > (held.epoch, held.seq)
    return is_later and request.known == _head(held)


def _head(held: Witness) -> WitnessedHead:
    return WitnessedHead(held.epoch, held.seq, held.hash, held.at_ms)


def _keep(held: Witness, head: WitnessedHead, now_ms: int) -> None:
    held.epoch, held.seq, held.hash, held.at_ms, held.heard_ms = head.epoch, head.seq, head.hash, head.at_ms, now_ms
    held.save()
