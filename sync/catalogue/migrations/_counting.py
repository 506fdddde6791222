"""The triggers that count what each shop shows of each category: of 400,000 products nobody counts that at every look."""

from typing import Any

_SHELF = "catalogue_shelf"
_PUT = "ON CONFLICT (shop_id, category_key, category) DO UPDATE SET count = catalogue_shelf.count + 1"  # one more of it
_SAME = "shop_id = {old}.shop_id AND category_key = {old}.category_key AND category = {old}.category"

_FUNCTION = f"""
CREATE FUNCTION catalogue_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.shown, OLD.category_key, OLD.category) = (NEW.shown, NEW.category_key, NEW.category) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.shown THEN
        UPDATE {_SHELF} SET count = count - 1 WHERE {_SAME.format(old="OLD")};
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.shown THEN
        INSERT INTO {_SHELF} (shop_id, category_key, category, count)
            VALUES (NEW.shop_id, NEW.category_key, NEW.category, 1) {_PUT};
    END IF;
    RETURN NULL;
END $$
"""
_POSTGRESQL = (
    _FUNCTION,
    "CREATE TRIGGER catalogue_product_counted AFTER INSERT OR DELETE OR UPDATE OF shown, category_key, category"
    " ON catalogue_product FOR EACH ROW EXECUTE FUNCTION catalogue_count()",
)
_LESS = f"UPDATE {_SHELF} SET count = count - 1 WHERE {_SAME.format(old='old')}"
_MORE = (
    f"INSERT INTO {_SHELF} (shop_id, category_key, category, count)"
    f" SELECT new.shop_id, new.category_key, new.category, 1 WHERE new.shown {_PUT}"
)
_SQLITE = (
    f"CREATE TRIGGER catalogue_product_counted_in AFTER INSERT ON catalogue_product BEGIN {_MORE}; END",
    f"CREATE TRIGGER catalogue_product_counted_out AFTER DELETE ON catalogue_product WHEN old.shown BEGIN {_LESS}; END",
    "CREATE TRIGGER catalogue_product_counted_anew AFTER UPDATE OF shown, category_key, category ON catalogue_product"
    " WHEN old.shown <> new.shown OR old.category_key <> new.category_key OR old.category <> new.category BEGIN"
    f" {_LESS} AND old.shown; {_MORE}; END",
)


def make(apps: object, schema_editor: Any) -> None:
    """Count what is there, and from now on with every product."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_SHELF} (shop_id, category_key, category, count)"
            " SELECT shop_id, category_key, category, count(*) FROM catalogue_product WHERE shown"
            " GROUP BY shop_id, category_key, category"
        )
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
