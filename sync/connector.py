"""What every online shop must be able to do for a till; one class per kind in `sync.connectors`.

Batches travel as the exact bytes that were written down before the first sending, so that sending again is
sending the same. An answer is only given back when it is whole and echoes what was sent; anything else is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from sync.order_protocol import (
        BucketReply,
        DigestReply,
        EscrowBatch,
        EscrowReply,
        NeighbourHold,
        NeighbourReply,
        Rules,
        RulesReply,
        StatusReply,
        TownPage,
        Transition,
    )
    from sync.order_rows import DeedAnswer, FeedPage
    from sync.protocol import (
        BatchReply,
        Heartbeat,
        HeartbeatReply,
        LevelPage,
        PairReply,
        PairRequest,
        TermReply,
        TermRequest,
        WitnessedHead,
        WitnessRequest,
    )
    from sync.window_protocol import (
        NewsBatch,
        PhotoBatch,
        PhotoBatchReply,
        PhotoReply,
        PromotionBatch,
        ShopWord,
        ShopWordReply,
    )


class Connector(Protocol):
    """A line to one online shop; every call raises the errors of `sync.errors` and nothing else."""

    def pair(self, request: PairRequest) -> PairReply:
        """Exchange a code for a key. Not to be repeated: a code works once."""
        ...

    def ask_term(self, request: TermRequest) -> TermReply:
        """Ask for the term of a later epoch. May be repeated: the same epoch is given the same term."""
        ...

    def push_products(self, body: bytes) -> BatchReply:
        """Send an encoded ProductBatch. May be repeated: a row is taken only when it is newer, and an attempt once."""
        ...

    def push_levels(self, body: bytes, *, again: bool = False) -> BatchReply:
        """Send an encoded LevelBatch. May be repeated, see `push_products`.

        Args:
            body: as it was written down.
            again: whether it may have been sent before, so that its levels may be of long ago.
        """
        ...

    def heartbeat(self, beat: Heartbeat, *, hurried: bool = False) -> HeartbeatReply:
        """Say that everything up to a version was sent. May be repeated: it only says what is true.

        Args:
            beat: what is true.
            hurried: give up after a second (the till is closing).
        """
        ...

    def tell_witness(self, request: WitnessRequest, *, hurried: bool = False) -> WitnessedHead:
        """Tell the end of the till's chain; gives the one that is kept then. May be repeated: it only moves forward.

        Args:
            request: the end, and what the till knows to be kept.
            hurried: give up after a second (the till is closing).
        """
        ...

    def ask_witness(self) -> WitnessedHead | None:
        """The end of the till's chain that is kept there, None before the first."""
        ...

    def read_levels(self, after: str = "") -> LevelPage:
        """A page of what the online shop believes, after a product's id."""
        ...

    def read_orders(self, after: int, *, feed: str = "", mark: str = "") -> FeedPage:
        """What was reserved or changed after a cursor, oldest change first; its rows are read one by one, later.

        Args:
            after: the cursor.
            feed: the feed it is of, when all up to it is taken in and no deed waits; empty otherwise.
            mark: that of the cursor then.
        """
        ...

    def tell_deed(self, deed: Transition) -> DeedAnswer:
        """Say what the shop did about a reservation. May be repeated: its key makes it once."""
        ...

    def put_rules(self, rules: Rules) -> RulesReply:
        """Say how the shop takes reservations. May be repeated: only a greater version counts."""
        ...

    def put_escrow(self, batch: EscrowBatch) -> EscrowReply:
        """Hand units to the window, or ask for them back. May be repeated: every figure only grows."""
        ...

    def read_escrow(self, after: str = "") -> EscrowReply:
        """A page of what the window holds of units handed over, after a product's id."""
        ...

    def read_digest(self) -> DigestReply:
        """The fingerprints of all that the window shows of this shop; see `sync.digest`."""
        ...

    def read_bucket(self, bucket: int) -> BucketReply:
        """The rows of one bucket."""
        ...

    def read_status(self) -> StatusReply:
        """Who the key belongs to, and how the window stands."""
        ...

    def search_town(self, words: str = "", code: str = "", language: str = "") -> TownPage:
        """Which other shops of the town have something, by a barcode or by words, told in a language."""
        ...

    def hold_at_neighbour(self, hold: NeighbourHold) -> NeighbourReply:
        """Put something aside in another shop. May be repeated: its key makes it once."""
        ...

    def put_window(self, word: ShopWord) -> ShopWordReply:
        """Say who the shop is. May be repeated: only a greater version counts."""
        ...

    def put_news(self, batch: NewsBatch) -> BatchReply:
        """Tell the town something. May be repeated: a row is taken only when it is newer."""
        ...

    def put_promotions(self, batch: PromotionBatch) -> BatchReply:
        """Announce reduced prices. May be repeated, see `put_news`."""
        ...

    def put_photos(self, batch: PhotoBatch) -> PhotoBatchReply:
        """Say which photos belong to which products. May be repeated, see `put_news`."""
        ...

    def put_photo(self, name: str, body: bytes, *, media_type: str) -> PhotoReply:
        """Send a picture file, named by its SHA-256. May be repeated: one that is there costs nothing."""
        ...

    @property
    def skew(self) -> timedelta | None:
        """How far this machine's clock is ahead of the online shop's, by its last answer; None before the first."""
        ...

    def abort(self) -> None:
        """Break off the call on its way; may be called from another thread."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...
