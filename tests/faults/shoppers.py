"""People with a browser, as far as the catalogue can tell: a form filled in, sent twice now and then, or given up."""

from __future__ import annotations

import random
from dataclasses import dataclass
from urllib.parse import urljoin

import requests

from pos.domain.catalogue import Product

_WITHIN_S = 20


@dataclass(frozen=True, slots=True)
class Reserved:
    """A reservation that the catalogue took, and the page it is followed on."""

    page: str
    product: str
    count: int


class Shoppers:
    """Fill in forms straight at the catalogue: their lines are good."""

    def __init__(self, window_url: str, chance: random.Random) -> None:
        self._window_url = window_url
        self._chance = chance
        self._session = requests.Session()
        self.taken: dict[str, Reserved] = {}

    def reserve(self, product: Product, count: int) -> Reserved | None:
        """Fill in the form of an article; None where the shop does not promise that much."""
        form = {
            "once": f"{self._chance.getrandbits(160):040x}",
            "customer": "Mme Petit",
            "contact": "06 12 34 56 78",
            "quantity": str(count),
        }
        address = ".".join(str(self._chance.randrange(1, 255)) for _ in range(4))
        pages = {self._send(product, form, address) for _ in range(1 + (self._chance.random() < 0.3))}
        (page,) = pages  # a form that is sent twice leads to one page
        if page is None:
            return None
        self.taken[page] = Reserved(page, product.id, count)
        return self.taken[page]

    def give_up(self, one: Reserved) -> None:
        """Say on its page that nobody will come; too late changes nothing."""
        self._session.post(one.page, timeout=_WITHIN_S).raise_for_status()

    def _send(self, product: Product, form: dict[str, str], address: str) -> str | None:
        answer = self._session.post(
            f"{self._window_url}articles/{product.id}/reserver/",
            data=form,
            headers={"X-Forwarded-For": address},
            allow_redirects=False,
            timeout=_WITHIN_S,
        )
        return urljoin(answer.url, answer.headers["Location"]) if answer.status_code == 303 else None
