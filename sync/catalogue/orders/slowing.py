"""Few reservations from one address: whoever fills in forms by the hundred would empty a window with promises."""

import hashlib
import hmac

from sync.catalogue.models import Asking

_MINUTE_MS = 60_000
_DAY_MS = 24 * 60 * _MINUTE_MS
_AT_MOST = ((15 * _MINUTE_MS, 10), (_DAY_MS, 40))
KEPT_MS = _DAY_MS


def is_too_often(address: str, *, secret: str, now_ms: int) -> bool:
    """Note that a form came from an address, and claim that there were too many of late; kept is only a hash."""
    asker = hmac.new(secret.encode(), f"asking:{address}".encode(), hashlib.sha256).hexdigest()
    before = Asking.objects.filter(asker=asker)
    if any(before.filter(asked_ms__gt=now_ms - span).count() >= most for span, most in _AT_MOST):
        return True
    Asking.objects.create(asker=asker, asked_ms=now_ms)
    return False
