"""The shape of the store: one ``metadata`` that every module of this package declares its tables on.

Conventions: text ids (UUIDv7) as primary keys, times as ISO text in UTC, ``PartialDate`` as its ISO text, booleans as
0 or 1, every row that can travel with ``revision``, ``updated_by`` and ``deleted``. Tables are declared with
SQLAlchemy Core only. Constraint names come from the convention below, so that a later migration can name them.
"""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def load_all() -> MetaData:
    """Import every module of this package, so that ``metadata`` knows every table, and give it back."""
    for module in pkgutil.iter_modules(__path__, prefix=f"{__name__}."):
        importlib.import_module(module.name)
    return metadata
