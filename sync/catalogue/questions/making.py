"""How a question comes in: written once for each form, with a page of its own, and confirmed by mail."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings
from django.urls import reverse

from sync.catalogue import codes
from sync.catalogue.database import writing
from sync.catalogue.models import Product, Question, Shop, TillKey
from sync.catalogue.questions import feed
from sync.catalogue.questions.letters import tell


def can_be_asked(shop: Shop) -> bool:
    """Claim that a till of the shop hears what is asked: without one nobody would ever answer."""
    return TillKey.objects.filter(shop=shop, term=shop.term, revoked_ms=None).exists()


def ask(
    *,
    shop: Shop,
    product: Product | None,
    text: str,
    customer: str,
    contact: str,
    asked: str,
    language: str,
    address: str,
    now_ms: int,
) -> str:
    """Ask a shop something, and return the secret that the question's page is opened with.

    May be repeated: the same `asked` of the same shop gets the question asked first, and its secret again.

    Args:
        shop: whom.
        product: what it is about, None for the shop itself.
        text: the question; it and the two after it were checked before.
        customer: who asks.
        contact: a telephone number or an address.
        asked: what makes this question one, however often it arrives; nobody can guess it.
        language: the customer's.
        address: the catalogue's own, where it was asked.
        now_ms: this moment.
    """
    once = hashlib.sha256(asked.encode()).hexdigest()
    secret = _secret(shop.pk, once)
    with writing():
        held = Shop.objects.select_for_update().get(pk=shop.pk)
        if Question.objects.filter(shop=held, asked=once).exists():
            return secret
        question = Question(
            id=codes.new_id(now_ms),
            shop=held,
            product=product,
            secret=codes.key_hash(secret),
            asked=once,
            revision=0,
            state="asked",
            text=text,
            customer=customer,
            contact=contact,
            language=language,
            asked_ms=now_ms,
            address=address,
        )
        feed.place(question)
        tell(question, page_of(question), now_ms)
    return secret


def page_of(question: Question) -> str:
    """Return the full address of a question's page, made anew from the folder's secret; empty where none is known."""
    base = settings.PUBLIC_URL or question.address
    secret = _secret(question.shop_id, question.asked)
    return f"{base}{reverse('question', args=[secret])}" if base else ""


def _secret(shop: str, once: str) -> str:
    """Make a secret that the same form leads to again, and nobody without the catalogue's own secret."""
    drawn = hmac.new(settings.SECRET_KEY.encode(), f"question:{shop}:{once}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(drawn[:24]).decode()
