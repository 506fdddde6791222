"""Who reserved is forgotten: by itself a month after the end, or as soon as they say so on the page.

What was reserved stays a while longer, as figures about nobody.
"""

import msgspec

from sync.catalogue.database import writing
from sync.catalogue.mailing import posting
from sync.catalogue.models import Order, Shop, Transition
from sync.catalogue.orders import feed
from sync.catalogue.orders.states import OPEN
from sync.catalogue.orders.telling import subject_of
from sync.order_protocol import TransitionReply

PERSON_LIFE_MS = 30 * 24 * 3600 * 1000
_NOBODY = {"customer": "", "contact": "", "note": "", "reason": ""}


def is_forgotten(order: Order) -> bool:
    """Claim that nothing is kept of whoever reserved."""
    return not (order.customer or order.contact or order.note or order.reason)


def forget(order: Order, now_ms: int) -> None:
    """Forget who made a reservation that has ended, and have the shop's till do so. May be repeated.

    The letters about it go, and so does what the till was answered about it with the name in it.
    """
    with writing():
        Shop.objects.select_for_update().get(pk=order.shop_id)
        held = Order.objects.get(pk=order.pk)
        if held.state in OPEN or is_forgotten(held):
            return
        for name, nothing in _NOBODY.items():
            setattr(held, name, nothing)
        feed.place(held, now_ms)
        for answered in Transition.objects.filter(shop_id=held.shop_id):
            _forget_in(answered, held.pk)
        posting.forget([subject_of(held)])


def forget_old(now_ms: int) -> None:
    """Forget who made what ended a month ago, in the caller's transaction."""
    over = Order.objects.filter(changed_ms__lt=now_ms - PERSON_LIFE_MS).exclude(state__in=OPEN)
    known = list(over.exclude(**_NOBODY))
    over.filter(pk__in=[order.pk for order in known]).update(**_NOBODY)
    posting.forget(map(subject_of, known))
    Transition.objects.filter(answered_ms__lt=now_ms - PERSON_LIFE_MS).delete()


def _forget_in(answered: Transition, number: str) -> None:
    reply = msgspec.json.decode(answered.reply, type=TransitionReply)
    if reply.order.order == number:
        row = msgspec.structs.replace(reply.order, customer="", contact="", note="", reason="")
        answered.reply = msgspec.json.encode(msgspec.structs.replace(reply, order=row))
        answered.save(update_fields=["reply"])
