"""Questions as tests of the catalogue ask and answer them: by the page's form, and over the wire."""

import itertools
import re
import secrets
from typing import Any

from django.http import HttpResponse

from sync import window_protocol as wire
from sync.catalogue import codes
from sync.catalogue.models import Question, Shop
from tests.sync.catalogue.calls import PairedTill, Town
from tests.sync.catalogue.reservations import answered

GOOD = {"text": "Avez-vous du café en grains ?", "customer": "Anne Le Goff", "contact": "anne@exemple.fr"}
_keys = itertools.count(1)


def form(town: Town, shop: str = "epicerie-du-port", *, article: str = "", language: str = "fr", **values: Any) -> Any:
    """Send the form; of a new one unless told."""
    where = f"/boutiques/{shop}/demander/" + (f"?article={article}" if article else "")
    told = {"once": secrets.token_urlsafe(24), **GOOD, **values}
    headers = {"Accept-Language": language, **told.pop("headers", {})}
    return town.client.post(where, told, headers=headers)


def ask(town: Town, **values: Any) -> tuple[Question, str]:
    """Ask something; gives the question with its page's address."""
    answer = form(town, **values)
    assert answer.status_code == 303, answer.content
    page = str(answer.headers["Location"])
    return Question.objects.get(secret=codes.key_hash(page.strip("/").rpartition("/")[2])), page


def questions(till: PairedTill, after: int = 0, limit: int = 50) -> wire.QuestionPage:
    """Read the feed after a cursor."""
    return answered(till.call("GET", f"questions?after={after}&limit={limit}"), wire.QuestionPage)


def reply(
    till: PairedTill, question: Question | str, text: str = "Oui, en 250 g.", *, key: str = ""
) -> wire.AnswerReply:
    """Answer a question."""
    return answered(try_to_reply(till, question, text, key=key), wire.AnswerReply)


def try_to_reply(till: PairedTill, question: Question | str, text: str = "Oui.", *, key: str = "") -> HttpResponse:
    """The same, with whatever is said to it."""
    number = question if isinstance(question, str) else question.pk
    return till.call("POST", "questions", wire.Answer(key or f"answer-{next(_keys)}", till.term, number, text))


def links(text: str) -> list[str]:
    """The addresses in a mail, without the host."""
    return re.findall(r"https?://[^/\s]+(/\S*)", text)


def shop(name: str) -> Shop:
    """A shop by its name."""
    found: Shop = Shop.objects.get(name=name)
    return found
