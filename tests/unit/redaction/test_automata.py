"""An automaton over a long text in stretches finds what it finds over the whole."""

from __future__ import annotations

import ahocorasick
import pytest

from desktop.redaction import automata


@pytest.mark.parametrize("edge", ["", " "])
@pytest.mark.parametrize("stretch", [1, 7, 11, 40])
def test_stretches_find_what_the_whole_has(monkeypatch: pytest.MonkeyPatch, edge: str, stretch: int) -> None:
    automaton = ahocorasick.Automaton()
    for form in (f"{edge}kieran{edge}", f"{edge}kieran ashdown{edge}", "an", f"{edge}t{edge}"):
        automaton.add_word(form, form)
    automaton.make_automaton()
    text = "kieran ashdown saw kieran t ashdown and kieran ashdown t"
    monkeypatch.setattr(automata, "_STRETCH", stretch)
    whole = list(automaton.iter(f"{edge}{text}{edge}"))
    assert len(whole) > 6
    assert list(automata.everywhere(automaton, text, edge=edge)) == whole
