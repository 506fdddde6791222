"""The schema, as the steps that lead to it; a step that was shipped is never edited.

Every step and its record commit together. A file with a step we do not know was written by a later
Comptoir and is refused. Columns carry their unit: _minor (cents), _milli (thousandths), _ms (milliseconds
UTC), _bp (basis points).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos.database import m004_orders, m005_town, search_index
from pos.database.connection import Database, transaction
from pos.domain.errors import DatabaseTooNew, NotAShopFile
from pos.domain.spelling import words_of

_RECORD = """
CREATE TABLE IF NOT EXISTS migration (
    name TEXT PRIMARY KEY,
    applied_at_ms INTEGER NOT NULL
) STRICT
"""


def applied(db: Database) -> list[str]:
    """The steps this file has been through, in order; empty for a new file.

    Raises:
        NotAShopFile: the file has tables, but none of ours.
    """
    tables = {name for (name,) in db.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "migration" in tables:
        return [name for (name,) in db.rows("SELECT name FROM migration ORDER BY rowid")]
    if tables:
        raise NotAShopFile(db.path, "no shop file")
    return []


def pending(db: Database) -> list[str]:
    """The steps this file still needs.

    Raises:
        DatabaseTooNew: the file has been through a step we do not know.
    """
    done = applied(db)
    for name in done:
        if name not in MIGRATIONS:
            raise DatabaseTooNew(db.path, name)
    return [name for name in MIGRATIONS if name not in done]


def migrate(db: Database, *, now_ms: int) -> list[str]:
    """Take the file through every step it still needs and give their names.

    A second process doing the same waits, then finds nothing left to do.
    """
    taken = []
    with transaction(db):
        db.execute(_RECORD)
        for name in pending(db):
            MIGRATIONS[name](db)
            db.execute("INSERT INTO migration VALUES (?, ?)", (name, now_ms))
            taken.append(name)
    return taken


def m001_shop(db: Database) -> None:
    """Products, tickets, sales, movements, levels, what waits for the shop window and for the printer."""
    for statement in _M001.split(";;"):
        db.execute(statement)
    for table in ("movement", "sale", "sale_line", "sale_vat", "payment"):
        _make_append_only(db, table)


def _make_append_only(db: Database, table: str) -> None:
    """Refuse every change of a row and every reuse of a key of its (REPLACE takes rows away without any trigger)."""
    reused = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {same})" for same in _same_row(db, table))
    said = f"SELECT RAISE(ABORT, '{table} is append-only')"
    db.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {said}; END")
    db.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {said}; END")
    db.execute(f"CREATE TRIGGER {table}_no_reuse BEFORE INSERT ON {table} WHEN {reused} BEGIN {said}; END")


def _same_row(db: Database, table: str) -> list[str]:
    """One condition for each way a new row could take an older one's place: its unique keys, and its row number."""
    unique = [name for _, name, is_unique, *_ in db.rows(f"PRAGMA index_list({table})") if is_unique]
    keys = [[column for _, _, column in db.rows(f"PRAGMA index_info({name})")] for name in unique]
    without_rowid = db.value("SELECT wr FROM pragma_table_list WHERE name = ?", (table,))
    if not without_rowid:
        keys.append(["rowid"])
    return [" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys]


_M001: Final = """
CREATE TABLE till (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    next_seq INTEGER NOT NULL CHECK (next_seq >= 1),
    last_number INTEGER NOT NULL CHECK (last_number >= 0),
    last_version INTEGER NOT NULL CHECK (last_version >= 0)
) STRICT;;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE category (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    colour TEXT NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE family (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE INDEX family_name ON family (name);;

CREATE TABLE photo (
    sha256 TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;;

CREATE TABLE product (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL,
    brand TEXT NOT NULL,
    price_minor INTEGER CHECK (price_minor >= 0),
    currency TEXT NOT NULL,
    tax_class TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('piece', 'kg')),
    category_id TEXT REFERENCES category,
    family_id TEXT REFERENCES family,
    photo TEXT REFERENCES photo,
    shown_online INTEGER NOT NULL CHECK (shown_online IN (0, 1)),
    version INTEGER NOT NULL,
    import_id TEXT REFERENCES import
) STRICT;;

CREATE INDEX product_category ON product (category_id, name_key, id);;
CREATE INDEX product_name_key ON product (name_key, id);;
CREATE INDEX product_name ON product (name);;
CREATE INDEX product_family ON product (family_id) WHERE family_id IS NOT NULL;;
CREATE INDEX product_photo ON product (photo) WHERE photo IS NOT NULL;;
CREATE INDEX product_import ON product (import_id) WHERE import_id IS NOT NULL;;

CREATE TABLE barcode (
    code TEXT PRIMARY KEY CHECK (code <> ''),
    product_id TEXT NOT NULL REFERENCES product ON DELETE CASCADE
) STRICT, WITHOUT ROWID;;

CREATE INDEX barcode_product ON barcode (product_id);;

CREATE TABLE search_entry (
    rank INTEGER PRIMARY KEY,
    product_id TEXT NOT NULL UNIQUE REFERENCES product ON DELETE CASCADE,
    words TEXT NOT NULL
) STRICT;;

CREATE VIRTUAL TABLE search_prefix USING fts5(
    words, content='search_entry', content_rowid='rank', tokenize='unicode61', prefix='1 2', detail=none
);;

CREATE VIRTUAL TABLE search_inside USING fts5(
    words, content='search_entry', content_rowid='rank', tokenize='trigram', detail=none
);;

CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_prefix (rowid, words) VALUES (NEW.rank, NEW.words);
    INSERT INTO search_inside (rowid, words) VALUES (NEW.rank, NEW.words);
END;;

CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_prefix (search_prefix, rowid, words) VALUES ('delete', OLD.rank, OLD.words);
    INSERT INTO search_inside (search_inside, rowid, words) VALUES ('delete', OLD.rank, OLD.words);
END;;

CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_prefix (search_prefix, rowid, words) VALUES ('delete', OLD.rank, OLD.words);
    INSERT INTO search_inside (search_inside, rowid, words) VALUES ('delete', OLD.rank, OLD.words);
    INSERT INTO search_prefix (rowid, words) VALUES (NEW.rank, NEW.words);
    INSERT INTO search_inside (rowid, words) VALUES (NEW.rank, NEW.words);
END;;

CREATE TABLE open_ticket (
    slot TEXT PRIMARY KEY,
    ticket_id TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE sale (
    id TEXT PRIMARY KEY,
    till_id TEXT NOT NULL,
    till_name TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sold_at_ms INTEGER NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    currency TEXT NOT NULL,
    total_minor INTEGER NOT NULL,
    change_minor INTEGER NOT NULL CHECK (change_minor >= 0),
    UNIQUE (till_id, epoch, number)
) STRICT;;

CREATE INDEX sale_moment ON sale (sold_at_ms);;

CREATE TABLE sale_line (
    sale_id TEXT NOT NULL REFERENCES sale,
    position INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    name TEXT NOT NULL,
    barcode TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity_milli INTEGER NOT NULL,
    unit_price_minor INTEGER NOT NULL,
    rate_bp INTEGER NOT NULL,
    net_minor INTEGER NOT NULL,
    gross_minor INTEGER NOT NULL,
    PRIMARY KEY (sale_id, position)
) STRICT, WITHOUT ROWID;;

CREATE TABLE sale_vat (
    sale_id TEXT NOT NULL REFERENCES sale,
    rate_bp INTEGER NOT NULL,
    net_minor INTEGER NOT NULL,
    vat_minor INTEGER NOT NULL,
    gross_minor INTEGER NOT NULL CHECK (gross_minor = net_minor + vat_minor),
    PRIMARY KEY (sale_id, rate_bp)
) STRICT, WITHOUT ROWID;;

CREATE TABLE payment (
    sale_id TEXT NOT NULL REFERENCES sale,
    position INTEGER NOT NULL,
    means TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (sale_id, position)
) STRICT, WITHOUT ROWID;;

CREATE TABLE movement (
    till_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    lot TEXT NOT NULL DEFAULT '',
    delta_milli INTEGER NOT NULL,
    reason TEXT NOT NULL,
    ref TEXT NOT NULL DEFAULT '',
    at_ms INTEGER NOT NULL,
    basis TEXT NOT NULL DEFAULT '',
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (till_id, epoch, seq)
) STRICT, WITHOUT ROWID;;

CREATE INDEX movement_product ON movement (product_id, at_ms);;

CREATE TABLE stock_level (
    product_id TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    quantity_milli INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (product_id, place)
) STRICT, WITHOUT ROWID;;

CREATE TABLE online_link (
    target TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    shop TEXT NOT NULL,
    shop_name TEXT NOT NULL,
    window_url TEXT NOT NULL,
    term INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    suspended TEXT NOT NULL DEFAULT '',
    current_at_ms INTEGER,
    not_before_ms INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;;

CREATE TABLE dirty (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    stream TEXT NOT NULL CHECK (stream IN ('product', 'level')),
    product_id TEXT NOT NULL,
    gen INTEGER NOT NULL,
    claimed_gen INTEGER,
    attempt_id TEXT,
    set_aside TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (target, stream, product_id)
) STRICT, WITHOUT ROWID;;

CREATE INDEX dirty_attempt ON dirty (attempt_id) WHERE attempt_id IS NOT NULL;;

CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    stream TEXT NOT NULL,
    body BLOB NOT NULL,
    made_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE INDEX attempt_target ON attempt (target);;

CREATE TABLE published (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    product_id TEXT NOT NULL,
    shown INTEGER NOT NULL,
    PRIMARY KEY (target, product_id)
) STRICT, WITHOUT ROWID;;

CREATE TABLE print_job (
    id TEXT PRIMARY KEY,
    printer TEXT NOT NULL,
    sale_id TEXT REFERENCES sale,
    title TEXT NOT NULL,
    body BLOB NOT NULL,
    copy INTEGER NOT NULL DEFAULT 0 CHECK (copy >= 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'printed', 'unknown', 'dropped')),
    reached INTEGER NOT NULL DEFAULT 0 CHECK (reached IN (0, 1)),
    made_at_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT ''
) STRICT;;

CREATE INDEX print_job_open ON print_job (printer, made_at_ms) WHERE state IN ('waiting', 'sending', 'unknown');;
CREATE INDEX print_job_sale ON print_job (sale_id);;

CREATE TABLE import (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER,
    state TEXT NOT NULL CHECK (state IN ('staging', 'publishing', 'published', 'undoing', 'undone', 'cancelled')),
    added INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    layout TEXT NOT NULL,
    headings TEXT NOT NULL
) STRICT;;

CREATE TABLE import_made (
    import_id TEXT NOT NULL REFERENCES import ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('category', 'family')),
    id TEXT NOT NULL,
    PRIMARY KEY (import_id, kind, id)
) STRICT, WITHOUT ROWID;;

CREATE TABLE import_row (
    import_id TEXT NOT NULL REFERENCES import ON DELETE CASCADE,
    line INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'uncoded', 'added', 'changed', 'unchanged', 'refused', 'undone')),
    reason TEXT NOT NULL DEFAULT '',
    product_id TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID
"""


def m002_counter(db: Database) -> None:
    """Notes, parked tickets, keys a shop lays out, papers of several kinds, and a search that forgives slips."""
    for statement in _M002.split(";;"):
        db.execute(statement)
    words = {word for (entry,) in db.execute("SELECT words FROM search_entry") for word in words_of(entry)}
    search_index.list_words(db, sorted(words))


_M002: Final = """
ALTER TABLE sale ADD COLUMN note TEXT NOT NULL DEFAULT '';;

ALTER TABLE sale_line ADD COLUMN note TEXT NOT NULL DEFAULT '';;

CREATE INDEX sale_number ON sale (number);;
CREATE INDEX sale_total ON sale (total_minor);;
CREATE INDEX sale_line_product ON sale_line (product_id);;

ALTER TABLE print_job ADD COLUMN paper TEXT NOT NULL DEFAULT 'receipt' CHECK (paper IN ('receipt', 'gift', 'trial'));;

CREATE TABLE parked_ticket (
    ticket_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    parked_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE quick_key (
    position INTEGER PRIMARY KEY,
    product_id TEXT NOT NULL UNIQUE REFERENCES product ON DELETE CASCADE
) STRICT;;

UPDATE search_entry SET words = replace(replace(replace(replace(words, '‘', ''''), 'ʼ', ''''), '′', ''''), '`', '''')
WHERE words GLOB '*[‘ʼ′`]*';;

DROP TABLE search_prefix;;

CREATE VIRTUAL TABLE search_prefix USING fts5(
    words, content='search_entry', content_rowid='rank', tokenize='unicode61', prefix='1 2 3 4 5 6', detail=none
);;

INSERT INTO search_prefix (search_prefix) VALUES ('rebuild');;

CREATE TABLE search_word (
    number INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
) STRICT;;

CREATE VIRTUAL TABLE search_word_inside USING fts5(
    word, content='search_word', content_rowid='number', tokenize='trigram', detail=none
);;

CREATE TRIGGER search_word_insert AFTER INSERT ON search_word BEGIN
    INSERT INTO search_word_inside (rowid, word) VALUES (NEW.number, NEW.word);
END
"""


def m003_journal(db: Database) -> None:
    """Persons, the chain of signed records with its keys and totals, and what papers and records say of goods."""
    for statement in _M003.split(";;"):
        db.execute(statement)
    for table in ("sale_line", "sale_vat", "payment"):
        _let_purge(db, table, "JOIN sale s ON s.record_seq BETWEEN from_seq AND to_seq WHERE s.id = OLD.sale_id")
    _let_purge(db, "sale", "WHERE OLD.record_seq BETWEEN from_seq AND to_seq")


def _let_purge(db: Database, table: str, covered: str) -> None:
    """Refuse every deletion but of rows that a purge covers."""
    db.execute(f"DROP TRIGGER {table}_no_delete")
    db.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
        f" WHEN NOT EXISTS (SELECT 1 FROM purge {covered})"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


_M003: Final = """
CREATE TABLE role (
    name TEXT PRIMARY KEY,
    rights TEXT NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    role TEXT NOT NULL,
    pin TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    locked_until_ms INTEGER NOT NULL DEFAULT 0,
    left_at_ms INTEGER,
    created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE fiscal_record (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    series TEXT NOT NULL,
    no INTEGER NOT NULL CHECK (no >= 1),
    business_day TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ts_local TEXT NOT NULL,
    till_id TEXT NOT NULL,
    siret TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    responsible_id TEXT NOT NULL,
    fiscal_version TEXT NOT NULL,
    build_hash TEXT NOT NULL,
    key_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    sig BLOB NOT NULL CHECK (length(sig) = 64),
    UNIQUE (series, no)
) STRICT;;

CREATE INDEX fiscal_record_kind ON fiscal_record (kind, seq);;
CREATE INDEX fiscal_record_subject ON fiscal_record (subject);;
CREATE INDEX fiscal_record_day ON fiscal_record (business_day);;

CREATE TABLE purge (
    from_seq INTEGER NOT NULL,
    to_seq INTEGER NOT NULL,
    record_seq INTEGER PRIMARY KEY REFERENCES fiscal_record
) STRICT;;

CREATE TRIGGER purge_needs_record BEFORE INSERT ON purge
WHEN NOT EXISTS (SELECT 1 FROM fiscal_record WHERE seq = NEW.record_seq AND kind = 'PURGE'
    AND subject = NEW.from_seq || '-' || NEW.to_seq AND NEW.to_seq < seq)
    OR EXISTS (SELECT 1 FROM purge WHERE record_seq = NEW.record_seq)
BEGIN
    SELECT RAISE(ABORT, 'a purge needs its record');
END;;

CREATE TRIGGER purge_no_update BEFORE UPDATE ON purge BEGIN SELECT RAISE(ABORT, 'purge is append-only'); END;;
CREATE TRIGGER purge_no_delete BEFORE DELETE ON purge BEGIN SELECT RAISE(ABORT, 'purge is append-only'); END;;

CREATE TRIGGER fiscal_record_no_reuse BEFORE INSERT ON fiscal_record
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM fiscal_record)
    OR EXISTS (SELECT 1 FROM fiscal_record WHERE series = NEW.series AND no = NEW.no)
BEGIN
    SELECT RAISE(ABORT, 'fiscal_record is append-only and has no gap');
END;;

CREATE TRIGGER fiscal_record_no_delete BEFORE DELETE ON fiscal_record BEGIN
    SELECT RAISE(ABORT, 'fiscal_record is append-only');
END;;

CREATE TRIGGER fiscal_record_no_update BEFORE UPDATE ON fiscal_record
WHEN (NEW.seq, NEW.kind, NEW.series, NEW.no, NEW.business_day, NEW.at_ms, NEW.ts_local, NEW.till_id, NEW.siret,
        NEW.operator_id, NEW.operator_name, NEW.responsible_id, NEW.fiscal_version, NEW.build_hash, NEW.key_id,
        NEW.subject, NEW.hash, NEW.sig, NEW.payload)
    IS NOT (OLD.seq, OLD.kind, OLD.series, OLD.no, OLD.business_day, OLD.at_ms, OLD.ts_local, OLD.till_id, OLD.siret,
        OLD.operator_id, OLD.operator_name, OLD.responsible_id, OLD.fiscal_version, OLD.build_hash, OLD.key_id,
        OLD.subject, OLD.hash, OLD.sig, x'')
    OR OLD.kind NOT IN ('TICKET', 'TRAIN', 'NOTE', 'COPY', 'PAYFIX', 'CASHMOVE')
    OR NOT EXISTS (SELECT 1 FROM purge WHERE OLD.seq BETWEEN from_seq AND to_seq)
BEGIN
    SELECT RAISE(ABORT, 'fiscal_record is append-only');
END;;

CREATE TABLE fiscal_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    at_ms INTEGER NOT NULL,
    clock_ms INTEGER NOT NULL,
    open_day TEXT NOT NULL DEFAULT '',
    closed_day TEXT NOT NULL DEFAULT '',
    closed_month TEXT NOT NULL DEFAULT '',
    closed_year TEXT NOT NULL DEFAULT '',
    training INTEGER NOT NULL DEFAULT 0 CHECK (training IN (0, 1)),
    held TEXT NOT NULL DEFAULT ''
) STRICT;;

CREATE TABLE counter (
    till_id TEXT NOT NULL,
    series TEXT NOT NULL,
    last_no INTEGER NOT NULL,
    last_hash BLOB NOT NULL CHECK (length(last_hash) = 32),
    PRIMARY KEY (till_id, series)
) STRICT, WITHOUT ROWID;;

CREATE TABLE totals (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    day INTEGER NOT NULL,
    month INTEGER NOT NULL,
    year INTEGER NOT NULL,
    perpetual_signed INTEGER NOT NULL,
    perpetual_abs INTEGER NOT NULL CHECK (perpetual_abs >= 0)
) STRICT;;

CREATE TABLE fiscal_key (
    id TEXT PRIMARY KEY,
    public BLOB NOT NULL,
    alg TEXT NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq INTEGER
) STRICT, WITHOUT ROWID;;

CREATE TABLE param (
    name TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name, valid_from)
) STRICT, WITHOUT ROWID;;

INSERT INTO fiscal_head (one, seq, hash, at_ms, clock_ms) VALUES (1, 0, zeroblob(32), 0, 0);;
INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0);;

ALTER TABLE sale ADD COLUMN record_seq INTEGER REFERENCES fiscal_record;;
CREATE INDEX sale_record ON sale (record_seq);;

ALTER TABLE product ADD COLUMN supply TEXT NOT NULL DEFAULT 'goods' CHECK (supply IN ('goods', 'service'));;
ALTER TABLE product ADD COLUMN guaranteed INTEGER NOT NULL DEFAULT 0 CHECK (guaranteed IN (0, 1));;
ALTER TABLE product ADD COLUMN eco_minor INTEGER CHECK (eco_minor >= 0);;

ALTER TABLE parked_ticket ADD COLUMN training INTEGER NOT NULL DEFAULT 0 CHECK (training IN (0, 1));;

ALTER TABLE sale_line ADD COLUMN supply TEXT NOT NULL DEFAULT 'goods';;
ALTER TABLE sale_line ADD COLUMN guaranteed INTEGER NOT NULL DEFAULT 0;;
ALTER TABLE sale_line ADD COLUMN eco_minor INTEGER;;

DROP INDEX print_job_open;;
DROP INDEX print_job_sale;;
ALTER TABLE print_job RENAME TO print_job_before;;

CREATE TABLE print_job (
    id TEXT PRIMARY KEY,
    printer TEXT NOT NULL,
    sale_id TEXT REFERENCES sale,
    record_seq INTEGER REFERENCES fiscal_record,
    title TEXT NOT NULL,
    body BLOB NOT NULL,
    copy INTEGER NOT NULL DEFAULT 0 CHECK (copy >= 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'printed', 'unknown', 'dropped')),
    reached INTEGER NOT NULL DEFAULT 0 CHECK (reached IN (0, 1)),
    made_at_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    paper TEXT NOT NULL DEFAULT 'receipt'
) STRICT;;

INSERT INTO print_job (id, printer, sale_id, title, body, copy, state, reached, made_at_ms, tries, trouble, paper)
SELECT id, printer, sale_id, title, body, copy, state, reached, made_at_ms, tries, trouble, paper
FROM print_job_before ORDER BY rowid;;

DROP TABLE print_job_before;;

CREATE INDEX print_job_open ON print_job (printer, made_at_ms) WHERE state IN ('waiting', 'sending', 'unknown');;
CREATE INDEX print_job_sale ON print_job (sale_id);;
CREATE INDEX print_job_record ON print_job (record_seq);;

CREATE TABLE mail_outbox (
    id TEXT PRIMARY KEY,
    record_seq INTEGER REFERENCES fiscal_record,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    file_name TEXT NOT NULL,
    attachment BLOB NOT NULL,
    made_at_ms INTEGER NOT NULL
) STRICT;;

CREATE INDEX mail_outbox_record ON mail_outbox (record_seq)
"""


def m004_orders_in(db: Database) -> None:
    """Reservations and what is promised of the goods, differences found, and what was asked for in vain."""
    for statement in m004_orders.STATEMENTS.split(";;"):
        db.execute(statement)


def m005_town_in(db: Database) -> None:
    """What the shop's window says beside its stock, and what shoppers ask."""
    for part in (m005_town.WINDOW, m005_town.QUESTIONS):
        for statement in filter(str.strip, part.split(";;")):
            db.execute(statement)


MIGRATIONS: Final[dict[str, Callable[[Database], None]]] = {
    "m001_shop": m001_shop,
    "m002_counter": m002_counter,
    "m003_journal": m003_journal,
    "m004_orders": m004_orders_in,
    "m005_town": m005_town_in,
}
