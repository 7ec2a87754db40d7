"""Tables of the board, workers, cases, notes, meetings, rows of registers and drafts."""

from storage.records import Board, Case, Draft, Meeting, Note, RegisterRow, Worker
from storage.tables.mapping import declare

worker = declare(Worker, "worker")
board = declare(Board, "board")
case = declare(Case, "review_case")
note = declare(Note, "note", "case_id", "parent_id")
meeting = declare(Meeting, "meeting", "case_id")
register_row = declare(RegisterRow, "register_row", "case_id", "register")
draft = declare(Draft, "draft", "case_id")
