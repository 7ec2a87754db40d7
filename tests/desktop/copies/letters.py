"""A hospital letter about invented people, the people, and ways to look at a finished copy."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from desktop import copies
from desktop.redaction.people import Cast, cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from tests.desktop.intake.making import pdf

PEOPLE = (
    "id,name,kind,aliases,nhs_number\n"
    "1,Kieran Ashdown,subject_child,Kiz,943 476 5919\n"
    "2,Tamsin Ashdown,parent,,\n"
    "3,Rosalind Ffoulkes,professional,,\n"
)
LETTER = [
    "Hospital letter of 3 March 2016",
    "",
    "Kieran Ashdown was seen by Rosalind Ffoulkes with a school nurse in the clinic.",
    "Plan: review of weight in six weeks. His NHS number is 943 476 5919 as before.",
    "His mother said that the clinic may write to the school, and that nobody else saw Kieran",
    "Ashdown in the last month.",
]
SECRETS = ("Kieran", "Ashdown", "Ffoulkes", "Rosalind", "943 476 5919", "9434765919")
SECOND = ["Second page without anybody.", "The plan stands."]


def cast() -> Cast:
    return cast_from_csv(PEOPLE.encode())


def releaser(profile: str = "court") -> Releaser:
    return Releaser(cast(), load(profile))


def letter(pages: Sequence[Sequence[str]] = (LETTER, SECOND)) -> bytes:
    return pdf(list(pages), author="Kieran Ashdown", title="Kieran Ashdown")


def copied(data: bytes, **more: object) -> bytes:
    looked = copies.survey(data)
    return copies.facsimile(data, looked, copies.withheld(looked, releaser()), **more)  # type: ignore[arg-type]


def seen(data: bytes, page: int, dpi: int = 200) -> Image.Image:
    """A page (from 1) as grey pixels."""
    with pdfium.PdfDocument(data) as document:
        picture: Image.Image = document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture.copy()


def text(data: bytes, page: int) -> str:
    with pdfium.PdfDocument(data) as document:
        words = document[page - 1].get_textpage()
        said: str = words.get_text_range()
        words.close()
        return said


def everything(data: bytes) -> bytes:
    """All of a file, every stream unpacked, for looking for a word in it."""
    gathered = [data]
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                gathered.append(thing.stream_dict.unparse())
                gathered.append(thing.read_raw_bytes() if thing.get("/Subtype") == "/Image" else thing.read_bytes())
            else:
                gathered.append(thing.unparse(resolved=True))
    return b"\n".join(gathered)
