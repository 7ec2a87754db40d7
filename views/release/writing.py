"""Writing what was reviewed: the folder, who else checked it, progress, and the passphrase shown once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.casework import shown
from desktop.errors import FieldErrors, UserError
from desktop.paper.sealed import new_passphrase
from desktop.qt.jobs import Operation, Task
from desktop.qt.theme import theme
from desktop.redaction.profiles import Profile
from desktop.reports import draft_copies
from desktop.reports import release_review as reviews
from desktop.reports.release_review import Review, What
from desktop.session import Session
from desktop.wording import plural
from views import kit

if TYPE_CHECKING:
    from views.release.review_page import ReleasePage


class Writing:
    """The last step of a release review; its forms open below the page's list."""

    def __init__(self, page: ReleasePage) -> None:
        self._page = page

    def ask(self) -> None:
        """Ask for the folder and the second person, or say what stands in the way."""
        found = self._page.found
        if found is None:
            return
        if not found.ready.free:
            self._page.next_open()
            self._page.context.notice(f"{plural(found.open, 'question')} must be answered first.", "warn")
            return
        assert self._page.around is not None
        profile: Profile = found.ready.made.releaser.profile
        fields: dict[str, Any] = {"folder": kit.FolderField("Folder", "Nothing in it is overwritten")}
        if profile.second_person != "no" and not self._page.draft_copy:
            fields["second"] = kit.choice(
                "Who else checked it",
                self._page.around.second,
                "Somebody other than you. Without a name only a draft is written.",
                optional=True,
                combo=True,
            )
        if found.ready.data:
            fields["form"] = kit.choice("Written as", {"pdf": "Pages (PDF)", "json": "Data (JSON)"}, value="pdf")
        if profile.encrypted == "offered":
            fields["seal"] = kit.choice("Sealed with a passphrase", {"yes": "Yes", "no": "No"}, value="no")
        self._page.ask_in_place(kit.InlineForm("Write the file", fields, "Write it", self._write, self._page.answered))

    def _write(self, form: kit.InlineForm) -> None:
        assert self._page.found is not None
        values, profile = form.values(), self._page.found.ready.made.releaser.profile
        sealed, kind = profile.encrypted == "always" or values.get("seal") == "yes", str(values.get("form") or "pdf")
        try:
            if sealed and kind != "pdf":
                raise FieldErrors({"form": "Data is not sealed: choose pages, or no passphrase"})
            out = _file(str(values["folder"]), self._page.found, self._page.only.get("draft", ""), kind)
        except FieldErrors as problem:
            form.form.show(problem)
            return
        phrase = new_passphrase() if sealed else ""
        session, case_id, what = self._page.context.session, self._page.context.case, self._page.what
        chosen = {
            "recipient_id": self._page.recipient if self._page.for_somebody(self._page.profile) else "",
            "request_id": self._page.request if self._page.profile == "court" else "",
            "second_person": str(values.get("second") or ""),
            "passphrase": phrase,
            **self._page.only,
        }

        draft_copy = self._page.draft_copy

        def work(task: Task) -> Path:
            return _write_now(session, case_id, what, profile.id, out, task, chosen, draft_copy)

        panel = kit.ProgressPanel("Writing the file")
        self._page.close_ask()
        self._page.answers.hide()
        self._page.ask_box.layout().addWidget(kit.card(panel))
        theme().dress(self._page.ask_box)
        operation: Operation[Path] = Operation(self._page, "Write the file", work)
        panel.follow(operation)
        operation.on_done(lambda path: self._written(path, phrase)).on_failed(
            lambda error: self._not_written(error, out, phrase)
        )
        operation.on_cancelled(self._page.answered).run()

    def _written(self, path: Path, phrase: str, *, draft: bool = False) -> None:
        self._page.close_ask()
        self._page.answers.hide()
        parts: list[QWidget] = [
            kit.state("A draft was written" if draft else "The file is written", icon="done"),
            kit.label(str(path)),
        ]
        if draft:
            parts.append(kit.label("Nobody else has checked it: every page says so."))
        if phrase:
            secret = kit.text_field(
                "Passphrase, shown once",
                "Hand it over another way than the file: by telephone, never in the same message",
            )
            secret.set_value(phrase)
            secret.line.setReadOnly(True)
            parts.append(secret)
        parts.append(kit.flow(kit.button("Done", self._page.answered)))
        self._page.ask_box.layout().addWidget(kit.card(*parts))
        theme().dress(self._page.ask_box)
        last = self._page.ask_box.findChildren(kit.Button)
        last[-1].setFocus()
        self._page.context.notice("A draft was written." if draft else "The file is written and stands in the audit.")

    def _not_written(self, error: UserError, out: Path, phrase: str) -> None:
        if error.code == "draft":
            self._written(out.parent / "draft" / out.name, phrase, draft=True)
            return
        self._page.answered()
        self._page.context.show_error(error)


def _write_now(
    session: Session, case_id: str, what: What, profile: str, out: Path, task: Task, chosen: dict[str, str],
    draft_copy: str,
) -> Path:  # fmt: skip
    case = session.look(shown.case_and_marking, case_id)[0]

    def progress(done: int, total: int) -> None:
        task.step(done, total, f"Page {done} of {total}")

    more: dict[str, Any] = {**chosen, "progress": progress, "cancelled": lambda: task.cancelled}
    if not draft_copy:
        return reviews.write(session, case, what, profile, out, **more)
    del more["draft"], more["request_id"], more["second_person"]
    draft, copy = session.look(draft_copies.copy_called, case, draft_copy)
    return draft_copies.export_copy(session, case, draft, copy, profile, out, **more)


def _file(folder: str, found: Review, draft: str, kind: str) -> Path:
    path = Path(folder).expanduser()
    if not folder:
        raise FieldErrors({"folder": "Choose the folder for the file"})
    if not path.is_absolute() or not path.is_dir():
        raise FieldErrors({"folder": "Choose a folder that is there"})
    made = found.ready.made
    stem = found.what.id if found.what.kind == "report" else found.what.kind
    copy = "-advocate" if made.copy_to else ""
    numbered = "-" + "-".join(re.findall(r"[a-z]+|\d+", draft.partition(" of ")[0].lower())) if draft else ""
    name = f"{made.case.reference}-{stem.split(':')[0].lower()}-{made.profile}{copy}{numbered}.{kind}"
    if (path / name).exists():
        raise FieldErrors({"folder": f"{name} is in that folder already. Choose another folder"})
    return path / name
