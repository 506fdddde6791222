"""The letters about a question: that it was passed on, and what the shop answered.

They say nothing that the shopper wrote: a form filled in with somebody else's address must not carry words to them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from sync.catalogue.mailing.posting import post
from sync.catalogue.mailing.recipients import mail_address
from sync.catalogue.mailing.words import about_shop, closing, letter
from sync.catalogue.models import Question


def subject_of(question: Question) -> str:
    """Return how the keys of all letters about a question begin."""
    return f"question/{question.pk}/"


def tell(question: Question, page: str, now_ms: int) -> None:
    """Write to whoever asked how the question stands now, in its transaction; once for each answer.

    Args:
        question: as it was just written.
        page: the full address of its page, or nothing.
        now_ms: this moment.
    """
    if not mail_address(question.contact):
        return
    is_answered = question.state == "answered"
    with override(question.language):
        subject = _("{shop} has answered you") if is_answered else _("Your question was passed on to {shop}")
        said = (
            "\n".join((_("The shop answers:"), *(f"> {line}" for line in question.answer.splitlines())))
            if is_answered
            else _("Your question has been passed on to the shop. You get a mail when it answers.")
        )
        body = letter(
            _("Hello,"),
            said,
            _about(question),
            "\n".join((_("Your question, and where to take it back:"), page)) if page else "",
            about_shop(question.shop, now_ms),
            closing([_("You get this mail because this address was given with the question.")]),
        )
        subject = subject.replace("{shop}", question.shop.name)
    what = f"answered/{question.answer_key}" if is_answered else "asked"
    post(subject_of(question) + what, question.contact, subject, body, language=question.language, now_ms=now_ms)


def _about(question: Question) -> str:
    if question.product is None:
        return ""
    return _("About: {product}").replace("{product}", question.product.name)
