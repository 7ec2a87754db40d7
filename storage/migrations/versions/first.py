"""The first shape of the store: every table, trigger and search index of the model."""

from __future__ import annotations

from alembic import op

from storage.tables import load_all

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    load_all().create_all(op.get_bind(), checkfirst=False)
