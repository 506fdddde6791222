"""The index that search reads since 0005: whole words, FTS5 on SQLite, a GIN index of words on PostgreSQL.

PostgreSQL needs no extension for it: words are folded before they are written, and slips are looked for among the
town's words (`vocabulary`), not among its products.
"""

from typing import Any

_DROPPED = (
    "DROP TRIGGER IF EXISTS catalogue_search_put",
    "DROP TRIGGER IF EXISTS catalogue_search_drop",
    "DROP TRIGGER IF EXISTS catalogue_search_change",
    "DROP TABLE IF EXISTS catalogue_search",
)
_SQLITE = (
    "CREATE VIRTUAL TABLE catalogue_search USING fts5("
    "folded, content='catalogue_product', content_rowid='id', detail='none', columnsize=0,"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER catalogue_search_put AFTER INSERT ON catalogue_product BEGIN"
    " INSERT INTO catalogue_search(rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER catalogue_search_drop AFTER DELETE ON catalogue_product BEGIN"
    " INSERT INTO catalogue_search(catalogue_search, rowid, folded) VALUES ('delete', old.id, old.folded); END",
    "CREATE TRIGGER catalogue_search_change AFTER UPDATE OF folded ON catalogue_product"
    " WHEN old.folded <> new.folded BEGIN"
    " INSERT INTO catalogue_search(catalogue_search, rowid, folded) VALUES ('delete', old.id, old.folded);"
    " INSERT INTO catalogue_search(rowid, folded) VALUES (new.id, new.folded); END",
    "INSERT INTO catalogue_search(catalogue_search) VALUES ('rebuild')",
)
_POSTGRESQL = (
    "CREATE INDEX catalogue_product_words ON catalogue_product"
    " USING gin (array_to_tsvector(string_to_array(folded, ' ')))"
)
_ROWS_AT_ONCE = 1000


def drop(apps: Any, schema_editor: Any) -> None:
    """Take the old index away: SQLite may build the table anew, and would lose its triggers."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for statement in _DROPPED:
                cursor.execute(statement)
            return
        cursor.execute("DROP INDEX IF EXISTS catalogue_product_words")


def make(apps: Any, schema_editor: Any) -> None:
    """Make the index; a shop's products are worded afterwards."""
    with schema_editor.connection.cursor() as cursor:
        for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else (_POSTGRESQL,):
            cursor.execute(statement)


def word_anew(apps: Any, schema_editor: Any) -> None:
    """Word what was written before."""
    from sync.catalogue.indexing import folded, name_key, shop_words

    product_model, shop_model = apps.get_model("catalogue", "Product"), apps.get_model("catalogue", "Shop")
    words: set[str] = set()
    for shop in shop_model.objects.all():
        of_shop = shop_words(shop)
        changed = []
        for product in product_model.objects.filter(shop=shop):
            product.folded = folded(product.name, product.brand, product.category, of_shop)
            product.name_key = name_key(product.name)
            words.update(product.folded.split())
            changed.append(product)
        product_model.objects.bulk_update(changed, ["folded", "name_key"], batch_size=_ROWS_AT_ONCE)
        shop_model.objects.filter(pk=shop.pk).update(worded=of_shop)
    word_model = apps.get_model("catalogue", "Word")
    kept = [word_model(word=word) for word in sorted(words) if len(word) <= 40]
    word_model.objects.bulk_create(kept, batch_size=_ROWS_AT_ONCE)
