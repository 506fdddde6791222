"""Where a photo's files are seen: `/photos/<number>-<width>.webp`, in the widths that were made of it."""

from collections import defaultdict
from collections.abc import Iterable

from sync.catalogue.models import Photo, ProductPhoto


def url(photo: Photo, width: int) -> str:
    """Return the address of a photo about so wide: the widest file up to it, else the smallest there is."""
    made = _widths(photo)
    return f"/photos/{photo.pk}-{max((one for one in made if one <= width), default=made[0])}.webp"


def srcset(photo: Photo) -> str:
    """Return the addresses of all widths, as an image element lets a browser choose among them."""
    return ", ".join(f"/photos/{photo.pk}-{width}.webp {width}w" for width in _widths(photo))


def of_products(product_ids: Iterable[int]) -> dict[int, tuple[Photo, ...]]:
    """Return the photos of products in their order; products without any are left out."""
    found: dict[int, list[Photo]] = defaultdict(list)
    listed = ProductPhoto.objects.filter(product_id__in=list(product_ids)).select_related("photo")
    for row in listed.order_by("product_id", "place"):
        found[row.product_id].append(row.photo)
    return {product: tuple(photos) for product, photos in found.items()}


def _widths(photo: Photo) -> list[int]:
    return [int(width) for width in photo.widths.replace(",", " ").split()] or [photo.width]
