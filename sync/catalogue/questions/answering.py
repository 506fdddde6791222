"""What becomes of a question: the shop's answer, told once by its key."""

from sync.catalogue.batches import check_term
from sync.catalogue.database import writing
from sync.catalogue.models import Question
from sync.catalogue.problems import no_such_question
from sync.catalogue.questions import feed
from sync.catalogue.questions.letters import tell
from sync.catalogue.questions.making import page_of
from sync.window_protocol import Answer, AnswerReply


def answer(shop: str, key_term: int, told: Answer, *, now_ms: int) -> AnswerReply:
    """Take what a shop answers, and return how the question stands.

    May be repeated: the same key changes nothing, another one replaces the answer. One that was withdrawn stays so.

    Raises:
        CallRefused: another till publishes for the shop, or it has no such question.
    """
    with writing():
        held = check_term(shop, key_term, told.term)
        question = Question.objects.filter(shop=held, pk=told.question).select_related("product", "shop").first()
        if question is None:
            raise no_such_question(told.question)
        if question.state != "withdrawn" and question.answer_key != told.key:
            question.state, question.answer, question.answer_key = "answered", told.text.strip(), told.key
            question.answered_ms = now_ms
            feed.place(question)
            tell(question, page_of(question), now_ms)
    return AnswerReply(told.key, feed.row_of(question))
