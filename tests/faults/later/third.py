"""A third shape of the store, for tests alone: a new table, and an old one built again with another column."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table more, and a column more in another."""
    op.create_table("later", sa.Column("id", sa.Text, primary_key=True))
    with op.batch_alter_table("blob", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.Text))
