"""The page that says what lies beside the vault of the demonstration: every file with its step, day and reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.demonstration import ADMINISTRATOR_PASSPHRASE, PASSPHRASE, VAULT_NAME
from desktop.demonstration.desk import Desk
from desktop.demonstration.steps_index import KEY_FOLDER, SEALED
from desktop.demonstration.steps_packs import FOLDER as PACKS

NAME = "README.txt"
_READERS = {
    "publication": "for anybody", "board": "for members and agencies", "family": "for one person of the family",
    "event": "for practitioners", "internal": "for those who hold the vault", "court": "for a court",
}  # fmt: skip
_OPENING = """What lies beside the demonstration

Everything here is invented: the places, the bodies, the people and what happened. The vault {vault} holds three
cases: Plover, a review from its referral to the evaluation a year after publication; Teasel, a referral that did not
become a review; Heron, a review in its fifth month. The documents below left the vault in the course of Plover, each
made for its reader, each checked before it was written: nobody of the cast is named to a reader who may not know. What
is for those who hold the vault, or for a court, is sealed; what opens it stands at the end of this page.

The vault opens as the board manager with:   {manager}
and as the administrator with:               {administrator}
"""


def write(desk: Desk) -> Path:
    """Write the page into the folder of the exports; gives its path."""
    path = desk.exports / NAME
    lines = [_OPENING.format(vault=VAULT_NAME, manager=PASSPHRASE, administrator=ADMINISTRATOR_PASSPHRASE)]
    lines += [*_documents(desk), "", *_lists(desk), "", *_sealed(desk), ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _documents(desk: Desk) -> Iterator[str]:
    yield "Documents, by the number of the step in the story\n"
    told = {path: (title, audience) for path, title, audience in desk.facts.get("written", ())}
    for folder in sorted(one for one in (desk.exports / "plover").iterdir() if one.name[:1].isdigit()):
        if folder.name[1:2] != "-":
            continue
        yield f"plover/{folder.name}"
        for file in sorted(folder.iterdir()):
            title, audience = told.get(f"plover/{folder.name}/{file.name}", ("", ""))
            yield f"  {file.name:<46} {', '.join(filter(None, (title, _READERS.get(audience, ''))))}".rstrip()


def _lists(desk: Desk) -> Iterator[str]:
    yield "The index of material for police, a folder for each day on which something was issued"
    yield "  open/        the open list: A all entries, C changes, F three columns to transcribe, and the manifest"
    yield "  sensitive/   the list of items claimed as sensitive, or the statement that there is none"
    yield "  owners/      for each body the items that it owns"
    for folder in sorted(one for one in (desk.exports / "plover").iterdir() if one.name[:2] == "20"):
        yield f"    plover/{folder.name}: {', '.join(sorted(one.name for one in folder.iterdir()))}"
    yield f"  {KEY_FOLDER}/   the key to the codes, which goes by hand and never with an index"
    yield "  plover/court/          two copies for the court, with the key to their letters and the log that stays"
    yield "  plover/archive/        the archive as the record office got it: originals in clear, with every name"
    yield f"  plover/{PACKS}/          the two packs as they went out; both are closed"


def _sealed(desk: Desk) -> Iterator[str]:
    yield "Sealed files and what opens them (in a real case this goes by another way than the file)"
    yield f"  sensitive lists and the key to codes: {SEALED}"
    for name, phrase in sorted(desk.facts.get("sealed", {}).items()):
        yield f"  {name}: {phrase}"


def step(desk: Desk) -> dict[str, object]:
    """The last step: the page is written when everything else is there."""
    return {"page": write(desk).name}
