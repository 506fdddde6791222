"""The feed that a till reads: every question as it stands, in the order in which changes were committed."""

import uuid

from sync.catalogue.database import writing
from sync.catalogue.models import Question, QuestionFeed, Shop
from sync.catalogue.problems import stale_term
from sync.window_protocol import QUESTIONS_A_PAGE, QuestionPage, QuestionRow


def place(question: Question) -> None:
    """Write a question with the next cursor and revision; the row of its shop is held by this transaction."""
    feed = feed_of(question.shop_id)
    feed.last += 1
    feed.save(update_fields=["last"])
    question.cursor = feed.last
    question.revision += 1
    question.save()


def feed_of(shop: str) -> QuestionFeed:
    """Return a shop's feed, begun under a name of its own where there is none; the shop's row is held."""
    return QuestionFeed.objects.get_or_create(pk=shop, defaults={"name": str(uuid.uuid4())})[0]


def page(shop: str, key_term: int, *, after: int, limit: int) -> QuestionPage:
    """Return what changed after a cursor. May be repeated; the rows are read before the head, so that it is not below.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    term = Shop.objects.values_list("term", flat=True).get(pk=shop)
    if key_term != term:
        raise stale_term(given=key_term, held=term)
    newer = Question.objects.filter(shop_id=shop, cursor__gt=after).select_related("product").order_by("cursor")
    rows = tuple(map(row_of, newer[: min(limit, QUESTIONS_A_PAGE)]))
    feed = QuestionFeed.objects.filter(pk=shop).first() or _begin(shop)
    return QuestionPage(feed.name, feed.last, rows)


def row_of(question: Question) -> QuestionRow:
    """Write a question down for the till."""
    product = question.product
    return QuestionRow(
        question=question.pk,
        cursor=question.cursor,
        revision=question.revision,
        state=question.state,
        text=question.text,
        asked_ms=question.asked_ms,
        product="" if product is None else product.ref,
        product_name="" if product is None else product.name,
        customer=question.customer,
        contact=question.contact,
        answer=question.answer,
        answered_ms=question.answered_ms,
        language=question.language,
    )


def _begin(shop: str) -> QuestionFeed:
    with writing():
        Shop.objects.select_for_update().get(pk=shop)
        return feed_of(shop)
