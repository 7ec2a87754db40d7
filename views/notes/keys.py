"""What the keys do while one writes: speakers, questions, marks, people, find. Each is an action of the page, on F1
and in the palette; what must be asked is asked in one line under the text.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.casework import legend, naming, spelling, turns
from desktop.casework.naming import Registered
from desktop.casework.spelling import Spelling
from desktop.casework.written import Around, Known
from desktop.qt.actions import Action
from desktop.qt.announce import announce
from desktop.qt.presenting import presenting
from desktop.wording import uk_time
from storage.records import WordDecision
from views import kit
from views.casework.form_page import FormPage
from views.kit import InlineForm
from views.kit.nav import Entry
from views.notes.prompts import ChoicePrompt, FindPrompt, LinePrompt, PersonPrompt, Prompt, RegisterPrompt
from views.notes.surface import Pane, Surface
from views.notes.writer import Writer
from views.release.marking import ReasonList

SPEAKER_KEYS = ("F2", "F3", "F4", "F5")


class WritingKeys(QObject):
    """The keys of one page that writes. ``speakers`` are codes, ``asker`` the role of the one who asks, ``topics`` the
    guide; a page sets them as they become known."""

    def __init__(
        self, page: FormPage, surface: Surface, ask: Callable[[InlineForm], None], put_away: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._page, self.surface = page, surface
        self._ask_on_page, self._put_away = ask, put_away
        self.around = Around((), legend.AT_FIRST)
        self.asked: tuple[WordDecision, ...] = ()
        self.speakers: tuple[str, ...] = ()
        self.topics: tuple[str, ...] = ()
        self.asker = "Reviewer"
        self.spelling: Spelling | None = None
        self._last_spoke = ("", "")
        self._register()
        for pane in surface.panes():
            writer = pane.field.writer
            writer.refused.connect(lambda why: page.context.notice(why, "warn"))
            writer.copied.connect(page.context.clipboard.adopt)
            writer.turned.connect(self._turned)
        surface.settled.connect(self.bring_up_to_date)
        surface.cramped.connect(self._make_room)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(lambda _old, new: surface.note_focus(new))
        surface.side.guide.went.connect(lambda number: self.ask_question(int(number)))
        surface.side.marks.went.connect(lambda mark_id: self.writer.go_to(mark_id))
        surface.side.asked.went.connect(self._settle)

    # ---- actions
    def _register(self) -> None:
        place = f"{self._page.TITLE.lower()}.write"

        def act(
            name: str, title: str, run: Callable[[], object], key: str = "", icon: str = "", *, listed: bool = True,
            owner: QWidget | None = None,
        ) -> None:  # fmt: skip
            action = Action(
                f"{place}.{name}", title, lambda: run() and None, key, where="Writing", icon=icon, listed=listed
            )
            self._page.action(action, owner or self.surface)

        for at, key in enumerate(SPEAKER_KEYS):
            words = "Begin a question of yours" if at == 0 else f"Begin a turn of speaker {at}"
            act(f"speaker{at}", words, lambda one=at: self.speak(one), key, "account")
        act("other", "Begin a turn of the other speaker", self.speak_other, "Ctrl+Return", "account",
            owner=self.surface.main.field)  # fmt: skip
        act("who", "Choose who speaks", self.choose_speaker, "Shift+F2", "people")
        act("time", "Insert the time", self.insert_time, "Ctrl+T", "clock")
        act("said", "Mark as word for word", self.word_for_word, "F6", "account")
        act("question", "Ask the next question of the guide", self.next_question, "F7", "next")
        for number in range(1, 10):
            act(f"q{number}", f"Ask question {number}", lambda one=number: self.ask_question(one), f"Alt+{number}",
                listed=False)  # fmt: skip
        act("mark.next", "Go to the next mark", lambda: self.go_mark(), "F8", "down")
        act("mark.last", "Go to the last mark", lambda: self.go_mark(backwards=True), "Shift+F8", "up")
        act("withhold", "Withhold the selected words", self.withhold, "Ctrl+M", "withheld")
        act("memo", "Write a memo on a mark", self.memo, "Ctrl+J", "note")
        act("unmark", "Remove the mark", self.remove_mark, "Ctrl+Shift+M", "bin")
        act("person", "Insert a person by code", self.insert_person, "Ctrl+P", "person")
        act("register", "Register the selected words", self.register, "Ctrl+R", "add")
        act("park", "Ask later who this is", self.park, "Ctrl+Shift+P", "suggestion")
        act("spelling", "Go to the next word to check", self.check_spelling, "Shift+F7", "search")
        act("find", "Find in this text", self.find, "Ctrl+F", "search")
        act("heading", "Make this line a heading", self.heading, "Ctrl+H", "edit")
        act("list", "Make this line a list", self.list_item, "Ctrl+Shift+L", "edit")
        act("side", "Show the guide and the marks", self.surface.toggle_side, "F12", "sheet")
        act("focus", "Show nothing but the text", self.focus_mode, "F11", "eye")
        act("digits", "Name what the digits stand for", self.name_digits, "", "highlight")

    @property
    def writer(self) -> Writer:
        """The text that has the keyboard, or had it last."""
        return self.surface.active().field.writer

    @property
    def pane(self) -> Pane:
        """Its pane."""
        return self.surface.active()

    def names_shown(self) -> bool:
        """Whether names may stand beside codes on this screen."""
        return not presenting().on

    # ---- who speaks, what is asked
    def speak(self, at: int) -> None:
        """Begin a turn: 0 is the one who asks, the others speak in the order of the note's people."""
        if at and at > len(self.speakers):
            if self.around.people:
                self.choose_speaker()
            else:
                self._say("Nobody is registered yet. Select a name and press Ctrl+R to register it.")
            return
        self._begin(self.speakers[at - 1] if at else self.asker, code=bool(at))

    def _begin(self, who: str, *, code: bool, question: str = "") -> None:
        if who != self._last_spoke[1]:
            self._last_spoke = (self._last_spoke[1], who)
        now = self._page.context.clock.now()
        self.writer.begin_line(turns.turn(now, who, code=code) + question, f"Turn of {who}")
        self.writer.setFocus(Qt.FocusReason.OtherFocusReason)

    def speak_other(self) -> None:
        """The other one of the two who speak: question and answer with one key."""
        other = self._last_spoke[0] or (self.speakers[0] if self.speakers else self.asker)
        if other == self._last_spoke[1]:
            other = self.asker if other != self.asker else (self.speakers[0] if self.speakers else self.asker)
        self._begin(other, code=other != self.asker)

    def choose_speaker(self) -> None:
        """Any person of the register speaks; from then on they have a key too."""

        def chosen(one: Known) -> None:
            self.pane.prompts.close_()
            if one.code not in self.speakers:
                self.speakers = (*self.speakers, one.code)
                self.show_keys()
            self._begin(one.code, code=True)

        self._ask(PersonPrompt("Who speaks", self.around.people, chosen, self._close, names=self.names_shown()))

    def insert_time(self) -> None:
        """The time of day where the cursor is."""
        before = self.writer.line_before()
        space = "" if not before or before.endswith(" ") else " "
        self.writer.write(f"{space}{uk_time(self._page.context.clock.now())} ", "Insert the time")

    def word_for_word(self) -> None:
        """Quotation marks: said so, and not only understood so."""
        now_open = self.writer.quote()
        announce(self.writer, "Word for word begins" if now_open else "Word for word ends")

    def next_question(self) -> None:
        """The first question of the guide that was not asked yet."""
        guide = turns.guide(self.topics, self.surface.main.field.writer.text())
        left = [number for number, _, done in guide if not done]
        if left:
            self.ask_question(left[0])
        elif self.topics:
            self._say("Every question of the guide was asked.")
        else:
            self._say("There is no topic guide yet: Ctrl+D.")

    def ask_question(self, number: int) -> None:
        """A question of the guide, as a turn of the one who asks."""
        if not 1 <= number <= len(self.topics):
            self._say(f"The topic guide has no question {number}.")
            return
        self.surface.show_pane(self.surface.main)
        self._begin(self.asker, code=False, question=turns.question(number, self.topics[number - 1]))

    # ---- marks
    def go_mark(self, *, backwards: bool = False) -> None:
        """Go to a mark; say what it is."""
        mark_id = self.writer.next_mark(backwards=backwards)
        if not mark_id:
            self._say("There are no marks in this text.")
        else:
            self.surface.side.marks.set_current(mark_id)

    def withhold(self) -> None:
        """Ask why the selected words are withheld."""
        writer, (start, end) = self.writer, self.writer.chosen()
        if start == end:
            self._say("Select the words to withhold with Shift and the arrow keys first.")
            return

        def taken(reason: str) -> None:
            self.pane.prompts.close_()
            writer.withhold(start, end, reason)

        reasons = ReasonList(self._close)
        reasons.taken.connect(taken)
        self._ask(reasons)

    def memo(self) -> None:
        """A memo on the mark at the cursor; without one the selected words are highlighted first."""
        writer = self.writer
        if writer.mark_at_cursor() is None and not writer.highlight("1"):
            self._say("Go to a mark with F8, or select words, to write a memo on them.")
            return
        found = writer.mark_at_cursor()
        if found is None:
            return

        def answered(words: str) -> None:
            self.pane.prompts.close_()
            writer.set_memo(found.facts.id, words)

        lead = "It stands in the margin, never in the text. Nobody outside the board reads it."
        self._ask(LinePrompt("Memo on this mark", "Memo", found.facts.memo, answered, self._close, lead=lead))

    def remove_mark(self) -> None:
        """Take the mark at the cursor away."""
        found = self.writer.mark_at_cursor()
        if found is None:
            self._say("Go to a mark with F8 first.")
        else:
            self.writer.remove_mark(found.facts.id)

    def name_digits(self) -> None:
        """What 1 to 9 stand for in this review."""
        fields = {digit: kit.text_field(digit, em=20, value=words) for digit, words in self.around.digits.items()}

        def keep(form: InlineForm) -> None:
            words = form.values()
            self._put_away()
            self._page.do("Name the digits", legend.name, self._page.context.case, words, done=lambda _row: self.load())

        self._ask_on_page(InlineForm("What the digits stand for", fields, "Save", keep, self._put_away))

    # ---- people
    def insert_person(self) -> None:
        """A code where the cursor is, found by a few letters."""
        writer = self.writer

        def chosen(one: Known) -> None:
            self.pane.prompts.close_()
            before = writer.line_before()
            space = "" if not before or before[-1].isspace() or before[-1] in "(“" else " "
            writer.write(space + turns.bracket(one.code), "Insert a person")

        self._ask(
            PersonPrompt("Insert a person by code", self.around.people, chosen, self._close, names=self.names_shown())
        )

    def register(self) -> None:
        """The selected words become somebody or something of the register; a person's code takes their place."""
        writer, (start, end) = self.writer, self.writer.chosen()
        if start == end:
            self._say("Select the name to register first: Ctrl+Shift and the arrow keys select words.")
            return
        words = writer.words_at(start, end)

        def answered(kind: str, role: str) -> None:
            self._page.do(
                "Register words of a text", naming.register, self._page.context.case, words, kind, role,
                done=lambda made: self._registered(made, writer, start, words), failed=self._not_registered,
            )  # fmt: skip

        self._ask(RegisterPrompt(naming.kinds(), answered, self._close))

    def _not_registered(self, error: Exception) -> None:
        self._close()
        self._page.context.show_error(error)  # type: ignore[arg-type]

    def _registered(self, made: Registered, writer: Writer, start: int, words: str) -> None:
        self.pane.prompts.close_()
        end = start + len(words.encode("utf-16-le")) // 2
        if made.is_person and writer.words_at(start, end) == words:
            writer.replace_span(start, end, made.said, "Register words")
            self._say(f"Registered as {made.said}.", kind="info")
        else:
            self._say("Registered. It is recognised wherever it stands.")
        self.load()

    def park(self) -> None:
        """Who is this? Asked again before anything is released."""
        start, end = self.writer.chosen()
        if start == end:
            self._say("Select the words you wonder about first.")
            return
        self._page.do(
            "Ask who this is", naming.park, self._page.context.case, self.writer.words_at(start, end),
            done=lambda _row: self._parked(),
        )  # fmt: skip

    def _parked(self) -> None:
        self._say("Kept as a question. Nothing is released until somebody says who this is.")
        self.load()

    def _settle(self, parked_id: str) -> None:
        """Somebody says who a parked word is."""

        def chosen(one: Known) -> None:
            self.pane.prompts.close_()
            self._page.do("Say who this is", naming.is_somebody, parked_id, one.id, done=lambda _row: self.load())

        prompt = PersonPrompt("Who is this?", self.around.people, chosen, self._close, names=self.names_shown())

        def nobody() -> None:
            self.pane.prompts.close_()
            self._page.do("Say this is no name", naming.is_nobody, parked_id, done=lambda _row: self.load())

        layout = prompt.layout()
        assert layout is not None
        layout.addWidget(kit.row_left(kit.button("It is not a name", nobody, role="plain")))
        self._ask(prompt)

    # ---- spelling
    def _load_spelling(self) -> None:
        if self._page.context.settings.get("spelling"):
            case = self._page.context.case
            self._page.look("Read the words of the spelling", spelling.prepare, case, done=self._spelling_ready)
        else:
            self._spelling_ready(None)

    def _spelling_ready(self, found: Spelling | None) -> None:
        self.spelling = found
        for pane in self.surface.panes():
            pane.field.writer.set_spelling(found.unknown_in if found else None)

    def check_spelling(self) -> None:
        """The next word that the spelling does not know: put it right, teach it, or say whose name it is."""
        if self.spelling is None:
            self._say("Checking the spelling is turned off in Settings.")
            return
        writer = self.writer
        word = writer.next_misspelt()
        if not word:
            self._say("Every word is known.")
            return
        entries = [Entry(f"put:{one}", one) for one in self.spelling.suggest(word)]
        entries += [Entry("learn", "Teach it this word, in this case alone", icon="done"),
                    Entry("register", "It is a name: register it", icon="add")]  # fmt: skip
        start, end = writer.chosen()

        def chosen(answer: str) -> None:
            self.pane.prompts.close_()
            if answer.startswith("put:"):
                writer.replace_span(start, end, answer.removeprefix("put:"), "Spelling")
            elif answer == "register":
                self.register()
            else:
                self._page.do(
                    "Teach a word", spelling.learn, self._page.context.case, word,
                    done=lambda _row: self._load_spelling(),
                )  # fmt: skip

        self._ask(ChoicePrompt("Check this word", entries, chosen, self._close))

    # ---- the text
    def find(self) -> None:
        """Find in the text; what is selected is looked for."""
        start, end = self.writer.chosen()
        words = self.writer.words_at(start, end) if 0 < end - start < 60 else ""
        self._ask(FindPrompt(self.writer, self._close, words))

    def heading(self) -> None:
        """A heading, or a plain line again."""
        self._sign("# ", "Heading")

    def list_item(self) -> None:
        """An item of a list, or a plain line again."""
        self._sign("- ", "List")

    def _sign(self, sign: str, name: str) -> None:
        writer = self.writer
        cursor = writer.textCursor()
        block = cursor.block()
        line = str(block.text())
        if line.startswith(sign):
            writer.replace_span(block.position(), block.position() + len(sign), "", name)
        else:
            writer.replace_span(block.position(), block.position(), sign, name)

    def focus_mode(self) -> None:
        """Nothing but the text, and everything again."""
        self.set_quiet(not self.surface.quiet)

    def _make_room(self, cramped: bool) -> None:
        """Where a question and everything else do not fit, the head and the buttons give way to it."""
        hidden = cramped or self.surface.quiet
        self._page.header.setVisible(not hidden)
        self._page.bar.setVisible(not hidden)

    def set_quiet(self, quiet: bool) -> None:
        """Focus mode on or off."""
        self.surface.set_quiet(quiet)
        self._page.context.undistracted(quiet)
        if quiet:
            self._page.context.status("F11 shows everything again")

    # ---- keeping up
    def load(self) -> None:
        """People, digits and questions of the case, now."""
        from desktop.casework import written

        case = self._page.context.case

        def ask(store: object) -> tuple[Around, tuple[WordDecision, ...]]:
            return written.around(store, case), naming.parked(store, case)  # type: ignore[arg-type]

        self._page.look("Load the people and digits", ask, done=self._loaded)
        self._load_spelling()

    def _loaded(self, found: tuple[Around, tuple[WordDecision, ...]]) -> None:
        self.around, self.asked = found
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """The lists at the side."""
        self.surface.bring_up_to_date(self.topics, self.around.digits, self.asked)

    def show_keys(self) -> None:
        """The keys under the text, with who speaks on them."""
        rows = [("F2", self.asker)]
        rows += [(key, code) for key, code in zip(SPEAKER_KEYS[1:], self.speakers, strict=False)]
        rows += [("F6", "Word for word"), ("F7", "Next question"), ("Ctrl+P", "Person by code"), ("1–9", "Highlight"),
                 ("Ctrl+R", "Register words")]  # fmt: skip
        if self.surface.two:
            rows.append(("F9", "Account or reflections"))
        self.surface.show_keys(rows)
        for pane in self.surface.panes():
            pane.field.writer.look.asker = self.asker

    def _turned(self, name: str, again: bool) -> None:
        if name:
            self._page.context.status(f"{'Done again' if again else 'Undone'}: {name[:1].lower()}{name[1:]}")
        else:
            self._page.context.status(f"Nothing more to {'do again' if again else 'undo'} in this text")

    def _say(self, words: str, kind: str = "info") -> None:
        self._page.context.notice(words, kind)

    def _ask(self, prompt: Prompt | ReasonList) -> None:
        self.pane.prompts.ask(prompt)

    def _close(self) -> None:
        self.pane.prompts.close_()
