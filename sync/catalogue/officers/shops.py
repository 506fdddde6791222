"""What officers do about a shop: make it, change who it is, take it out of the town, take a till's key back."""

from collections.abc import Callable, Mapping

from sync.catalogue import codes, rows
from sync.catalogue.auditing import note
from sync.catalogue.database import writing
from sync.catalogue.folding import fold
from sync.catalogue.models import Product, Shop, TillKey
from sync.catalogue.officers.locating import located
from sync.catalogue.starting import free_slug

FIELDS = (
    "name", "trade", "presentation", "street", "postcode", "city", "phone", "mail", "website", "hours", "latitude",
    "longitude",
)  # fmt: skip
Deed = Callable[[Mapping[str, object]], Shop]
_PLACED = ("street", "postcode", "city")


class NameTaken(Exception):
    """Another shop of the town has that name."""


class NameEmpty(Exception):
    """A name has neither letters nor digits."""


def make(values: Mapping[str, object], *, actor: str, now_ms: int) -> Shop:
    """Make a shop of checked values, as named by FIELDS; without coordinates it is put where its address is.

    Raises:
        NameTaken, NameEmpty: see there.
    """
    name = str(values["name"])
    with writing():
        _check_name(name, but="")
        shop = Shop(id=codes.new_id(now_ms), slug=free_slug(name), created_ms=now_ms)
        _fill(shop, values)
        shop.save()
        note(actor, "shop made", shop=shop, now_ms=now_ms)
        rows.note_changes(shop.pk, now_ms, [None])
    return shop


def change(shop: Shop, values: Mapping[str, object], *, actor: str, now_ms: int) -> Shop:
    """Change who a shop is; its address on the web stays, whatever it is called now.

    Raises:
        NameTaken, NameEmpty: see there.
    """
    with writing():
        held = Shop.objects.select_for_update().get(pk=shop.pk)
        _check_name(str(values["name"]), but=held.pk)
        before = {name: getattr(held, name) for name in FIELDS}
        _fill(held, values)
        changed = [name for name in FIELDS if getattr(held, name) != before[name]]
        if changed:
            held.save(update_fields=[*changed, "name_key"])
            note(actor, "shop changed", shop=held, detail=", ".join(changed), now_ms=now_ms)
            rows.note_changes(held.pk, now_ms, [None])
    return held


def hide(shop: Shop, *, actor: str, now_ms: int, why: str = "") -> bool:
    """Take a shop out of the town: every page, search and list; its till goes on telling. False where it was hidden."""
    return _show(shop, False, "shop hidden", actor=actor, why=why, now_ms=now_ms)


def show(shop: Shop, *, actor: str, now_ms: int) -> bool:
    """Show a shop again that was hidden; False where it is shown."""
    return _show(shop, True, "shop shown", actor=actor, why="", now_ms=now_ms)


def revoke(till: TillKey, *, actor: str, now_ms: int) -> bool:
    """Take a till's key back: it is answered like a stranger from now on. False where that was done before.

    What the window shows stays, ageing honestly, until another till joins with a new pairing code.
    """
    with writing():
        held = TillKey.objects.select_for_update().select_related("shop").get(pk=till.pk)
        if held.revoked_ms is not None:
            return False
        held.revoked_ms = now_ms
        held.save(update_fields=["revoked_ms"])
        note(actor, "till revoked", shop=held.shop, detail=held.till_name, now_ms=now_ms)
    return True


def _show(shop: Shop, shown: bool, deed: str, *, actor: str, why: str, now_ms: int) -> bool:  # noqa: FBT001 (a value)
    with writing():
        held = Shop.objects.select_for_update().get(pk=shop.pk)
        if held.shown == shown:
            return False
        held.shown = shown
        held.save(update_fields=["shown"])
        note(actor, deed, shop=held, detail=why, now_ms=now_ms)
        told = Product.objects.filter(shop=held, shown=True).values_list("pk", flat=True)
        rows.note_changes(held.pk, now_ms, [None, *told])
    return True


def _check_name(name: str, *, but: str) -> None:
    if not fold(name):
        raise NameEmpty
    if Shop.objects.filter(name_key=fold(name)).exclude(pk=but).exists():
        raise NameTaken


def _fill(shop: Shop, values: Mapping[str, object]) -> None:
    moved = any(name in values and values[name] != getattr(shop, name) for name in _PLACED)
    same_spot = (values.get("latitude"), values.get("longitude")) == (shop.latitude, shop.longitude)
    for name in FIELDS:
        if name in values:
            setattr(shop, name, values[name])
    shop.name_key = fold(shop.name)
    if shop.latitude is None or (moved and same_spot):
        shop.latitude, shop.longitude = located(shop.street, shop.postcode, shop.city) or (
            shop.latitude,
            shop.longitude,
        )
