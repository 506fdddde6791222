"""The index that search reads: FTS5 with trigrams on SQLite, pg_trgm on PostgreSQL where it may be installed."""

from typing import Any

from django.db import DatabaseError, migrations, transaction

_SQLITE = (
    "CREATE VIRTUAL TABLE catalogue_search USING fts5("
    "folded, content='catalogue_product', content_rowid='id', tokenize='trigram')",
    "CREATE TRIGGER catalogue_search_put AFTER INSERT ON catalogue_product BEGIN"
    " INSERT INTO catalogue_search(rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER catalogue_search_drop AFTER DELETE ON catalogue_product BEGIN"
    " INSERT INTO catalogue_search(catalogue_search, rowid, folded) VALUES ('delete', old.id, old.folded); END",
    "CREATE TRIGGER catalogue_search_change AFTER UPDATE OF folded ON catalogue_product"
    " WHEN old.folded <> new.folded BEGIN"
    " INSERT INTO catalogue_search(catalogue_search, rowid, folded) VALUES ('delete', old.id, old.folded);"
    " INSERT INTO catalogue_search(rowid, folded) VALUES (new.id, new.folded); END",
)


def make(apps: object, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in _SQLITE:
                cursor.execute(statement)
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:
            return
        cursor.execute("CREATE INDEX catalogue_product_words ON catalogue_product USING gin (folded gin_trgm_ops)")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_first")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
