"""The triggers that tell of what no batch tells of: who the town and its shops are, their words, rules and promotions.

Whoever writes such a row, by whatever way, thereby writes a line of news without a product: of its shop, or (shop null)
of the whole town. On PostgreSQL that is the last thing a transaction does, so that numbers grow as commits happen; the
lock is that of `rows.note_changes`.
"""

from typing import Any

_LOCK = 0x636F6D70746F6972
_OF_SHOP = ("catalogue_closure", "catalogue_rules", "catalogue_promotion", "catalogue_news")
_OF_TOWN = ("catalogue_town", "catalogue_townevent", "catalogue_townevent_shops")
_PHOTOS = "catalogue_productphoto"
_SHOP = "catalogue_shop"
_HEARD = {"complete_ms", "closed_ms", "opens_ms", "word_term", "word_version", "created_ms", "mail", "worded"}
"""What of a shop either is shown nowhere or comes with news of its own."""

_FUNCTION = f"""
CREATE FUNCTION catalogue_tell() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    shop text;
    mark text;
BEGIN
    IF TG_ARGV[0] = 'product_id' THEN
        SELECT p.shop_id INTO shop FROM catalogue_product p WHERE p.id = (told->>'product_id')::bigint;
    ELSIF TG_ARGV[0] <> '' THEN
        SELECT s.id INTO shop FROM catalogue_shop s WHERE s.id = told->>TG_ARGV[0];
    END IF;
    mark := txid_current() || ' ' || coalesce(shop, '');
    IF coalesce(current_setting('comptoir.told', true), '') = mark THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('comptoir.told', mark, true);
    PERFORM pg_advisory_xact_lock({_LOCK});
    INSERT INTO catalogue_change (shop_id, product_id, at_ms)
        VALUES (shop, NULL, (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
    RETURN NULL;
END $$
"""


def make(apps: object, schema_editor: Any) -> None:
    """Let every table of words tell."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        columns = [one.name for one in connection.introspection.get_table_description(cursor, _SHOP)]
        spoken = ", ".join(name for name in columns if name not in _HEARD)
        for statement in _postgresql(spoken) if connection.vendor == "postgresql" else _sqlite(spoken):
            cursor.execute(statement)


def _postgresql(spoken: str) -> list[str]:
    whose = [*((table, "shop_id") for table in _OF_SHOP), *((table, "") for table in _OF_TOWN), (_PHOTOS, "product_id")]
    tables = [(table, "INSERT OR UPDATE OR DELETE", column) for table, column in whose]
    tables.append((_SHOP, f"INSERT OR DELETE OR UPDATE OF {spoken}", "id"))
    return [
        _FUNCTION,
        *(
            f"CREATE CONSTRAINT TRIGGER {table}_told AFTER {deeds} ON {table} DEFERRABLE INITIALLY DEFERRED"
            f" FOR EACH ROW EXECUTE FUNCTION catalogue_tell('{column}')"
            for table, deeds, column in tables
        ),
    ]


def _sqlite(spoken: str) -> list[str]:
    """A deletion tells of the whole town: its shop may be about to go too, and no news may name a shop that is gone."""
    whose = [*((table, "new.shop_id") for table in _OF_SHOP), *((table, "NULL") for table in _OF_TOWN)]
    whose.append((_PHOTOS, "(SELECT shop_id FROM catalogue_product WHERE id = new.product_id)"))
    told = [(table, deed, shop) for table, shop in whose for deed in ("INSERT", "UPDATE")]
    told += [(table, "DELETE", "NULL") for table, _ in whose]
    told += [(_SHOP, "INSERT", "new.id"), (_SHOP, f"UPDATE OF {spoken}", "new.id"), (_SHOP, "DELETE", "NULL")]
    return [
        f"CREATE TRIGGER {table}_told_{deed.split()[0].lower()} AFTER {deed} ON {table} BEGIN"
        f" INSERT INTO catalogue_change (shop_id, product_id, at_ms) VALUES ({shop}, NULL,"
        " CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)); END"
        for table, deed, shop in told
    ]
