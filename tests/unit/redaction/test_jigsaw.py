"""What is public already, found again in other words (profiles, section 3)."""

from __future__ import annotations

import pytest

from desktop.redaction.jigsaw import PublicItem, public_matches

PRESS = PublicItem(
    "Brackmere Echo, 12 May 2016",
    ("died on 11 May 2016", "aged seven", "Cotterell Rise", "a fractured skull", "stepfather jailed for nine years",
     "three siblings", "the girl's body was found by a postman", "a fine of £4,000"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("On 11.05.2016 the child died there.", "11.05.2016 the child died"),
        ("The coroner heard that she died on the eleventh of May 2016.", "died on the eleventh of May 2016"),
        ("She died in May 2016.", "died in May 2016"),  # as a publication says it
        ("She was a seven-year-old.", "a seven-year-old"),
        ("They lived in cotterell  rise.", "cotterell  rise"),
        ("They lived in Cotterel Rise.", "Cotterel Rise"),
        ("There were fractures of her skull.", "fractures of her skull"),
        ("Her stepfather was sent to prison for 9 years.", "stepfather was sent to prison for 9"),
        ("The postman discovered her body.", "The postman discovered her body"),
        ("She had 3 brothers.", "3 brothers"),
        ("The fine was £4000.", "The fine was £4000"),
    ],
)
def test_a_fact_is_met_in_other_words(text: str, told: str) -> None:
    (match,) = public_matches(text, [PRESS])
    assert [text[start:end] for start, end in match.places] == [told]


@pytest.mark.parametrize(
    "text",
    ["The plan was agreed in May 2016.", "The meeting was on 11 June 2016.", "There were three meetings in nine years.",
     "A child aged 5 to 9 went to school.", "The body of evidence grew. A postman rang.", ""],
)  # fmt: skip
def test_what_only_sounds_like_it_is_no_match(text: str) -> None:
    assert public_matches(text, [PRESS]) == ()


def test_the_source_that_shares_most_stands_first() -> None:
    court = PublicItem("A judgment", ("jailed for nine years", "a red car"))
    text = "He was jailed for nine years. She was aged 7. The car was red."
    assert [(one.source, len(one.places)) for one in public_matches(text, [court, PRESS])] == [
        ("A judgment", 2), ("Brackmere Echo, 12 May 2016", 2),
    ]  # fmt: skip
