"""Documents that another program wrote: LibreOffice, where it is installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from desktop import intake
from desktop.intake import Kind
from tests.desktop.intake.conftest import Read

pytestmark = [
    pytest.mark.needs("soffice"),
    pytest.mark.leaves("*/.config/*", "*/.cache/*", "config/*", "cache/*", "tmp/*", "run/*", "home/*"),
    pytest.mark.timeout(120),
]

PAGE = """<html><head><title>Minutes</title></head><body><h1>Minutes of 3 March 2016</h1>
<p>Present: Zo&euml; Ffoulkes-Hale, R. Oduya &amp; others &ndash; &ldquo;agreed&rdquo;.</p>
<table><tr><td>date</td><td>who</td></tr><tr><td>2016-03-01</td><td>Health visitor</td></tr></table></body></html>"""
WORDS = ("Minutes of 3 March 2016", "Zoë Ffoulkes-Hale, R. Oduya & others – “agreed”.", "2016-03-01", "Health visitor")
TABLE = "date,who,count\n2016-03-01,Zoë,2\n2016-03-02,R. Oduya,=1+2\n"


def converted(folder: Path, source: str, text: str, target: str) -> bytes:
    """``text`` as a file that LibreOffice wrote in another format."""
    (folder / source).write_text(text, encoding="utf-8")
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        target,
    ]
    command += ["--outdir", str(folder), str(folder / source)]
    if source.endswith(".html"):
        command.insert(2, "--writer")
    if source.endswith(".csv"):
        command.insert(2, "--infilter=CSV:44,34,76,1")
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    return (folder / source).with_suffix("." + target.split(":")[0]).read_bytes()


@pytest.mark.parametrize(
    ("target", "kind"),
    [("docx:MS Word 2007 XML", Kind.WORD), ("pdf:writer_pdf_Export", Kind.PDF), ("rtf:Rich Text Format", Kind.RTF)],
)
def test_a_document_of_another_program(read: Read, tmp_path: Path, target: str, kind: Kind) -> None:
    reading = read(converted(tmp_path, "minutes.html", PAGE, target))
    assert (reading.kind, reading.readable) == (kind, True)
    flat = " ".join(reading.text.split())
    for words in WORDS:
        assert words in flat


def test_a_spreadsheet_of_another_program(read: Read, tmp_path: Path) -> None:
    reading = read(converted(tmp_path, "contacts.csv", TABLE, "xlsx:Calc MS Excel 2007 XML"))
    assert (reading.kind, reading.extent.rows) == (Kind.SPREADSHEET, 3)
    assert "Zoë" in reading.text and "2016-03-01" in reading.text


def test_a_kind_nobody_reads_is_kept(tmp_path: Path) -> None:
    reading = intake.read(converted(tmp_path, "minutes.html", PAGE, "odt:writer8"))
    assert (reading.kind, reading.media_type) == (Kind.OTHER, "application/vnd.oasis.opendocument.text")
    assert reading.reason == intake.UNREADABLE
