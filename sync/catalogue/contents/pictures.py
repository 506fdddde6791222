"""Photos as a till sends them: which belong to which product, and the files themselves."""

import hashlib
import re

from sync.catalogue import photos, rows
from sync.catalogue.batches import answer_once, is_ref
from sync.catalogue.models import Photo, PhotosTold, Product, ProductPhoto, Shop, TillKey
from sync.catalogue.problems import bad_message, bad_photo, busy, photos_full, stale_term
from sync.window_protocol import PhotoBatch, PhotoBatchReply, PhotoReply, ProductPhotos

_HASH = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_AGAIN_IN_S = 5


def take(shop: str, key_term: int, batch: PhotoBatch, body: bytes, *, now_ms: int) -> bytes:
    """Put photos to products and return the encoded reply: which files were never sent, which products nobody knows.

    May be repeated, see `batches.answer_once`: only a newer (term, version) replaces the photos of a product. An answer
    that misses files is not kept.

    Raises:
        CallRefused: the term is not the shop's, or the attempt was answered for another body.
    """

    def apply() -> PhotoBatchReply:
        products = _products(shop, batch.rows)
        files = photos.held(shop, [name for row in batch.rows for name in row.photos])
        missing = dict.fromkeys(name for row in batch.rows for name in row.photos if name not in files)
        newer = _newer(batch, products, files)
        _put(batch.term, [(products[row.product][0], row) for row in newer], files)
        rows.note_changes(shop, now_ms, [products[row.product][0] for row in newer])
        unknown = dict.fromkeys(row.product for row in batch.rows if row.product not in products)
        return PhotoBatchReply(batch.attempt, batch.term, tuple(missing), tuple(unknown))

    def is_kept(reply: PhotoBatchReply) -> bool:
        return not reply.missing

    return answer_once(shop, key_term, batch, b"photos" + body, apply, now_ms=now_ms, is_kept=is_kept)


def take_file(till: TillKey, file_hash: str, data: bytes, media_type: str, *, now_ms: int) -> PhotoReply:
    """Keep a picture file for a shop, written anew. May be repeated: a file that is held costs nothing.

    Raises:
        CallRefused: another till publishes for the shop, the file is not the one named, is no picture of the type it
            is said to be, or finds no room.
    """
    held_term = Shop.objects.values_list("term", flat=True).get(pk=till.shop_id)
    if till.term != held_term:
        raise stale_term(given=till.term, held=held_term)
    if not _HASH.fullmatch(file_hash) or hashlib.sha256(data).hexdigest() != file_hash:
        raise bad_message("The address does not name this file's SHA-256.")
    try:
        kept = photos.keep(data, shop_id=till.shop_id, now_ms=now_ms, media_type=media_type)
    except photos.PictureRefused as refused:
        raise bad_photo(refused.reason) from refused
    except photos.PhotosFull as full:
        raise photos_full(full.photos, full.size_bytes) from full
    except photos.TooBusy as problem:
        raise busy(_AGAIN_IN_S) from problem
    return PhotoReply(file_hash, kept.width, kept.height)


def _products(shop: str, told: tuple[ProductPhotos, ...]) -> dict[str, tuple[int, tuple[int, int]]]:
    """Find the number of each product, and the mark of the photos it has."""
    listed = Product.objects.filter(shop_id=shop, ref__in={row.product for row in told if is_ref(row.product)})
    marks = listed.values_list("ref", "pk", "photostold__term", "photostold__version")
    return {ref: (number, (term or 0, version or 0)) for ref, number, term, version in marks}


def _newer(
    batch: PhotoBatch, products: dict[str, tuple[int, tuple[int, int]]], files: dict[str, Photo]
) -> list[ProductPhotos]:
    """Choose per product the newest row that is newer than what is held and whose files are all here."""
    chosen: dict[str, ProductPhotos] = {}
    for row in batch.rows:
        known = products.get(row.product)
        if known is None or (batch.term, row.version) <= known[1] or any(name not in files for name in row.photos):
            continue
        rival = chosen.get(row.product)
        if rival is None or row.version > rival.version:
            chosen[row.product] = row
    return list(chosen.values())


def _put(term: int, told: list[tuple[int, ProductPhotos]], files: dict[str, Photo]) -> None:
    ProductPhoto.objects.filter(product_id__in=[number for number, _ in told]).delete()
    ProductPhoto.objects.bulk_create(
        ProductPhoto(product_id=number, photo=files[name], place=place, alt=_alt(row, place))
        for number, row in told
        for place, name in enumerate(row.photos)
    )
    PhotosTold.objects.bulk_create(
        [PhotosTold(product_id=number, term=term, version=row.version) for number, row in told],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=["term", "version"],
    )


def _alt(row: ProductPhotos, place: int) -> str:
    return _CONTROL.sub(" ", row.alts[place]).strip() if place < len(row.alts) else ""
