"""Photos in the window: kept as files under the catalogue's folder, found by number and width, shown by pages.

A photo's number is drawn and never given again, so that a browser may keep a file for ever and nobody can count them.
Whoever saw one has it; what is hidden or taken back is given to nobody else, so no cache between may keep it either.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.http import HttpRequest, HttpResponse

from sync.catalogue import clock, lasting
from sync.catalogue.database import writing
from sync.catalogue.models import News, Photo, ProductPhoto, Shop, TownEvent
from sync.catalogue.pictures import WIDTHS, Picture, PictureRefused, TooBusy, written_anew
from sync.catalogue.showing import is_photo_shown

__all__ = ["WIDTHS", "PhotosFull", "PictureRefused", "TooBusy", "keep", "of_products", "photo", "srcset", "url"]

UNUSED_LIFE_MS = 24 * 3600 * 1000
_TIDIED_AT_ONCE = 500
_NUMBERS = 2**52
_YEAR_S = 365 * 24 * 3600


class PhotosFull(Exception):
    """A shop has as many photos, or as many bytes of them, as the town keeps for one."""

    def __init__(self, photos: int, size_bytes: int) -> None:
        super().__init__(photos, size_bytes)
        self.photos = photos
        self.size_bytes = size_bytes


def keep(data: bytes, *, shop_id: str | None, now_ms: int, media_type: str = "") -> Photo:
    """Write a picture anew and keep it for a shop, or for the town (None); the same file again costs nothing.

    Call it outside any transaction. Nothing points to the photo yet; what stays unused for a day is tidied away.

    Raises:
        PictureRefused: the file is no picture that a window can show.
        PhotosFull: the shop has no room left.
        TooBusy: come back in some seconds.
    """
    file_hash = hashlib.sha256(data).hexdigest()
    held = Photo.objects.filter(shop_id=shop_id, hash=file_hash).first()
    if held is not None and is_whole(held):
        Photo.objects.filter(pk=held.pk).update(made_ms=now_ms)
        return held
    _check_room(shop_id, 0)
    picture = written_anew(data, media_type)
    _check_room(shop_id, picture.size_bytes)
    return _kept(picture, shop_id=shop_id, file_hash=file_hash, now_ms=now_ms)


def url(photo: Photo, width: int) -> str:
    """Return the address of a photo's file: the narrowest that fills a width, else the widest."""
    widths = _widths(photo)
    return _address(photo, next((made for made in widths if made >= width), widths[-1]))


def srcset(photo: Photo) -> str:
    """Return the addresses of all files of a photo with their widths, as an `img` wants them."""
    return ", ".join(f"{_address(photo, width)} {width}w" for width in _widths(photo))


def products_with_photos(shops: Iterable[str]) -> dict[str, frozenset[int]]:
    """Find which products of some shops have photos."""

    def read(asked: list[str]) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {shop: set() for shop in asked}
        listed = ProductPhoto.objects.filter(product__shop_id__in=asked).values_list("product__shop_id", "product_id")
        for shop, product_id in listed:
            found[shop].add(product_id)
        return {shop: frozenset(products) for shop, products in found.items()}

    return lasting.facts_of("photos", shops, read)


def of_products(product_ids: Iterable[int]) -> dict[int, tuple[Photo, ...]]:
    """Find the photos of products, in their order, in one question; each with its `alt`, empty where none is told."""
    found: dict[int, list[Photo]] = {}
    asked = list(product_ids)
    if not asked:
        return {}
    listed = ProductPhoto.objects.filter(product_id__in=asked).select_related("photo")
    for held in listed.order_by("product_id", "place"):
        held.photo.alt = held.alt
        found.setdefault(held.product_id, []).append(held.photo)
    return {product_id: tuple(photos) for product_id, photos in found.items()}


def photo(request: HttpRequest, number: int, width: int) -> HttpResponse:
    """Answer with one file of a photo, which never changes under its address, while something shows it to shoppers."""
    try:
        body = _path(number, width).read_bytes()
    except OSError:
        return _not_found()
    if not is_photo_shown(number, clock.now_ms()):
        return _not_found()
    return HttpResponse(
        body,
        content_type="image/webp",
        headers={
            "Cache-Control": f"private, max-age={_YEAR_S}, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
        },
    )


def held(shop_id: str, hashes: Iterable[str]) -> dict[str, Photo]:
    """Find a shop's photos by the hash of the file that was sent, held until the transaction ends."""
    wanted = Photo.objects.select_for_update().filter(shop_id=shop_id, hash__in=set(hashes)).order_by("pk")
    return {photo.hash: photo for photo in wanted if is_whole(photo)}


def is_whole(photo: Photo) -> bool:
    """Claim that every file of a photo is there: a copy of the database may have come back without them."""
    return all(_path(photo.pk, width).is_file() for width in _widths(photo))


def tidy(now_ms: int) -> None:
    """Forget photos that nothing has shown for a day, and drafts that a sudden end left behind."""
    with writing():
        unused = _unused().filter(made_ms__lt=now_ms - UNUSED_LIFE_MS)
        gone = list(unused.select_for_update(of=("self",), skip_locked=True)[:_TIDIED_AT_ONCE])
        Photo.objects.filter(pk__in=[photo.pk for photo in gone]).delete()
    for photo in gone:
        for width in _widths(photo):
            _path(photo.pk, width).unlink(missing_ok=True)
    for draft in _drafts().iterdir() if _drafts().is_dir() else ():
        if draft.stat().st_mtime * 1000 < now_ms - UNUSED_LIFE_MS:
            draft.unlink(missing_ok=True)


def _unused() -> QuerySet[Photo]:
    shows = (
        ProductPhoto.objects.filter(photo=OuterRef("pk")),
        News.objects.filter(photo=OuterRef("pk")),
        TownEvent.objects.filter(photo=OuterRef("pk")),
        Shop.objects.filter(picture=OuterRef("pk")),
    )
    return Photo.objects.filter(*(~Exists(one) for one in shows))


def _not_found() -> HttpResponse:
    """Nobody keeps this answer: a shop may be shown again, and a file be sent anew."""
    return HttpResponse(status=404, headers={"Cache-Control": "no-store"})


def _check_room(shop_id: str | None, more_bytes: int) -> None:
    """Refuse what a shop has no room for; the town itself keeps what it likes."""
    if shop_id is None:
        return
    taken = Photo.objects.filter(shop_id=shop_id).aggregate(photos=Count("pk"), size=Sum("size_bytes"))
    photos, size = settings.PHOTOS_A_SHOP, settings.PHOTO_BYTES_A_SHOP
    if taken["photos"] >= photos or (taken["size"] or 0) + more_bytes > size:
        raise PhotosFull(photos, size)


def _kept(picture: Picture, *, shop_id: str | None, file_hash: str, now_ms: int) -> Photo:
    """Write the files aside, the row, then put the files in their place: a row without files is sent again."""
    drafts = {width: _draft(data) for width, data in picture.files.items()}
    values = {
        "width": picture.width,
        "height": picture.height,
        "widths": ",".join(map(str, picture.files)),
        "size_bytes": picture.size_bytes,
        "made_ms": now_ms,
    }
    with writing():
        number = secrets.randbelow(_NUMBERS) + 1
        kept, _ = Photo.objects.update_or_create(
            shop_id=shop_id, hash=file_hash, defaults=values, create_defaults={"pk": number, **values}
        )
    for width, draft in drafts.items():
        draft.replace(_path(kept.pk, width))
    return kept


def _draft(data: bytes) -> Path:
    _drafts().mkdir(parents=True, exist_ok=True)
    draft = _drafts() / secrets.token_hex(16)
    with draft.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _folder() -> Path:
    return Path(settings.DATA_FOLDER) / "photos"


def _drafts() -> Path:
    return _folder() / "drafts"


def _path(number: int, width: int) -> Path:
    return _folder() / f"{number}-{width}.webp"


def _address(photo: Photo, width: int) -> str:
    return f"/photos/{photo.pk}-{width}.webp"


def _widths(photo: Photo) -> list[int]:
    return [int(width) for width in photo.widths.split(",")]
