"""Lessons: opened from the menu or a file, shown beside the tabs with few controls, and written for a class."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from mlp_desktop.controllers.kit.save_dialog import choose_place
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_settings import form_values, read_form
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.control_help import show_control, tab_of
from mlp_desktop.views.window.lesson_dialog import LATER, LessonTexts
from mlp_desktop.views.window.lesson_panel import LessonPage
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError, SettingError
from mlp_engine.files.paths import shown_name
from mlp_engine.files.whole_file import save_results
from mlp_engine.lessons import Lesson, Step, checked_lesson, lesson_text, read_bundled_lessons, read_lesson
from mlp_engine.lessons.lesson import CONTROLS, DATA
from mlp_engine.lessons.reading import MAX_TITLE
from mlp_engine.training.settings import form_settings
from mlp_engine.validation import visible

FILTER = "Lesson (*.toml)"
WRITE_HERE = "Write here what this lesson shows, one idea in each step."


class LessonsController(QObject):
    """Shows one lesson at a time; the settings of before come back when it ends."""

    lab_wanted = Signal(str)
    """A lesson takes place in the Lab, with this small network."""
    lab_left = Signal()
    """No lesson takes place in the Lab any more."""

    def __init__(
        self, window: MainWindow, training: TrainingController, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._training = training
        self._settings = settings
        self._lesson: Lesson | None = None
        self._before: dict[str, str] = {}
        window.lessons_menu.offer([(str(path), lesson.title) for path, lesson in read_bundled_lessons().items()])
        window.lessons_menu.chosen.connect(self._open_bundled)
        window.lessons_menu.open_requested.connect(self._choose)
        window.lessons_menu.save_requested.connect(self._save)
        window.lessons_menu.write_requested.connect(self._compose)
        window.lessons_menu.end_requested.connect(self.end)
        window.lesson_panel.set_up_requested.connect(self._set_up)
        window.lesson_panel.show_requested.connect(self._show_control)
        window.lesson_panel.ended.connect(self.end)

    def open(self, path: Path) -> None:
        """Open the lesson in a file; a sentence says what is wrong with it."""
        try:
            lesson = read_lesson(path)
        except MlpError as error:
            self._window.show_error(str(error))
            return
        if self._training.is_running:
            self._window.show_error("A lesson can't be opened during a run. Stop the run first, or wait.")
            return
        if self._lesson is None:
            self._before = self._window.train_tab.form.values()
        self._leave_lab()
        self._lesson = lesson
        window, on_pad = self._window, lesson.tab == "draw"
        tab = window.lab_tab if lesson.small_network else window.draw_tab if on_pad else window.train_tab
        sets_up = "network" if lesson.small_network else "" if on_pad else "settings"
        window.lesson_panel.show_lesson(lesson.title, self._pages(lesson), sets_up=sets_up)
        window.lessons_menu.set_open(True)
        window.train_tab.form.show_only(lesson.shown or None)
        window.show_lesson_panel(tab, within=on_pad or bool(lesson.shown))
        window.tabs.setCurrentWidget(tab)
        self._set_up()

    def end(self) -> None:
        """Close the lesson, show all controls, and fill the form as it was before, unless a run uses it."""
        if self._lesson is None:
            return
        self._leave_lab()
        self._lesson = None
        self._window.hide_lesson_panel()
        self._window.lessons_menu.set_open(False)
        self._window.train_tab.form.show_only(None)
        if not self._training.is_running:
            self._training.fill(self._before)

    def _leave_lab(self) -> None:
        if self._lesson is not None and self._lesson.small_network:
            self.lab_left.emit()

    def _show_control(self, name: str) -> None:
        """Go to the control that a page of the lesson is about."""
        if control := self._window.findChild(QWidget, name):
            show_control(self._window.tabs, control)

    def _set_up(self) -> None:
        lesson = self._lesson
        if lesson is not None and lesson.small_network:
            self.lab_wanted.emit(lesson.small_network)
        elif lesson is not None and lesson.tab == "train" and not self._training.is_running:
            values = form_values(lesson.samples, lesson.network, lesson.training)
            self._training.fill(values | {"data": lesson.data})

    def _open_bundled(self, action: QAction) -> None:
        self.open(Path(action.data()))

    def _choose(self) -> None:
        if chosen := self._window.choose_open_file("Open lesson", str(self._settings.folder), FILTER):
            self._settings.folder = Path(chosen).parent
            self.open(Path(chosen))

    def _pages(self, lesson: Lesson) -> list[LessonPage]:
        pages = [
            LessonPage(f"Step {number}", step.text, step.formula, control=self._known(step.control))
            for number, step in enumerate(lesson.steps, start=1)
        ]
        watched = self._known(lesson.watch_control)
        pages += [LessonPage("What to watch", lesson.watch, control=watched)] * bool(lesson.watch)
        pages += [LessonPage("Question", lesson.question, answer=lesson.answer)] * bool(lesson.question)
        pages += [LessonPage("Change next", lesson.next)] * bool(lesson.next)
        return pages

    def _known(self, control: str) -> str:
        """The name of a control, if the window has it in one of its tabs."""
        found = self._window.findChild(QWidget, control) if control else None
        return control if found is not None and tab_of(self._window.tabs, found) >= 0 else ""

    def _save(self) -> None:
        """Write the settings of the form as a lesson, with the texts of the lesson that is open, if any."""
        if (lesson := self._as_lesson()) is None:
            return
        path = self._place_for(lesson)
        if path is None:
            return
        if self._lesson is None:
            lesson = replace(lesson, title=visible(path.stem)[:MAX_TITLE])
        self._write(lesson, path)

    def _compose(self) -> None:
        """Have the texts of a lesson edited, and write them with the settings of the form."""
        if (lesson := self._as_lesson()) is None:
            return
        controls = [("data", "Data"), *((setting.name, setting.label) for setting in form_settings())]
        self._window.write_lesson(_texts_of(lesson), controls, self._save_texts)

    def _save_texts(self, texts: LessonTexts) -> str | None:
        """Write a lesson with these texts; returns an empty text, what is wrong, or ``None`` if no file was chosen."""
        if (lesson := self._as_lesson()) is None:
            return None
        try:
            lesson = checked_lesson(
                replace(
                    lesson,
                    title=texts.title,
                    steps=tuple(Step(*step) for step in texts.steps),
                    shown=texts.shown,
                    **texts.later,
                )
            )
            if empty := [number for number, step in enumerate(lesson.steps, start=1) if not step.text]:
                raise SettingError(f"The text of step {empty[0]} must have at least one character. Got none.")
        except SettingError as error:
            return str(error)
        path = self._place_for(lesson)
        return "" if path is not None and self._write(lesson, path) else None

    def _as_lesson(self) -> Lesson | None:
        """The open lesson, or a new one, with the settings of the form; a sentence says if one of them is wrong."""
        values = self._window.train_tab.form.values()
        reading = read_form(values)
        if reading.errors:
            self._window.show_error(f"The settings can't be saved as a lesson. {next(iter(reading.errors.values()))}")
            return None
        base = self._lesson or Lesson("lesson", (Step(WRITE_HERE),), "", "", "", "", shown=CONTROLS)
        return replace(
            base,
            data=values["data"] if values["data"] in DATA else DATA[0],
            samples=reading.samples,
            network=reading.network,
            training=reading.training,
        )

    def _place_for(self, lesson: Lesson) -> Path | None:
        name = "".join(letter if letter.isalnum() else "_" for letter in lesson.title.lower())[:40].strip("_")
        place = self._settings.folder / f"{name or 'my'}.lesson.toml"
        return choose_place(self._window, "Save as lesson", place, FILTER, ".toml")

    def _write(self, lesson: Lesson, path: Path) -> bool:
        """Write a lesson, and say so; returns whether it could be written."""
        try:
            save_results(path, lesson_text(lesson))
        except MlpError as error:
            self._window.show_error(str(error))
            return False
        self._settings.folder = path.parent
        self._window.train_tab.show_message(f"Saved as {shown_name(path)}. “Write a lesson…” edits its texts.")
        return True


def _texts_of(lesson: Lesson) -> LessonTexts:
    later = {name: str(getattr(lesson, name)) for name, _ in LATER}
    steps = tuple((step.text, step.formula, step.control) for step in lesson.steps)
    return LessonTexts(lesson.title, steps, later, lesson.shown)
