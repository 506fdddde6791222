"""Questions between a till and the real catalogue in one process, over a line that loses, doubles and delays."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pos.database import cursors, questions
from pos.domain.question import Question as Known
from pos.operations.answering import answer
from sync.protocol import Problem
from sync.window_protocol import QUESTIONS_A_PAGE
from tests import builders
from tests.simulation.wire import PROBLEM, Answer, Fault, Weather
from tests.sync.town_at_hand import TARGET, TownAtHand

OLDER = Answer(404, PROBLEM, msgspec.json.encode(Problem("about:blank", "There is no such call", 404)))
"""What a catalogue says that does not know the call."""
STORM = (Fault.REFUSED, Fault.LOST_BEFORE, Fault.ANSWER_LOST, Fault.TWICE, Fault.TRUNCATED, Fault.LATE)


class Asking:
    """A shop and its town, shoppers who ask, and who answers them."""

    def __init__(self, hand: TownAtHand) -> None:
        self.hand = hand

    def ask(self, text: str = "Avez-vous du miel ?") -> str:
        """A shopper asks; gives the question's id."""
        from sync.catalogue.models import Question, Shop
        from sync.catalogue.questions.making import ask

        once = secrets.token_hex(16)
        shop = Shop.objects.get(pk=self.hand.town.shop)
        ask(
            shop=shop, product=None, text=text, customer="Anne", contact="anne@exemple.fr", asked=once, language="fr",
            address="https://ville.example", now_ms=self.hand.time.now_ms,
        )  # fmt: skip
        return str(Question.objects.order_by("-cursor").values_list("pk", flat=True)[0])

    def withdraw(self, question: str) -> None:
        """Its shopper takes it back."""
        from sync.catalogue.models import Question
        from sync.catalogue.questions.forgetting import withdraw

        withdraw(Question.objects.get(pk=question))

    def answer(self, question: str, text: str = "Oui.") -> None:
        """The shop answers."""
        answer(self.hand.db, TARGET, question, text, now=self.hand.till.clock(), new_id=builders.new_id)

    def known(self) -> dict[str, Known]:
        """What the till knows."""
        db = self.hand.db
        return {one.id: one for one in (*questions.open_questions(db), *questions.answered(db, 1000))}

    def there(self) -> dict[str, tuple[str, str]]:
        """State and answer of each question, as the catalogue has them."""
        from sync.catalogue.models import Question

        return {pk: (state, said) for pk, state, said in Question.objects.values_list("pk", "state", "answer")}


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    hand = TownAtHand(tmp_path)
    with hand.open():
        yield Asking(hand)


def test_a_question_comes_and_its_answer_goes_once(asking: Asking) -> None:
    from sync.catalogue.models import Letter

    number = asking.ask()
    asking.hand.talk()
    assert (asking.known()[number].text, asking.known()[number].contact) == ("Avez-vous du miel ?", "anne@exemple.fr")
    asking.answer(number)

    asking.hand.talk()
    asking.hand.talk()

    assert asking.there() == {number: ("answered", "Oui.")}
    assert asking.known()[number].is_told
    assert Letter.objects.filter(key__contains="/answered/").count() == 1


def test_more_than_a_page_is_read_page_after_page(asking: Asking) -> None:
    numbers = [asking.ask(f"Question {place} ?") for place in range(QUESTIONS_A_PAGE + 3)]

    asking.hand.talk()

    assert sorted(asking.known()) == sorted(numbers)


def test_one_taken_back_is_forgotten_at_the_till_whether_answered_or_not(asking: Asking) -> None:
    first, second, third = (asking.ask() for _ in range(3))
    asking.hand.talk()
    asking.answer(second)
    asking.hand.talk()
    asking.answer(third)
    for number in (first, second, third):
        asking.withdraw(number)

    asking.hand.talk()
    asking.hand.talk()

    assert asking.known() == {}
    assert {state for state, _ in asking.there().values()} == {"withdrawn"}


def test_a_question_forgotten_there_is_forgotten_here_with_its_answer(asking: Asking) -> None:
    from sync.catalogue.models import Question

    number = asking.ask()
    asking.hand.talk()
    Question.objects.all().delete()
    asking.answer(number)

    asking.hand.talk()

    assert asking.known() == {}
    assert questions.waiting(asking.hand.db, TARGET, 10) == []


def test_a_wiped_catalogue_begins_a_feed_of_its_own(asking: Asking) -> None:
    from sync.catalogue.models import Question, QuestionFeed

    asking.ask()
    asking.hand.talk()
    Question.objects.all().delete()
    QuestionFeed.objects.all().delete()
    later = asking.ask()

    asking.hand.talk()
    asking.hand.talk()

    assert list(asking.known()) == [later]


def test_an_older_catalogue_without_questions_troubles_nothing_else(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asking.ask()
    asking.hand.talk()
    asking.answer(number)
    hear = asking.hand.town.hear
    monkeypatch.setattr(asking.hand.wire, "_hear", lambda call: OLDER if "questions" in call.path else hear(call))

    asking.hand.talk()

    with asking.hand.till.line() as push:
        assert push.trouble is None
    assert len(questions.waiting(asking.hand.db, TARGET, 10)) == 1
    monkeypatch.undo()
    asking.hand.talk()
    assert asking.there()[number] == ("answered", "Oui.")


@pytest.mark.parametrize("seed", range(6))
def test_in_any_weather_both_sides_end_at_the_same_words(asking: Asking, seed: int) -> None:
    from sync.catalogue.models import Letter

    chance = random.Random(seed)
    hand = asking.hand
    hand.wire.weather = Weather(0.5, STORM)
    said: dict[str, str] = {}
    gone: set[str] = set()
    for step in range(40):
        number = chance.choice(sorted(asking.known()) or [""])
        match chance.randrange(4):
            case 0:
                asking.ask()
            case 1 if number and number not in gone:
                said[number] = f"Réponse {step}."
                asking.answer(number, said[number])
            case 2 if number and chance.random() < 0.3:
                gone.add(number)
                asking.withdraw(number)
            case _:
                hand.talk()
                hand.time.pass_by(60_000)
                if hand.late and chance.random() < 0.5:
                    hand.town.hear(hand.late.pop(chance.randrange(len(hand.late))))
    hand.wire.weather = Weather()
    for _ in range(6):
        hand.time.pass_by(3_600_000)
        hand.talk()

    there = asking.there()
    assert set(asking.known()) == {number for number, (state, _) in there.items() if state != "withdrawn"}
    for number, one in asking.known().items():
        assert (
            (one.state.value, one.answer)
            == there[number]
            == (("answered", said[number]) if number in said else ("asked", ""))
        )
        assert one.is_told
    assert questions.waiting(hand.db, TARGET, 100) == []
    assert cursors.get(hand.db, TARGET, cursors.QUESTIONS) is not None
    keys = list(Letter.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))
