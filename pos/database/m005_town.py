"""The fifth step of the schema: what the window says beside its stock, and what shoppers ask."""

from __future__ import annotations

from typing import Final

WINDOW: Final = """
CREATE TABLE window_word (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    hours TEXT,
    presentation TEXT,
    website TEXT,
    phone TEXT,
    picture TEXT REFERENCES photo,
    had_picture INTEGER NOT NULL DEFAULT 0 CHECK (had_picture IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 0
) STRICT;;

INSERT INTO window_word (one) VALUES (1);;

CREATE TABLE window_closure (
    place INTEGER PRIMARY KEY,
    first TEXT NOT NULL,
    last TEXT NOT NULL CHECK (last >= first),
    hours TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT;;

CREATE TABLE window_news (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL CHECK (title <> ''),
    text TEXT NOT NULL DEFAULT '',
    first TEXT NOT NULL,
    last TEXT,
    photo TEXT REFERENCES photo,
    shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE promotion (
    product_id TEXT PRIMARY KEY REFERENCES product ON DELETE CASCADE,
    price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
    prior_minor INTEGER NOT NULL CHECK (prior_minor > price_minor),
    before_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    starts_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL CHECK (ends_ms > starts_ms),
    text TEXT NOT NULL DEFAULT '',
    taken_back INTEGER NOT NULL DEFAULT 0 CHECK (taken_back IN (0, 1)),
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;

CREATE TABLE ended_price (
    product_id TEXT NOT NULL REFERENCES product ON DELETE CASCADE,
    price_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT;;

CREATE INDEX ended_price_product ON ended_price (product_id, until_ms);;
CREATE INDEX ended_price_until ON ended_price (until_ms);;

CREATE TABLE product_text (
    product_id TEXT PRIMARY KEY REFERENCES product ON DELETE CASCADE,
    description TEXT NOT NULL CHECK (description <> '')
) STRICT, WITHOUT ROWID;;

CREATE TABLE window_told (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('word', 'news', 'promotion', 'photos', 'file')),
    ref TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL DEFAULT '',
    refused TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (target, kind, ref)
) STRICT, WITHOUT ROWID;;

CREATE INDEX window_told_refused ON window_told (target) WHERE refused <> '';;

CREATE INDEX window_news_photo ON window_news (photo) WHERE photo IS NOT NULL
"""

QUESTIONS: Final = """
"""
