"""The cast that the attacks are about; everybody is invented."""

from __future__ import annotations

from desktop.redaction.marks import Mark
from desktop.redaction.people import Cast, Identifier, Subject
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from storage.partial_date import PartialDate

KIERAN = Subject(
    id="C1", name="Kieran Ashdown", kind="subject_child", aliases=("Kez", "KA"),
        born=PartialDate.from_iso("2011-03-14"),
    identifiers=(
        Identifier("nhs", "9434765919"), Identifier("nino", "QQ123456C"), Identifier("upn", "H801200001001"),
        Identifier("urn", "01AB1234519"), Identifier("vehicle", "QX16 ZZY"), Identifier("social", "@kez_rules"),
        Identifier("case", "FM16C00123"), Identifier("w3w", "fillet.rung.dusk"),
    ),
    addresses=("14 Saltmarsh Lane, Tidebrook, QX1 2AB",), phones=("07700 900123",), emails=("kez.ash@example.org",),
        household="H1",
)  # fmt: skip
ZOE = Subject(id="P5", name="Zoë O'Rourke", kind="professional", role="Health visitor")
WILL = Subject(id="P2", name="Will Fenrush", kind="professional", role="Social worker")
GRACE = Subject(
    id="F1",
    name="Grace Ashdown",
    kind="parent",
    role="the mother",
    aliases=("Grace Ashvale", "Ashvale"),
    household="H1",
    entitled=("C1",),
)
MARK = Subject(id="F3", name="Mark Hallowfen", kind="parent", role="the mother's partner")
JOAN = Subject(id="P1", name="Joan Hallowfen", kind="professional", role="Health visitor", sex="f")
DOUBLE = Subject(id="R1", name="Dr Colm Aubrey-Finch", kind="professional", role="Paediatrician")
GRIFFIN = Subject(id="P9", name="Owain Griffin-Ffoulkes", kind="professional", role="Police officer")
MARIA = Subject(id="O1", name="Мария Ольхова", kind="other_adult", aliases=("Maria Olkhova",))
LUKASZ = Subject(id="F2", name="Łukasz Wierzbęk", kind="parent", role="the father")
HOPE = Subject(id="P4", name="Hope Marchbank", kind="professional", role="Teacher")
MAY = Subject(id="F4", name="May Ashvale", kind="wider_family", role="the grandmother")
SCHOOL = Subject(id="S1", name="Sallow Lane Primary School", kind="school")
SURGERY = Subject(id="S2", name="Tidewell Surgery", kind="health_place")
CAST = Cast((KIERAN, ZOE, WILL, GRACE, MARK, JOAN, DOUBLE, GRIFFIN, MARIA, LUKASZ, HOPE, MAY, SCHOOL, SURGERY))


def released(
    text: str, profile: str = "board", cast: Cast = CAST, marks: tuple[Mark, ...] = (), **options: object
) -> str:
    """``text`` as that audience gets it."""
    return Releaser(cast, load(profile), **options).release(text, marks=marks).text  # type: ignore[arg-type]
