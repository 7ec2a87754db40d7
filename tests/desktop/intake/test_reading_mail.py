"""E-mail, as it travels and as Outlook keeps it."""

from __future__ import annotations

import pytest

from desktop.intake import Kind
from storage.partial_date import PartialDate
from tests.desktop.intake.conftest import Read
from tests.desktop.intake.making import mail, pdf
from tests.fixtures.messages import FOLDER, all_messages


def test_headers_body_and_attachments(read: Read) -> None:
    message = mail("Referral – Zoë")
    form = pdf([["The form"]])
    message.add_attachment(form, maintype="application", subtype="pdf", filename="C:\\forms\\form.pdf")
    message.add_attachment("a,b,c\n1,2,3\n", filename="list.csv")
    reading = read(message.as_bytes())
    assert (reading.kind, reading.media_type) == (Kind.MAIL, "message/rfc822")
    assert "Subject: Referral – Zoë" in reading.text
    assert "the form is attached." in reading.text
    assert [(part.name, part.relation) for part in reading.parts] == [
        ("form.pdf", "attachment"),
        ("list.csv", "attachment"),
    ]
    assert reading.parts[0].data == form
    assert [hint.value for hint in reading.dates] == [PartialDate.from_iso("2016-02-24")]
    assert reading.authors == ("Imogen Vale <imogen.vale@fenmoor-hospital.example>",)


def test_html_body_in_words(read: Read) -> None:
    message = mail()
    message.set_content(
        "<html><head><style>p{}</style></head><body><p>Seen on&nbsp;<b>3&nbsp;March</b></p><p>Then again</p></body>",
        subtype="html",
    )
    text = read(message.as_bytes()).text
    assert "Seen on 3 March\n\nThen again" in text
    assert "{" not in text


def test_plain_words_win_over_the_same_in_html(read: Read) -> None:
    message = mail(body="Plain words.\n")
    message.add_alternative("<p>Formatted words.</p>", subtype="html")
    reading = read(message.as_bytes())
    assert "Plain words." in reading.text and "Formatted" not in reading.text
    assert reading.parts == ()


def test_a_message_inside_brings_its_own_attachments(read: Read) -> None:
    inner = mail("Earlier", "Earlier words.\n")
    inner.add_attachment(b"\x00\x01binary", maintype="application", subtype="octet-stream", filename="scan.bin")
    outer = mail("Fwd: Earlier")
    outer.add_attachment(inner)
    first = read(outer.as_bytes())
    assert "Earlier words" not in first.text
    assert [(part.name, part.media_type, part.relation) for part in first.parts] == [
        ("Earlier.eml", "message/rfc822", "message")
    ]
    second = read(first.parts[0].data, first.parts[0].name, 1)
    assert "Earlier words." in second.text
    assert [(part.name, part.data) for part in second.parts] == [("scan.bin", b"\x00\x01binary")]


def test_broken_headers_do_not_stop_the_reading(read: Read) -> None:
    data = (
        b"From: =?utf-9?Q?broken?= <a@b.example>\r\nTo: \xff\xfe\r\nDate: yesterday\r\nSubject: =?x\r\n"
        b"Content-Type: text/plain; charset=no-such\r\n\r\nWords of the body.\r\n"
    )
    reading = read(data)
    assert reading.readable and "Words of the body." in reading.text
    assert "This message gives no date that can be read." in reading.notes


@pytest.mark.parametrize("name", sorted(all_messages()))
def test_the_outlook_fixtures_are_what_made_them(name: str) -> None:
    assert (FOLDER / name).read_bytes() == all_messages()[name]


def test_an_outlook_message_with_attachments(read: Read) -> None:
    reading = read((FOLDER / "plain_two_attachments.msg").read_bytes())
    assert (reading.kind, reading.media_type) == (Kind.MAIL, "application/vnd.ms-outlook")
    assert "Subject: Referral of three children – Zoë and others" in reading.text
    assert "To: Business Unit <unit@fenmoor-lscb.example>, R. Oduya <r.oduya@fenmoor-lscb.example>" in reading.text
    assert "The form and a chronology are attached." in reading.text
    assert [part.name for part in reading.parts] == ["chronology.csv", "scan of the form.bin"]
    assert reading.parts[1].data == bytes(range(256)) * 40
    assert [hint.value for hint in reading.dates] == [PartialDate.from_iso("2016-02-24")]


def test_an_outlook_message_in_html(read: Read) -> None:
    text = read((FOLDER / "html_only.msg").read_bytes()).text
    assert "The meeting is on 3 March." in text and "no()" not in text


def test_what_outlook_keeps_to_itself_is_said(read: Read) -> None:
    rich = read((FOLDER / "rtf_only.msg").read_bytes())
    assert rich.readable and any("compressed rich text" in note for note in rich.notes)
    inside = read((FOLDER / "message_inside.msg").read_bytes())
    assert "See below." in inside.text and "earlier message" not in inside.text
    assert inside.parts == ()
    assert any(note.startswith("A message stays inside this message.") for note in inside.notes)


def test_a_damaged_outlook_message_is_kept(read: Read) -> None:
    whole = (FOLDER / "plain_two_attachments.msg").read_bytes()
    reading = read(whole[:3000])
    assert not reading.readable and reading.reason.startswith("Kept. ")
