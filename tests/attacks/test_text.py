"""Attacks on text identity: redaction design, section 6, numbers 1 to 24, positive and negative."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.redaction.marks import Mark
from desktop.redaction.people import Cast, Subject
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from desktop.redaction.wordings import in_sentence
from tests.attacks.cast import CAST, GRACE, HOPE, JOAN, KIERAN, LUKASZ, MARK, WILL, released

KEPT = ("kieran", "ashdown", "kez")


@pytest.mark.parametrize(
    "written",
    [
        "Kieran\nAshdown",  # 3 over a line
        "Kieran\n\nAshdown",  # 4 over a page
        "Kieran | Ashdown",  # 5 two cells
        "Kieran\tAshdown",
        "Ash-\ndown",  # 6 hyphenated at a line end
        "Ash\u00ad\ndown",
        "Ash\u2010\ndown",
        "Kieran Ash\x02\r\ndown",
        "Kieran Ash\ufffedown",
        "Kieran's",  # 7 possessive
        "Kieran’s",
        "the Ashdowns'",
        "the Ashdowns",
        "Ki\u200bera\u200dn",  # 9 invisible
        "Ash\u00addown",
        "\u202eKieran\u202c",
        "Kie\U000e0061ran",
        "Ki\u2060eran",
        "К\u0456eran",  # 10 look-alikes (Cyrillic K and i)
        "Ki\u0435r\u0430n \u0410shd\u043ewn",
        "Ａｓｈｄｏｗｎ",
        "𝐊𝐢𝐞𝐫𝐚𝐧",
        "Kiéran",  # 11 accents added
        "Kie\u0301ran",
        "KIERAN",  # 12 case
        "kieran",
        "ASHDOWN",
        "Kieran\u00a0Ashdown",  # 13 spaces
        "Kieran\u2009Ashdown",
        "Kieran  Ashdown",
        "K I E R A N",
        "K.I.E.R.A.N",
        "K I E R A N   A S H D O W N",
        "K.A.",  # 14 initials
        "KA",
        "K. A.",
        "K Ashdown",
        "K. Ashdown",
        "Ashdown K.",
        "ASHDOWN, Kieran",  # 15 order
        "Ashdown Kieran",
        "Kieran_Ashdown",
        "kieranashdown",
        "KieranAshdown2011",
        "Kez",  # 17 nickname
        "Kez Ashdown",
        "Kierans",
    ],
)
def test_each_way_of_writing_a_child_is_replaced(written: str) -> None:
    out = released(f"They saw {written} at home.").casefold()
    assert out in ("they saw child a at home.", "they saw child a's at home.", "they saw child a’s at home.") or (
        "family" in out
    )
    assert "ashdown" not in out
    assert "kie" not in out


def test_split_over_styles_is_one_text() -> None:  # 1, 2: runs and glyphs are joined before release
    assert released("".join(("Kie", "ran Ash", "down"))) == "Child A"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Griﬃn-Ffoulkes", "the police officer"),  # 8 ligatures
        ("Owain Griffin", "the police officer"),
        ("Zoe", "the health visitor"),  # 11
        ("Zoe\u0308", "the health visitor"),
        ("O’Rourke", "the health visitor"),
        ("ORourke", "the health visitor"),
        ("O Rourke", "the health visitor"),
        ("Lukasz Wierzbek", "the father"),
        ("Łukasz", "the father"),
        ("Wierzbęk", "the father"),
        ("Aubrey", "the paediatrician"),  # 16 halves
        ("Dr Finch", "the paediatrician"),
        ("Aubrey Finch", "the paediatrician"),
        ("AubreyFinch", "the paediatrician"),
        ("Aubrey-\nFinch", "the paediatrician"),
        ("Grace Ashvale", "the mother"),  # 17 former name
        ("Мария Ольхова", "an adult"),  # 17 other scripts
        ("Maria Olkhova", "an adult"),
    ],
)
def test_other_people_in_other_spellings(written: str, expected: str) -> None:
    assert released(f"We met {written} there.") == f"We met {expected} there."


def test_misspelt_names_are_on_the_list() -> None:  # 17 one letter away
    releaser = Releaser(CAST, load("board"))
    releaser.release("They met Kieren and Mrs Ashdwon, then Fenrusch.")
    near = {each.word for each in releaser.suggestions if each.why == "near"}
    assert {"Kieren", "Ashdwon", "Fenrusch"} <= near


@pytest.mark.parametrize(
    "text",
    [
        "Ashdownham Park is goodwill to Marshall and Parkinson, said Hopeful.",  # 18
        "The willing markers were graceful and mayoral.",
        "They will mark progress and hope for grace in May 2016.",  # 19
        "A grace period; Faith schools. In the May half-term, Mark my words.",
        "Will the board act? May we ask? Mark the date. Hope that it lasts.",
        "In May 2016 and on 3 May the will of the board was to mark time.",
        "The GP, the SW and the IRO met; IT failed.",
        "Section 47, paragraph 3.4.12, version 2.1 and 100 % of 1,000 items.",
        "Every year 3 to 5 children in 10 were seen by 2 people.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    for profile in ("board", "publication", "event", "court"):
        kept = released(text, profile)
        assert kept == text or (profile == "publication" and kept == text.replace("on 3 May", "in May"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will marked it.", "The social worker marked it."),
        ("I asked Will to come.", "I asked the social worker to come."),
        ("Will's note", "The social worker's note"),
        ("Mr Will Fenrush", "Social worker"),
        ("then Mark said so", "then the mother's partner said so"),
        ("They met Hope at the gate.", "They met the teacher at the gate."),
        (
            "They rang on 4/5/16. May and Will had met.",
            "They rang on 4/5/16. The grandmother and the social worker had met.",
        ),
        ("a letter from May Ashvale", "a letter from the grandmother"),
    ],
)
def test_names_that_are_words_are_caught(text: str, expected: str) -> None:  # 19
    assert released(text) == expected


def test_a_shared_surname_is_settled_or_stopped() -> None:  # 20
    cast = Cast((MARK, JOAN))
    assert released("Joan Hallowfen met Mark Hallowfen.", cast=cast) == "The health visitor met the mother's partner."
    assert released("The health visitor Hallowfen came.", cast=cast) == "The health visitor came."
    both = Cast((MARK_M, JOAN))
    assert released("They met Mark; Mrs Hallowfen came.", cast=both).endswith("the health visitor came.")
    releaser = Releaser(cast, load("board"))
    assert releaser.release("Then Hallowfen came.").text == "Then a person came."
    assert [each.why for each in releaser.suggestions] == ["shared"]


MARK_M = Subject(id="F3", name="Mark Hallowfen", kind="parent", role="the mother's partner", sex="m")


def test_a_shared_family_name_becomes_the_family() -> None:
    assert released("the Ashdowns' house and the Ashdown family") == "the family's house and the family"
    assert released("An Ashdown relative, Ashdown, came.") == "A relative, a family member, came."


def test_somebody_else_of_a_registered_surname_is_not_taken_for_them() -> None:
    releaser = Releaser(Cast((WILL,)), load("board"))
    assert releaser.release("They met Jody Fenrush there.").text == "They met a person there."
    assert [each.why for each in releaser.suggestions] == ["shared"]


def test_one_person_has_one_pseudonym_everywhere() -> None:  # 21
    releaser = Releaser(CAST, load("board"))
    texts = ["Kez ran.", "KA/1 exhibit", "K. Ashdown", "Kieran Ashdown’s coat", "He is called Kez Ashdown."]
    out = [releaser.release(text).text for text in texts]
    assert all("Child A" in text for text in out)


def test_different_people_never_share_and_order_is_of_appearance() -> None:  # 21
    twins = Cast(
        (
            Subject(id="1", name="Zachary Abelow", kind="subject_child"),
            Subject(id="2", name="Aaron Zetland", kind="subject_child"),
        )
    )
    releaser = Releaser(twins, load("board"))
    assert releaser.release("Aaron met Zachary and Aaron.").text == "Child A met Child B and Child A."


def test_ordinals_only_where_two_of_a_role_occur() -> None:  # 21
    pair = Cast((JOAN, Subject(id="P6", name="Ines Corrow", kind="professional", role="Health visitor")))
    assert released("Joan came.", cast=pair) == "The health visitor came."
    assert released("Ines met Joan.", cast=pair) == "Health visitor 1 met Health visitor 2."


def test_a_pseudonym_in_the_text_already_stops() -> None:  # 22
    with pytest.raises(UserError) as stopped:
        released("Kieran met Child A there.", cast=Cast((KIERAN,)))
    assert stopped.value.code == "collision"
    assert "Child B" in stopped.value.do


def test_a_pseudonym_that_is_somebodys_name_stops() -> None:  # 22
    child = Subject(id="C1", name="Kieran Ashdown", kind="subject_child", pseudonym="Joan")
    with pytest.raises(UserError) as stopped:
        released("Kieran came.", cast=Cast((child, JOAN)))
    assert "Joan" not in str(stopped.value)


def test_an_article_gives_no_first_letter_away() -> None:  # 23
    names = ("Ashdown", "Tarnbeck")
    outs = {
        released(
            f"{article} {name} coat and {article.lower()} {name} hat",
            cast=Cast((Subject(id="C", name=f"Ivo {name}", kind="subject_child"),)),
        )
        for name, article in zip(names, ("An", "A"), strict=True)
    }
    assert outs == {"A Child A coat and a Child A hat"}


def test_possessives_after_s_look_like_any_other() -> None:  # 23
    outs = {
        released(f"{written} coat", cast=Cast((Subject(id="C", name=name, kind="subject_child"),)))
        for name, written in (("James Lakely", "James'"), ("Ivo Lakely", "Ivo's"))
    }
    assert outs == {"Child A's coat"}


def test_each_profile_has_pseudonyms_of_its_own_in_a_vault() -> None:  # 24
    from storage.circumstances import FixedCircumstances

    class Book:
        def __init__(self) -> None:
            self.kept: dict[tuple[str, str], str] = {}

        def given(self, subject_id: str, profile_id: str) -> str | None:
            return self.kept.get((subject_id, profile_id))

        def keep(self, subject_id: str, profile_id: str, words: str) -> None:
            self.kept[subject_id, profile_id] = words

    children = Cast(
        tuple(
            Subject(id=str(number), name=f"{name} Lakely", kind="subject_child")
            for number, name in enumerate(("Ivo", "Petra", "Linus", "Ana", "Bo", "Cy"))
        )
    )
    book = Book()
    for profile in ("board", "event"):
        for text in ("Ivo, Petra, Linus, Ana, Bo and Cy came.", "Cy came."):
            Releaser(children, load(profile), pseudonyms=book, circumstances=FixedCircumstances(seed=5)).release(text)
    by_profile = {
        profile: {who: words for (who, other), words in book.kept.items() if other == profile}
        for profile in ("board", "event")
    }
    assert sorted(by_profile["board"].values()) == [f"Child {letter}" for letter in "ABCDEF"]
    assert sorted(by_profile["event"].values()) == [f"Child {letter}" for letter in "ABCDEF"]
    assert list(by_profile["board"].values()) != [f"Child {letter}" for letter in "ABCDEF"]


def test_every_attack_also_holds_inside_a_mark() -> None:
    text = "Kieran came and said he was afraid."
    assert released(text, marks=(Mark("m", 16, 34, "R4"),)) == "Child A came and [withheld]."


def test_registered_people_are_the_only_ones_replaced() -> None:
    assert released("Kieran met Grace and Hope.", cast=Cast((GRACE, HOPE))).startswith("Kieran met the mother")


@pytest.mark.parametrize(
    ("role", "inside"),
    [
        ("Health visitor", "the health visitor"), ("GP", "the GP"), ("Detective Inspector", "the Detective Inspector"),
        ("Polish interpreter", "the Polish interpreter"), ("the mother", "the mother"), ("a relative", "a relative"),
        ("Mother's partner", "the mother's partner"), ("Health visitor 2", "Health visitor 2"),
        ("Another person", "Another person"), ("", ""),
    ],
)  # fmt: skip
def test_a_role_has_its_article_inside_a_sentence(role: str, inside: str) -> None:
    assert in_sentence(role) == inside


def test_a_role_stands_alone_without_article_and_is_not_said_twice() -> None:
    cast = Cast((JOAN, LUKASZ))
    assert released("Joan Hallowfen", cast=cast) == "Health visitor"
    assert released("Talk with Joan Hallowfen", cast=cast) == "Talk with the health visitor"
    assert released("Our health visitor Joan Hallowfen rang.", cast=cast) == "Our health visitor rang."
    assert Releaser(cast, load("board")).name("P1").text == "Health visitor"
    assert Releaser(cast, load("board")).name("P1", inside=True).text == "the health visitor"
    pair = Cast((JOAN, Subject(id="P8", name="Ines Corrow", kind="professional", role="Health visitor")))
    assert released("The health visitor Joan and Ines", cast=pair) == "The Health visitor 1 and Health visitor 2"


@pytest.mark.parametrize(
    "text",
    [
        "a child called Kie- other words of the second column\nran was seen",
        "the end of a page Kie-\n\nPage 1 of 2\n\fChronology\nran was seen",
        "ran was seen in the clinic\nthe first line, read last, about Kie-",
        "left words and a child called Kie-\nleft words again ran was seen",
    ],
)
def test_both_halves_of_a_torn_name_go(text: str) -> None:
    said = released(text)
    assert "Kie-" not in said and "ran" not in said.split()


def test_words_that_begin_a_line_stay_where_no_name_is_torn() -> None:
    text = "He met Kie-\nran at home.\nran out of time with pre- and post-natal staff,\ndown in the ward"
    said = released(text)
    assert "\nran out of time with pre- and post-natal staff,\ndown in the ward" in said


@pytest.mark.parametrize(
    "text", ["KieranAshdown2011x", "x9KieranAshdownb", "kieran_ashdown3rdclass", "a1-KieranAshdownii"]
)
def test_a_name_glued_to_figures_and_letters_is_found_and_nothing_breaks(text: str) -> None:
    out = released(f"See {text} here.")
    assert "ieran" not in out and "shdown" not in out, out


@pytest.mark.parametrize("text", ["943 476 5919the", "NHS 9434765919x", "QQ 12 34 56 Cand", "07700 900123or"])
def test_a_number_glued_to_a_word_is_found_and_nothing_breaks(text: str) -> None:
    out = released(f"See {text} here.")
    assert not any(part in out for part in ("5919", "34 56", "900123")), out


def test_a_name_of_two_letters_is_replaced_or_shown() -> None:
    for name in ("A B", "X Y", "I O"):
        releaser = Releaser(Cast((Subject(id="1", name=name, kind="parent"),)), load("board"))
        out = releaser.release(f"Then {name} came.").text
        assert name not in out or [one.word for one in releaser.suggestions] == [name]


def test_a_torn_name_in_small_letters_is_shown_where_a_half_is_no_word() -> None:
    for text, shown in (("then kie ran away", ["kie ran"]), ("the ash down the lane", []), ("they ran down", [])):
        releaser = Releaser(CAST, load("board"))
        assert releaser.release(text).text == text
        assert [one.word for one in releaser.suggestions] == shown
