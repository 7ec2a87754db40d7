"""The shapes of a framework: frozen dataclasses, filled from a pack by ``framework_reading``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A document that a reference points at; ``date`` is the year or date it bears."""

    id: str
    title: str
    publisher: str
    date: str


@dataclass(frozen=True)
class Reference:
    """What law, guidance or knowledge says, in our words.

    ``place`` is the page or section of the source. ``checked`` says whether a person has compared it with the source;
    an unchecked one is never printed as fact (design, section 8).
    """

    id: str
    number: int
    text: str
    source: Source
    place: str
    checked: bool
    checked_by: str


@dataclass(frozen=True)
class Question:
    """A numbered question in our words; ``number`` is the published one, ``section`` a group of questions, if any."""

    id: str
    number: int
    text: str
    section: str = ""


@dataclass(frozen=True)
class Point:
    """A known obstacle or an equality point."""

    id: str
    number: int
    text: str


@dataclass(frozen=True)
class PointList:
    """A list inside a rationale, such as the factors that a commission has to weigh."""

    id: str
    title: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Marker:
    """One quality marker. ``pages`` are those of the published framework.

    ``knowledge_none`` and ``guidance_none`` say that the source states that it identified none. An empty ``equality``
    means that the source has no such section: then nothing is shown at all.
    """

    id: str
    number: int
    short_name: str
    cluster_id: str
    pages: str
    statement: str
    rationale: tuple[str, ...]
    lists: tuple[PointList, ...]
    questions: tuple[Question, ...]
    obstacles: tuple[Point, ...]
    equality: tuple[Point, ...]
    knowledge: tuple[Reference, ...]
    guidance: tuple[Reference, ...]
    knowledge_none: bool
    guidance_none: bool

    def question(self, number: int) -> Question:
        """The question of that published number; raises ``KeyError``."""
        for question in self.questions:
            if question.number == number:
                return question
        raise KeyError(f"{self.id} question {number}")


@dataclass(frozen=True)
class Cluster:
    """Markers that belong together, in order."""

    id: str
    name: str
    marker_ids: tuple[str, ...]


@dataclass(frozen=True)
class Framework:
    """A whole set of markers. ``depth`` is ``full`` or ``names``; ``digest`` stamps what a pass was judged against."""

    id: str
    name: str
    short_name: str
    date: str
    publisher: str
    depth: str
    prefix: str
    notice: str
    clusters: tuple[Cluster, ...]
    markers: tuple[Marker, ...]
    sources: tuple[Source, ...]
    digest: str

    @property
    def marker_count(self) -> int:
        """How many markers there are."""
        return len(self.markers)

    @property
    def question_count(self) -> int:
        """How many numbered questions there are in all."""
        return sum(len(marker.questions) for marker in self.markers)

    def marker(self, marker_id: str) -> Marker:
        """The marker of that id (``QM9``); raises ``KeyError``."""
        for marker in self.markers:
            if marker.id == marker_id:
                return marker
        raise KeyError(marker_id)

    def question(self, question_id: str) -> Question:
        """The question of that id (``9.5``); raises ``KeyError``."""
        for marker in self.markers:
            for question in marker.questions:
                if question.id == question_id:
                    return question
        raise KeyError(question_id)

    def cluster_of(self, marker_id: str) -> Cluster:
        """The cluster that holds the marker; raises ``KeyError``."""
        for cluster in self.clusters:
            if marker_id in cluster.marker_ids:
                return cluster
        raise KeyError(marker_id)
