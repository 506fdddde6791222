"""What a shop's window says beside its stock: taken when it is newer, answered again, refused with a reason."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings

from sync import protocol
from sync.catalogue import promotions
from sync.catalogue.models import Change, Closure, News, Photo, PriceSeen, Product, ProductPhoto, Promotion, Shop
from sync.catalogue.tidying import tidy
from sync.window_protocol import (
    PHOTO_LIMIT_BYTES,
    ClosureRow,
    NewsBatch,
    NewsRow,
    PhotoBatch,
    PhotoBatchReply,
    PhotoReply,
    ProductPhotos,
    PromotionBatch,
    PromotionRow,
    ShopWord,
    ShopWordReply,
)
from tests.sync.catalogue.calls import HOUR_MS, NOON_MS, PairedTill, Town, outcomes, problem
from tests.sync.catalogue.picture_files import photo_file, png_trap
from tests.sync.catalogue.tills import product

DAY_MS = 24 * HOUR_MS
REFUSED = "refused"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_FOLDER", tmp_path)


def _say(till: PairedTill, version: int = 1, *, term: int = 0, **said: Any) -> ShopWordReply:
    answer = till.call("PUT", "window", ShopWord(term=term or till.term, version=version, **said))
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=ShopWordReply)


def _news(till: PairedTill, *rows: NewsRow, attempt: str = "n1") -> protocol.BatchReply:
    answer = till.call("PUT", "news", NewsBatch(attempt, till.term, rows))
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=protocol.BatchReply)


def _row(ref: str = "n", version: int = 1, **said: Any) -> NewsRow:
    values = {"title": "Arrivage", "shown": True, "from_ms": NOON_MS, **said}
    return NewsRow(ref=ref, version=version, **values)


def _promote(till: PairedTill, *rows: PromotionRow, attempt: str = "p1") -> protocol.BatchReply:
    answer = till.call("PUT", "promotions", PromotionBatch(attempt, till.term, rows))
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=protocol.BatchReply)


def _reduced(ref: str = "a", version: int = 1, **said: Any) -> PromotionRow:
    values = {"starts_ms": NOON_MS, "ends_ms": NOON_MS + 7 * DAY_MS, "price_minor": 350, "prior_minor": 450, **said}
    return PromotionRow(product=ref, version=version, **values)


def _put_file(till: PairedTill, data: bytes, media_type: str = "image/jpeg", name: str = "") -> Any:
    return till.call("PUT", f"photos/{name or hashlib.sha256(data).hexdigest()}", data, content_type=media_type)


def _photos(till: PairedTill, *rows: ProductPhotos, attempt: str = "f1") -> PhotoBatchReply:
    answer = till.call("PUT", "photos", PhotoBatch(attempt, till.term, rows))
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=PhotoBatchReply)


def _shop(till: PairedTill) -> Shop:
    found: Shop = Shop.objects.get(pk=till.joined.shop)
    return found


def test_a_shop_says_who_it_is_and_the_town_keeps_the_rest(any_town: Town) -> None:
    till = any_town.till(presentation="Par la ville", phone="04 00 00 00 00")
    before = Change.objects.count()

    reply = _say(till, hours="Mo-Sa 9:00-19:00", website="https://port.example/x", mail="a@b.fr", trade="Primeur")

    kept = _shop(till)
    assert reply == ShopWordReply(till.term, 1)
    assert (kept.hours, kept.website, kept.mail, kept.trade) == (
        "Mo-Sa 9:00-19:00",
        "https://port.example/x",
        "a@b.fr",
        "Primeur",
    )
    assert (kept.presentation, kept.phone) == ("Par la ville", "04 00 00 00 00")
    assert Change.objects.count() > before


def test_only_a_newer_word_counts(any_town: Town) -> None:
    till = any_town.till()
    _say(till, 3, trade="Trois")

    assert _say(till, 2, trade="Deux") == ShopWordReply(till.term, 3)
    assert _say(till, 3, trade="Autre") == ShopWordReply(till.term, 3)
    assert _shop(till).trade == "Trois"


def test_closures_are_replaced_and_shown_on_the_page(any_town: Town) -> None:
    till = any_town.till(hours="Mo-Su 09:00-19:00")
    _say(till, 1, closures=(ClosureRow("2023-11-15", "2023-11-16", reason="Inventaire"),))
    page = any_town.page("/boutiques/epicerie-du-port/", "fr")
    assert "Inventaire" in page
    assert "Fermé du mercredi 15 novembre au jeudi 16 novembre" in page
    assert "Fermé en ce moment" in page

    _say(till, 2, closures=(ClosureRow("2023-11-20", "2023-11-20", "10:00-12:00"),))
    page = any_town.page("/boutiques/epicerie-du-port/")
    assert "Inventaire" not in page
    assert "Open now" in page
    assert Closure.objects.count() == 1


def test_what_makes_no_sense_is_refused_and_the_rest_is_taken(any_town: Town) -> None:
    till = any_town.till()
    word: dict[str, Any] = {
        "trade": "Primeur\x07",
        "website": "javascript:alert(1)",
        "mail": "a b@c",
        "picture": "0" * 64,
        "presentation": "Deux\nlignes",
        "closures": (
            ClosureRow("2023-12-24", "2023-12-24", reason="Noël"),
            ClosureRow("2023-12-26", "2023-12-25"),
            ClosureRow("2023-02-30", "2023-02-30"),
            ClosureRow("2023-12-31", "2023-12-31", "le matin"),
        ),
    }

    reply = _say(till, **word)

    assert [one.partition(":")[0] for one in reply.refused] == [
        "trade",
        "website",
        "mail",
        "picture",
        "closures[1]",
        "closures[2]",
        "closures[3]",
    ]
    assert _shop(till).presentation == "Deux\nlignes"
    assert list(Closure.objects.values_list("reason", flat=True)) == ["Noël"]
    assert _say(till, **word) == reply, "asked again, it says the same"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.fr",
        "https://",
        "https://a",
        "//a.fr",
        "https://u:p@a.fr",
        "https://a.fr/ b",
        "data:text/html,x",
        "http://[a.fr",
    ],
)
def test_a_site_is_reached_by_http_and_nothing_else(town: Town, address: str) -> None:
    till = town.till()

    assert [one.partition(":")[0] for one in _say(till, website=address).refused] == ["website"]
    assert _shop(till).website == ""


def test_a_closing_word_holds_until_the_holiday_is_over(any_town: Town) -> None:
    till = any_town.till(hours="Mo-Su 09:00-19:00")
    till.beat(closing=True)
    thursday_nine = NOON_MS + 21 * HOUR_MS
    assert _shop(till).opens_ms == thursday_nine

    _say(till, closures=(ClosureRow("2023-11-15", "2023-11-16"),))
    assert _shop(till).opens_ms == thursday_nine + 24 * HOUR_MS
    any_town.now_ms += 1000
    till.beat(version=2, closing=True)
    assert _shop(till).opens_ms == thursday_nine + 24 * HOUR_MS


def test_another_till_says_nothing_for_this_shop(any_town: Town) -> None:
    old = any_town.till()
    any_town.till()

    for path, message in (
        ("window", ShopWord(old.term, 1)),
        ("news", NewsBatch("1", old.term, (_row(),))),
        ("promotions", PromotionBatch("2", old.term, (_reduced(),))),
        ("photos", PhotoBatch("3", old.term, (ProductPhotos("a", 1),))),
    ):
        assert problem(old.call("PUT", path, message)).type == "stale-term"
    assert problem(_put_file(old, photo_file())).type == "stale-term"
    assert any_town.call("PUT", "window", ShopWord(1, 1)).status_code == 401
    assert any_town.call("PUT", f"photos/{'0' * 64}", b"x", content_type="image/png").status_code == 401


def test_news_come_are_changed_and_taken_back(any_town: Town) -> None:
    till = any_town.till()

    assert outcomes(_news(till, _row(text="Des cèpes"))) == ["applied"]
    assert outcomes(_news(till, _row(version=1, title="Vieux"), _row("m"), attempt="n2")) == ["stale", "applied"]
    assert outcomes(_news(till, _row(version=2, shown=False), attempt="n3")) == ["applied"]

    assert list(News.objects.order_by("ref").values_list("ref", "title", "shown", "version")) == [
        ("m", "Arrivage", True, 1),
        ("n", "Arrivage", False, 2),
    ]


def test_an_attempt_is_answered_again_and_only_for_its_body(any_town: Town) -> None:
    till = any_town.till()
    batch = NewsBatch("same", till.term, (_row(),))

    assert till.call("PUT", "news", batch).content == till.call("PUT", "news", batch).content
    other = NewsBatch("same", till.term, (_row("z"),))
    assert problem(till.call("PUT", "news", other)).type == "attempt-reused"


def test_news_that_the_town_hid_stay_hidden(any_town: Town) -> None:
    till = any_town.till()
    _news(till, _row())
    News.objects.update(hidden_by="mairie")

    _news(till, _row(version=2, title="Encore"), attempt="n2")

    assert News.objects.get().hidden_by == "mairie"


def test_news_are_refused_one_by_one_with_their_reasons(any_town: Town) -> None:
    till = any_town.till()

    reply = _news(
        till,
        _row("a", title="x\x00y"),
        _row("b", title=" "),
        _row("c", until_ms=NOON_MS),
        _row("d", photo="0" * 64),
        _row("e/../e"),
        _row("f"),
    )

    assert outcomes(reply) == [REFUSED] * 5 + ["applied"]
    assert [one.product for one in reply.results] == ["a", "b", "c", "d", "e/../e", "f"]
    assert all(one.reason for one in reply.results[:5])


def test_a_shop_has_so_many_news_and_no_more(any_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.catalogue.contents.news.NEWS_A_SHOP", 2)
    till = any_town.till()

    assert outcomes(_news(till, _row("a"), _row("b"), _row("c"))) == ["applied", "applied", REFUSED]
    assert outcomes(_news(till, _row("a", 2), attempt="n2")) == ["applied"]


def test_a_promotion_is_shown_with_the_lowest_price_of_thirty_days(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a", price_minor=400))
    any_town.now_ms += DAY_MS
    till.put_products(product("a", version=2, price_minor=450))
    any_town.now_ms += DAY_MS
    start = any_town.now_ms
    till.put_products(product("a", version=3, price_minor=350))

    reply = _promote(till, _reduced(starts_ms=start, ends_ms=start + DAY_MS, text="Fin de série"))

    assert outcomes(reply) == ["applied"]
    chosen = Product.objects.get()
    shown = promotions.promotion_of([chosen], start)[chosen.pk]
    assert (shown.price_minor, shown.prior_minor, shown.text) == (350, 400, "Fin de série")
    assert promotions.promotion_of([chosen], start + DAY_MS) == {}, "it is over"
    till.put_products(product("a", version=4, price_minor=360))
    assert promotions.promotion_of([Product.objects.get()], start) == {}, "another price is asked"


def test_what_is_not_below_the_prior_price_is_no_promotion(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a", price_minor=350), product("b", price_minor=450))
    any_town.now_ms += 2 * DAY_MS
    start = {"starts_ms": any_town.now_ms, "ends_ms": any_town.now_ms + DAY_MS}

    reply = _promote(
        till,
        _reduced("a", **start),
        _reduced("b", price_minor=450, **start),
        _reduced("b", prior_minor=None, **start),
        _reduced("b", starts_ms=5, ends_ms=5),
        _reduced("b", text="\x01"),
        _reduced("unknown"),
    )

    assert outcomes(reply) == [REFUSED] * 6
    assert [result.reason for result in reply.results][:3] == [
        "the price is not below the lowest of the thirty days before",
        "the price is not below the lowest of the thirty days before",
        "there is no prior price",
    ]
    assert not Promotion.objects.exists()


def test_the_reduced_price_may_come_before_its_announcement(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a", price_minor=450))
    any_town.now_ms += DAY_MS
    till.put_products(product("a", version=2, price_minor=350))

    ahead = any_town.now_ms + HOUR_MS
    assert outcomes(_promote(till, _reduced(starts_ms=ahead, ends_ms=ahead + DAY_MS))) == ["applied"]


def test_a_promotion_is_taken_back_by_a_newer_word(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a", price_minor=350))
    assert outcomes(_promote(till, _reduced())) == ["applied"]

    assert outcomes(_promote(till, _reduced(version=2, price_minor=None), attempt="p2")) == ["applied"]
    assert outcomes(_promote(till, _reduced(), attempt="p3")) == ["stale"]
    assert promotions.promotion_of([Product.objects.get()], NOON_MS) == {}


def test_prices_seen_are_noted_when_they_change_and_kept_sixty_days(any_town: Town) -> None:
    till = any_town.till()
    for version, price in enumerate((450, 450, 400, None, 400), start=1):
        till.put_products(product("a", version=version, price_minor=price))
        any_town.now_ms += DAY_MS
    till.put_products(product("a", version=6, price_minor=400, shown=False))
    seen = PriceSeen.objects.order_by("pk").values_list("price_minor", flat=True)
    assert list(seen) == [450, 400, None, 400, None]

    tidy(any_town.now_ms + 61 * DAY_MS)
    assert list(seen.all()) == [None]


def test_photos_are_asked_for_sent_and_shown(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a"))
    data = photo_file()
    name = hashlib.sha256(data).hexdigest()
    row = ProductPhotos("a", 1, (name,), ("Un pot\x07 rouge",))

    assert _photos(till, row, ProductPhotos("z", 1)).missing == (name,)
    assert not ProductPhoto.objects.exists()
    answer = _put_file(till, data)
    assert answer.status_code == 200, answer.content
    assert msgspec.json.decode(answer.content, type=PhotoReply) == PhotoReply(name, 600, 400)

    reply = _photos(till, row, ProductPhotos("z", 1))
    assert (reply.missing, reply.unknown) == ((), ("z",))
    held = ProductPhoto.objects.get()
    assert (held.photo.hash, held.alt) == (name, "Un pot  rouge")


def test_only_newer_photos_replace_those_of_a_product(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a"))
    data = photo_file()
    name = hashlib.sha256(data).hexdigest()
    _put_file(till, data)
    _photos(till, ProductPhotos("a", 2, (name,)))

    _photos(till, ProductPhotos("a", 1), attempt="f2")
    assert ProductPhoto.objects.count() == 1
    _photos(till, ProductPhotos("a", 3), attempt="f3")
    assert not ProductPhoto.objects.exists()
    _photos(till, ProductPhotos("a", 2, (name,)), attempt="f4")
    assert not ProductPhoto.objects.exists()


def test_a_photo_of_another_shop_is_never_shown(any_town: Town) -> None:
    one, two = any_town.till("Une"), any_town.till("Deux")
    data = photo_file()
    _put_file(one, data)
    two.put_products(product("a"))
    name = hashlib.sha256(data).hexdigest()

    assert _photos(two, ProductPhotos("a", 1, (name,))).missing == (name,)
    assert _say(two, picture=name).refused == ("picture: this photo was never sent",)
    assert outcomes(_news(two, _row(photo=name))) == [REFUSED]


@pytest.mark.parametrize(
    ("data", "media_type", "name", "status", "kind"),
    [
        (photo_file(), "image/png", "", 422, "bad-photo"),
        (photo_file(), "image/gif", "", 415, "bad-message"),
        (photo_file(), "image/jpeg", "0" * 64, 400, "bad-message"),
        (photo_file(), "image/jpeg", "x", 400, "bad-message"),
        (b"x", "image/jpeg", "", 422, "bad-photo"),
        (png_trap(), "image/png", "", 422, "bad-photo"),
        (b"\xff\xd8\xff" + b"\0" * PHOTO_LIMIT_BYTES, "image/jpeg", "", 413, "too-large"),
    ],
)
def test_a_file_that_is_no_photo_is_refused(
    town: Town, data: bytes, media_type: str, name: str, status: int, kind: str
) -> None:
    answer = _put_file(town.till(), data, media_type, name)

    assert (answer.status_code, problem(answer).type) == (status, kind)
    assert not Photo.objects.exists()


def test_a_large_photo_is_read_though_messages_are_smaller(town: Town) -> None:
    data = photo_file(3000, 2000, quality=100) + b"\0" * 3_000_000

    assert _put_file(town.till(), data).status_code == 200


def test_a_full_shop_hears_that_it_is_full(any_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PHOTO_BYTES_A_SHOP", 10)

    told = problem(_put_file(any_town.till(), photo_file()))

    assert (told.type, told.status) == ("photos-full", 422)


def test_a_description_travels_with_its_product(any_town: Town) -> None:
    till = any_town.till()

    reply = till.put_products(product("a", description=" Cuit\nau four "), product("b", description="\x00"))

    assert outcomes(reply) == ["applied", REFUSED]
    assert Product.objects.get().description == "Cuit\nau four"


def test_the_calls_are_described(town: Town) -> None:
    paths = msgspec.json.decode(town.call("GET", "openapi.json").content)["paths"]

    assert {"/window", "/news", "/promotions", "/photos", "/photos/{photo_hash}"} <= set(paths)
    taken = paths["/photos/{photo_hash}"]["put"]["requestBody"]["content"]
    assert set(taken) == {"image/jpeg", "image/png", "image/webp"}
