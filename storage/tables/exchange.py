"""Tables of packs: the register, crossings, decisions, names found, and what the other side of a pack last held.

``pack_base`` is no record of its own: one row for each record of a pack and each crossing that changed it, with the
columns' values as they were sent or came back.
"""

from sqlalchemy import Column, Integer, Table, Text

from storage.records import MergeDecision, NameFound, Pack, PackTrip
from storage.tables import metadata
from storage.tables.mapping import declare

pack = declare(Pack, "pack", "case_id", unique=(("vault_id",),))
pack_trip = declare(PackTrip, "pack_trip", "pack_id")
merge_decision = declare(MergeDecision, "merge_decision", "case_id", "pack_id")
name_found = declare(NameFound, "name_found", "case_id", "pack_id")
pack_base = Table(
    "pack_base",
    metadata,
    Column("pack_id", Text, primary_key=True),
    Column("record_kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("sent", Text, nullable=False),
    Column("held", Text, nullable=False),
)
