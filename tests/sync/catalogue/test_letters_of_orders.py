"""What somebody with a mail address is written about a reservation: once for each state, with the way back."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings

from sync.catalogue.mailing.sending import send_due
from sync.catalogue.models import Letter, Order
from sync.catalogue.models import Town as HeldTown
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.making import make
from sync.catalogue.orders.reminding import BEFORE_MS, remind
from sync.catalogue.tidying import tidy
from tests.sync.catalogue.asked import links
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, PairedTill, Town
from tests.sync.catalogue.letters import SENDER, delivered
from tests.sync.catalogue.mails import words
from tests.sync.catalogue.reservations import do, reserve, reserve_secretly, rules
from tests.sync.catalogue.tills import level, product

DAY_MS = 24 * HOUR_MS
WHO = {"contact": "anne@exemple.fr", "address": "https://vitrines.example"}


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    paired = any_town.till(
        street="1, quai du Port", postcode="56000", city="Vannes", phone="02 97 00 00 04", hours="Mo-Sa 09:00-19:00"
    )
    paired.put_products(product("coffee", "Café moulu"), product("tea", "Thé"))
    paired.put_levels(level("coffee", 9000), level("tea", 9000))
    paired.beat()
    return paired


def subjects(mails: list[EmailMessage]) -> list[str]:
    """What the mails are called."""
    return [str(mail["Subject"]) for mail in mails]


def test_asked_accepted_put_aside_and_cancelled_are_one_mail_each(till: PairedTill, tmp_path: Path) -> None:
    order, secret = reserve_secretly(till, ("coffee", 3000), ("tea", 1000), **WHO)
    delivered(till.town, tmp_path)
    do(till, order, "accept", (1, 2000), reason="Il n’en reste que deux.", key="k1")
    do(till, order, "accept", key="k1")
    delivered(till.town, tmp_path)
    do(till, order, "confirm")
    delivered(till.town, tmp_path)
    till.town.client.post(f"/reservations/{secret}/", {})
    mails = delivered(till.town, tmp_path)

    assert subjects(mails) == [
        "Votre demande est transmise à Épicerie du Port",
        "Réservé pour vous chez Épicerie du Port",
        "Mis de côté pour vous chez Épicerie du Port",
        "Réservation annulée chez Épicerie du Port",
    ]
    asked, accepted, aside, cancelled = map(words, mails)
    for said in ("- 3 × Café moulu", "- 1 × Thé", f"Numéro de réservation\u202f: {order.number}", "répond avant"):
        assert said in asked
    for said in ("- 2 × Café moulu (vous aviez demandé 3)", "- 0 × Thé", "> Il n’en reste que deux.", "Passez avant"):
        assert said in accepted
    for said in (
        "Épicerie du Port\n1, quai du Port\n56000 Vannes\n02 97 00 00 04",
        "Lundi au samedi\u202f: 9\xa0h\xa000 – 19\xa0h\xa000",
    ):
        assert said in aside
    assert "plus rien n’est mis de côté" in cancelled
    assert all(links(text) == [f"/reservations/{secret}/"] for text in (asked, accepted, aside, cancelled))
    assert all("https://vitrines.example/" in text for text in (asked, accepted, aside, cancelled))
    assert all("Anne" not in text for text in (asked, accepted, aside, cancelled))


def test_it_is_told_at_once_when_it_is_put_aside_at_once(till: PairedTill, tmp_path: Path) -> None:
    rules(till, mode="safety")
    reserve(till, ("coffee", 1000), language="en", **WHO)

    (mail,) = delivered(till.town, tmp_path)

    assert str(mail["Subject"]) == "Reserved for you at Épicerie du Port"
    assert "Come before: Thursday 16 November, 12:00" in words(mail)
    assert mail["Content-Language"] == "en"


def test_a_refusal_brings_the_shops_word(till: PairedTill, tmp_path: Path) -> None:
    order = reserve(till, ("coffee", 1000), **WHO)
    do(till, order, "reject", reason="Il est abîmé.")

    mail = delivered(till.town, tmp_path)[-1]

    assert str(mail["Subject"]) == "Épicerie du Port ne peut pas le mettre de côté"
    assert "La boutique vous dit" in words(mail)
    assert "> Il est abîmé." in words(mail)


def test_a_shop_that_did_not_answer_and_goods_nobody_came_for_end_in_other_words(
    till: PairedTill, tmp_path: Path
) -> None:
    reserve(till, ("coffee", 1000), **WHO)
    till.town.now_ms += 5 * HOUR_MS
    expire_over(till.town.now_ms)
    assert subjects(delivered(till.town, tmp_path))[-1] == "Épicerie du Port n’a pas répondu à temps"
    till.put_levels(level("tea", 9000, version=5))
    till.beat()
    order = reserve(till, ("tea", 1000), **WHO)
    do(till, order, "confirm", reason="À ce soir")
    till.town.now_ms += 25 * HOUR_MS

    tidy(till.town.now_ms)

    mail = delivered(till.town, tmp_path)[-1]
    assert str(mail["Subject"]) == "Votre réservation chez Épicerie du Port est terminée"
    assert "Cela arrive à tout le monde" in words(mail)
    assert "À ce soir" not in words(mail)


def test_a_letter_is_written_in_the_transaction_of_the_deed_or_not_at_all(
    till: PairedTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = reserve(till, ("coffee", 1000), **WHO)
    monkeypatch.setattr("sync.catalogue.orders.moving.rows.note_changes", _break)

    with pytest.raises(ZeroDivisionError):
        from sync.catalogue.orders.moving import cancel

        cancel(order, till.town.now_ms)

    assert Order.objects.get().state == "requested"
    assert [letter.key for letter in Letter.objects.all()] == [f"order/{order.pk}/requested"]


def _break(*_values: object, **_told: object) -> None:
    raise ZeroDivisionError


def test_somebody_with_a_telephone_is_written_nothing(till: PairedTill) -> None:
    do(till, reserve(till, ("coffee", 1000)), "confirm")

    assert not Letter.objects.exists()


def test_the_configured_address_goes_before_the_one_it_was_made_at(
    till: PairedTill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://public.example")
    reserve(till, ("coffee", 1000), **WHO)

    assert "https://public.example/reservations/" in words(delivered(till.town, tmp_path)[0])


def test_a_form_remembers_where_it_was_filled_in(till: PairedTill, tmp_path: Path) -> None:
    told = {"once": "x" * 32, "customer": "Anne", "contact": "anne@exemple.fr", "quantity": "1"}
    answer = till.town.client.post("/boutiques/epicerie-du-port/articles/coffee/reserver/", told)

    (mail,) = delivered(till.town, tmp_path)
    assert f"http://localhost{answer.headers['Location']}" in words(mail)


class TestReminding:
    @pytest.fixture
    def days(self, till: PairedTill) -> PairedTill:
        """A shop that keeps things for two days."""
        rules(till, mode="safety", hold_minutes=48 * 60)
        return till

    def test_once_some_hours_before(self, days: PairedTill, tmp_path: Path) -> None:
        order = reserve(days, ("coffee", 1000), **WHO)
        assert order.expires_ms is not None
        days.town.now_ms = order.expires_ms - BEFORE_MS - MINUTE_MS
        remind(days.town.now_ms)
        assert len(delivered(days.town, tmp_path)) == 1
        days.town.now_ms = order.expires_ms - BEFORE_MS + MINUTE_MS

        for _ in range(3):
            remind(days.town.now_ms)

        mails = delivered(days.town, tmp_path)
        assert subjects(mails)[1:] == ["Cela vous attend encore chez Épicerie du Port"]
        assert "Passez avant" in words(mails[1])

    def test_not_when_it_lay_there_for_a_day_at_the_most(self, days: PairedTill) -> None:
        order = reserve(days, ("coffee", 1000), hold_minutes=24 * 60, **WHO)
        days.town.now_ms = (order.expires_ms or 0) - HOUR_MS

        remind(days.town.now_ms)

        assert Letter.objects.count() == 1

    def test_not_when_it_was_collected_meanwhile(self, days: PairedTill) -> None:
        order = reserve(days, ("coffee", 1000), **WHO)
        do(days, order, "fulfil")
        days.town.now_ms = (order.expires_ms or 0) - HOUR_MS

        remind(days.town.now_ms)

        assert Letter.objects.count() == 1


def test_a_mail_says_which_town_writes(till: PairedTill, tmp_path: Path) -> None:
    HeldTown.objects.update(name="Vitrines\r\nBcc: x@y.fr de Vannes")
    reserve(till, ("coffee", 1000), **WHO)

    (mail,) = delivered(till.town, tmp_path)

    assert mail["Bcc"] is None
    assert "Nobody reads" not in words(mail)
    assert "Les réponses à ce message ne sont pas lues" in words(mail)


def test_make_gives_the_same_secret_for_the_same_form_and_the_database_does_not_hold_it(till: PairedTill) -> None:
    order, secret = reserve_secretly(till, ("coffee", 1000), asked="the form", **WHO)
    _, again = make(
        shop=order.shop, lines=[("coffee", 1000)], customer="", contact="", note="", asked="the form",
        now_ms=till.town.now_ms,
    )  # fmt: skip

    assert again == secret
    held = {str(getattr(order, field.attname)) for field in order._meta.fields}
    assert secret not in held
    assert send_due(server=None, sender=SENDER, data=Path("/nowhere"), clock=lambda: till.town.now_ms) == 1
    assert Letter.objects.get().state == "waiting"  # the outbox cannot be written: it is tried again
