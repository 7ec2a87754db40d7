"""people.csv: every column, and everything that can be wrong with it."""

from __future__ import annotations

import time

import pytest

from desktop.errors import UserError
from desktop.redaction.people import CLASS_OF_KIND, COLUMNS, Identifier, cast_from_csv

GOOD = (
    "\ufeffname,kind,id,role,aliases,born,died,nhs_number,address,phone,email,pseudonym,identifiers,household,entitled,safe_place,public_fact\r\n"
    'Ivo Tarnbeck,subject_child,C1,,Ivvy; I.T.,2013-07-09,2016-02,999 000 0018,"4 Reed Row, Quillham, QX1 2AB; 9 '
    'Elm Way",07700 900001;01632 960001,'
    "a@example.org,Robin,upn:H801200001001; social:@ivvy,H,,,\r\n"
    "Grace Tarnbeck,parent,F1,the mother,,about 1985,,,,,,,,H,C1,yes,YES\r\n"
    "Harbour Light,agency,,,,,,,,01632 960009,,,,,,,no\r\n"
)


def test_every_column() -> None:
    cast = cast_from_csv(GOOD.encode())
    child, mother, agency = cast
    assert (child.id, child.class_id, child.aliases, child.born.iso, child.died.iso) == (
        "C1",
        "child_name",
        ("Ivvy", "I.T."),
        "2013-07-09",
        "2016-02",
    )
    assert child.addresses == ("4 Reed Row, Quillham, QX1 2AB", "9 Elm Way")
    assert child.phones == ("07700 900001", "01632 960001")
    assert child.identifiers == (
        Identifier("nhs", "9990000018"),
        Identifier("upn", "H801200001001"),
        Identifier("social", "@ivvy"),
    )
    assert (mother.entitled, mother.address_class, mother.contact_class, mother.class_id) == (
        ("C1",),
        "safe_place",
        "safe_place",
        "public_fact",
    )
    assert (agency.id, agency.contact_class, agency.role_words) == ("3", "office_contact", "an agency")


@pytest.mark.parametrize(("kind", "class_id"), CLASS_OF_KIND.items())
def test_each_kind_has_its_class(kind: str, class_id: str) -> None:
    assert next(iter(cast_from_csv(f"kind,name\n{kind},Somebody\n".encode()))).class_id == class_id


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "no header"),
        (b"\n", "no header"),
        (b"name,kind\n", "no rows"),
        (b"name,kind,colour\nA B,parent,red\n", "colour"),
        (b"name\nA B\n", "no column kind"),
        (b"kind\nparent\n", "no column name"),
        (b"name,kind,name\nA,parent,B\n", "name stands twice"),
        (b"name;kind\nA B;parent\n", "semicolons"),
        (b"name,kind\n,parent\n", "Row 2, column name, is blank"),
        (b"name,kind\n  ,parent\n", "Row 2, column name, is blank"),
        (b"name,kind\n-,parent\n", "Row 2, column name, is blank"),
        (b"name,kind\nA B,\n", "Row 2, column kind, is blank"),
        (b"name,kind\nA B,uncle\n", "Row 2, column kind,"),
        (b"name,kind\nA B,parent\nA B,parent\n", "Row 3, column name, repeats row 2"),
        (b"name,kind,role\nA B,parent,x\nA B,parent,x\n", "repeats row 2"),
        (b"name,kind,id\nA B,parent,1\nC D,parent,1\n", "Row 3, column id, has the same id as row 2"),
        (b"name,kind,born\nA B,parent,14/3/2011\n", "Row 2, column born,"),
        (b"name,kind,died\nA B,parent,2011-13-01\n", "Row 2, column died,"),
        (b"name,kind,nhs_number\nA B,parent,123\n", "Row 2, column nhs_number,"),
        (b"name,kind,identifiers\nA B,parent,shoe:7\n", "shoe"),
        (b"name,kind,identifiers\nA B,parent,12345\n", "Row 2, column identifiers,"),
        (b"name,kind,entitled\nA B,parent,C9\n", "Row 2, column entitled,"),
        (b"name,kind,safe_place\nA B,parent,perhaps\n", "Row 2, column safe_place,"),
        (b"name,kind\nA,parent,B\n", "Row 2 has more cells"),
        (b'name,kind\n"A B,parent\n', "quotation mark"),
        (b"name,kind\nZo\xeb B,parent\n", "not UTF-8: row 2"),
        ("name,kind\nA B,parent\n".encode("utf-16"), "UTF-16"),
        (b"name,kind\nA\0B,parent\n", "zero byte"),
        (b"name,kind\n" + b"A" * 501 + b",parent\n", "longer than 500"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(data: bytes, where: str) -> None:
    with pytest.raises(UserError) as refused:
        cast_from_csv(data)
    assert where in refused.value.what
    assert refused.value.status == 2
    assert refused.value.do


def test_an_error_never_repeats_the_cell() -> None:
    with pytest.raises(UserError) as refused:
        cast_from_csv(b"name,kind,born\nKieran Ashdown,parent,the secret day\n")
    assert "secret" not in str(refused.value)
    assert "Kieran" not in str(refused.value)


def test_two_people_of_one_name_are_told_apart() -> None:
    assert len(cast_from_csv(b"name,kind,born\nA B,parent,1980\nA B,parent,1955\n")) == 2
    assert len(cast_from_csv(b"name,kind\nA B,parent\nA B,professional\n")) == 2


def test_ten_thousand_rows() -> None:
    rows = "".join(f"Person{number} Surname{number},other_adult\n" for number in range(10_000))
    began = time.monotonic()
    assert len(cast_from_csv(f"name,kind\n{rows}".encode())) == 10_000
    assert time.monotonic() - began < 20


def test_blank_lines_and_short_rows_are_tolerated() -> None:
    assert [subject.id for subject in cast_from_csv(b"name,kind,role\n\nA B,parent\n,,\nC D,parent,x\n")] == ["2", "4"]


def test_all_columns_are_those_of_the_manual() -> None:
    assert len(COLUMNS) == 17
