"""Questions in the shop's file: heard once, answered by who sells, told by key, forgotten after a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.database import cursors, online_links, online_log, questions
from pos.database.connection import Database, transaction
from pos.database.cursors import Cursor
from pos.database.journal.author import author_of
from pos.domain.errors import AnswerEmpty, NotSignedIn, QuestionsWaitInTraining, UnknownQuestion
from pos.domain.online_log import LogEvent
from pos.domain.question import LONGEST_ANSWER, Question, QuestionState
from pos.operations import taking_questions
from pos.operations.allowing import NOBODY
from pos.operations.answering import MOST_SAVED, _tidied, answer, drop_saved, keep_saved
from pos.operations.taking_questions import KEPT, HeardQuestion, HeardQuestions, begin_anew, forget_old, settle, take
from tests import builders
from tests.pos.asked import Feed, question
from tests.pos.reservations import joined

TARGET = "catalogue"
USUAL = ("Oui.", "Non.")


@pytest.fixture
def feed(db: Database) -> Feed:
    joined(db)
    return Feed()


def say(db: Database, one: Question, text: str = "Oui, en 250 g.") -> Question:
    """Answer a question."""
    return answer(db, one.target, one.id, text, now=builders.NOON + timedelta(minutes=5), new_id=builders.new_id)


def now_of(db: Database, one: Question) -> Question:
    found = questions.get(db, one.target, one.id)
    assert found is not None
    return found


def test_a_question_is_heard_once_and_a_later_revision_replaces_it(db: Database, feed: Feed) -> None:
    asked = question()
    feed.tell(db, asked)
    questions.mark_seen(db)
    feed.tell(db, asked)
    assert now_of(db, asked).is_seen

    feed.tell(db, replace(asked, revision=2, text="Et du miel de lavande ?"))

    assert now_of(db, asked).text == "Et du miel de lavande ?"
    assert [one.id for one in questions.open_questions(db)] == [asked.id]
    events = [entry.event for entry in online_log.entries(db, TARGET, since_ms=0)]
    assert events.count(LogEvent.QUESTION_CAME) == 1


def test_an_answer_waits_with_its_key_and_is_not_undone_by_the_feed(db: Database, feed: Feed) -> None:
    asked = question()
    feed.tell(db, asked)

    said = say(db, asked)

    assert (said.state, said.is_told) == (QuestionState.ANSWERED, False)
    (waiting,) = questions.waiting(db, TARGET, 10)
    assert waiting.text == "Oui, en 250 g."
    feed.tell(db, replace(asked, revision=2))
    assert now_of(db, asked).answer == "Oui, en 250 g."
    assert not now_of(db, asked).is_open


def test_the_same_words_again_are_no_second_answer_and_other_words_are(db: Database, feed: Feed) -> None:
    asked = question()
    feed.tell(db, asked)
    say(db, asked)
    key = questions.waiting(db, TARGET, 10)[0].key

    say(db, asked)
    assert questions.waiting(db, TARGET, 10)[0].key == key
    say(db, asked, "Non.")

    (waiting,) = questions.waiting(db, TARGET, 10)
    assert (waiting.text, waiting.key != key) == ("Non.", True)


def test_what_was_taken_waits_no_more_and_an_older_answer_settles_nothing(db: Database, feed: Feed) -> None:
    asked = question()
    feed.tell(db, asked)
    say(db, asked, "Oui.")
    (older,) = questions.waiting(db, TARGET, 10)
    say(db, asked, "Non.")
    (newer,) = questions.waiting(db, TARGET, 10)
    link = online_links.get(db, TARGET)
    assert link is not None
    heard = replace(asked, revision=2, state=QuestionState.ANSWERED, answer="Oui.", answered_at=builders.NOON)

    settle(db, link, older, heard, now=builders.NOON)
    assert (now_of(db, asked).answer, now_of(db, asked).is_told) == ("Non.", False)
    settle(db, link, newer, replace(heard, revision=3, answer="Non."), now=builders.NOON)

    assert (now_of(db, asked).answer, now_of(db, asked).is_told) == ("Non.", True)
    assert questions.waiting(db, TARGET, 10) == []


def test_one_taken_back_leaves_nothing(db: Database, feed: Feed) -> None:
    asked = question()
    feed.tell(db, asked)
    say(db, asked)

    feed.tell(db, replace(asked, revision=2, state=QuestionState.WITHDRAWN, text="", customer="", contact=""))

    assert questions.get(db, TARGET, asked.id) is None
    assert questions.waiting(db, TARGET, 10) == []
    with pytest.raises(UnknownQuestion):
        say(db, asked)


def test_a_refused_answer_is_kept_for_a_person_and_can_be_given_anew(db: Database, feed: Feed) -> None:
    asked, gone = question(), question()
    feed.tell(db, asked, gone)
    say(db, asked)
    say(db, gone)
    link = online_links.get(db, TARGET)
    assert link is not None
    for one in questions.waiting(db, TARGET, 10):
        taking_questions.refuse(db, link, one, reason="too long", is_gone=one.question_id == gone.id)

    assert now_of(db, asked).refusal == "too long"
    assert questions.get(db, TARGET, gone.id) is None
    assert questions.waiting(db, TARGET, 10) == []
    say(db, asked)
    assert len(questions.waiting(db, TARGET, 10)) == 1
    assert now_of(db, asked).refusal == ""


def test_a_feed_that_is_another_is_read_from_the_start_and_what_it_does_not_name_goes(db: Database, feed: Feed) -> None:
    kept, lost = question(), question()
    feed.tell(db, kept, lost)
    link = online_links.get(db, TARGET)
    assert link is not None

    other = HeardQuestions("feed-2", 2, 1, ())
    assert begin_anew(db, link, other)
    again = HeardQuestions("feed-2", 0, 1, (HeardQuestion(1, kept),))
    assert not begin_anew(db, link, again)
    take(db, link, again, is_last=True, now=builders.NOON)

    assert [one.id for one in questions.open_questions(db)] == [kept.id]
    assert cursors.get(db, TARGET, cursors.QUESTIONS) == Cursor("feed-2", 1)


def test_a_page_after_another_place_is_not_taken(db: Database, feed: Feed) -> None:
    feed.tell(db, question())
    link = online_links.get(db, TARGET)
    assert link is not None

    late = HeardQuestions("feed-1", 0, 1, (HeardQuestion(1, question()),))
    assert take(db, link, late, is_last=True, now=builders.NOON) == 1

    assert len(questions.open_questions(db)) == 1


def test_one_that_cannot_be_read_stops_no_other(db: Database, feed: Feed) -> None:
    feed.tell(db)
    link = online_links.get(db, TARGET)
    assert link is not None
    rows = (HeardQuestion(1, None, "$.state"), HeardQuestion(2, question()))

    take(db, link, HeardQuestions("feed-1", 0, 2, rows), is_last=True, now=builders.NOON)

    assert len(questions.open_questions(db)) == 1
    assert LogEvent.QUESTION_UNREADABLE in [one.event for one in online_log.entries(db, TARGET, since_ms=0)]


def test_a_shop_that_left_takes_nothing_in(db: Database, feed: Feed) -> None:
    feed.tell(db, question())
    link = online_links.get(db, TARGET)
    assert link is not None
    with transaction(db):
        online_links.remove(db, TARGET)

    assert questions.open_questions(db) == []
    assert take(db, link, HeardQuestions("feed-1", 0, 1, ()), is_last=True, now=builders.NOON) == 0


def test_names_and_numbers_are_gone_after_a_month_answered_or_not(db: Database, feed: Feed) -> None:
    done, open_still = question(), question()
    feed.tell(db, done, open_still)
    say(db, done)

    forget_old(db, now=builders.NOON + KEPT - timedelta(minutes=1))
    assert len(questions.open_questions(db)) == 1
    forget_old(db, now=builders.NOON + KEPT + timedelta(minutes=10))

    assert db.value("SELECT count(*) FROM question") == db.value("SELECT count(*) FROM question_answer") == 0


def test_who_does_not_sell_does_not_answer(db: Database, feed: Feed) -> None:
    asked = question()
    feed.tell(db, asked)
    held, db.author = db.author, replace(author_of(db), operator=NOBODY)

    with pytest.raises(NotSignedIn):
        say(db, asked)

    db.author = held
    assert now_of(db, asked).is_open


def test_in_training_nobody_answers_real_questions(db: Database, feed: Feed) -> None:
    asked = question()
    feed.tell(db, asked)
    db.execute("UPDATE fiscal_head SET training = 1")

    with pytest.raises(QuestionsWaitInTraining):
        say(db, asked)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\u202e"])
def test_an_answer_has_words(db: Database, feed: Feed, text: str) -> None:
    asked = question()
    feed.tell(db, asked)

    with pytest.raises(AnswerEmpty):
        say(db, asked, text)


@given(st.text(max_size=3000))
def test_whatever_is_written_fits_the_wire(text: str) -> None:
    try:
        said = _tidied(text)
    except AnswerEmpty:
        return
    assert 0 < len(said) <= LONGEST_ANSWER
    assert said == said.strip()
    assert not set(said) & {"\0", "\x1b", "\u202e"}
    said.encode()


def test_answers_are_kept_at_hand_the_latest_first(db: Database) -> None:
    assert questions.saved_answers(db) is None
    assert keep_saved(db, "Jeudi.", usual=USUAL) == ("Jeudi.", "Oui.", "Non.")
    assert keep_saved(db, "Non.", usual=USUAL) == ("Non.", "Jeudi.", "Oui.")
    assert drop_saved(db, "Oui.", usual=USUAL) == ("Non.", "Jeudi.")
    assert drop_saved(db, "Oui.", usual=USUAL) == questions.saved_answers(db) == ("Non.", "Jeudi.")
    for place in range(20):
        keep_saved(db, f"Réponse {place}.", usual=USUAL)
    assert len(questions.saved_answers(db) or ()) == MOST_SAVED
