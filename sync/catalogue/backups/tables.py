"""The tables of the catalogue as they are after a migration, old ones included, and what each column holds."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sync.catalogue.backups.archive import Kind
from sync.catalogue.starting import CannotStart

APP = "catalogue"
APPLIED = f"SELECT name FROM django_migrations WHERE app = '{APP}' ORDER BY name"


@dataclass(frozen=True)
class Table:
    """A table, its columns in an order of their own, and what each holds."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]


def tables_after(migration: str) -> list[Table]:
    """Return every table that there is after a migration.

    Raises:
        CannotStart: the migration is of a newer version.
    """
    loader = MigrationExecutor(connection).loader
    if (APP, migration) not in loader.disk_migrations:
        raise CannotStart("This backup or database is of a newer version of Comptoir. Update Comptoir.")
    models = loader.project_state((APP, migration)).apps.get_models(include_auto_created=True)
    return sorted((_table(model) for model in models), key=lambda table: table.name)


def newest_of(applied: list[str]) -> str:
    """Return the last of the migrations that a database has.

    Raises:
        CannotStart: it has none.
    """
    if not applied:
        raise CannotStart("There is no catalogue in this database.")
    return max(applied)


def _table(model: Any) -> Table:
    fields = model._meta.local_concrete_fields  # noqa: SLF001 (Django's documented way)
    return Table(model._meta.db_table, tuple(one.column for one in fields), tuple(_kind(one) for one in fields))  # noqa: SLF001


def _kind(field: Any) -> Kind:
    while field.is_relation:
        field = field.target_field
    name = field.get_internal_type()
    if name in _KINDS:
        return _KINDS[name]
    return "int" if name.endswith(("IntegerField", "AutoField")) else "text"


_KINDS: dict[str, Kind] = {"BooleanField": "bool", "FloatField": "float", "BinaryField": "bytes"}
