"""What travels about a shop's window beside its stock; see `sync.protocol` for the rest.

    PUT  /api/v1/window             ShopWord        -> ShopWordReply    who the shop is, its hours and its closures
    PUT  /api/v1/news               NewsBatch       -> BatchReply       what the shop tells the town
    PUT  /api/v1/promotions         PromotionBatch  -> BatchReply       reduced prices announced, with the prior price
    PUT  /api/v1/photos             PhotoBatch      -> PhotoBatchReply  which photos belong to which products
    PUT  /api/v1/photos/HASH        image bytes     -> PhotoReply       one picture file, named by its SHA-256
    GET  /api/v1/questions          ?after=&limit=  -> QuestionPage     what shoppers asked, in commit order
    POST /api/v1/questions          Answer          -> AnswerReply      what the shop answers; keyed

Everything is absolute and carries (term, version): only what is newer replaces what is held, so that a call may be sent
any number of times. A result names the row by its `product`, for news by its ref.
"""

from typing import Annotated, Literal

from msgspec import Meta

from sync.protocol import Hash, Id, Message, Moment, Name, Term, Text, Version

NEWS_A_BATCH = 50
PROMOTIONS_A_BATCH = 200
PHOTOS_A_BATCH = 200
PHOTOS_A_PRODUCT = 6
PHOTO_LIMIT_BYTES = 8_000_000
PHOTO_MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp")
QUESTIONS_A_PAGE = 50

Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Line = Annotated[str, Meta(max_length=200)]
PhotoName = Annotated[str, Meta(pattern="^([0-9a-f]{64})?$", max_length=64)]
"""The hash of a photo that was sent; empty for none."""


class ClosureRow(Message, frozen=True):
    """Days on which the week does not hold, both counted; `hours` empty is closed, else as in 10:00-12:00,14:00-17:00.

    A later row wins over an earlier one that holds the same day.
    """

    first: Day
    last: Day
    hours: Annotated[str, Meta(max_length=100)] = ""
    reason: Line = ""


class ShopWord(Message, frozen=True):
    """Who the shop is, as its till says it; a greater version replaces all of it.

    A field that is None is not the till's to say: what the town wrote stays. picture is the hash of a photo that was
    sent.
    """

    term: Term
    version: Version
    phone: Annotated[str, Meta(max_length=32)] | None = None
    website: Line | None = None
    mail: Line | None = None
    hours: Annotated[str, Meta(max_length=400)] | None = None
    trade: Annotated[str, Meta(max_length=120)] | None = None
    presentation: Text | None = None
    picture: PhotoName | None = None
    closures: Annotated[tuple[ClosureRow, ...], Meta(max_length=50)] = ()


class ShopWordReply(Message, frozen=True):
    """What is held now; `refused` says what could not be taken and why, while the rest was: `website: ...`."""

    term: Term
    version: Version
    refused: tuple[str, ...] = ()


class NewsRow(Message, frozen=True):
    """A word of the shop; shown False takes it back. photo is the hash of one that was sent."""

    ref: Id
    version: Version
    title: Name
    shown: bool
    from_ms: Moment
    until_ms: Moment | None = None
    text: Text = ""
    photo: PhotoName = ""

    @property
    def product(self) -> str:
        """Its ref: what a result names it by."""
        return self.ref


class NewsBatch(Message, frozen=True):
    """News of one shop."""

    attempt: Id
    term: Term
    rows: Annotated[tuple[NewsRow, ...], Meta(min_length=1, max_length=NEWS_A_BATCH)]


class PromotionRow(Message, frozen=True):
    """A reduced price; without a price it is taken back.

    prior_minor is the lowest price asked in the thirty days before it began (Code de la consommation, L112-1-1): the
    catalogue holds it against the prices it showed itself, and shows the lower.
    """

    product: Id
    version: Version
    starts_ms: Moment
    ends_ms: Moment
    price_minor: Annotated[int, Meta(ge=0, le=10**11)] | None = None
    prior_minor: Annotated[int, Meta(ge=0, le=10**11)] | None = None
    text: Line = ""


class PromotionBatch(Message, frozen=True):
    """Promotions of one shop."""

    attempt: Id
    term: Term
    rows: Annotated[tuple[PromotionRow, ...], Meta(min_length=1, max_length=PROMOTIONS_A_BATCH)]


class ProductPhotos(Message, frozen=True):
    """The photos of a product in their order, none takes them away; alts say what is seen on each."""

    product: Id
    version: Version
    photos: Annotated[tuple[Hash, ...], Meta(max_length=PHOTOS_A_PRODUCT)] = ()
    alts: Annotated[tuple[Line, ...], Meta(max_length=PHOTOS_A_PRODUCT)] = ()


class PhotoBatch(Message, frozen=True):
    """Photos of one shop's products."""

    attempt: Id
    term: Term
    rows: Annotated[tuple[ProductPhotos, ...], Meta(min_length=1, max_length=PHOTOS_A_BATCH)]


class PhotoBatchReply(Message, frozen=True):
    """The hashes that were never sent: send those files, then the same rows again. Rows with all theirs are applied.

    An answer that misses something is not kept: the same attempt may be sent again once the files are there.
    """

    attempt: Id
    term: Term
    missing: tuple[Hash, ...] = ()
    unknown: tuple[Id, ...] = ()


class PhotoReply(Message, frozen=True):
    """The picture was written anew and is kept under the hash of the file that came."""

    hash: Hash
    width: int
    height: int


class QuestionRow(Message, frozen=True):
    """What a shopper asked; `product` is the one it is about, empty for the shop itself."""

    question: Id
    cursor: Version
    revision: Version
    state: Literal["asked", "answered", "withdrawn"]
    text: Text
    asked_ms: Moment
    product: Annotated[str, Meta(max_length=64)] = ""
    product_name: Line = ""
    customer: Line = ""
    contact: Line = ""
    answer: Text = ""
    answered_ms: Moment | None = None


class QuestionPage(Message, frozen=True):
    """Questions that came or changed after a cursor; `feed` and `head` as in an OrderPage."""

    feed: Id
    head: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    rows: tuple[QuestionRow, ...]


class Answer(Message, frozen=True):
    """What the shop answers; the same key again changes nothing, another key replaces the answer."""

    key: Id
    term: Term
    question: Id
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class AnswerReply(Message, frozen=True):
    """The question as it stands now."""

    key: Id
    question: QuestionRow
