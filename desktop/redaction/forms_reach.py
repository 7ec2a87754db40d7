"""Forms of how a subject is reached or counted: addresses, contacts, numbers. Not here: names (``forms``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.redaction.form import Form, FormKind, Strength, form_key, single_strength
from desktop.redaction.identifiers import phone_digits
from desktop.redaction.people import IDENTIFIER_CLASSES, Subject
from desktop.redaction.words import name_words

_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
_FUNCTIONAL = frozenset(
    [
        "info",
        "office",
        "admin",
        "enquiries",
        "enquiry",
        "contact",
        "help",
        "hello",
        "mail",
        "post",
        "reception",
        "safeguarding",
        "duty",
        "team",
        "support",
        "noreply",
        "me",
        "home",
    ]
)


def reach(subject: Subject) -> Iterator[Form]:
    for address in subject.addresses:
        yield from _address(subject, address)
    for phone in subject.phones:
        yield from _phone(subject, phone)
    for email in subject.emails:
        whole = form_key(email)
        yield Form(whole, subject.id, FormKind.CONTACT, Strength.HARD, subject.contact_class)
        local = form_key(email.split("@")[0])
        if (
            len(local) > 4
            and local not in _FUNCTIONAL
            and local not in name_words()
            and subject.contact_class != "office_contact"
        ):
            # "joan.marsh" reads like the name itself and is treated as the name; "joanmarsh" is only ever an address.
            if " " in local:
                yield Form(local, subject.id, FormKind.CONTACT, Strength.HARD, subject.class_id)
            yield Form(local.replace(" ", ""), subject.id, FormKind.CONTACT, Strength.HARD, subject.contact_class)


def _address(subject: Subject, address: str) -> Iterator[Form]:
    class_id = subject.address_class
    whole = form_key(address)
    if whole.count(" "):
        yield Form(whole, subject.id, FormKind.ADDRESS, Strength.HARD, class_id)
    place_class = "place" if class_id == "address" else class_id
    locator = "locator" if class_id == "address" else class_id
    for postcode in _POSTCODE.findall(address):
        solid = form_key(postcode).replace(" ", "")
        yield Form(f"{solid[:-3]} {solid[-3:]}", subject.id, FormKind.ADDRESS, Strength.HARD, locator)
        yield Form(solid, subject.id, FormKind.ADDRESS, Strength.HARD, locator)
        if len(solid) > 5:
            yield Form(solid[:-3], subject.id, FormKind.ADDRESS, Strength.INITIALS, locator)
            yield Form(f"{solid[:-3]} {solid[-3]}", subject.id, FormKind.ADDRESS, Strength.INITIALS, locator)
            area = re.match(r"[a-z]+", solid)
            if area:
                spread = f"{area[0]} {solid[area.end() : -3]} {solid[-3:]}"
                yield Form(spread, subject.id, FormKind.ADDRESS, Strength.HARD, locator)
    parts = [part.strip() for part in _POSTCODE.sub("", address).split(",")]
    for index, part in enumerate(parts):
        part_key = form_key(part)
        if not part_key or part_key.isdigit() or len(part_key) < 3:
            continue
        numbered = any(character.isdigit() for character in part_key)
        if numbered and part_key.count(" "):
            yield Form(part_key, subject.id, FormKind.ADDRESS, Strength.HARD, class_id)
        street = re.sub(r"^(?:(?:flat|unit|apartment|room) )?(?:\d+[a-z]? ?)+", "", part_key)
        if numbered and street.count(" ") and street != part_key:
            for written in _street_spellings(street):
                yield Form(written, subject.id, FormKind.STREET, Strength.HARD, place_class)
            for written in _street_spellings(part_key):
                yield Form(written, subject.id, FormKind.ADDRESS, Strength.HARD, class_id)
        elif not numbered:
            strength = single_strength(part_key) if " " not in part_key and len(part_key) > 4 else Strength.CAPITAL
            if " " in part_key and index == 0:
                strength = Strength.HARD
            yield Form(part_key, subject.id, FormKind.ADDRESS, strength, class_id if index == 0 else place_class)


_STREETS = {
    "road": "rd",
    "street": "st",
    "avenue": "ave",
    "lane": "ln",
    "close": "cl",
    "drive": "dr",
    "crescent": "cres",
    "court": "ct",
}


def _street_spellings(street: str) -> tuple[str, ...]:
    """A street with its last word short or long, and with or without the s of a possessive."""
    spellings = {street: None}
    for long, short in _STREETS.items():
        for one, other in ((long, short), (short, long)):
            if street.split()[-1] == one:
                spellings[f"{street.removesuffix(one)}{other}"] = None
    for written in tuple(spellings):
        if re.search(r"[a-z] s ", written):
            spellings[re.sub(r"(?<=[a-z]) s ", "s ", written)] = None
            spellings[re.sub(r"(?<=[a-z]) s ", " ", written)] = None
    return tuple(spellings)


def _phone(subject: Subject, phone: str) -> Iterator[Form]:
    """The figures of a number with and without 0 or 44, and a local number without the code of its town."""
    digits = phone_digits(phone)
    if len(digits) < 7:
        return
    for figures in (f"0{digits}", digits, f"44{digits}", f"440{digits}"):
        yield Form(figures, subject.id, FormKind.CONTACT, Strength.HARD, subject.contact_class)
    if digits[0] in "12":
        code = 2 if digits[0] == "2" else 3 if digits[1] == "1" or digits[2] == "1" else 4
        local = digits[code:]
        for figures in dict.fromkeys((local, f"{local[:3]} {local[3:]}", f"{local[:-4]} {local[-4:]}")):
            yield Form(figures, subject.id, FormKind.CONTACT, Strength.HARD, subject.contact_class)


# Numbers


def numbers(subject: Subject) -> Iterator[Form]:
    for item in subject.identifiers:
        class_id = IDENTIFIER_CLASSES[item.kind]
        if class_id == "contact" or (class_id == "locator" and subject.safe_place):
            class_id = subject.contact_class
        whole = form_key(item.value)
        solid = whole.replace(" ", "")
        if len(solid) < 2:
            continue
        strength = (
            Strength.HARD if any(letter.isdigit() for letter in solid) or " " in whole else single_strength(whole)
        )
        if item.kind == "operation" or item.kind == "social":
            strength = min(strength, Strength.CAPITAL if item.kind == "operation" else Strength.HARD)
        kind = FormKind.CONTACT if class_id == "contact" else FormKind.NUMBER
        for form in dict.fromkeys((whole, solid, *_grouped(solid, item.kind, item.value))):
            yield Form(form, subject.id, kind, strength, class_id)
        if item.kind == "operation" and not whole.startswith("operation "):
            yield Form(f"operation {whole}", subject.id, kind, Strength.HARD, class_id)
            yield Form(f"op {whole}", subject.id, kind, Strength.HARD, class_id)


def _grouped(solid: str, kind: str, written: str) -> tuple[str, ...]:
    if kind in ("nhs", "chi") and len(solid) == 10:
        return (f"{solid[:3]} {solid[3:6]} {solid[6:]}", f"{solid[:6]} {solid[6:]}")
    if kind == "nino" and len(solid) == 9:
        return (
            " ".join((solid[:2], solid[2:4], solid[4:6], solid[6:8], solid[8:])),
            f"{solid[:2]} {solid[2:8]} {solid[8:]}",
            solid[:8],
            " ".join((solid[:2], solid[2:4], solid[4:6], solid[6:8])),
        )
    if kind == "crime" and (parts := re.fullmatch(r"(.*\d)[/\\ -](\d\d)", written)):  # the year with its century
        return (form_key(f"{parts[1]} 20{parts[2]}"),)
    if kind == "vehicle" and len(solid) > 4:
        letter_o = solid.replace("0", "o")
        return (
            f"{solid[:-3]} {solid[-3:]}",
            f"{solid[:4]} {solid[4:]}",
            *((letter_o, f"{letter_o[:-3]} {letter_o[-3:]}") if letter_o != solid else ()),
        )
    return ()
