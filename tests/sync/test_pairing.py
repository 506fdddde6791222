"""Joining an online shop: the code, the address, the key, and what is published from then on."""

from __future__ import annotations

import msgspec
import pytest

from pos.database import online_links, outbox
from pos.database.connection import Database
from pos.domain.errors import Cancelled
from sync.addresses import clean_address
from sync.errors import AddressRefused, NotLinked, PairingCodeRefused, SignInNeeded, Temporary
from sync.line import window_state
from sync.once import sync_once
from sync.pairing import key_name, pair, unpair
from sync.protocol import PairRequest
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork, window_is_true


def test_everything_shown_is_news_after_joining(far_end: tuple[FaultServer, str], db: Database) -> None:
    server, code = far_end
    till = TillAtWork(db)
    shown, hidden = till.add("Savon", 3), till.add("Réserve", 9, shown=False)
    assert till.db.rows("SELECT * FROM dirty") == []

    link = till.join(server.url, f" {code} ")

    assert link.term == 1
    assert (link.address, till.waiting.waiting) == (server.url, 1)
    till.push_until_quiet()
    assert window_is_true(till)
    assert set(till.window_levels()) == {shown.id}
    assert hidden.id not in till.window_levels()


def test_a_wrong_code_changes_nothing(joined: tuple[TillAtWork, FaultServer]) -> None:
    till, server = joined
    before = till.link

    for code in ("WRNG-CODE", "?", "x" * 40):
        with pytest.raises(PairingCodeRefused):
            till.join(server.url, code)

    assert till.link == before


def test_a_lost_answer_to_the_code_leaves_the_till_as_it_was(
    db: Database, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till = TillAtWork(db)
    server.misbehave(Fault.ANSWER_LOST)

    with pytest.raises(Temporary):
        till.join(server.url, catalogue.invite("Épicerie"))

    assert online_links.get(till.db) is None
    till.join(server.url, catalogue.invite("Épicerie"))
    assert till.link.term == 2


def test_a_joining_stopped_when_the_answer_came_keeps_nothing_of_it(
    db: Database, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till = TillAtWork(db)

    def stop() -> None:
        raise Cancelled

    code = catalogue.invite("Épicerie")
    with pytest.raises(Cancelled):
        pair(db, address=server.url, code=code, keys=till.keys, now=till.clock(), before_keeping=stop)

    assert online_links.get(db) is None
    assert till.keys.file is not None
    assert not till.keys.file.exists()


def test_the_same_shop_joined_again_hides_what_was_hidden_meanwhile(
    till: TillAtWork, server: FaultServer, catalogue: PretendCatalogue, window: PretendShop
) -> None:
    soap, jam = till.add("Savon"), till.add("Confiture")
    till.push()
    till.change(soap, shown_online=False)

    till.join(server.url, catalogue.invite("Savonnerie du Port"))
    till.push_until_quiet()

    assert not window.products[soap.id][1].shown
    assert window.products[jam.id][1].shown
    assert {mark.term for mark, _ in window.products.values()} == {2}


def test_joining_another_shop_starts_from_nothing(
    till: TillAtWork, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till.add("Savon")
    till.push()

    till.join(server.url, catalogue.invite("Librairie"))

    assert till.db.value("SELECT count(*) FROM published") == 0
    till.push_until_quiet()
    assert len(catalogue.shops["Librairie"].levels) == 1


def test_after_leaving_nothing_waits_and_the_key_is_gone(till: TillAtWork) -> None:
    till.add("Savon")
    unpair(till.db, keys=till.keys, now=till.clock())

    assert online_links.get(till.db) is None
    assert till.db.rows("SELECT * FROM dirty") == []
    assert till.keys.file is not None
    assert not till.keys.file.exists()
    assert not window_state(till.db).linked
    with pytest.raises(NotLinked):
        sync_once(till.db, till.means)


def test_one_push_says_what_it_carried(joined: tuple[TillAtWork, FaultServer]) -> None:
    till, _ = joined
    till.add("Savon")
    till.add("Cloche \x07")

    done = sync_once(till.db, till.means)

    assert (done.pushed.products, done.pushed.levels, done.pushed.set_aside, done.pushed.batches) == (1, 1, 1, 2)
    assert done.heard
    assert (done.window.waiting, done.window.set_aside, done.window.trouble) == (0, 1, None)
    assert sync_once(till.db, till.means).pushed.batches == 0


def test_one_push_asked_for_by_a_person_does_not_wait_out_a_back_off(till: TillAtWork, server: FaultServer) -> None:
    till.add("Savon")
    server.misbehave(Fault.TOO_MANY_CALLS)
    assert isinstance(sync_once(till.db, till.means).window.trouble, Temporary)

    assert sync_once(till.db, till.means).window.trouble is None


def test_one_push_resumes_a_suspended_line_only_when_told(till: TillAtWork, server: FaultServer) -> None:
    till.add("Savon")
    server.misbehave(Fault.REDIRECT)
    assert sync_once(till.db, till.means).window.trouble is not None
    assert sync_once(till.db, till.means).window.trouble is not None
    assert window_state(till.db).trouble is not None

    assert sync_once(till.db, till.means, resume=True).window.trouble is None


def test_one_push_without_the_key_asks_to_join_again(till: TillAtWork) -> None:
    till.keys.forget(key_name(till.link.target, str(till.db.value("SELECT id FROM till"))))

    with pytest.raises(SignInNeeded):
        sync_once(till.db, till.means)


def test_the_key_is_nowhere_in_the_shops_file(till: TillAtWork) -> None:
    key = till.keys.load(key_name(till.link.target, str(till.db.value("SELECT id FROM till"))))
    assert key
    till.push()
    files = [till.db.path, till.db.path.with_name(till.db.path.name + "-wal")]

    assert all(key.encode() not in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Ville.example/", "https://ville.example"),
        ("ville.example", "https://ville.example"),
        (" https://ville.example:8443/vitrine/ ", "https://ville.example:8443/vitrine"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "http://ville.example",
        "http://127.0.0.1.ville.example",
        "http://192.168.1.10:8000",
        "ftp://ville.example",
        "https://user:secret@ville.example",
        "https://ville.example/?a=b",
        "https://ville.example/#top",
        "https://",
        "",
        "https://ville .example",
        "https://ville.example\\@127.0.0.1",
        "https://ville.example:99999",
        "javascript:alert(1)",
    ],
)
def test_a_key_is_sent_over_https_or_not_at_all(typed: str) -> None:
    with pytest.raises(AddressRefused):
        clean_address(typed)


def test_what_stands_aside_can_be_listed(till: TillAtWork) -> None:
    bell = till.add("Cloche \x07")
    till.push()

    assert outbox.set_aside(till.db, till.link.target) == [
        (bell.id, "Cloche \x07", "the name holds control characters")
    ]


def test_an_answer_to_another_request_joins_nobody(
    db: Database, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till = TillAtWork(db)
    till.join(server.url, catalogue.invite("Épicerie"))
    before, answers = till.link, server.answer
    earlier = answers(server.heard[-1]._replace(body=_asks_with(catalogue.invite("Épicerie"), "another request")))
    server.answer = lambda _: earlier

    with pytest.raises(Temporary):
        till.join(server.url, catalogue.invite("Épicerie"))

    assert till.link == before


def test_a_catalogue_that_does_not_echo_the_request_yet_is_joined(
    db: Database, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till, code = TillAtWork(db), catalogue.invite("Épicerie")
    server.answer = lambda asked: catalogue(asked._replace(body=_asks_with(code, "")))

    till.join(server.url, code)

    assert till.link.term == 1


def _asks_with(code: str, nonce: str) -> bytes:
    return msgspec.json.encode(PairRequest(code, "till-1", "Caisse", 1, nonce))
