"""Notes know the conversation they are the account of; copies outside the store know what they are for."""

from __future__ import annotations

from alembic import op

from storage.migrations.shaping import add_what_is_missing

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns that notes and loans have now."""
    add_what_is_missing(op.get_bind())
