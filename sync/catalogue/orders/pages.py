"""The address of a reservation's own page: made anew from the folder's secret, kept nowhere in the database."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from django.conf import settings
from django.urls import reverse

from sync.catalogue.models import Order


def secret_of(order: Order) -> str:
    """Return the secret that a reservation's page is opened with.

    The same form leads to it again; without the catalogue's own secret the database gives it to nobody.
    """
    told = f"reservation:{order.shop_id}:{order.asked}"
    return urlsafe_b64encode(hmac.new(settings.SECRET_KEY.encode(), told.encode(), sha256).digest()[:24]).decode()


def page_of(order: Order) -> str:
    """Return the full address of its page; empty where nobody knows the catalogue's own."""
    base = settings.PUBLIC_URL or order.address
    return f"{base}{reverse('reservation', args=[secret_of(order)])}" if base else ""
