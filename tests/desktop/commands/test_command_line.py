"""What a script can rely on: exit status, streams, nothing overwritten (command line, design section 10)."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.casework import people
from desktop.markers import passes, rows
from desktop.reports import draft_copies
from storage.records import Case, Person, PersonKind
from tests.desktop import command_desk
from tests.desktop.command_desk import Desk

DONE, FOUND, WRONG_USE, REFUSED, CANNOT_OPEN = range(5)
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with command_desk.furnished(tmp_path_factory.mktemp("desk")) as made:
        made.done("review", "add", "--name", "Plover", "--reference", "SCR-2016-01")
        made.done("people", "import", "Plover", made.file("people.csv", command_desk.PEOPLE))
        made.done("note", "add", "Plover", made.file("note.txt", "A talk about visits"), "--on", "2 June 2016")
        yield made


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("", WRONG_USE),
        ("unheard-of", WRONG_USE),
        ("review", WRONG_USE),
        ("review add --name Heron", WRONG_USE),
        ("item show Curlew", WRONG_USE),
        ("item show Plover W9999", WRONG_USE),
        ("item own Plover W0001 Nobody", WRONG_USE),
        ("item claim Plover W0001 perhaps", WRONG_USE),
        ("people import Plover {folder}/missing.csv", WRONG_USE),
        ("note add Plover {folder}/missing.txt", WRONG_USE),
        ("note add Plover {folder}/note.txt --on sometime", WRONG_USE),
        ("index show Plover --version N9 --out {folder}/never", WRONG_USE),
        ("index issue Plover --series X --out {folder}/never", WRONG_USE),
        ("index internal Plover --out {folder}/never.pdf", WRONG_USE),
        ("index issue Plover --series N --out {folder}/never", WRONG_USE),
        ("index issue Plover --series N --as-at soon --out {folder}/never", WRONG_USE),
        ("report minutes Plover --out {folder}/never.pdf --for Nobody", WRONG_USE),
        ("report minutes Plover --profile board --out {folder}/never.pdf --marker 3", WRONG_USE),
        ("report marker-record Plover --profile board --out {folder}/never.pdf --marker 99", WRONG_USE),
        ("report marker-record Plover --profile board --out {folder}/never.pdf --pass looking-back", WRONG_USE),
        ("report family-letter Plover --profile family --out {folder}/never.pdf --advocate", WRONG_USE),
        ("report family-letter Plover --profile family --out {folder}/never.pdf --advocate --for F1", WRONG_USE),
        ("report overview-report Plover --profile board --out {folder}/never.pdf --reading --for F1", WRONG_USE),
        ("report overview-report Plover --profile publication --out {folder}/never.pdf --reading", WRONG_USE),
        ("report overview-report Plover --profile board --out {folder}/never.pdf --copy 1", WRONG_USE),
        ("report overview-report Plover --profile board --out {folder}/never.pdf --copy 7.1", WRONG_USE),
        ("item claim Plover W0001 claimed", REFUSED),
        ("item position Plover W0001 object", REFUSED),
        ("item hold Plover W0001", REFUSED),
        ("item withdraw Plover W0001", REFUSED),
        ("review add --name Plover --reference SCR-2016-01", REFUSED),
        ("index check Plover", DONE),
        ("item show Plover", DONE),
        ("review list --json", DONE),
    ],
)
def test_each_command_says_how_it_ended(desk: Desk, words: str, status: int) -> None:
    parts = words.format(folder=desk.folder).split()
    said = desk(*parts) if len(parts) > 1 else desk.plain(*parts)
    assert said.status == status, said
    assert bool(said.out) == (status in (DONE, FOUND)), said
    assert bool(said.err) == (status not in (DONE, FOUND)), said
    assert "Traceback" not in said.err and "Something went wrong" not in said.err
    assert not list(desk.folder.glob("never*"))


def test_a_record_of_one_marker_and_one_pass_and_the_copies_that_readers_get(desk: Desk) -> None:
    with contextlib.closing(sessions.unlock(desk.vault, command_desk.PASSPHRASE)) as session:
        case = session.look(lambda store: store.find(Case, code_name="Plover"))[0]
        mother = session.look(lambda store: store.find(Person, case_id=case.id, name="Grace Tarnbeck"))[0]
        session.do("open", passes.open_pass, case.id, "setting-up")
        advocate = session.do("Add", people.add_person, case.id, "Eleanor Wick", PersonKind.OTHER_ADULT)
        support = {"person": mother.id, "advocate": advocate.id}
        session.do("Save", rows.save, case, rows.registers_of(case)["family_support"], support)
        draft = session.do("Begin", draft_copies.begin, case)
        readers = [
            session.do("Add", people.add_person, case.id, name, PersonKind.PROFESSIONAL, role="Reader").id
            for name in ("Orla Fennimore", "Hugo Dunster")
        ]
        session.do("Number", draft_copies.number_copies, case, draft, readers)

    def words(name: str, *more: str) -> str:
        out = desk.folder / f"{name}-{len(more)}.pdf"
        desk.done("report", name, "Plover", "--out", out, "--force", *more)
        done = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, check=True, text=True)
        return " ".join(done.stdout.split())

    narrowed = words("marker-record", "--profile", "board", "--marker", "3", "--pass", "setting-up")
    assert "QM3" in narrowed and "QM4" not in narrowed
    assert "QM4" in words("marker-record", "--profile", "board")
    reading = words("overview-report", "--profile", "publication", "--reading", "--for", "Grace Tarnbeck")
    assert "Reading copy: read here, not taken away" in reading and "For publication" not in reading
    numbered = words("overview-report", "--profile", "board", "--copy", "1.2")
    assert "Draft 1, copy 2 of 2" in numbered and "copy 1" not in numbered
    own = ("--profile", "family", "--for", "Grace Tarnbeck", "--checked-by", "Eleanor Wick")
    assert "Copy for the advocate of Grace Tarnbeck" in words("family-letter", *own, "--advocate")
    assert "Copy for the advocate" not in words("family-letter", *own)


def test_a_finding_that_stops_is_exit_one(desk: Desk) -> None:
    item = desk.done("note", "add", "Plover", desk.folder / "note.txt").out.strip()
    desk.done("item", "accept", "Plover", item)
    said = desk("index", "check", "Plover", "--json")
    assert said.status == FOUND and said.err == ""
    found = [one for one in json.loads(said.out) if one["item"] == item and one["level"] == "stop"]
    assert {one["field"] for one in found} >= {"owner_id", "claim", "description"}
    desk.done("item", "leave-out", "Plover", item, "--reason", "Not for this list")


def test_the_passphrase_comes_from_a_private_file_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    where = ("--vault", desk.vault)
    open_to_all = desk.file("shown", command_desk.PASSPHRASE, 0o644)
    assert desk.plain("review", "list", *where, "--passphrase-file", open_to_all).status == REFUSED
    assert desk.plain("review", "list", *where, "--passphrase-file", desk.folder / "none").status == WRONG_USE
    wrong = desk.file("wrong", "some other words entirely\n", 0o600)
    said = desk.plain("review", "list", *where, "--passphrase-file", wrong)
    assert (said.status, said.out) == (CANNOT_OPEN, "")
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        assert desk.plain("review", "list", *where).status == WRONG_USE
    with desk.key.open() as given:
        monkeypatch.setattr("sys.stdin", given)
        assert desk.plain("review", "list", *where, "--passphrase-file", "-").status == DONE
    assert desk.plain("review", "list", "--passphrase-file", desk.key).status == WRONG_USE


def test_a_vault_that_is_open_elsewhere_or_not_there_cannot_be_opened(desk: Desk) -> None:
    other = sessions.unlock(desk.vault, command_desk.PASSPHRASE)
    try:
        said = desk("review", "list")
    finally:
        other.close()
    assert said.status == CANNOT_OPEN and "open in another window" in said.err and not said.out
    nowhere = desk.plain("verify", desk.folder / "nowhere.caseward", "--passphrase-file", desk.key)
    assert nowhere.status == CANNOT_OPEN and not nowhere.out


def test_nothing_that_is_there_is_written_over(desk: Desk) -> None:
    words = desk.file("words", "kept")
    again = ("new", desk.folder / "second.caseward", "--passphrase-file", desk.key, "--recovery-out", words)
    assert desk.plain(*again).status == REFUSED and words.read_text() == "kept"
    assert not (desk.folder / "second.caseward").exists()
    over = ("new", desk.vault, "--passphrase-file", desk.key, "--recovery-out", desk.folder / "fresh")
    assert desk.plain(*over).status == REFUSED and not (desk.folder / "fresh").exists()
    saved = desk.folder / "saved.backup"
    backup = ("backup", desk.vault, saved, "--passphrase-file", desk.key)
    assert desk.plain(*backup).status == DONE
    before = saved.read_bytes()
    assert desk.plain(*backup).status == REFUSED and saved.read_bytes() == before
    back = ("restore", saved, desk.folder / "back.caseward", "--passphrase-file", desk.key)
    assert desk.plain(*back).status == DONE
    assert desk.plain("verify", desk.folder / "back.caseward", "--passphrase-file", desk.key).status == DONE


def test_without_a_terminal_recovery_words_need_a_file(desk: Desk) -> None:
    said = desk.plain("new", desk.folder / "third.caseward", "--passphrase-file", desk.key)
    assert (said.status, said.out) == (WRONG_USE, "") and not (desk.folder / "third.caseward").exists()


def test_a_refused_sensitive_issue_leaves_no_passphrase_behind(desk: Desk) -> None:
    seal, out = desk.folder / "seal", desk.folder / "sealed"
    issue = ("index", "issue", "Plover", "--series", "S", "--out", out, "--to", "Nobody", "--seal-out", seal)
    assert desk(*issue).status == WRONG_USE
    assert not seal.exists() and not out.exists()
    assert desk("index", "issue", "Plover", "--series", "S", "--out", out, "--seal-out", seal).status == WRONG_USE
    assert not seal.exists() and not out.exists()


@pytest.mark.parametrize(
    ("content", "status", "word"),
    [
        (b"id,name,kind,shoe size\n1,Ann Brook,parent,5\n", WRONG_USE, "number 4"),
        (b"name\nAnn Brook\n", WRONG_USE, "kind"),
        (b"name,kind\n,parent\n", WRONG_USE, "Row 2"),
        (b"name,kind\nAnn Brook,cousin\n", WRONG_USE, "Row 2"),
        ("name,kind\nZo\xeb Brook,parent\n".encode("latin-1"), WRONG_USE, "UTF-8"),
        (b"", WRONG_USE, "header"),
        (b"name,kind\nAnn Rook,parent\nAnn Rook,parent\n", WRONG_USE, "Row 3"),
    ],
)
def test_a_people_file_that_is_wrong_changes_nothing(desk: Desk, content: bytes, status: int, word: str) -> None:
    file = desk.folder / "variant.csv"
    file.write_bytes(content)
    before = desk.done("people", "list", "Plover").out
    said = desk("people", "import", "Plover", file)
    assert said.status == status, said
    assert word in said.err and "Ann" not in said.err and "Something went wrong" not in said.err
    assert said.out == "" and desk.done("people", "list", "Plover").out == before


def test_one_bad_file_does_not_stop_the_rest_and_no_file_name_is_printed(desk: Desk) -> None:
    good = desk.file("Ivo Tarnbeck.txt", "A letter")
    said = desk("material", "import", "Plover", desk.folder / "missing.txt", good)
    assert said.status == FOUND
    assert said.rows[0][:2] == ["file 1", "not kept"]
    assert said.rows[1][0] == "file 2" and said.rows[1][2] == "kept"
    assert "Tarnbeck" not in said.out + said.err
    desk.done("item", "leave-out", "Plover", said.rows[1][1], "--reason", "A trial of this test")
