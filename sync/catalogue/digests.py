"""What a shop's window shows, as fingerprints: what a till compares with its own movements, and never takes over."""

from collections.abc import Iterator

from sync.catalogue import rows
from sync.catalogue.models import TillKey
from sync.digest import fingerprints, level_mark, product_mark
from sync.order_protocol import BucketReply, DigestReply, HeldRow


def of_all(till: TillKey) -> DigestReply:
    """Return the fingerprints of everything shown; one statement, so one moment of the window."""
    shown = rows.shown_marks(till.shop_id)
    return DigestReply(
        term=till.term,
        products=fingerprints((row.ref, product_mark(row.ref, row.term, row.version)) for row in shown),
        levels=fingerprints(_level_marks(shown)),
        product_count=len(shown),
        level_count=sum(row.level_version is not None for row in shown),
    )


def of_bucket(till: TillKey, bucket: int) -> BucketReply:
    """Return every product of one bucket, hidden ones too: hidden is another answer than unknown."""
    held = sorted(rows.bucket_marks(till.shop_id, bucket))
    return BucketReply(bucket, tuple(HeldRow(*row) for row in held))


def _level_marks(shown: list[rows.Marks]) -> Iterator[tuple[str, int]]:
    for ref, _, _, _, term, version, milli in shown:
        if term is not None and version is not None and milli is not None:
            yield ref, level_mark(ref, term, version, milli)
