"""Releasing text to an audience: every name, number, date and mark treated as its profile says.

Here: ``Releaser``, the one maker of ``Released`` from case text. It finds (``matcher``), settles whose name it is
(``settle``), chooses the treatment (``treatment``) and the words (``wordings``), and lists what a person must decide.
Source: DESIGN section 5; profiles, sections 1 to 5. Not here: layout, files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote_plus

from desktop.redaction import calendar_words, wordings
from desktop.redaction.beside import is_said_before, said_twice, with_family_word
from desktop.redaction.collisions import Collisions, without_named_roles
from desktop.redaction.forms import FormKind
from desktop.redaction.hits import Hit, leftmost_longest
from desktop.redaction.marks import GROUPS, Mark, check
from desktop.redaction.matcher import Matcher, Scan
from desktop.redaction.normalise import Normalised, normalise
from desktop.redaction.people import Cast, Subject
from desktop.redaction.pieces import ORDER, Piece, fitted, merged
from desktop.redaction.profiles import EXISTENCE, Profile, strictest
from desktop.redaction.released import Released, ReleasedSpan, SpanKind, _make
from desktop.redaction.settle import Register, family_word_after, settle
from desktop.redaction.spans import Spans, by_part
from desktop.redaction.suggestions import Suggestion, Word, asked_in, gather, names_in
from desktop.redaction.treatment import Audience, group_of
from desktop.redaction.words import is_known
from storage.circumstances import Circumstances

_NEUTRAL_HEALTH = {"health": "information about health", "offence": "police information", "rare_role": "a professional",
    "sibling_pattern": "other children", "public_link": "a web address", "proceeding_ref": "a reference"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people have decided for the whole review.

    ``not_names``: words (lower-case) that are no names; ``this_is``: words and whose name they are; ``keep``: keys of
    places that may stay, ``withhold`` of places that a person had to decide and withheld; ``asked``: words of which
    somebody asked who they mean, and nobody has said yet.
    """

    not_names: frozenset[str] = frozenset()
    this_is: dict[str, str] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    withhold: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


class Place(NamedTuple):
    """Somewhere a person must look: ``where`` as the caller named the text, place in the original, class, code."""

    where: str
    start: int
    end: int
    class_id: str
    code: str

    @property
    def key(self) -> str:
        """Stable name of the place, for ``Decisions.keep``; holds no words."""
        return f"{self.where}:{self.start}:{self.end}:{self.class_id}"


class Replacement(NamedTuple):
    """One thing that was replaced: where, what was printed, why; ``subjects`` are all it may have been about."""

    where: str
    start: int
    end: int
    class_id: str
    code: str
    printed: str
    subjects: tuple[str, ...] = ()


class Releaser:
    """Releases the texts of one document to one audience.

    Letters and ordinals are settled for the document as texts are met: call ``prepare`` with all of them first.
    ``recipient`` is a subject id (``family``), ``scope`` subject ids and ``order`` a reference (``court``), ``owners``
    ids of bodies that own the item. ``process_dates``, ``event_dates``, ``incident_dates`` and ``period`` come from a
    vault; without them every exact date is an event date in a publication, but those of law or guidance and the days
    on which the cast died. ``quoted`` finds quotations of what is withheld.
    """

    def __init__(
        self,
        cast: Cast,
        profile: Profile,
        *,
        pseudonyms: wordings.Pseudonyms | None = None,
        circumstances: Circumstances | None = None,
        recipient: str = "",
        scope: Iterable[str] = (),
        order: str = "",
        passages: Iterable[str] = (),
        owners: Iterable[str] = (),
        process_dates: Iterable[date] = (),
        event_dates: Iterable[date] = (),
        incident_dates: Iterable[date] = (),
        period: tuple[date, date] | None = None,
        decisions: Decisions | None = None,
        matcher: Matcher | None = None,
        quoted: Callable[[Normalised], Iterable[Mark]] | None = None,
    ) -> None:
        self.profile = profile
        self.audience = Audience(
            profile, cast, recipient, frozenset(scope), frozenset(owners), order, frozenset(passages)
        )
        self._matcher = matcher or Matcher(cast)
        self.cast = cast = without_named_roles(cast, self._matcher, self.audience)
        self._register = Register(cast)
        self._naming = wordings.Naming(cast, profile.id, pseudonyms, circumstances, self._matcher.holds_name)
        self._calendar = calendar_words.Calendar(
            self.audience, frozenset(process_dates), frozenset(event_dates), frozenset(incident_dates), period
        )
        self._decisions, self._quoted = decisions or Decisions(), quoted or (lambda _words: ())
        self._places: list[Place] = []
        self._words: list[Word] = []
        self._unread: list[tuple[str, str, tuple[tuple[int, int], ...]]] = []
        self._replacements: list[Replacement] = []
        self._collisions = Collisions(cast, self._matcher, self._naming)
        self._scans: dict[str, tuple[Scan, tuple[Hit, ...]]] = {}
        self._across: dict[str, tuple[Hit, ...]] = {}

    # What a person must decide

    @property
    def blocked(self) -> tuple[Place, ...]:
        """Places that must be reworded before anything is written."""
        return tuple(place for place in self._places if place.code == "X")

    @property
    def to_decide(self) -> tuple[Place, ...]:
        """Places that a person must decide, one by one."""
        return tuple(place for place in self._places if place.code == "D")

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        """Everything replaced so far, in order."""
        return tuple(self._replacements)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What looks like a name or identifier and nobody has decided, grouped by word, most frequent first."""
        for where, text, covered in self._unread:
            asked = list(asked_in(text, covered, self._decisions.asked, where))
            taken = Spans((one.start, one.end) for one in asked)
            found = names_in(text, covered, self.cast, where)
            self._words += [*asked, *(one for one in found if not taken.meets(one.start, one.end))]
        self._unread.clear()
        kept = self._decisions.keep
        words = [one for one in self._words if f"{one.where}:{one.start}:{one.end}:suggestion" not in kept]
        return gather(words, self._decisions.not_names)

    @property
    def pseudonyms(self) -> dict[str, str]:
        """Pseudonyms printed so far, by subject id."""
        return self._naming.pseudonyms

    # Releasing

    def prepare(self, texts: Iterable[str]) -> None:
        """Meet every text of the document in order, so that letters and ordinals hold from its first page."""
        for text in texts:
            self._meet(self._scan(text)[1])

    def prepare_parts(self, text: str, parts: Sequence[str]) -> None:
        """Meet a text that will be released part by part; ``parts`` are its signs in order but for white space.

        What is seen in the whole alone is remembered: a name over the end of a part, or torn between two lines.
        """
        hits = self._scan(text)[1]
        for part, found in zip(parts, by_part(text, parts, hits), strict=True):
            known = Spans((hit.start, hit.end) for hit in self._scan(part)[1])
            also = tuple(hit for hit in found if not known.meets(hit.start, hit.end))
            if also:
                self._across[part] = leftmost_longest([*self._across.get(part, ()), *also])
                del self._scans[part]
        self.prepare(parts)

    def release(
        self,
        text: str,
        *,
        marks: Sequence[Mark] = (),
        whole_class: str = "",
        about: Iterable[str] = (),
        kind: str = "prose",
        where: str = "",
    ) -> Released:
        """The text as this audience may read it.

        ``marks`` are offsets into ``text``; ``whole_class`` says that all of it is, say, a ``reflection`` or
        ``legal_advice``, and ``about`` whom it is about; ``kind`` is ``prose``, ``cell`` or ``name``; ``where``
        names the text in lists of places.
        Raises ``UserError`` for a mark outside the text or a pseudonym that collides.
        """
        if whole_class and (whole := self._whole(text, whole_class, tuple(about), where)) is not None:
            return whole
        scan, hits, pieces = self._found(text, marks, kind, where)
        self._collisions.check(scan, hits)
        return self._assemble(text, merged(pieces, self.profile))

    def withhold(
        self, text: str, *, marks: Sequence[Mark] = (), where: str = ""
    ) -> tuple[tuple[Replacement, ...], frozenset[str]]:
        """What of a text this audience may not read, listed as ``release`` lists it, and the groups of boxes among it.

        For a copy in pixels: nothing is printed instead, so no pseudonym collides. Raises as ``check`` of marks does.
        """
        before = len(self._replacements)
        _, _, pieces = self._found(text, marks, "prose", where)
        self._scans.pop(text, None)  # perhaps a thousand pages, which nobody asks for again
        boxes = (piece for piece in merged(pieces, self.profile) if piece.kind is SpanKind.WITHHELD)
        return tuple(self._replacements[before:]), frozenset(piece.group for piece in boxes)

    def _found(
        self, text: str, marks: Sequence[Mark], kind: str, where: str
    ) -> tuple[Scan, tuple[Hit, ...], list[Piece]]:
        """What stands in a text, and what is done with it; lists it for a person."""
        scan, hits = self._scan(text)
        self._meet(hits)
        pieces = [piece for hit in hits if (piece := self._piece(text, hit, kind, where))]
        taken = Spans((hit.start, hit.end) for hit in hits)
        keep = self._decisions.keep
        for change in self._calendar.changes(scan):
            kept = keep and f"{where}:{change.start}:{change.end}:{change.class_id}" in keep
            if not kept and not taken.meets(change.start, change.end):
                pieces.append(self._calendar_piece(change, where))
        boxes = list(self._mark_pieces(check(text, (*marks, *self._quoted(scan.text)), where), where))
        if boxes:
            under = Spans((box.start, box.end) for box in boxes)
            pieces = [*boxes, *(piece for piece in pieces if not under.covers(piece.start, piece.end))]
        self._note_reviews(scan, where)
        covered: list[Piece | Hit] = [*pieces, *hits, *scan.reviews]
        self._unread.append((where, text, tuple((one.start, one.end) for one in covered)))
        return scan, hits, pieces

    def quotations(self, text: str) -> tuple[Mark, ...]:
        """What is withheld elsewhere and quoted in ``text``, also over the ends of parts that are released alone."""
        return tuple(self._quoted(self._scan(text)[0].text))

    def secret_places(self, text: str) -> list[tuple[int, int]]:
        """Where registered names and identifiers stand in ``text`` that this audience does not get (code points).

        Looks only: nothing is listed, replaced or given a pseudonym. For checks of words that are still being written.
        """
        return [(hit.start, hit.end) for hit in self._scan(text)[1] if self.audience.codes(hit.pairs) != "K"]

    def known_places(self, text: str) -> list[tuple[int, int]]:
        """Where anything registered stands in ``text``, whoever may read it (code points). Looks only."""
        return [(hit.start, hit.end) for hit in self._scan(text)[1]]

    def looked(self, text: str) -> tuple[tuple[int, int, tuple[str, ...], str, str], ...]:
        """Who stands where in ``text`` and how this audience gets it: start, end, subjects, class, code. Looks only."""
        hits = self._scan(text)[1]
        return tuple((hit.start, hit.end, hit.subjects, hit.class_id, self.audience.codes(hit.pairs)) for hit in hits)

    def read(self, text: str) -> tuple[Scan, tuple[Hit, ...]]:
        """Everything found in ``text``, and whose names stand where, with shared forms settled. Looks only."""
        return self._scan(text)

    def stand_ins(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """What would stand in place of each registered thing in ``text``: start, end, words (code points, in order).

        Looks only, for a screen that others can see: a word with a capital that may be a name is taken for one.
        """
        places, words, done = len(self._places), len(self._words), len(self._replacements)
        scan, hits = self._scan(text)
        hits += tuple(hit for hit in scan.reviews if text[hit.start].isupper())
        pieces = [piece for hit in hits if (piece := self._piece(text, hit, "prose", ""))]
        for listed, kept in ((self._places, places), (self._words, words), (self._replacements, done)):
            del listed[kept:]
        return tuple((piece.start, piece.end, piece.words) for piece in merged(pieces, self.profile))

    def name(self, subject_id: str, *, inside: bool = False) -> Released:
        """What this audience calls a subject, standing alone, or ``inside`` a sentence (``the health visitor``).
        Raises ``KeyError`` for one not in the cast.
        """
        subject = self.cast.get(subject_id)
        if subject is None:
            raise KeyError("no such subject")
        code = self.audience.code(subject.class_id, subject.id)
        if code == "K":
            return _make(subject.name)
        words, kind, group = self._words_for(code, subject, subject.class_id)
        if inside and kind is SpanKind.ROLE:
            words = wordings.in_sentence(words)
        elif not inside or kind is not SpanKind.GENERAL:
            words = words[:1].upper() + words[1:]
        if kind is SpanKind.WITHHELD:
            words = self.profile.box(group)
        return _make(words, [ReleasedSpan(0, len(words), kind, group)])

    def _scan(self, text: str) -> tuple[Scan, tuple[Hit, ...]]:
        known = self._scans.get(text)
        if known is None:
            scan = self._matcher.scan(normalise(text))
            if text in self._across:
                scan = replace(scan, hits=leftmost_longest([*scan.hits, *self._across[text]]))
            known = scan, self._chosen(text, settle(scan.text, self._decided(scan), self._register))
            if len(self._scans) > 20_000:
                self._scans.clear()
            self._scans[text] = known
        return known

    def _chosen(self, text: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Forms that several share, narrowed to the one a person has said they mean."""
        said = self._decisions.this_is
        if not said:
            return hits
        narrowed = []
        for hit in hits:
            subject = said.get(text[hit.start : hit.end].lower()) if len(hit.subjects) > 1 or hit.stranger else None
            pairs = tuple(pair for pair in hit.pairs if pair[0] == subject)
            narrowed.append(replace(hit, pairs=pairs, stranger=False) if pairs else hit)
        return tuple(narrowed)

    def _decided(self, scan: Scan) -> tuple[Hit, ...]:
        """Hits with the words a person has said to be somebody's name or nobody's."""
        if not self._decisions.this_is:
            return scan.hits
        hits, taken = list(scan.hits), Spans((hit.start, hit.end) for hit in scan.hits)
        for word, subject_id in self._decisions.this_is.items():
            subject = self.cast.get(subject_id)
            if subject is None:
                continue
            for match in re.finditer(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", scan.text.original, re.IGNORECASE):
                ordinary = match[0].islower() and is_known(word.lower())  # "will" is not Will
                if not ordinary and not taken.meets(*match.span()):
                    hits.append(Hit(*match.span(), (0, 0), ((subject.id, subject.class_id),), FormKind.GIVEN))
        return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end)))

    def _meet(self, hits: Iterable[Hit]) -> None:
        for hit in hits:
            if len(hit.pairs) == 1 and (subject := self.cast.get(hit.pairs[0][0])) and hit.class_id == subject.class_id:
                code = self.audience.codes(hit.pairs)
                self._naming.meet(subject, code)

    def _whole(self, text: str, class_id: str, about: tuple[str, ...], where: str) -> Released | None:
        code = self.audience.codes([(subject, class_id) for subject in about or ("",)])
        place = Place(where, 0, len(text), class_id, code)
        if code in ("K", "R") or place.key in self._decisions.keep or not text:
            return None
        if code == "E":
            words = EXISTENCE.get(class_id, "An item that is not shown")
            return _make(words, [ReleasedSpan(0, len(words), SpanKind.GENERAL)])
        if code == "G":
            words = _NEUTRAL_HEALTH.get(class_id, "information")
            return _make(words, [ReleasedSpan(0, len(words), SpanKind.GENERAL)])
        if code in ("X", "D") and not self._withheld(place):
            self._places.append(place)
        group = group_of(class_id)
        box = self.profile.box(group)
        self._replacements.append(Replacement(where, 0, len(text), class_id, code, box, about))
        return _make(box, [ReleasedSpan(0, len(box), SpanKind.WITHHELD, group)])

    def _withheld(self, place: Place) -> bool:
        """Whether a person withheld a place that was to be decided; what blocks can only be reworded."""
        return place.code == "D" and place.key in self._decisions.withhold

    # One thing found

    def _piece(self, text: str, hit: Hit, kind: str, where: str) -> Piece | None:
        known = [subject for subject_id in hit.subjects if (subject := self.cast.get(subject_id))]
        code = self.audience.codes(hit.pairs)
        if hit.class_id == "public_link":
            inside = self._named_in_link(text[hit.start : hit.end])
            if not inside:
                return None
            code = strictest([code, *inside])
        if code == "K":
            return None
        if code in ("X", "D") or self._decisions.keep:
            place = Place(where, hit.start, hit.end, hit.class_id, code)
            if place.key in self._decisions.keep:
                return None
            if code in ("X", "D") and not self._withheld(place):
                self._places.append(place)
        if code in ("X", "W", "D", "E", "ref"):
            words, span, group = self.profile.box(group_of(hit.class_id)), SpanKind.WITHHELD, group_of(hit.class_id)
        elif len(hit.subjects) > 1 or hit.stranger:
            words, span, group = self._shared(text, hit, known, where)
        elif known:
            words, span, group = self._words_for(code, known[0], hit.class_id)
        else:
            words, span, group = _NEUTRAL_HEALTH.get(hit.class_id, "information"), SpanKind.GENERAL, ""
        if hit.kind is FormKind.PLURAL and len(known) == 1 and span in (SpanKind.ROLE, SpanKind.PSEUDONYM):
            # The family, even when the register holds one of them.
            words, span, group = wordings.neutral(known, plural=True), SpanKind.GENERAL, ""
        start, end, said = hit.start, hit.end, False
        if len(hit.pairs) == len(known) == 1 and span is not SpanKind.WITHHELD:
            words = with_family_word(text, hit, words, known[0])
            said = span is SpanKind.ROLE and is_said_before(text, hit.start, words, known[0])
        alone = hit.end - hit.start > len(text) - 8 and text.strip() == text[hit.start : hit.end]
        if span is SpanKind.ROLE and kind == "prose" and not alone:
            start, end = said_twice(text, hit.start, hit.end, words)
            words = wordings.in_sentence(words)
        body = bool(known) and all(each.is_body for each in known) and span is not SpanKind.WITHHELD
        piece = fitted(text, Piece(start, end, words, span, group), prose=kind == "prose", body=body)
        if said:
            piece = Piece(hit.start - 1, hit.end, "", span)
        self._replacements.append(Replacement(where, hit.start, hit.end, hit.class_id, code, piece.words, hit.subjects))
        return piece

    def _named_in_link(self, address: str) -> list[str]:
        """Codes of what a web address says about subjects; in the address itself and with its %-signs read."""
        bare = re.sub(r"https?://|www\.", " ", address)
        scans = [self._matcher.scan(written) for written in dict.fromkeys((bare, unquote_plus(bare)))]
        return [self.audience.codes(found.pairs) for scan in scans for found in scan.hits if found.subjects]

    def _shared(self, text: str, hit: Hit, known: list[Subject], where: str) -> tuple[str, SpanKind, str]:
        """Neutral words for a form that several share; listed for a person to settle."""
        if all(one.kind == "place" for one in known if (one.id, one.class_id) in hit.pairs):
            return "the area", SpanKind.GENERAL, ""
        code = self.audience.codes(hit.pairs)
        # Two people under P or R are never called the same; to ask would give them letters and ordinals.
        if (code not in ("P", "R") or len(known) == 1) and not hit.stranger and hit.kind is not FormKind.PLURAL:
            pairs = [(one, class_id) for who, class_id in hit.pairs if (one := self.cast.get(who))]
            printed = {self._words_for(self.audience.code(class_id, one.id), one, class_id) for one, class_id in pairs}
            if len(printed) == 1:
                return printed.pop()
        self._words.append(Word(text[hit.start : hit.end], where, hit.start, hit.end, "shared"))
        if hit.kind in (FormKind.SURNAME, FormKind.HALF, FormKind.PLURAL) and family_word_after(text, hit.end):
            return "", SpanKind.GENERAL, ""
        named = [] if hit.stranger else known
        return wordings.neutral(named, plural=hit.kind is FormKind.PLURAL), SpanKind.GENERAL, ""

    def _words_for(self, code: str, subject: Subject, class_id: str) -> tuple[str, SpanKind, str]:
        if class_id != subject.class_id and code in ("P", "R", "G"):
            # A place or number of theirs, not their name.
            general = "the area" if class_id == "place" else _NEUTRAL_HEALTH.get(class_id, "information")
            return general, SpanKind.GENERAL, ""
        if code == "K":
            return subject.name, SpanKind.GENERAL, ""
        if code == "P":
            return self._naming.pseudonym(subject), SpanKind.PSEUDONYM, ""
        if code == "R":
            return self._naming.role(subject), SpanKind.ROLE, ""
        if code == "G":
            return self._naming.general(subject), SpanKind.GENERAL, ""
        return self.profile.box(group_of(class_id)), SpanKind.WITHHELD, group_of(class_id)

    def _calendar_piece(self, change: calendar_words.Change, where: str) -> Piece:
        if change.code == "G":
            words, span = change.words, SpanKind.GENERAL
        else:
            place = Place(where, change.start, change.end, change.class_id, change.code)
            if change.code in ("X", "D") and not self._withheld(place):
                self._places.append(place)
            words, span = self.profile.box("P"), SpanKind.WITHHELD
        self._replacements.append(Replacement(where, change.start, change.end, change.class_id, change.code, words))
        return Piece(change.start, change.end, words, span, "P" if span is SpanKind.WITHHELD else "")

    # Marks

    def _mark_pieces(self, marks: Sequence[Mark], where: str) -> Iterable[Piece]:
        joined: list[tuple[int, int, str]] = []
        for mark in (one for one in marks if not self.audience.lifted(one)):
            group = GROUPS[mark.reason]
            if joined and mark.start <= (last := joined[-1])[1]:
                joined[-1] = last[0], max(last[1], mark.end), min(group, last[2], key=lambda each: ORDER[each])
            else:
                joined.append((mark.start, mark.end, group))
        for start, end, group in joined:
            code, box = self.profile.marks, self.profile.box(group)
            if code == "X":
                self._places.append(Place(where, start, end, "mark", code))
            self._replacements.append(Replacement(where, start, end, "mark", code, box))
            yield Piece(start, end, box, SpanKind.WITHHELD, group)

    def _note_reviews(self, scan: Scan, where: str) -> None:
        if not scan.reviews:
            return
        taken = Spans((hit.start, hit.end) for hit in scan.hits)
        for hit in scan.reviews:
            if not taken.meets(hit.start, hit.end):
                self._words.append(Word(scan.text.original[hit.start : hit.end], where, hit.start, hit.end, "perhaps"))

    def _assemble(self, text: str, pieces: Sequence[Piece]) -> Released:
        out: list[str] = []
        spans: list[ReleasedSpan] = []
        at = last = 0
        for piece in pieces:
            out.append(text[last : piece.start])
            at += piece.start - last
            spans.append(ReleasedSpan(at, at + len(piece.words), piece.kind, piece.group))
            out.append(piece.words)
            at += len(piece.words)
            last = piece.end
        out.append(text[last:])
        return _make("".join(out), spans)
