"""Who calls: the key of a till, which names the shop."""

from django.http import HttpRequest

from sync.catalogue import codes
from sync.catalogue.models import TillKey
from sync.catalogue.problems import not_signed_in
from sync.catalogue.spending import SHARES
from sync.catalogue.watching.requests import SHOP


def calling_till(request: HttpRequest) -> TillKey:
    """Return the till that a request's key belongs to.

    Raises:
        CallRefused: there is no key, an unknown one, or one that was revoked.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise not_signed_in()
    wanted = codes.key_hash(key.strip())
    found = TillKey.objects.filter(hash=wanted).first()
    if found is None or not codes.same(found.hash, wanted) or found.revoked_ms is not None:
        raise not_signed_in()
    request.META[SHOP] = found.shop_id
    SHARES.know(wanted, found.shop_id)
    return found
