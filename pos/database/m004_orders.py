"""The fourth step of the schema: reservations, what is promised, what differed, what was asked for in vain."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = """
ALTER TABLE online_link ADD COLUMN takes_orders INTEGER NOT NULL DEFAULT 1 CHECK (takes_orders IN (0, 1));;
ALTER TABLE online_link ADD COLUMN mode TEXT NOT NULL DEFAULT 'request'
    CHECK (mode IN ('request', 'safety', 'escrow'));;
ALTER TABLE online_link ADD COLUMN safety_milli INTEGER NOT NULL DEFAULT 0 CHECK (safety_milli >= 0);;
ALTER TABLE online_link ADD COLUMN share_milli INTEGER NOT NULL DEFAULT 2000 CHECK (share_milli >= 0);;
ALTER TABLE online_link ADD COLUMN hold_minutes INTEGER NOT NULL DEFAULT 1440;;
ALTER TABLE online_link ADD COLUMN answer_minutes INTEGER NOT NULL DEFAULT 240;;
ALTER TABLE online_link ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 1;;
ALTER TABLE online_link ADD COLUMN rules_told INTEGER NOT NULL DEFAULT 0;;
ALTER TABLE online_link ADD COLUMN skew_ms INTEGER;;
ALTER TABLE online_link ADD COLUMN compared_at_ms INTEGER;;
ALTER TABLE online_link ADD COLUMN vouched INTEGER NOT NULL DEFAULT 0 CHECK (vouched >= 0);;
ALTER TABLE online_link ADD COLUMN key_print TEXT NOT NULL DEFAULT '';;
ALTER TABLE dirty ADD COLUMN left_aside INTEGER NOT NULL DEFAULT 0 CHECK (left_aside IN (0, 1));;

CREATE TABLE cursor (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    stream TEXT NOT NULL,
    feed TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    mark TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (target, stream)
) STRICT, WITHOUT ROWID;;

CREATE TABLE inbox (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('taken', 'refused')),
    reason TEXT NOT NULL DEFAULT '',
    raw BLOB NOT NULL,
    heard_at_ms INTEGER NOT NULL,
    PRIMARY KEY (target, order_id, revision)
) STRICT;;

CREATE INDEX inbox_refused ON inbox (target) WHERE state = 'refused';;

CREATE TABLE online_order (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('requested', 'held', 'confirmed', 'fulfilled', 'rejected', 'expired', 'cancelled')
    ),
    mode TEXT NOT NULL CHECK (mode IN ('request', 'safety', 'escrow')),
    made_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,
    customer TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    paid INTEGER NOT NULL DEFAULT 0 CHECK (paid IN (0, 1)),
    made_by TEXT NOT NULL DEFAULT '',
    seen INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    heard_at_ms INTEGER NOT NULL,
    PRIMARY KEY (target, id)
) STRICT, WITHOUT ROWID;;

CREATE INDEX online_order_open ON online_order (target, made_at_ms) WHERE state IN ('requested', 'held', 'confirmed');;
CREATE INDEX online_order_heard ON online_order (heard_at_ms);;
CREATE INDEX online_order_unseen ON online_order (target) WHERE seen = 0;;

CREATE TABLE online_order_line (
    target TEXT NOT NULL,
    order_id TEXT NOT NULL,
    line INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    price_minor INTEGER,
    currency TEXT NOT NULL,
    asked_milli INTEGER NOT NULL CHECK (asked_milli > 0),
    held_milli INTEGER NOT NULL CHECK (held_milli >= 0),
    fulfilled_milli INTEGER NOT NULL DEFAULT 0 CHECK (fulfilled_milli >= 0),
    released_milli INTEGER NOT NULL DEFAULT 0 CHECK (released_milli >= 0),
    PRIMARY KEY (target, order_id, line),
    FOREIGN KEY (target, order_id) REFERENCES online_order (target, id) ON DELETE CASCADE,
    CHECK (asked_milli = held_milli + fulfilled_milli + released_milli)
) STRICT, WITHOUT ROWID;;

CREATE INDEX online_order_line_held ON online_order_line (product_id) WHERE held_milli > 0;;

CREATE TABLE order_deed (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    key TEXT NOT NULL,
    order_id TEXT NOT NULL,
    deed TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'overtaken', 'refused')),
    reason TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    made_at_ms INTEGER NOT NULL,
    PRIMARY KEY (target, key)
) STRICT;;

CREATE INDEX order_deed_waiting ON order_deed (target, made_at_ms) WHERE state = 'waiting';;
CREATE INDEX order_deed_order ON order_deed (target, order_id);;

CREATE TABLE ticket_order (
    ticket_id TEXT NOT NULL,
    target TEXT NOT NULL,
    order_id TEXT NOT NULL,
    PRIMARY KEY (ticket_id, target, order_id),
    FOREIGN KEY (target, order_id) REFERENCES online_order (target, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;;

CREATE INDEX ticket_order_order ON ticket_order (target, order_id);;

CREATE TABLE escrow (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    product_id TEXT NOT NULL,
    granted_milli INTEGER NOT NULL CHECK (granted_milli >= 0),
    recalled_milli INTEGER NOT NULL DEFAULT 0 CHECK (recalled_milli >= 0),
    returned_milli INTEGER NOT NULL DEFAULT 0 CHECK (returned_milli >= 0),
    consumed_milli INTEGER NOT NULL DEFAULT 0 CHECK (consumed_milli >= 0),
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
    PRIMARY KEY (target, product_id),
    CHECK (returned_milli <= recalled_milli),
    CHECK (returned_milli + consumed_milli <= granted_milli)
) STRICT, WITHOUT ROWID;;

CREATE INDEX escrow_product ON escrow (product_id);;

CREATE TABLE drift (
    id INTEGER PRIMARY KEY,
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    product_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    found_at_ms INTEGER NOT NULL,
    ours TEXT NOT NULL,
    theirs TEXT NOT NULL,
    story TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('found', 'held', 'repairing', 'repaired')),
    settled_at_ms INTEGER
) STRICT;;

CREATE INDEX drift_target ON drift (target, found_at_ms);;

CREATE TABLE online_log (
    id INTEGER PRIMARY KEY,
    target TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1 CHECK (times >= 1),
    event TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '{}'
) STRICT;;

CREATE INDEX online_log_moment ON online_log (at_ms);;

CREATE TABLE demand (
    id TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    words TEXT NOT NULL,
    product_id TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    person TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;;

CREATE INDEX demand_moment ON demand (at_ms)
"""
