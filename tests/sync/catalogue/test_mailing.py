"""Letters: written once, sent once, to one plain address, by a real mail server or into files."""

import random
import ssl
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue.mailing import outbox, posting, sending
from sync.catalogue.mailing.message import Sender, written
from sync.catalogue.mailing.posting import forget, post
from sync.catalogue.mailing.recipients import addressee, mail_address
from sync.catalogue.mailing.sending import send_due, wait_ms
from sync.catalogue.mailing.server import MailServerWrong, server_from
from sync.catalogue.models import Letter
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, Town
from tests.sync.catalogue.letters import SENDER, delivered
from tests.sync.catalogue.mail_server import MailServer
from tests.sync.catalogue.mails import parsed, words

DAY_MS = 24 * HOUR_MS


def write(town: Town, key: str = "order/1/held", recipient: str = "anne@exemple.fr", **values: str) -> None:
    """Write a letter."""
    told = {"subject": "Mis de côté", "body": "Bonjour,\n\nÀ bientôt.\n", "language": "fr", **values}
    with transaction.atomic():
        post(key, recipient, told["subject"], told["body"], language=told["language"], now_ms=town.now_ms)


def send(town: Town, server: MailServer, *, user: str = "") -> int:
    """Send what is due to a server."""
    told = server_from(server.url(user=user))
    return send_due(server=told, sender=SENDER, data=Path("nowhere"), clock=lambda: town.now_ms)


def test_a_letter_arrives_as_it_was_written_and_its_words_are_forgotten(any_town: Town) -> None:
    write(any_town, body="Bonjour,\n\n.une ligne\n" + "œuf " * 300 + "\n")

    with MailServer() as server:
        assert send(any_town, server) == 1
        assert send(any_town, server) == 0

    (taken,) = server.mails
    assert (taken.sender, taken.recipients) == ("vitrines@vannes.example", ("anne@exemple.fr",))
    mail = parsed(taken.content)
    assert str(mail["From"]) == "Les vitrines de Vannes <vitrines@vannes.example>"
    assert (mail["To"], mail["Subject"]) == ("anne@exemple.fr", "Mis de côté")
    assert mail["Date"].datetime == datetime.fromtimestamp(any_town.now_ms // 1000, UTC)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert mail["Message-ID"].endswith("@vannes.example>")
    assert mail.get_content_type() == "text/plain"
    assert words(mail) == "Bonjour,\n\n.une ligne\n" + "œuf " * 300 + "\n"
    assert max(map(len, taken.content.splitlines())) <= 998
    assert taken.content.isascii()
    kept = Letter.objects.get()
    assert (kept.state, kept.recipient, kept.subject, kept.body) == ("sent", "", "", "")


def test_a_key_makes_a_letter_once(town: Town) -> None:
    write(town)
    write(town, subject="Other words")

    assert Letter.objects.get().subject == "Mis de côté"


def test_a_letter_is_written_with_what_it_tells_or_not_at_all(town: Town) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post("order/1/held", "anne@exemple.fr", "s", "b", language="fr", now_ms=town.now_ms)
        raise ZeroDivisionError

    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "contact",
    [
        "06 12 34 56 78",
        "anne@exemple.fr, paul@exemple.fr",
        "anne@exemple.fr\r\nBcc: paul@exemple.fr",
        "anne@exemple.fr\nX: y",
        "<anne@exemple.fr>",
        '"a b"@exemple.fr',
        "a(b)@exemple.fr",
        "anne@[127.0.0.1]",
        "anne@localhost",
        ".anne@exemple.fr",
        "anne@-exemple.fr",
        "ànne@exemple.fr",
        "anne@exemple.fr%0abcc:paul@exemple.fr,",
        "@exemple.fr",
        "x" * 65 + "@exemple.fr",
        "a@" + "b" * 64 + ".fr",
        "a@" + "b." * 110 + "fr",
    ],
)
def test_what_is_no_plain_address_gets_no_letter(town: Town, contact: str) -> None:
    write(town, recipient=contact)

    assert mail_address(contact) == ""
    assert not Letter.objects.exists()


def test_a_domain_in_other_letters_is_written_as_the_network_knows_it() -> None:
    assert mail_address(" anne@épicerie.fr ") == "anne@xn--picerie-9xa.fr"


@given(st.text(max_size=60), st.text(max_size=80), st.text(max_size=200))
def test_nothing_written_anywhere_becomes_a_header_or_a_recipient(name: str, subject: str, body: str) -> None:
    letter = Letter(
        key="order/1/held", recipient="anne@exemple.fr", subject=posting.one_line(subject), body=body, language="fr"
    )

    mail = parsed(written(letter, Sender(name, "vitrines@vannes.example"), 1_700_000_000_000))

    assert sorted({name.lower() for name in mail}) == [
        "auto-submitted", "content-language", "content-transfer-encoding", "content-type", "date", "from",
        "message-id", "mime-version", "subject", "to",
    ]  # fmt: skip
    assert [one.addr_spec for one in mail["To"].addresses] == ["anne@exemple.fr"]
    assert [one.addr_spec for one in mail["From"].addresses] == ["vitrines@vannes.example"]
    assert " ".join(str(mail["Subject"]).split()) == posting.one_line(subject)


def test_nobodys_letter_box_is_filled_by_forms(town: Town) -> None:
    for place in range(40):
        write(town, f"order/{place}/requested", f"anne+{place}@Exemple.fr")
    write(town, "order/other/requested", "paul@exemple.fr")

    states = list(Letter.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["waiting"] * 12 + ["capped"] * 28 + ["waiting"]
    capped = Letter.objects.filter(state="capped")
    assert set(capped.values_list("recipient", "subject", "body")) == {("", "", "")}
    town.now_ms += HOUR_MS + 1
    write(town, "order/later/requested", "anne@exemple.fr")
    assert Letter.objects.get(key="order/later/requested").state == "waiting"
    for hour in range(24):
        town.now_ms += HOUR_MS + 1
        for place in range(12):
            write(town, f"order/{hour}-{place}/held", "anne@exemple.fr")
    since = Letter.objects.filter(made_ms__gt=town.now_ms - DAY_MS, state="waiting")
    assert since.filter(addressee=addressee("anne@exemple.fr", settings.SECRET_KEY)).count() <= 30


def test_two_senders_at_once_send_each_letter_once(any_town: Town) -> None:
    for place in range(30):
        write(any_town, f"order/{place}/held", f"person{place}@exemple.fr")
    both, here = threading.Barrier(2), connections[DEFAULT_DB_ALIAS]

    def work(server: MailServer) -> None:
        connections[DEFAULT_DB_ALIAS] = type(here)(here.settings_dict, DEFAULT_DB_ALIAS)
        both.wait()
        while send(any_town, server):
            pass
        connection.close()

    with MailServer() as server:
        threads = [threading.Thread(target=work, args=(server,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(mail.recipients[0] for mail in server.mails) == sorted(f"person{n}@exemple.fr" for n in range(30))


def test_a_sender_that_died_after_claiming_leaves_the_letter_to_the_next(town: Town) -> None:
    write(town)
    assert len(sending._claim(town.now_ms)) == 1

    with MailServer() as server:
        assert send(town, server) == 0
        town.now_ms += sending.CLAIMED_MS
        assert send(town, server) == 1

    assert len(server.mails) == 1


def test_one_sent_twice_after_a_cut_is_known_by_its_name(town: Town) -> None:
    write(town)
    letter = Letter.objects.get()

    names = {parsed(written(letter, SENDER, now_ms))["Message-ID"] for now_ms in (1, 10**12)}

    assert len(names) == 1


def test_a_refusal_for_good_ends_one_letter_and_no_other(town: Town) -> None:
    write(town, "order/1/held", "gone@exemple.fr")
    write(town, "order/2/held", "anne@exemple.fr")

    with MailServer(answers={"gone@exemple.fr": "550 no such user gone@exemple.fr"}) as server:
        send(town, server)
        town.now_ms += 30 * DAY_MS
        assert send(town, server) == 0

    gone, sent = Letter.objects.order_by("pk")
    assert (gone.state, gone.trouble, gone.recipient, gone.body) == ("refused", "550", "", "")
    assert sent.state == "sent"
    assert [mail.recipients for mail in server.mails] == [("anne@exemple.fr",)]


@pytest.mark.parametrize("place", ["anne@exemple.fr", "data", "sender"])
def test_a_refusal_for_now_is_tried_again_later_and_later(town: Town, place: str) -> None:
    write(town)

    with MailServer(answers={place: "451 come back"}) as server:
        waits = []
        for _ in range(4):
            assert send(town, server) == 1
            letter = Letter.objects.get()
            assert (letter.state, letter.body) == ("waiting", "Bonjour,\n\nÀ bientôt.\n")
            waits.append(letter.not_before_ms - town.now_ms)
            assert send(town, server) == 0
            town.now_ms = letter.not_before_ms
        server.answers.clear()
        send(town, server)

    assert Letter.objects.get().state == "sent"
    assert all(wait >= MINUTE_MS for wait in waits)
    assert waits[3] > waits[0]


def test_letters_behind_a_server_that_is_gone_wait_and_are_given_up_after_days(town: Town) -> None:
    with MailServer() as server:
        pass
    write(town)

    send(town, server)
    assert Letter.objects.get().trouble == "ConnectionRefusedError"
    town.now_ms += sending.GIVEN_UP_AFTER_MS + 1
    send(town, server)

    assert (Letter.objects.get().state, Letter.objects.get().recipient) == ("refused", "")


@given(st.integers(1, 60), st.integers())
def test_waits_are_spread_and_never_longer_than_hours(tries: int, seed: int) -> None:
    wait = wait_ms(tries, random.Random(seed))

    assert sending.FIRST_WAIT_MS <= wait <= sending.LONGEST_WAIT_MS
    assert wait >= min(sending.FIRST_WAIT_MS * 2**tries, sending.LONGEST_WAIT_MS) // 2


def test_no_transaction_is_open_while_the_server_is_waited_for(town: Town) -> None:
    write(town)
    seen: list[bool] = []

    def others_write() -> None:
        thread = threading.Thread(target=_write_elsewhere, args=(town, seen))
        thread.start()
        thread.join(5)

    with MailServer(before_taking=others_write) as server:
        send(town, server)

    assert seen == [True]


def _write_elsewhere(town: Town, seen: list[bool]) -> None:
    write(town, "order/2/held")
    seen.append(True)
    connection.close()


class TestOnTheWay:
    """The line to a server elsewhere: 127.0.0.2 stands for one, since only this machine's usual names need no TLS."""

    @pytest.fixture
    def authority(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        return authority

    @pytest.mark.parametrize("is_tls", [False, True])
    def test_it_is_enciphered_before_anything_is_said(self, town: Town, authority: trustme.CA, *, is_tls: bool) -> None:
        write(town)

        with MailServer("127.0.0.2", _context(authority, "127.0.0.2"), is_tls=is_tls, password="s3cret") as server:
            send(town, server, user="vitrines")

        assert [(mail.is_enciphered, mail.login) for mail in server.mails] == [(True, "vitrines")]

    def test_a_server_without_tls_gets_nothing(self, town: Town, authority: trustme.CA) -> None:
        write(town)

        with MailServer("127.0.0.2", password="s3cret") as server:
            send(town, server, user="vitrines")

        assert server.mails == []
        assert Letter.objects.get().state == "waiting"

    @pytest.mark.parametrize("is_tls", [False, True])
    def test_a_certificate_of_another_name_or_by_nobody_known_gets_nothing(
        self, town: Town, authority: trustme.CA, *, is_tls: bool
    ) -> None:
        for context in (_context(authority, "mail.example"), _context(trustme.CA(), "127.0.0.2")):
            write(town)
            with MailServer("127.0.0.2", context, is_tls=is_tls, password="s3cret") as server:
                send(town, server, user="vitrines")
            assert server.mails == []
            town.now_ms += DAY_MS

        assert "SSLCertVerificationError" in Letter.objects.get().trouble

    def test_a_wrong_password_is_our_trouble_and_loses_no_letter(self, town: Town, authority: trustme.CA) -> None:
        write(town)

        with MailServer("127.0.0.2", _context(authority, "127.0.0.2"), password="s3cret") as server:
            told = server_from(server.url(user="vitrines").replace("s3cret", "wrong"))
            send_due(server=told, sender=SENDER, data=Path("nowhere"), clock=lambda: town.now_ms)

        assert (Letter.objects.get().state, Letter.objects.get().trouble) == (
            "waiting", "SMTPAuthenticationError 535",
        )  # fmt: skip


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "smtp://mail.example/x", "smtp://mail.example:port", "mail.example", "smtps://a?b=c"]
)  # fmt: skip
def test_an_address_that_names_no_mail_server_is_told_without_its_password(url: str) -> None:
    with pytest.raises(MailServerWrong) as wrong:
        server_from(url)

    assert str(wrong.value) == ""
    assert "s3cret" not in repr(server_from("smtps://vitrines:s3cret@mail.example"))


def test_without_a_server_a_mail_becomes_a_file_for_its_owner_alone_and_goes_after_a_week(
    town: Town, tmp_path: Path
) -> None:
    write(town)

    (mail,) = delivered(town, tmp_path)

    assert words(mail) == "Bonjour,\n\nÀ bientôt.\n"
    (file,) = (tmp_path / "outbox").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    sending.tidy(tmp_path, town.now_ms + outbox.KEPT_MS - MINUTE_MS)
    assert file.exists()
    sending.tidy(tmp_path, town.now_ms + outbox.KEPT_MS + MINUTE_MS)
    assert not file.exists()
    assert Letter.objects.exists()
    sending.tidy(tmp_path, town.now_ms + sending.KEPT_MS + MINUTE_MS)
    assert not Letter.objects.exists()


def test_what_is_forgotten_is_sent_no_more_and_leaves_no_file(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA_FOLDER", tmp_path)
    write(town, "order/1/requested")
    write(town, "order/10/requested")
    assert len(delivered(town, tmp_path)) == 2
    write(town, "order/1/held")

    with transaction.atomic():
        forget(["order/1/"])

    assert len(delivered(town, tmp_path)) == 1
    assert Letter.objects.get().key == "order/10/requested"


def _context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
