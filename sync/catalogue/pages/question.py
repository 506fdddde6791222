"""A question's own page: whoever knows its address sees the shop's answer, and may take the question back.

It stays true by itself as a reservation's page does, by the same script, and its address is as much of a secret.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sync.catalogue import clock, codes, wording
from sync.catalogue.models import Question
from sync.catalogue.pages.answers import hidden, page
from sync.catalogue.pages.fields import is_foreign
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.refusals import forbidden
from sync.catalogue.pages.reservation_words import StateWords
from sync.catalogue.pages.visiting import visit
from sync.catalogue.questions.feed import row_of
from sync.catalogue.questions.forgetting import withdraw


def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a question, or take it back when its shopper says so."""
    question = _find(secret)
    if request.method == "POST":
        if is_foreign(request):
            return forbidden(request)
        withdraw(question)
        response = redirect("question", secret)
        response.status_code = 303
        return hidden(response)
    return hidden(page(request, "question.html", _content(question, secret)))


def tell(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer with the words of a question when its revision is another than the page shows, else with nothing."""
    question = _find(secret)
    if request.GET.get("revision", "") == str(question.revision):
        return hidden(HttpResponse(status=204, headers={"Cache-Control": "no-store"}))
    return hidden(page(request, "parts/question.html", _content(question, secret)))


def export(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out what is kept of a question and of who asked it, as a file."""
    told = msgspec.json.format(msgspec.json.encode(row_of(_find(secret))), indent=2)
    response = HttpResponse(told, content_type="application/json", headers={"Cache-Control": "no-store"})
    response.headers["Content-Disposition"] = 'attachment; filename="question.json"'
    return hidden(response)


def _find(secret: str) -> Question:
    wanted = codes.key_hash(secret)
    question = Question.objects.select_related("shop", "product").filter(secret=wanted).first()
    if question is None or not codes.same(question.secret, wanted):
        raise Http404
    return question


def _content(question: Question, secret: str) -> dict[str, object]:
    now_ms, zone, shop, product = clock.now_ms(), town().zone, question.shop, question.product
    is_shown = product is not None and product.shown
    return {
        "question": question,
        "words": _words(question),
        "is_open": question.state == "asked",
        "asked": _moment(question.asked_ms, zone),
        "shop": shop,
        "shop_url": reverse("shop", args=[shop.slug]),
        "product": product,
        "product_url": reverse("product", args=[shop.slug, product.ref]) if product is not None and is_shown else "",
        "visit": visit(shop, now_ms, zone),
        "page_url": reverse("question", args=[secret]),
        "state_url": reverse("question-state", args=[secret]),
        "export_url": reverse("question-export", args=[secret]),
    }


def _words(question: Question) -> StateWords:
    title, text, tone = {
        "asked": (
            _("Your question is with the shop"),
            _("This page changes as soon as the shop answers."),
            "waiting",
        ),
        "answered": (_("The shop has answered you"), "", "good"),
        "withdrawn": (_("Question taken back"), _("Nothing of it is kept here any more."), "over"),
    }[question.state]
    return StateWords(title, text, "", tone)


def _moment(at_ms: int, zone: str) -> str:
    at = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))
    return _("{day}, {time}").replace("{day}", wording.day(at)).replace("{time}", wording.hour(at))
