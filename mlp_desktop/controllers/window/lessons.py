"""Lessons: opened from the menu or a file, shown beside the tabs with few controls, and written for a class."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from mlp_desktop.controllers.kit.save_dialog import choose_place
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_settings import form_values, read_form
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.lesson_panel import LessonPage
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError
from mlp_engine.files.paths import shown_name
from mlp_engine.files.whole_file import save_results
from mlp_engine.lessons import Lesson, Step, bundled_lessons, lesson_text, read_lesson
from mlp_engine.lessons.lesson import CONTROLS, DATA
from mlp_engine.validation import visible

FILTER = "Lesson (*.toml)"
WRITE_HERE = "Write here what this lesson shows, one idea in each step."


class LessonsController(QObject):
    """Shows one lesson at a time; the settings of before come back when it ends."""

    def __init__(
        self, window: MainWindow, training: TrainingController, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._training = training
        self._settings = settings
        self._lesson: Lesson | None = None
        self._before: dict[str, str] = {}
        window.lessons_menu.offer([(str(path), read_lesson(path).title) for path in bundled_lessons()])
        window.lessons_menu.chosen.connect(self._open_bundled)
        window.lessons_menu.open_requested.connect(self._choose)
        window.lessons_menu.save_requested.connect(self._save)
        window.lessons_menu.end_requested.connect(self.end)
        window.lesson_panel.set_up_requested.connect(self._set_up)
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
        self._lesson = lesson
        takes_place_on_pad = lesson.tab == "draw"
        self._window.lesson_panel.show_lesson(lesson.title, _pages(lesson), can_set_up=not takes_place_on_pad)
        self._window.lessons_menu.set_open(True)
        self._window.train_tab.form.show_only(lesson.shown or None)
        self._window.show_lesson_panel(
            below_form=not takes_place_on_pad and bool(lesson.shown), below_pad=takes_place_on_pad
        )
        self._window.tabs.setCurrentWidget(self._window.draw_tab if takes_place_on_pad else self._window.train_tab)
        if not takes_place_on_pad:
            self._set_up()

    def end(self) -> None:
        """Close the lesson, show all controls, and fill the form as it was before, unless a run uses it."""
        if self._lesson is None:
            return
        self._lesson = None
        self._window.hide_lesson_panel()
        self._window.lessons_menu.set_open(False)
        self._window.train_tab.form.show_only(None)
        if not self._training.is_running:
            self._training.fill(self._before)

    def _set_up(self) -> None:
        lesson = self._lesson
        if lesson is not None and lesson.tab == "train" and not self._training.is_running:
            values = form_values(lesson.samples, lesson.network, lesson.training)
            self._training.fill(values | {"data": lesson.data})

    def _open_bundled(self, action: QAction) -> None:
        self.open(Path(action.data()))

    def _choose(self) -> None:
        if chosen := self._window.choose_open_file("Open lesson", str(self._settings.folder), FILTER):
            self._settings.folder = Path(chosen).parent
            self.open(Path(chosen))

    def _save(self) -> None:
        """Write the settings of the form as a lesson, whose text and controls a teacher then edits."""
        values = self._window.train_tab.form.values()
        reading = read_form(values)
        if reading.errors:
            self._window.show_error(f"The settings can't be saved as a lesson. {next(iter(reading.errors.values()))}")
            return
        path = choose_place(self._window, "Save as lesson", self._settings.folder / "lesson.toml", FILTER, ".toml")
        if path is None:
            return
        base = self._lesson or Lesson(visible(path.stem)[:80], (Step(WRITE_HERE),), "", "", "", "", shown=CONTROLS)
        lesson = replace(
            base,
            data=values["data"] if values["data"] in DATA else DATA[0],
            samples=reading.samples,
            network=reading.network,
            training=reading.training,
        )
        try:
            save_results(path, lesson_text(lesson))
        except MlpError as error:
            self._window.show_error(str(error))
            return
        self._settings.folder = path.parent
        self._window.train_tab.show_message(f"Saved as {shown_name(path)}. Edit its text in any text editor.")


def _pages(lesson: Lesson) -> list[LessonPage]:
    pages = [LessonPage(f"Step {number}", step.text, step.formula) for number, step in enumerate(lesson.steps, start=1)]
    pages += [LessonPage("What to watch", lesson.watch)] * bool(lesson.watch)
    pages += [LessonPage("Question", lesson.question, answer=lesson.answer)] * bool(lesson.question)
    pages += [LessonPage("Change next", lesson.next)] * bool(lesson.next)
    return pages
