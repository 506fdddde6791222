"""The fifth step of the schema: what the window says beside its stock, and what shoppers ask."""

from __future__ import annotations

from typing import Final

WINDOW: Final = """
"""

QUESTIONS: Final = """
CREATE TABLE question (
    target TEXT NOT NULL REFERENCES online_link ON DELETE CASCADE,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'answered')),
    text TEXT NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    product_id TEXT NOT NULL DEFAULT '',
    product_name TEXT NOT NULL DEFAULT '',
    customer TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    answered_at_ms INTEGER,
    seen INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1)),
    heard_at_ms INTEGER NOT NULL,
    PRIMARY KEY (target, id)
) STRICT, WITHOUT ROWID;;

CREATE INDEX question_open ON question (target, asked_at_ms) WHERE state = 'asked';;

CREATE TABLE question_answer (
    target TEXT NOT NULL,
    question_id TEXT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    refusal TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    made_at_ms INTEGER NOT NULL,
    PRIMARY KEY (target, question_id),
    FOREIGN KEY (target, question_id) REFERENCES question (target, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;;
"""
