"""A word before goods go back on sale: once, some hours before, to who had more than a day."""

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat

from sync.catalogue.database import writing
from sync.catalogue.models import Letter, Order, Shop
from sync.catalogue.orders.states import HELD_IN
from sync.catalogue.orders.telling import REMINDER
from sync.catalogue.orders.telling import remind as write

_HOUR_MS = 3_600_000
BEFORE_MS = 5 * _HOUR_MS
LONG_MS = 24 * _HOUR_MS


def remind(now_ms: int) -> None:
    """Write to whose goods lie aside for a few hours more; may be repeated."""
    written = Letter.objects.filter(key=Concat(Value("order/"), OuterRef("pk"), Value(f"/{REMINDER}")))
    soon = Order.objects.filter(
        ~Exists(written),
        state__in=HELD_IN,
        contact__contains="@",
        expires_ms__gt=now_ms,
        expires_ms__lte=now_ms + BEFORE_MS,
    )
    for number, shop in list(soon.values_list("pk", "shop_id")):
        with writing():
            Shop.objects.select_for_update().get(pk=shop)
            order = Order.objects.select_related("shop").get(pk=number)
            if order.expires_ms is not None and order.expires_ms - order.changed_ms > LONG_MS:
                write(order, now_ms)
