"""A question taken back, or over for a month: nothing of it and of who asked it is kept."""

from django.db.models.functions import Coalesce

from sync.catalogue.database import writing
from sync.catalogue.mailing import posting
from sync.catalogue.models import Question, Shop
from sync.catalogue.questions import feed
from sync.catalogue.questions.letters import subject_of

LIFE_MS = 30 * 24 * 3600 * 1000


def withdraw(question: Question) -> None:
    """Take a question back for who asked it, answered or not, and have the shop's till do so. May be repeated.

    Its words, the answer and the person are forgotten at once; that there was one stays a month, for the till to hear.
    """
    with writing():
        Shop.objects.select_for_update().get(pk=question.shop_id)
        held = Question.objects.get(pk=question.pk)
        if held.state == "withdrawn":
            return
        held.state = "withdrawn"
        held.text = held.customer = held.contact = held.answer = ""
        feed.place(held)
        posting.forget([subject_of(held)])


def forget_old(now_ms: int) -> None:
    """Forget what was answered a month ago, or asked then and never answered, in the caller's transaction."""
    since = Question.objects.annotate(since=Coalesce("answered_ms", "asked_ms"))
    old = list(since.filter(since__lt=now_ms - LIFE_MS))
    Question.objects.filter(pk__in=[question.pk for question in old]).delete()
    posting.forget(map(subject_of, old))
