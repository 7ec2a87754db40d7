"""What alembic runs: the scripts, on the connection it was handed, inside the transaction that is already open."""

from __future__ import annotations

from alembic import context

from storage.tables import load_all

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=load_all(),
    render_as_batch=True,
)
context.run_migrations()
