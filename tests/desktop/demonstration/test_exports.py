"""What the demonstration wrote beside its vault: complete, openable, and silent about everybody."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import pyzipper

from desktop.casework import cast as casts
from desktop.commands import run
from desktop.demonstration import PASSPHRASE, VAULT_NAME
from desktop.demonstration.steps_index import FIRST, KEY_FOLDER, SEALED, SECOND
from desktop.demonstration.steps_later import THIRD
from desktop.disclosure import issue
from desktop.redaction import leak_gate
from desktop.redaction.leak_gate import SecretSet
from desktop.redaction.people import Cast
from desktop.session import Session
from storage.records import Case, IndexEntry, Issue, Material, Person, Series
from storage.store import Store
from tests.demo_vault import demo_built, demo_copy, demo_session

ROOT = Path(__file__).resolve().parents[3]
# The first test of a worker may have to wait until the demonstration is built.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    opened = demo_session(tmp_path_factory.mktemp("demo"))
    yield opened
    opened.close()


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plover(session: Session) -> Case:
    return session.look(lambda store: store.find(Case, code_name="Plover"))[0]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_the_files_are_where_they_belong() -> None:
    exports = demo_built().exports
    first, second = tree(exports / "plover" / FIRST), tree(exports / "plover" / SECOND)
    assert {name for name in first if name.startswith(("open/", "sensitive/"))} == {
        *(f"open/SCR-2016-01-N1-{letter}.{end}" for letter in "AF" for end in ("pdf", "xlsx", "csv")),
        "open/SCR-2016-01-N1-manifest.json", "sensitive/SCR-2016-01-S1-B.pdf", "sensitive/SCR-2016-01-S1-B.zip",
    }  # fmt: skip
    assert {f"open/SCR-2016-01-N2-{letter}.pdf" for letter in "ACF"} <= set(second)
    assert {name.split("/")[0] for name in second} == {"open", "sensitive", "owners"}
    assert [path.name for path in (exports / KEY_FOLDER).iterdir()] == ["SCR-2016-01-G1.pdf"]


def secrets_of(session: Session) -> SecretSet:
    case = plover(session)

    def gather(store: Store) -> SecretSet:
        owners = {entry.owner_id for entry in store.find(IndexEntry, case_id=case.id) if entry.owner_id}
        names = tuple(item.file_name for item in store.find(Material, case_id=case.id) if item.file_name)
        profile = casts.profile(store, issue.PROFILE)
        return SecretSet.from_cast(casts.cast_of(store, case.id), profile, owners=owners, names=names)

    return session.look(gather)


def names_leaked(session: Session, folders: list[str]) -> tuple[int, list[str]]:
    """How many files were read, and which of them hold somebody of the cast or the name of a file."""
    held, exports = secrets_of(session), demo_built().exports / "plover"
    files = [path for folder in folders for path in sorted((exports / folder).rglob("*")) if path.is_file()]
    leaks = []
    for path in files:
        sealed = SEALED if path.parent.name == "sensitive" else ""
        kind = leak_gate.kind_of(path)
        if leak_gate.check(path.read_bytes(), kind, held, file_name=path.name, passphrase=sealed):
            leaks.append(path.name)
    return len(files), leaks


def test_no_name_of_the_cast_in_any_layer_of_the_lists(session: Session) -> None:
    checked, leaks = names_leaked(session, [f"{FIRST}/open", f"{THIRD}/open", f"{SECOND}/sensitive"])
    assert checked == 19 and leaks == []


@pytest.mark.long
def test_no_name_of_the_cast_in_any_layer_of_any_list(session: Session) -> None:
    checked, leaks = names_leaked(session, ["2016-05-12", FIRST, SECOND, THIRD])
    assert checked > 100 and leaks == []


def test_the_gate_would_have_seen_a_name(session: Session) -> None:
    cast = session.look(casts.cast_of, plover(session).id)
    profile = session.look(casts.profile, issue.PROFILE)
    held = SecretSet.from_cast(Cast(tuple(cast)), profile)
    for words in ("Joan Hallowfen", "Wierzbek", "Ivvy", "999 123 4561"):
        assert leak_gate.check(words.encode(), "text", held), words


def test_every_version_prints_again_byte_for_byte(session: Session, tmp_path: Path) -> None:
    issued = (
        (Series.OPEN, 1, FIRST), (Series.SENSITIVE, 1, FIRST), (Series.OPEN, 2, SECOND), (Series.SENSITIVE, 2, SECOND),
        (Series.OPEN, 3, THIRD),
    )  # fmt: skip
    for series, version, day in issued:
        record = session.look(lambda store, s=series, v=version: store.find(Issue, series=s, version=v))[0]
        out = tmp_path / f"{series.value}{version}"
        issue.print_again(session, record, out)
        printed = tree(out)
        there = tree(demo_built().exports / "plover" / day)
        assert printed and printed.items() <= there.items()


def test_the_open_files_say_nothing_of_the_sensitive_series() -> None:
    second = demo_built().exports / "plover" / SECOND / "open"
    placement = [row for row in rows(second / "SCR-2016-01-N2-C.csv") if "care of" in row["Was"] + row["Is"]]
    assert placement == [], "a claim made after issue changes nothing in the open list"
    third = demo_built().exports / "plover" / THIRD
    assert sorted(path.name for path in third.iterdir()) == ["open", "owners"], "nothing sensitive changed"
    for path in (*second.glob("*.csv"), *(third / "open").glob("*.csv")):
        text = path.read_text("utf-8-sig")
        assert "-S0" not in text and "claimed" not in text.lower()


def test_changes_of_version_two_are_seventeen_added_two_described_anew_one_not_listed() -> None:
    changes = rows(demo_built().exports / "plover" / SECOND / "open" / "SCR-2016-01-N2-C.csv")
    added = [row for row in changes if row["What"] == "Added"]
    gone = [row for row in changes if row["What"] == "Not listed"]
    described = [row for row in changes if row["What"] == "Changed" and row["Field"] == "Description"]
    assert (len(added), len(gone), len(described)) == (17, 1, 2)
    assert "Duplicate" not in json.dumps(changes), "the reason stands in the internal list alone"


def test_the_sealed_files_open_with_their_passphrase_alone() -> None:
    folder = demo_built().exports / "plover" / SECOND / "sensitive"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(folder / "SCR-2016-01-S2-B.pdf")
    with pikepdf.open(folder / "SCR-2016-01-S2-B.pdf", password=SEALED) as document:
        assert len(document.pages) >= 1
    with pyzipper.AESZipFile(folder / "SCR-2016-01-S2-B.zip") as bundle:
        bundle.setpassword(SEALED.encode())
        listed = list(csv.DictReader(io.StringIO(bundle.read("SCR-2016-01-S2-B.csv").decode("utf-8-sig"))))
    assert [row["Item no"] for row in listed] == ["0001", "0002"]
    assert sum("N00" in row["Cross-reference"] for row in listed) == 1
    with pikepdf.open(demo_built().exports / KEY_FOLDER / "SCR-2016-01-G1.pdf", password=SEALED) as document:
        assert document.encryption.R == 6


def test_no_name_stands_in_clear_in_any_file_of_the_vault(session: Session) -> None:
    names = {word for person in session.look(lambda store: store.find(Person)) for word in person.name.split()}
    long = sorted(name for name in names if len(name) > 4)
    assert len(long) > 40
    for path in demo_built().vault.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for name in long:
                assert name.encode() not in data and name.encode("utf-16-le") not in data, path.name


def test_verify_finds_a_sound_vault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    vault = demo_copy(tmp_path)
    assert run(["verify", str(vault), "--passphrase-file", str(secret), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] and said["without_entry"] == 0


def test_the_command_says_what_is_wrong_before_it_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", str(tmp_path / "new"), "--today", "soon"]) == 2
    assert run(["demo", str(tmp_path / "new"), "--today", "2017-01-01"]) == 2
    (tmp_path / "mine.caseward").mkdir()
    assert run(["demo", str(tmp_path)]) == 3
    assert capsys.readouterr().out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["mine.caseward"]


@pytest.mark.long
def test_the_command_builds_it_and_refuses_the_second_time(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    command = [sys.executable, "-m", "desktop", "demo", str(folder), "--today", "2026-10-01", "--json"]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert first.returncode == 0, first.stderr
    said = json.loads(first.stdout)
    assert Path(said["vault"]) == folder / VAULT_NAME and said["passphrase"] == PASSPHRASE
    assert all((folder / name).is_file() for name in said["documents"])
    for person in ("Tarnbeck", "Hallowfen", "Wierzb", "Fairlamb", "Marrask"):
        assert person not in first.stdout + first.stderr
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode == 3 and "holds a vault" in again.stderr and again.stdout == ""
    # The same story on another day of building is the same index: bytes of what is not sealed.
    open_files = tree(folder / "exports" / "plover" / SECOND / "open")
    assert open_files == tree(demo_built().exports / "plover" / SECOND / "open")
