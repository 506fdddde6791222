"""Photos kept by the catalogue: written anew, nothing told that the picture does not show, and found again."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from PIL import Image

from sync.catalogue import photos
from sync.catalogue.database import writing
from sync.catalogue.models import News, Photo, Product, ProductPhoto, Shop, TownEvent
from sync.catalogue.officers import shops
from sync.catalogue.pictures import PictureRefused, written_anew
from tests.sync.catalogue.calls import HOUR_MS, NOON_MS, Town
from tests.sync.catalogue.picture_files import moving_picture, photo_file, png_trap, telling_photo, webp_trap
from tests.sync.catalogue.tills import product

DAY_MS = 24 * HOUR_MS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA_FOLDER", tmp_path)
    return tmp_path / "photos"


def _files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.webp"))


def _seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_photo_is_kept_in_the_widths_that_pages_show(any_town: Town, folder: Path) -> None:
    shop = any_town.shop()

    kept = photos.keep(photo_file(2400, 1600), shop_id=shop.id, now_ms=NOON_MS)

    assert (kept.width, kept.height, kept.widths) == (1200, 800, "160,480,1200")
    assert _files(folder) == sorted(f"{kept.pk}-{width}.webp" for width in (160, 480, 1200))
    assert _seen((folder / f"{kept.pk}-480.webp").read_bytes()).size == (480, 320)
    assert not list((folder / "drafts").iterdir())


def test_a_small_picture_is_never_enlarged(town: Town) -> None:
    kept = photos.keep(photo_file(300, 200), shop_id=None, now_ms=NOON_MS)

    assert kept.widths == "160,300"
    assert photos.url(kept, 160).endswith("-160.webp")
    assert photos.url(kept, 480).endswith("-300.webp")
    assert photos.srcset(kept) == f"/photos/{kept.pk}-160.webp 160w, /photos/{kept.pk}-300.webp 300w"


def test_the_same_file_again_costs_nothing(any_town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = any_town.shop()
    first = photos.keep(photo_file(), shop_id=shop.id, now_ms=NOON_MS)
    monkeypatch.setattr(photos, "written_anew", lambda *_: pytest.fail("decoded twice"))

    assert photos.keep(photo_file(), shop_id=shop.id, now_ms=NOON_MS + 1).pk == first.pk
    assert Photo.objects.count() == 1


def test_a_file_that_was_lost_is_made_anew_under_its_number(any_town: Town, folder: Path) -> None:
    shop = any_town.shop()
    first = photos.keep(photo_file(), shop_id=shop.id, now_ms=NOON_MS)
    (folder / f"{first.pk}-160.webp").unlink()

    with writing():
        assert not photos.held(shop.id, [first.hash])
    assert photos.keep(photo_file(), shop_id=shop.id, now_ms=NOON_MS).pk == first.pk
    assert photos.is_whole(first)


def test_two_shops_with_the_same_file_have_a_photo_each(any_town: Town) -> None:
    one, two = any_town.shop("A"), any_town.shop("B")

    kept = [photos.keep(photo_file(), shop_id=shop.id, now_ms=NOON_MS) for shop in (one, two)]

    assert kept[0].pk != kept[1].pk


def test_a_photo_is_served_for_ever_and_says_what_it_is(any_town: Town) -> None:
    kept = _shown_by_a_product(any_town)

    answer = any_town.client.get(photos.url(kept, 480))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in answer
    assert _seen(answer.content).size == (480, 320)
    assert any_town.client.get(f"/photos/{kept.pk}-481.webp").status_code == 404
    for number in (1, 2**63, 10**400):
        assert any_town.client.get(f"/photos/{number}-160.webp").status_code == 404


def test_a_photo_is_given_to_nobody_while_what_shows_it_is_hidden(any_town: Town) -> None:
    kept = _shown_by_a_product(any_town)
    shop = Shop.objects.get()
    Shop.objects.update(picture=kept)
    assert _status(any_town, kept) == 200

    shops.hide(shop, actor="command", now_ms=any_town.now_ms)
    hidden = any_town.client.get(photos.url(kept, 160))
    assert (hidden.status_code, hidden["Cache-Control"], hidden.content) == (404, "no-store", b"")

    shops.show(shop, actor="command", now_ms=any_town.now_ms)
    assert _status(any_town, kept) == 200
    Shop.objects.update(picture=None)
    assert _status(any_town, kept) == 200, "its product shows it"
    Product.objects.update(shown=False)
    assert _status(any_town, kept) == 404
    Shop.objects.update(picture=kept)
    assert _status(any_town, kept) == 200, "the shop's page shows it"


def test_a_photo_of_news_is_shown_with_the_news_and_one_of_an_event_always(any_town: Town) -> None:
    kept = photos.keep(photo_file(), shop_id=None, now_ms=NOON_MS)
    assert _status(any_town, kept) == 404, "nothing shows it yet"
    now = any_town.now_ms
    news = News.objects.create(title="Marché", photo=kept, from_ms=now + 1, until_ms=now + DAY_MS, changed_ms=now)
    assert _status(any_town, kept) == 404
    any_town.now_ms += 1
    assert _status(any_town, kept) == 200
    News.objects.update(hidden_by="somebody")
    assert _status(any_town, kept) == 404
    News.objects.update(hidden_by="")
    any_town.now_ms += DAY_MS
    assert _status(any_town, kept) == 404

    event = TownEvent.objects.create(slug="fete", title="Fête", starts_ms=0, ends_ms=1, photo=kept, changed_ms=now)
    assert _status(any_town, kept) == 200
    event.delete()
    news.delete()
    assert _status(any_town, kept) == 404


def _shown_by_a_product(town: Town) -> Photo:
    till = town.till()
    till.put_products(product("coffee", "Café moulu"))
    kept = photos.keep(photo_file(), shop_id=till.joined.shop, now_ms=NOON_MS)
    ProductPhoto.objects.create(product=Product.objects.get(), photo=kept, place=0)
    return kept


def _status(town: Town, kept: Photo) -> int:
    status: int = town.client.get(photos.url(kept, 160)).status_code
    return status


def test_nothing_is_told_that_the_picture_does_not_show() -> None:
    made = written_anew(telling_photo(), "image/jpeg")

    for data in made.files.values():
        assert not [word for word in (b"secret", b"EXIF", b"ICCP", b"XMP") if word in data]
        assert not _seen(data).getexif()


@pytest.mark.parametrize(("orientation", "corner"), [(1, (5, 5)), (3, (-5, -5)), (6, (-5, 5)), (8, (5, -5))])
def test_a_picture_stands_upright_as_the_camera_was_held(orientation: int, corner: tuple[int, int]) -> None:
    made = written_anew(telling_photo(orientation))
    seen = _seen(made.files[480 if 480 in made.files else max(made.files)]).convert("L")

    place = (corner[0] % seen.width, corner[1] % seen.height)
    assert seen.getpixel(place) > 200  # type: ignore[operator]
    assert (made.width > made.height) == (orientation in {1, 3})


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    made = written_anew(moving_picture(kind))

    seen = _seen(made.files[64])
    assert getattr(seen, "n_frames", 1) == 1
    red, _, blue = seen.convert("RGB").getpixel((32, 32))  # type: ignore[misc]
    assert red > 180 > blue


def test_what_is_seen_through_stays_so() -> None:
    made = written_anew(photo_file(200, 200, kind="PNG", colour=(10, 20, 30, 0)))

    assert _seen(made.files[200]).convert("RGBA").getpixel((150, 150))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (photo_file(kind="PNG"), "image/jpeg", "not image/jpeg"),
        (photo_file(), "image/svg+xml", "not image/svg"),
        (b"GIF89a" + b"\0" * 40, "", "neither"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "", "neither"),
        (photo_file()[:200], "", "broken"),
        (b"\xff\xd8\xff" + b"\0" * 100, "", "broken"),
        (b"RIFF\0\0\0\0WEBP", "", "broken"),
        (png_trap(), "image/png", "million points"),
        (webp_trap(), "image/webp", "million points"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(data: bytes, media_type: str, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        written_anew(data, media_type)

    assert reason in refused.value.reason


@trying(max_examples=150, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=6)
)
def test_a_spoilt_picture_is_refused_or_shown_and_never_more(kind: str, spoils: list[tuple[float, bytes]]) -> None:
    data = bytearray(photo_file(60, 40, kind=kind))
    for place, put in spoils:
        at = int(place * len(data))
        data[at : at + len(put)] = put
    try:
        made = written_anew(bytes(data))
    except PictureRefused:
        return
    assert all(_seen(file).format == "WEBP" for file in made.files.values())


def test_a_shop_keeps_so_many_photos_and_no_more(any_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PHOTOS_A_SHOP", 1)
    shop = any_town.shop()
    photos.keep(photo_file(), shop_id=shop.id, now_ms=NOON_MS)

    with pytest.raises(photos.PhotosFull):
        photos.keep(photo_file(colour=(1, 2, 3)), shop_id=shop.id, now_ms=NOON_MS)
    photos.keep(photo_file(colour=(1, 2, 3)), shop_id=any_town.shop("Other").id, now_ms=NOON_MS)


def test_what_nothing_shows_is_forgotten_after_a_day(any_town: Town, folder: Path) -> None:
    shop = any_town.shop()
    used = photos.keep(photo_file(), shop_id=shop.id, now_ms=NOON_MS)
    photos.keep(photo_file(colour=(1, 2, 3)), shop_id=shop.id, now_ms=NOON_MS)
    News.objects.create(shop=shop, ref="1", title="x", photo=used, from_ms=0, changed_ms=0)

    photos.tidy(NOON_MS + DAY_MS)
    assert Photo.objects.count() == 2
    photos.tidy(NOON_MS + DAY_MS + 1)

    assert [kept.pk for kept in Photo.objects.all()] == [used.pk]
    assert len(_files(folder)) == len(used.widths.split(","))
