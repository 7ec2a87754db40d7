"""The gate asks for registered people alone; whatever a release would replace of theirs it must see."""

from __future__ import annotations

import pytest

from desktop.redaction.leak_gate import check
from desktop.redaction.profiles import load
from desktop.redaction.secrets_of import SecretSet
from tests.attacks.other_cast import CAST, MATCHER

SECRETS = SecretSet.from_cast(CAST, load("board"), matcher=MATCHER)


@pytest.mark.parametrize(
    "written",
    [
        "ruby mae", "RubyMae2009", "#justiceforruby", "Pember ton", "\u202eybuR\u202c", "R u b y M a e", "ruby_mae",
        "07700 900456", "7700-900-456", "+44 (0) 7700 900456", "4960123", "ruby.mae09@example.com", "rubymae09",
        "485-777-3456", "AB 12 34 56 C", "yk09abc", "cloud.tunnel.spoon", "@rubymae_x", "ZX4 7QP", "zx47qp",
        "27 Cutlers Rise", "2/11/2009", "2 Nov 09", "20091102", "2/xi/09", "02NOV2009", "0 2 1 1 2 0 0 9",
        "https://example.org/ruby-mae-pemberton", "Ruby%2DMae", "Chantelle Grieves", "PC4471",
    ],
)  # fmt: skip
def test_every_form_is_a_finding(written: str) -> None:
    text = f"The file says {written} in one place."
    assert check(text.encode(), "text", SECRETS), written


@pytest.mark.parametrize("text", ["The plan of 2 November 2016 has 11 points.", "Ring 01632 960999.", "BA7 4XX"])
def test_what_belongs_to_nobody_registered_is_none(text: str) -> None:
    assert check(text.encode(), "text", SECRETS) == ()
