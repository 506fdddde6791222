"""What becomes of a question: the shop's answer, told once by its key."""

import hashlib

from sync.catalogue.batches import check_term
from sync.catalogue.database import writing
from sync.catalogue.models import Attempt, Question, Shop
from sync.catalogue.problems import no_such_question
from sync.catalogue.questions import feed
from sync.catalogue.questions.letters import tell
from sync.catalogue.questions.making import page_of
from sync.window_protocol import Answer, AnswerReply


def answer(shop: str, key_term: int, told: Answer, *, now_ms: int) -> AnswerReply:
    """Take what a shop answers, and return how the question stands.

    May be repeated: a key that came before changes nothing however late it comes again, another one replaces the
    answer. One that was withdrawn stays so.

    Raises:
        CallRefused: another till publishes for the shop, or it has no such question.
    """
    with writing():
        held = check_term(shop, key_term, told.term)
        question = Question.objects.filter(shop=held, pk=told.question).select_related("product", "shop").first()
        if question is None:
            raise no_such_question(told.question)
        if question.state != "withdrawn" and _is_new(told.key, held, now_ms):
            question.state, question.answer, question.answer_key = "answered", told.text.strip(), told.key
            question.answered_ms = now_ms
            feed.place(question)
            tell(question, page_of(question), now_ms)
    return AnswerReply(told.key, feed.row_of(question))


def _is_new(key: str, shop: Shop, now_ms: int) -> bool:
    """Note a key, and claim that it was not known: a call that was long on its way undoes no later answer."""
    mark = hashlib.sha256(f"answer:{key}".encode()).hexdigest()
    known = Attempt.objects.get_or_create(
        shop=shop, attempt=mark, defaults={"body_hash": mark, "reply": b"", "answered_ms": now_ms}
    )
    return known[1]
