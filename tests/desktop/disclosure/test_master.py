"""The internal list: on request, encrypted, with the reasons that no issue holds."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from desktop.disclosure import entries, master
from desktop.errors import UserError
from tests.desktop.conftest import Office
from tests.desktop.disclosure import making
from tests.desktop.paper.samples import failures_of


def test_it_is_encrypted_and_tells_the_reasons(office: Office, tmp_path: Path) -> None:
    entry = making.item(office, 1)
    office.session.do("leave out", entries.leave_out, entry, "Mis-filed: belongs to another matter")
    making.ready(office, 2)
    out = master.write_master(office.session, office.case.id, tmp_path / "internal.pdf", making.PASSPHRASE)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    assert failures_of(out, making.PASSPHRASE) == []
    document = pypdfium2.PdfDocument(out, password=making.PASSPHRASE)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Mis-filed" in text.replace("\r\n", " ")
    assert "Internal: names people" in text


def test_it_needs_a_passphrase_and_overwrites_nothing(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        master.write_master(office.session, office.case.id, tmp_path / "a.pdf", "")
    (tmp_path / "a.pdf").write_bytes(b"mine")
    with pytest.raises(UserError):
        master.write_master(office.session, office.case.id, tmp_path / "a.pdf", making.PASSPHRASE)
    assert (tmp_path / "a.pdf").read_bytes() == b"mine"
