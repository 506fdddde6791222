"""How a till joins: a person reads out a code, the till gets a key and the shop's next term."""

from sync.catalogue import codes
from sync.catalogue.auditing import COMMAND, by_till, note
from sync.catalogue.database import writing
from sync.catalogue.models import Feed, PairingCode, PairingFailure, Shop, TillKey
from sync.catalogue.problems import pairing_code_refused, too_many_calls
from sync.protocol import PairReply, PairRequest

CODE_LIFE_MS = 24 * 3600 * 1000
_WINDOW_MS = 10 * 60 * 1000
_FAILURES_PER_ADDRESS = 10
_FAILURES_IN_ALL = 100


def new_code(shop: Shop, *, secret: str, now_ms: int, actor: str = COMMAND) -> str:
    """Make a code for a shop; those it was given before and nobody used stop working. `actor` is who asked for it."""
    code = codes.new_code()
    with writing():
        PairingCode.objects.filter(shop=shop, used_ms=None).delete()
        PairingCode.objects.create(
            hash=codes.code_hash(code, secret), shop=shop, created_ms=now_ms, expires_ms=now_ms + CODE_LIFE_MS
        )
        note(actor, "pairing code given", shop=shop, now_ms=now_ms)
    return code


def pair(request: PairRequest, *, window_url: str, address: str, secret: str, now_ms: int) -> PairReply:
    """Exchange a code for a key and a term one higher than the shop's: from now on this till alone publishes.

    Not to be repeated: a code works once. A till whose answer was lost asks for a new code.

    Args:
        request: what the till says of itself, with the code.
        window_url: where the shop's window is seen, with `{slug}` for the shop.
        address: whose wrong guesses are counted.
        secret: what codes are hashed with.
        now_ms: this moment.

    Raises:
        CallRefused: the code does not open, or too many wrong ones came of late.
    """
    _check_guesses(address, now_ms)
    with writing():
        code = _usable_code(codes.code_hash(request.code, secret), now_ms)
        if code is not None:
            return _join(code, request, window_url=window_url, now_ms=now_ms)
    PairingFailure.objects.create(address=address, failed_ms=now_ms)
    raise pairing_code_refused()


def _usable_code(wanted: str, now_ms: int) -> PairingCode | None:
    code = PairingCode.objects.select_for_update().filter(hash=wanted).first()
    if code is None or not codes.same(code.hash, wanted):
        return None
    return None if code.used_ms is not None or code.expires_ms <= now_ms else code


def _join(code: PairingCode, request: PairRequest, *, window_url: str, now_ms: int) -> PairReply:
    shop = Shop.objects.select_for_update().get(pk=code.shop_id)
    key = codes.new_key()
    shop.term += 1
    shop.complete_ms = shop.closed_ms = shop.opens_ms = None
    shop.save(update_fields=["term", "complete_ms", "closed_ms", "opens_ms"])
    Feed.objects.filter(pk=shop.pk).update(heard=0)
    code.used_ms = now_ms
    code.save(update_fields=["used_ms"])
    TillKey.objects.create(
        hash=codes.key_hash(key),
        shop=shop,
        till=request.till,
        till_name=request.till_name,
        epoch=request.epoch,
        term=shop.term,
        created_ms=now_ms,
    )
    note(by_till(request.till_name), "till joined", shop=shop, detail=f"term {shop.term}", now_ms=now_ms)
    where = window_url.replace("{slug}", shop.slug)
    return PairReply(shop.id, shop.name, key, shop.term, where, request.nonce)


def _check_guesses(address: str, now_ms: int) -> None:
    """Slow guessing down: few wrong codes from one address, not many more from all of them together."""
    recent = PairingFailure.objects.filter(failed_ms__gt=now_ms - _WINDOW_MS)
    if recent.count() >= _FAILURES_IN_ALL or recent.filter(address=address).count() >= _FAILURES_PER_ADDRESS:
        raise too_many_calls(wait_s=_WINDOW_MS // 1000)
