"""What is said when no sale answers a question."""

from __future__ import annotations

from datetime import datetime, time

from pos.domain.sale_question import AnySale, Numbered, OfAmount, OfDay, Question, ThisSale, WithCode, WithWords
from pos.wording import Wording


def nothing_found(question: Question, wording: Wording) -> str:
    """Why the list is empty, in words of the question."""
    match question:
        case AnySale():
            return wording("Nothing was sold yet.")
        case ThisSale():
            return wording("This shop’s file does not hold that sale: it was made on another till.")
        case Numbered(number):
            return wording("No ticket has the number {number}.").format(number=number)
        case OfDay(day):
            return wording("Nothing was sold on {day}.").format(day=wording.date(datetime.combine(day, time())))
        case OfAmount(total):
            return wording("No sale came to {amount}.").format(amount=wording.money(total))
        case WithCode(code):
            return wording("No sale holds an article with the code {code}.").format(code=code)
        case WithWords(words):
            return wording("No sale holds an article called “{words}”.").format(words=words)
