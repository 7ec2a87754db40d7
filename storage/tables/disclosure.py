"""Tables of the disclosure index."""

from storage.records import (
    EntryEvent,
    IndexEntry,
    Issue,
    IssueFile,
    IssueLog,
    IssueRow,
    Proceeding,
    ProceedingContact,
    Request,
)
from storage.tables.mapping import declare

# One entry for one record: a second is refused by the store itself.
index_entry = declare(IndexEntry, "index_entry", "case_id", unique=(("record_kind", "record_id"),))
entry_event = declare(EntryEvent, "entry_event", "case_id", "entry_id")
proceeding = declare(Proceeding, "proceeding", "case_id")
proceeding_contact = declare(ProceedingContact, "proceeding_contact", "case_id", "proceeding_id")
issue = declare(Issue, "issue", "case_id", unique=(("proceeding_id", "series", "version"),))
issue_row = declare(IssueRow, "issue_row", "case_id", "issue_id")
issue_file = declare(IssueFile, "issue_file", "case_id", "issue_id")
issue_log = declare(IssueLog, "issue_log", "case_id", "issue_id")
request = declare(Request, "request", "case_id")
