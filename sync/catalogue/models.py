"""What the catalogue remembers: the town, its shops, who may publish, and what each shop's window shows.

Moments are milliseconds UTC on the catalogue's clock, quantities thousandths, prices minor units. A product is
known to its till by `ref`; the number that `id` gives it never leaves the catalogue.
"""

from django.db import models

BANDS, COUNTS = "bands", "counts"


class Town(models.Model):
    """The town whose shops share this catalogue; there is one. Coordinates are its centre's, in degrees (WGS 84)."""

    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, default="Europe/Paris")
    presentation = models.TextField(default="")
    mail = models.CharField(max_length=200, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)


class Shop(models.Model):
    """A shop, how to find it, and how far its window may be believed.

    `worded` are the words of its name and trade by which its products are found (see `indexing`).
    `term` is the newest one granted. `complete_ms` is when its till last said that nothing was left to send,
    `closed_ms` when it said so while closing, `opens_ms` until when that closing word holds: all under this term.
    `word_term` and `word_version` mark the till's newest word on who the shop is; `shown` False takes the whole shop
    out of the town. Coordinates are in degrees (WGS 84), both or neither. `mail` is shown to nobody: the town writes
    there.
    """

    id = models.CharField(max_length=36, primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, unique=True)
    street = models.CharField(max_length=200, default="")
    postcode = models.CharField(max_length=16, default="")
    city = models.CharField(max_length=120, default="")
    phone = models.CharField(max_length=32, default="")
    hours = models.CharField(max_length=400, default="")
    trade = models.CharField(max_length=120, default="")
    presentation = models.TextField(default="")
    worded = models.CharField(max_length=400, default="")
    website = models.CharField(max_length=200, default="")
    mail = models.CharField(max_length=200, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    figures = models.CharField(max_length=8, default=BANDS)
    shown = models.BooleanField(default=True)
    picture = models.ForeignKey("Photo", on_delete=models.SET_NULL, null=True, related_name="+")
    word_term = models.BigIntegerField(default=0)
    word_version = models.BigIntegerField(default=0)
    term = models.BigIntegerField(default=0)
    complete_ms = models.BigIntegerField(null=True)
    closed_ms = models.BigIntegerField(null=True)
    opens_ms = models.BigIntegerField(null=True)
    created_ms = models.BigIntegerField()


class PairingCode(models.Model):
    """A code read out to a shopkeeper, kept as a seasoned hash; it works once and for a day."""

    hash = models.CharField(max_length=64, unique=True)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    created_ms = models.BigIntegerField()
    expires_ms = models.BigIntegerField()
    used_ms = models.BigIntegerField(null=True)


class PairingFailure(models.Model):
    """A wrong code, remembered for some minutes so that guessing gets slow."""

    address = models.CharField(max_length=64)
    failed_ms = models.BigIntegerField(db_index=True)


class TillKey(models.Model):
    """The key of one till, kept as a hash, with the last heartbeat heard under it; revoked, it opens nothing more."""

    hash = models.CharField(max_length=64, unique=True)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    till = models.CharField(max_length=64)
    till_name = models.CharField(max_length=200)
    epoch = models.BigIntegerField()
    term = models.BigIntegerField()
    created_ms = models.BigIntegerField()
    heard_ms = models.BigIntegerField(default=0)
    sent_ms = models.BigIntegerField(default=-1)
    version = models.BigIntegerField(default=0)
    waiting = models.BigIntegerField(default=0)
    closing = models.BooleanField(default=False)
    revoked_ms = models.BigIntegerField(null=True)


class Witness(models.Model):
    """The end of a till's chain of records, as its till last told it: what an old copy of its file is held against."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    till = models.CharField(max_length=64)
    epoch = models.BigIntegerField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    at_ms = models.BigIntegerField()
    heard_ms = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "till"], name="one_witness_per_till"),)


class Product(models.Model):
    """A product as its shop describes it; `folded` is what search reads, `category_key` what categories share.

    `name_key` is what lists are ordered by. See `indexing` for both.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    ref = models.CharField(max_length=64)
    term = models.BigIntegerField()
    version = models.BigIntegerField()
    name = models.CharField(max_length=200)
    brand = models.CharField(max_length=200)
    category = models.CharField(max_length=200)
    category_key = models.CharField(max_length=200, db_index=True)
    family = models.CharField(max_length=64)
    unit = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    price_minor = models.BigIntegerField(null=True)
    description = models.TextField(null=True)  # a default would make SQLite build the table, and lose its triggers
    shown = models.BooleanField()
    folded = models.TextField()
    name_key = models.CharField(max_length=80, null=True)  # no default, as above

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "ref"], name="one_product_per_ref"),)
        indexes = (
            models.Index(fields=["name_key", "id"], name="products_by_name"),
            models.Index(fields=["shop", "name_key", "id"], name="products_of_a_shop"),
            models.Index(fields=["category_key", "name_key", "id"], name="products_of_a_category"),
            models.Index(fields=["price_minor", "id"], name="products_by_price"),
        )


class Word(models.Model):
    """A word that some product is found by; what a mistyped one may have meant is looked for among these.

    Numbers grow in the order of the commits and none is given twice: a reader catches up by number.
    """

    word = models.CharField(max_length=40, unique=True)


class Shelf(models.Model):
    """How many products of a category a shop shows, by each way of writing it; the database itself counts them."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    category_key = models.CharField(max_length=200)
    category = models.CharField(max_length=200)
    count = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "category_key", "category"], name="one_shelf_each"),)


class Barcode(models.Model):
    """A code on a product; `gtin` is empty where the code means nothing outside the shop that printed it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    code = models.CharField(max_length=64, db_index=True)
    gtin = models.CharField(max_length=14, default="", db_index=True)


class Level(models.Model):
    """How much of a product its shop has, and when the catalogue heard so; may be below zero, is never shown so."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True)
    quantity_milli = models.BigIntegerField()
    term = models.BigIntegerField()
    version = models.BigIntegerField()
    checked_ms = models.BigIntegerField()


class Attempt(models.Model):
    """A batch that was answered: the same batch sent again gets the same answer."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    attempt = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    reply = models.BinaryField()
    answered_ms = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "attempt"], name="one_answer_per_attempt"),)


class Change(models.Model):
    """A line of news for open pages: its number only grows, in the order of the commits.

    Of a product of a shop, of the shop itself (no product), or of the whole town (no shop either). `figures_only` where
    something was sold or reserved, or a till was heard, and no word of the product or the shop has changed.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, null=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True)
    at_ms = models.BigIntegerField(db_index=True)
    figures_only = models.BooleanField(null=True)  # no default, as above


class Rules(models.Model):
    """How a shop takes reservations, as its till told them; without a row the shop takes requests."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, primary_key=True)
    term = models.BigIntegerField()
    version = models.BigIntegerField()
    takes = models.BooleanField()
    mode = models.CharField(max_length=8)
    safety_milli = models.BigIntegerField()
    hold_minutes = models.IntegerField()
    answer_minutes = models.IntegerField()


class Feed(models.Model):
    """The series that a shop's reservations are numbered in, in the order of their commits; `name` is drawn once.

    `marks` are drawn, one for each of the latest cursors: a database put back from a copy gives the same cursors out
    again, with other marks, and the till notices. `heard` is the cursor up to which the publishing till has taken in
    what it was told, with no deed of its own waiting.
    """

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, primary_key=True)
    name = models.CharField(max_length=36)
    last = models.BigIntegerField(default=0)
    marks = models.TextField(default="")
    heard = models.BigIntegerField(default=0)


class Order(models.Model):
    """A reservation; `secret` is the hash of what its page is opened with, `asked` the form it came from, once.

    `mode` is the shop's when it was made, `cursor` its place in the shop's feed, a greater one with every revision.
    `hold_minutes` is how long its goods lie aside at the most, None for as long as the shop's rules say. `address` is
    the catalogue's own, as whoever made it saw it: mails lead back there.
    """

    id = models.CharField(max_length=36, primary_key=True)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    number = models.CharField(max_length=16)
    secret = models.CharField(max_length=64, unique=True)
    asked = models.CharField(max_length=64)
    cursor = models.BigIntegerField()
    revision = models.BigIntegerField()
    state = models.CharField(max_length=12)
    mode = models.CharField(max_length=8)
    made_ms = models.BigIntegerField()
    changed_ms = models.BigIntegerField()
    expires_ms = models.BigIntegerField(null=True)
    customer = models.CharField(max_length=200, default="")
    contact = models.CharField(max_length=200, default="")
    note = models.CharField(max_length=2000, default="")
    reason = models.CharField(max_length=2000, default="")
    paid = models.BooleanField(default=False)
    origin = models.CharField(max_length=8, default="shopper")
    by = models.CharField(max_length=200, default="")
    language = models.CharField(max_length=8, default="fr")
    hold_minutes = models.IntegerField(null=True)
    address = models.CharField(max_length=200, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "cursor"], name="one_order_per_cursor"),
            models.UniqueConstraint(fields=["shop", "asked"], name="one_order_per_form"),
        )
        indexes = (models.Index(fields=["state", "expires_ms"], name="order_expiry"),)


class OrderLine(models.Model):
    """What of one product was asked for: asked = held + fulfilled + released."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    line = models.IntegerField()
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=8)
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    asked_milli = models.BigIntegerField()
    held_milli = models.BigIntegerField()
    fulfilled_milli = models.BigIntegerField(default=0)
    released_milli = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "line"], name="one_line_per_place"),
            models.CheckConstraint(
                condition=models.Q(
                    asked_milli=models.F("held_milli") + models.F("fulfilled_milli") + models.F("released_milli")
                ),
                name="a_line_is_held_fulfilled_or_released",
            ),
            models.CheckConstraint(
                condition=models.Q(held_milli__gte=0, fulfilled_milli__gte=0, released_milli__gte=0),
                name="no_part_of_a_line_below_zero",
            ),
        )


class Transition(models.Model):
    """A deed of the shop that was answered: the same key again gets the same answer."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    reply = models.BinaryField()
    answered_ms = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "key"], name="one_answer_per_deed"),)


class Escrow(models.Model):
    """Units a shop handed to its window: the rights are granted - returned - consumed, never below what is held."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True)
    term = models.BigIntegerField()
    granted_milli = models.BigIntegerField()
    recalled_milli = models.BigIntegerField(default=0)
    returned_milli = models.BigIntegerField(default=0)
    consumed_milli = models.BigIntegerField(default=0)


class Asking(models.Model):
    """A reservation form that came in, remembered for a day so that nobody fills in a hundred.

    `asker` is the seasoned hash of an address: who looked at what is nobody's business. Questions that a shop's tills
    ask about the others, and what they have put aside there, are counted here too, under the shop's own id.
    """

    asker = models.CharField(max_length=64, db_index=True)
    asked_ms = models.BigIntegerField(db_index=True)


class Closure(models.Model):
    """Days on which a shop's week does not hold (ISO days, both counted); without hours it is closed on them."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    first = models.CharField(max_length=10)
    last = models.CharField(max_length=10)
    hours = models.CharField(max_length=100, default="")
    reason = models.CharField(max_length=200, default="")


class Photo(models.Model):
    """A picture as it was written anew here; `hash` is that of the file the till sent, which is not kept.

    The files lie in the catalogue's folder under `photos`, named by the photo's number and its width; `widths` lists
    the widths made, the smallest first.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, null=True)
    hash = models.CharField(max_length=64)
    width = models.IntegerField()
    height = models.IntegerField()
    widths = models.CharField(max_length=40)
    size_bytes = models.BigIntegerField()
    made_ms = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "hash"], name="one_photo_per_shop_and_file"),)


class ProductPhoto(models.Model):
    """The photos of a product in their order; `alt` says what is seen, empty where the product's name does."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE)
    place = models.IntegerField()
    alt = models.CharField(max_length=200, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["product", "place"], name="one_photo_per_place"),)


class PhotosTold(models.Model):
    """Which word of its till on a product's photos is held; it stays when there are none."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True)
    term = models.BigIntegerField()
    version = models.BigIntegerField()


class PriceSeen(models.Model):
    """A price that the window showed from a moment on: what a prior price is held against."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    price_minor = models.BigIntegerField(null=True)
    from_ms = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["product", "from_ms"], name="prices_of_a_product"),)


class Promotion(models.Model):
    """A reduced price announced by its shop, from a moment to another; told is `product` with its newest version.

    `prior_minor` is the lowest price of the thirty days before (Code de la consommation, L112-1-1).
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    product = models.OneToOneField(Product, on_delete=models.CASCADE)
    term = models.BigIntegerField()
    version = models.BigIntegerField()
    price_minor = models.BigIntegerField(null=True)
    prior_minor = models.BigIntegerField(null=True)
    starts_ms = models.BigIntegerField()
    ends_ms = models.BigIntegerField()
    text = models.CharField(max_length=200, default="")

    class Meta:
        indexes = (models.Index(fields=["ends_ms"], name="promotions_by_end"),)


class News(models.Model):
    """A word of a shop to the town, or of the town where there is no shop; `ref` is its till's own name for it.

    `hidden_by` is the officer who took it out of the town's pages, `hidden_why` the reason that its shop is told.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, null=True)
    ref = models.CharField(max_length=64)
    term = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)
    title = models.CharField(max_length=200)
    text = models.TextField(default="")
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True)
    from_ms = models.BigIntegerField()
    until_ms = models.BigIntegerField(null=True)
    shown = models.BooleanField(default=True)
    hidden_by = models.CharField(max_length=200, default="")
    hidden_why = models.CharField(max_length=200, default="")
    changed_ms = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "ref"], name="one_news_per_ref"),)
        indexes = (models.Index(fields=["-from_ms"], name="news_by_day"),)


class TownEvent(models.Model):
    """Something that happens in town, with the shops that take part."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField(default="")
    place = models.CharField(max_length=200, default="")
    starts_ms = models.BigIntegerField(db_index=True)
    ends_ms = models.BigIntegerField()
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True)
    shops = models.ManyToManyField(Shop)
    changed_ms = models.BigIntegerField()


class QuestionFeed(models.Model):
    """The series that a shop's questions are numbered in, in the order of their commits; `name` is drawn once."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, primary_key=True)
    name = models.CharField(max_length=36)
    last = models.BigIntegerField(default=0)


class Question(models.Model):
    """What a shopper asked a shop; `secret` is the hash of what its page is opened with, `asked` its form, once.

    `cursor` is its place in its shop's questions, a greater one with every revision. `address` is the catalogue's own,
    as whoever asked saw it.
    """

    id = models.CharField(max_length=36, primary_key=True)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True)
    secret = models.CharField(max_length=64, unique=True)
    asked = models.CharField(max_length=64)
    cursor = models.BigIntegerField()
    revision = models.BigIntegerField(default=1)
    state = models.CharField(max_length=12)
    text = models.CharField(max_length=2000)
    customer = models.CharField(max_length=200, default="")
    contact = models.CharField(max_length=200, default="")
    language = models.CharField(max_length=8, default="fr")
    answer = models.CharField(max_length=2000, default="")
    answer_key = models.CharField(max_length=64, default="")
    asked_ms = models.BigIntegerField(db_index=True)
    answered_ms = models.BigIntegerField(null=True)
    address = models.CharField(max_length=200, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shop", "cursor"], name="one_question_per_cursor"),
            models.UniqueConstraint(fields=["shop", "asked"], name="one_question_per_form"),
        )


class Letter(models.Model):
    """A mail to send; `key` makes it once. Its words and its recipient go when it is sent or given up.

    `addressee` is the seasoned hash of the recipient, by which letters to one address are counted. state is waiting,
    sent, refused (for good, or after days of trying) or capped (too many to that address: never sent).
    """

    key = models.CharField(max_length=120, unique=True)
    recipient = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    language = models.CharField(max_length=8, default="fr")
    state = models.CharField(max_length=8, default="waiting")
    tries = models.IntegerField(default=0)
    not_before_ms = models.BigIntegerField()
    made_ms = models.BigIntegerField(db_index=True)
    sent_ms = models.BigIntegerField(null=True)
    trouble = models.CharField(max_length=500, default="")
    addressee = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["state", "not_before_ms"], name="letters_to_send"),
            models.Index(fields=["addressee", "made_ms"], name="letters_to_somebody"),
        )


class Officer(models.Model):
    """Somebody at the town hall who looks after the catalogue; `password` as Django hashes it, empty at first.

    `link` is the hash of an address that opens once, until `link_ms`, to choose a password. `factor` is the secret of
    the second factor in base32, empty where there is none, `factor_new` one that is being set up; `factor_step` is the
    time step of the last code that was taken, `recovery` the hashes of the codes for a lost telephone, one a line.
    """

    mail = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    password = models.CharField(max_length=200)
    created_ms = models.BigIntegerField()
    disabled_ms = models.BigIntegerField(null=True)
    link = models.CharField(max_length=64, default="", db_index=True)
    link_ms = models.BigIntegerField(default=0)
    factor = models.CharField(max_length=64, default="")
    factor_new = models.CharField(max_length=64, default="")
    factor_step = models.BigIntegerField(default=0)
    recovery = models.TextField(default="")


class OfficerTry(models.Model):
    """Wrong passwords of late, by the seasoned hash of an account or an address; none is looked at till `until_ms`."""

    who = models.CharField(max_length=64, unique=True)
    failures = models.IntegerField(default=0)
    tried_ms = models.BigIntegerField(db_index=True)
    until_ms = models.BigIntegerField(default=0)


class OfficerSession(models.Model):
    """A signed-in browser of an officer; `hash` is that of its cookie."""

    hash = models.CharField(max_length=64, unique=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    created_ms = models.BigIntegerField()
    seen_ms = models.BigIntegerField()


class AuditLine(models.Model):
    """Who did what here, without what shoppers wrote: kept for a year, never changed."""

    at_ms = models.BigIntegerField(db_index=True)
    actor = models.CharField(max_length=200)
    deed = models.CharField(max_length=64)
    shop = models.ForeignKey(Shop, on_delete=models.SET_NULL, null=True)
    detail = models.CharField(max_length=1000, default="")


class Place(models.Model):
    """An address of the town with its coordinates, from the national address base; without a number, a street.

    `folded` is what all rows of a street share.
    """

    label = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    number = models.CharField(max_length=12, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()


class Calls(models.Model):
    """How many calls and rows a till's shop spent in a minute: what its quota is counted from."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
    minute = models.BigIntegerField()
    calls = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "minute"], name="one_count_per_minute"),)
