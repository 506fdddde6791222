"""How a till goes on after its file began a new epoch: under the shop's next term."""

from sync.catalogue.auditing import by_till, note
from sync.catalogue.database import writing
from sync.catalogue.models import Feed, Shop, TillKey
from sync.catalogue.problems import bad_message, stale_term
from sync.protocol import TermReply, TermRequest


def renew(key: TillKey, request: TermRequest, *, now_ms: int) -> TermReply:
    """Grant a later epoch the shop's next term, so that what a restored file says counts again.

    May be repeated: the epoch held is given its term again. Only the till that publishes is granted one; a person
    hands publishing over with a pairing code.

    Raises:
        CallRefused: another till publishes for the shop, the epoch is over, or the body names another till.
    """
    if request.till != key.till:
        raise bad_message("The key belongs to another till.")
    with writing():
        shop = Shop.objects.select_for_update().get(pk=key.shop_id)
        held = TillKey.objects.get(pk=key.pk)
        if held.term != shop.term or request.epoch < held.epoch:
            raise stale_term(given=held.term, held=shop.term)
        if request.epoch > held.epoch:
            _begin(shop, held, request.epoch)
            told = f"epoch {held.epoch}, term {held.term}"
            note(by_till(held.till_name), "term renewed", shop=shop, detail=told, now_ms=now_ms)
    return TermReply(request.till, request.epoch, held.term, shop.pk)


def _begin(shop: Shop, held: TillKey, epoch: int) -> None:
    shop.term += 1
    shop.complete_ms = shop.closed_ms = shop.opens_ms = None
    shop.save(update_fields=["term", "complete_ms", "closed_ms", "opens_ms"])
    Feed.objects.filter(pk=shop.pk).update(heard=0)
    held.term, held.epoch = shop.term, epoch
    held.version, held.sent_ms, held.waiting, held.closing = 0, -1, 0, False
    held.save(update_fields=["term", "epoch", "version", "sent_ms", "waiting", "closing"])
