"""Asking a shop, without JavaScript: the form, the question's page, what the till hears, and the answer."""

import json
import re
from pathlib import Path

import pytest

from sync import window_protocol as wire
from sync.catalogue.models import Letter, Question, QuestionFeed, Shop, TillKey
from tests.sync.catalogue import mails
from tests.sync.catalogue.asked import GOOD, ask, form, links, questions, reply, try_to_reply
from tests.sync.catalogue.calls import MINUTE_MS, PairedTill, Town, problem
from tests.sync.catalogue.letters import delivered
from tests.sync.catalogue.test_pages import HOSTILE, Parsed
from tests.sync.catalogue.tills import product


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    paired = any_town.till(street="1, quai du Port", postcode="56000", city="Vannes", phone="02 97 00 00 04")
    paired.put_products(product("coffee", "Café moulu"))
    return paired


def test_a_shopper_asks_about_an_article_and_the_shop_answers(till: PairedTill, tmp_path: Path) -> None:
    town = till.town
    _question, page = ask(town, article="coffee")

    (row,) = questions(till).rows
    assert (row.text, row.customer, row.contact, row.language) == (
        GOOD["text"],
        GOOD["customer"],
        GOOD["contact"],
        "fr",
    )
    assert (row.product, row.product_name, row.state, row.asked_ms) == ("coffee", "Café moulu", "asked", town.now_ms)
    seen = Parsed(town.page(page, language="fr")).seen
    for said in ("Votre question est à la boutique", GOOD["text"], "Café moulu", "02 97 00 00 04"):
        assert said in seen
    town.now_ms += MINUTE_MS
    answer = reply(till, row.question, "Oui,\nen 250 g.")

    assert (answer.question.state, answer.question.answer) == ("answered", "Oui,\nen 250 g.")
    seen = Parsed(town.page(page, language="fr")).seen
    assert "La boutique vous a répondu" in seen
    assert "en 250 g." in seen
    asked, told = delivered(town, tmp_path)
    assert str(asked["Subject"]) == "Votre question est transmise à Épicerie du Port"
    assert str(told["Subject"]) == "Épicerie du Port vous a répondu"
    assert "> Oui,\n> en 250 g." in mails.words(told)
    assert links(mails.words(asked)) == links(mails.words(told)) == [page]
    assert "02 97 00 00 04" in mails.words(told)


def test_a_mail_carries_nothing_of_what_the_form_said(till: PairedTill, tmp_path: Path) -> None:
    """Whoever writes somebody else's address into the form must not reach them with words of their own."""
    question, _ = ask(till.town, text="Achetez ici: https://mauvais.example", customer="GAGNEZ 1000 €")
    reply(till, question)

    for mail in delivered(till.town, tmp_path):
        assert "mauvais" not in str(mail)
        assert "GAGNEZ" not in mails.words(mail)


def test_somebody_with_a_telephone_gets_no_mail(till: PairedTill) -> None:
    question, _ = ask(till.town, contact="06 12 34 56 78")
    reply(till, question)

    assert not Letter.objects.exists()


def test_a_double_click_or_a_reload_asks_once(till: PairedTill) -> None:
    answers = [form(till.town, once="x" * 32) for _ in range(3)]

    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Question.objects.count() == Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "  \n "),
        ("text", "a" * 1001),
        ("text", "a\u202eb"),
        ("customer", ""),
        ("customer", "a" * 81),
        ("contact", ""),
        ("contact", "anne"),
        ("contact", "a" * 121 + "@exemple.fr"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_asked(till: PairedTill, field: str, value: str) -> None:
    answer = form(till.town, **{field: value})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="{field}-fault"' in page
    (box,) = re.findall(rf'<[^>]* name="{field}"[^>]*>', page)
    assert all(said in box for said in ('aria-invalid="true"', f'{field}-fault"', "autofocus"))
    kept = {"text": GOOD["text"], "customer": GOOD["customer"], "contact": GOOD["contact"]}
    assert all(said in page for name, said in kept.items() if name != field)
    assert not Question.objects.exists()


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_shopper_or_a_shop_writes_stays_a_text(till: PairedTill, words: str) -> None:
    question, page = ask(till.town, text=words, customer=words[:80])
    reply(till, question, words)

    shown = Parsed(till.town.page(page))
    assert not shown.all("img")
    assert {attributes.get("src", "")[:8] for attributes in shown.all("script")} == {"/static/"}
    assert not [name for _, attributes in shown.elements for name in attributes if name.startswith("on")]
    assert " ".join(words.split()) in " ".join(shown.seen.split())


def test_another_site_cannot_ask_in_a_browsers_name(till: PairedTill) -> None:
    assert form(till.town, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert form(till.town, text="a" * 30_000).status_code == 403
    assert not Question.objects.exists()


def test_nobody_asks_by_the_hundred(till: PairedTill) -> None:
    statuses = [form(till.town).status_code for _ in range(14)]

    assert statuses == [303] * 10 + [429] * 4
    till.town.now_ms += 16 * MINUTE_MS
    assert form(till.town).status_code == 303


def test_a_shop_that_no_till_hears_for_cannot_be_asked(any_town: Town) -> None:
    any_town.shop(phone="02 97 00 00 04")

    seen = Parsed(any_town.page("/boutiques/epicerie-du-port/demander/")).seen
    assert "cannot be asked here yet" in seen
    assert "02 97 00 00 04" in seen
    assert form(any_town).status_code == 409
    assert not Question.objects.exists()


def test_a_till_that_was_revoked_hears_no_more_questions(till: PairedTill) -> None:
    TillKey.objects.update(revoked_ms=till.town.now_ms)

    assert form(till.town).status_code == 409


def test_a_shop_that_is_not_shown_has_no_form(till: PairedTill) -> None:
    Shop.objects.update(shown=False)

    assert form(till.town).status_code == 404


def test_an_article_that_is_gone_makes_it_a_question_to_the_shop(till: PairedTill) -> None:
    question, _ = ask(till.town, article="gone")

    assert question.product is None


def test_the_page_tells_when_it_changed_and_is_found_by_nobody_else(till: PairedTill) -> None:
    question, page = ask(till.town)
    state = f"{page}etat/"

    assert till.town.client.get(f"{state}?revision=1").status_code == 204
    reply(till, question)
    changed = till.town.client.get(f"{state}?revision=1", headers={"Accept-Language": "en"})
    assert changed.status_code == 200
    assert 'data-revision="2"' in changed.content.decode()
    shown = till.town.client.get(page)
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert shown.headers["Cache-Control"] == "no-store"
    assert till.town.client.get("/questions/" + "a" * 32 + "/").status_code == 404
    assert "Disallow: /questions/" in till.town.client.get("/robots.txt").content.decode()


def test_the_database_alone_opens_no_page(till: PairedTill) -> None:
    question, page = ask(till.town)

    kept = {str(getattr(question, field.attname)) for field in question._meta.fields}
    assert page.strip("/").rpartition("/")[2] not in kept


def test_a_shopper_takes_a_question_back_and_nothing_of_it_is_kept(till: PairedTill) -> None:
    town = till.town
    question, page = ask(town)
    before = questions(till).head

    answer = town.client.post(page, {})

    assert answer.status_code == 303
    (row,) = questions(till, after=before).rows
    assert (row.state, row.text, row.customer, row.contact) == ("withdrawn", "", "", "")
    assert not Letter.objects.exists()
    assert "Question taken back" in Parsed(town.page(page)).seen
    late = reply(till, question)
    assert late.question.state == "withdrawn"
    assert (Question.objects.get().answer, Letter.objects.count()) == ("", 0)
    assert town.client.post(page, {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_an_answered_question_is_forgotten_when_its_shopper_says_so(till: PairedTill) -> None:
    question, page = ask(till.town)
    reply(till, question)
    assert "Forget me now" in till.town.page(page)

    till.town.client.post(page, {"deed": "forget"})

    kept = Question.objects.get()
    assert (kept.state, kept.text, kept.customer, kept.contact, kept.answer) == ("withdrawn", "", "", "", "")


def test_a_shopper_takes_along_what_is_kept(till: PairedTill) -> None:
    _, page = ask(till.town)

    answer = till.town.client.get(f"{page}donnees/")

    assert "attachment" in answer.headers["Content-Disposition"]
    told = json.loads(answer.content)
    assert (told["text"], told["contact"]) == (GOOD["text"], GOOD["contact"])


def test_the_feed_is_read_by_cursor_and_only_that_of_the_own_shop(till: PairedTill) -> None:
    other = till.town.till("Librairie")
    first, _ = ask(till.town)
    second, _ = ask(till.town)
    ask(till.town, shop="librairie")

    page = questions(till, limit=1)
    assert [row.question for row in page.rows] == [first.pk]
    assert page.head == 2
    assert [row.question for row in questions(till, after=1).rows] == [second.pk]
    reply(till, first)
    assert [row.question for row in questions(till).rows] == [second.pk, first.pk]
    assert len(questions(other).rows) == 1
    assert questions(other).feed != page.feed == QuestionFeed.objects.get(pk=till.joined.shop).name
    assert problem(try_to_reply(other, first)).type == "no-such-question"
    assert problem(try_to_reply(till, "nothing")).type == "no-such-question"


def test_an_answer_is_taken_once_by_its_key_and_another_replaces_it(till: PairedTill) -> None:
    question, _ = ask(till.town)

    first = reply(till, question, "Oui.", key="k1")
    again = reply(till, question, "Oui.", key="k1")
    assert again == first
    assert Letter.objects.count() == 2
    other = reply(till, question, "Non, désolé.", key="k2")
    assert (other.question.answer, other.question.revision) == ("Non, désolé.", first.question.revision + 1)
    assert Letter.objects.count() == 3
    late = reply(till, question, "Oui.", key="k1")
    assert (late.question.answer, Letter.objects.count()) == ("Non, désolé.", 3)


def test_only_the_till_that_publishes_reads_and_answers(till: PairedTill) -> None:
    question, _ = ask(till.town)
    later = till.town.till()

    assert problem(till.call("GET", "questions")).type == "stale-term"
    assert problem(try_to_reply(till, question)).type == "stale-term"
    assert [row.question for row in questions(later).rows] == [question.pk]
    assert problem(till.town.call("GET", "questions")).status == 401


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"key":"k","term":1,"question":"q","text":""}'])
def test_an_answer_that_is_none_is_refused(till: PairedTill, body: bytes) -> None:
    assert problem(till.call("POST", "questions", body)).status == 400


@pytest.mark.parametrize("text", ["  \n ", "a\0b"])
def test_an_answer_has_words(till: PairedTill, text: str) -> None:
    question, _ = ask(till.town)

    assert problem(try_to_reply(till, question, text)).type == "bad-message"


@pytest.mark.parametrize("asked", ["after=x", "after=-1", "limit=0", "limit=x"])
def test_a_place_that_is_none_is_refused(till: PairedTill, asked: str) -> None:
    assert problem(till.call("GET", f"questions?{asked}")).status == 400


def test_the_calls_are_described(any_town: Town) -> None:
    described = json.loads(any_town.client.get("/api/v1/openapi.json").content)

    assert set(described["paths"]["/questions"]) == {"get", "post"}
    assert set(described["components"]["schemas"]["QuestionRow"]["properties"]) == set(
        wire.QuestionRow.__struct_fields__
    )
