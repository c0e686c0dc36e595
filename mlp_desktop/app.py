"""The window, built from its parts."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mlp_desktop.controllers.draw.pad_controller import PadController
from mlp_desktop.controllers.window.view import ViewController
from mlp_desktop.memory import share_heaps
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.pen import Pen
from mlp_desktop.models.window.session import BUNDLED_NETWORK, Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.files.resources import resource_path

if TYPE_CHECKING:
    pass


class Desktop(QObject):
    """The composition root: creates all models, controllers and the window, and connects them.

    Attributes:
        reads: whether the bundled network is read, and whatever is drawn is read with it.
        is_complete: whether all parts are built, and not only those that are needed to draw and read a digit.
    """

    closed = Signal()
    """All work was stopped and kept, without a question."""

    def __init__(self, settings: Settings, *, at_once: bool = True) -> None:
        """Build all parts at once, or only the Draw tab, so that :meth:`build_on` or :meth:`complete` adds the rest.

        Raises:
            MlpError: if the bundled network is not sound, and all parts are wanted at once.
        """
        super().__init__()
        self.settings = settings
        self.drawing = Drawing(self)
        self.window = MainWindow(resource_path("icons"))
        self.window.set_document(BUNDLED_NETWORK, False)
        self.pen = Pen(self)
        self.pad = PadController(self.window, self.drawing, self.pen, settings, self)
        self.window.restoreGeometry(settings.geometry)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a window needs one"
        self.view = ViewController(app, self.window, settings, self)
        self.reads = self.is_complete = False
        self._rest = self._build_the_rest()
        if at_once:
            self.complete()
        else:
            self.window.close_requested.connect(self._complete_and_close)
            self.drawing.changed.connect(self.begin_reading)

    @property
    def has_left_work(self) -> bool:
        """Whether threads still run although the window is closed: the person would not wait for them."""
        return self.is_complete and self.shutdown.has_left_work

    def begin_reading(self) -> None:
        """Read the bundled network and whatever is drawn, unless that has begun; this takes some tens of milliseconds.

        Raises:
            MlpError: if the bundled network is not sound.
        """
        if self.reads:
            return
        share_heaps()  # before any thread of ours
        # Imported late: reading a network takes as long as painting the window, which can be seen without it.
        from mlp_desktop.controllers.draw.recognition import Recognition
        from mlp_desktop.controllers.kit.weights import WeightsController
        from mlp_desktop.models.draw.reading import Reading
        from mlp_engine.weights.bundled import bundled_network

        self.session = Session(*bundled_network(), parent=self)
        self.reading = Reading(self)
        self.recognition = Recognition(self.drawing, self.session, self.reading, self.window.draw_tab, self)
        self.weights = WeightsController(self.window, self.session, self.settings, self)
        self.reads = True

    def build_on(self) -> None:
        """Build one of the missing parts, which takes some tens of milliseconds; events are handled between parts.

        Raises:
            MlpError: if the bundled network is not sound.
        """
        next(self._rest, None)

    def complete(self) -> None:
        """Build all missing parts."""
        for _ in self._rest:
            pass

    def _build_the_rest(self) -> Iterator[None]:
        # Modules are imported where they are needed: none of this is needed to draw a digit, and importing all at once
        # would hold the window for half a second.
        self.begin_reading()
        self._build_explanations_and_files()
        yield
        from mlp_desktop.controllers.train.training_settings import form_groups

        yield
        yield from self.window.build_tabs(form_groups())
        yield
        yield from self._build_training()
        yield from self._build_examination()
        yield from self._build_lab_and_moments()
        yield from self._build_lessons_and_help()
        from mlp_desktop.controllers.window.shutdown import ShutdownController

        self.shutdown = ShutdownController(
            self.window,
            self.training,
            self.sweeps,
            (
                self.mnist_download,
                self.samples_window,
                self.rate_search,
                self.folds,
                self.examination,
                self.own_digits,
                self.pictures,
                self.runs,
                self.lab,
                self.moments,
                self.newer_version,
                self.charts,
                self.drawing_files,
            ),
            self.weights,
            self.settings,
            self,
        )
        self.is_complete = True
        self.window.tabs.currentChanged.emit(self.window.tabs.currentIndex())  # the person may have changed tabs
        self.newer_version.begin_looking()

    def _build_training(self) -> Iterator[None]:
        from mlp_desktop.controllers.train.curves_export import CurvesExport
        from mlp_desktop.controllers.train.folds import FoldsController
        from mlp_desktop.controllers.train.mnist_download import MnistDownloadController
        from mlp_desktop.controllers.train.rate_search import RateSearchController
        from mlp_desktop.controllers.train.samples_window import SamplesWindowController
        from mlp_desktop.controllers.train.training import TrainingController

        yield
        window, settings = self.window, self.settings
        self.training = TrainingController(window, self.session, settings, self)
        yield
        self.curves_export = CurvesExport(window, self.training, settings, self)
        self.mnist_download = MnistDownloadController(window, self.training, self)
        self.samples_window = SamplesWindowController(window, self.training, self)
        self.rate_search = RateSearchController(window, self.training, self)
        self.folds = FoldsController(window, self.training, self)
        yield
        from mlp_desktop.controllers.runs.repeats import RepeatsController
        from mlp_desktop.controllers.runs.runs import RunsController

        yield
        self.repeats = RepeatsController(window, self.training, self)
        self.runs = RunsController(window, self.training, self.repeats, self.session, self.weights, settings, self)
        yield
        from mlp_desktop.controllers.sweeps.sweeps import SweepsController

        yield
        self.sweeps = SweepsController(window, self.training, self.session, self.weights, self)
        self.sweeps.runs_requested.connect(self.runs.choose)
        yield

    def _build_examination(self) -> Iterator[None]:
        from mlp_desktop.controllers.examine.examination import ExaminationController

        yield
        self.examination = ExaminationController(self.window, self.session, self.drawing, self.settings, self)
        self.runs.examine_requested.connect(self.examination.choose_run)
        yield
        from mlp_desktop.controllers.my_digits.own_digits import OwnDigitsController

        yield
        self.own_digits = OwnDigitsController(
            self.window, self.drawing, self.reading, self.session, self.settings, self
        )
        yield

    def _build_lab_and_moments(self) -> Iterator[None]:
        from mlp_desktop.controllers.lab.lab import LabController

        yield
        window = self.window
        self.lab = LabController(
            window, self.pad, self.drawing, self.reading, self.session, self.weights, self.settings, self
        )
        self.examination.lab_requested.connect(self.lab.show_sample)
        yield
        from mlp_desktop.controllers.moments.live_answer import LiveAnswer
        from mlp_desktop.controllers.moments.run_moments import RunMoments

        self.live_answer = LiveAnswer(
            window, window.live_pad, self.pad, self.drawing, self.reading, self.recognition, self.training, self
        )
        self.moments = RunMoments(window.moments_page, self.reading, self)
        self.runs.shown.connect(self.moments.show_runs)
        self.moments.map_requested.connect(self.lab.show_moments)
        yield

    def _build_lessons_and_help(self) -> Iterator[None]:
        from mlp_desktop.controllers.window.chart_files import ChartFilesController
        from mlp_desktop.controllers.window.help import HelpController
        from mlp_desktop.controllers.window.lessons import LessonsController
        from mlp_desktop.controllers.window.newer_version import NewerVersionController

        yield
        self.lessons = LessonsController(self.window, self.training, self.settings, self)
        self.lessons.lab_wanted.connect(self.lab.begin_lesson)
        self.lessons.lab_left.connect(self.lab.end_lesson)
        yield
        self.help = HelpController(self.window, self.lessons, self)
        self.newer_version = NewerVersionController(self.window, self.settings, self)
        self.charts = ChartFilesController(self.window, self.settings, self)
        for dialog in (self.samples_window.dialog, self.rate_search.dialog):
            self.charts.watch(dialog)
        yield

    def _build_explanations_and_files(self) -> None:
        # Imported late: these modules and what they import would delay the window's first painting by an eighth.
        from mlp_desktop.controllers.draw.drawing_files import DrawingFilesController, SamplesController
        from mlp_desktop.controllers.draw.picture_tools import PictureToolsController
        from mlp_desktop.controllers.draw.pictures import PicturesController
        from mlp_desktop.controllers.explain.comparison import ComparisonExplanation
        from mlp_desktop.controllers.explain.explanations import ExplanationsController
        from mlp_desktop.controllers.explain.neurons import NeuronsExplanation
        from mlp_desktop.controllers.explain.picture_steps import PictureStepsExplanation
        from mlp_desktop.controllers.explain.steps import StepsExplanation
        from mlp_desktop.controllers.explain.why import WhyExplanation
        from mlp_desktop.controllers.window.about import AboutController
        from mlp_desktop.controllers.window.files import FilesController

        self.window.draw_tab.tools.load_all_sizes()
        panel, settings = self.window.draw_tab.reading, self.settings
        panel.build_pages()
        self.pictures = PicturesController(self.window, self.drawing, self.session, self.reading, self)
        self.picture_tools = PictureToolsController(self.window.draw_tab, self.drawing, self.reading, self)
        self.window.picture_menu.real_size_requested.connect(self.picture_tools.show_real_size)
        self.pad.digit_tapped.connect(self.reading.choose)
        self.pictures.shown.connect(self.pad.show_opened)
        self.drawing_files = DrawingFilesController(
            self.window, self.drawing, self.reading, self.pictures, settings, self
        )
        self.samples = SamplesController(self.window, self.drawing, self)
        self.about = AboutController(self.window, settings, self)
        self.files = FilesController(self.window, self.weights, self.drawing_files, self)
        self.files.train_requested.connect(self._train_on)
        self.files.examine_requested.connect(self._examine_on)
        self.files.lesson_requested.connect(self._open_lesson)
        self.steps = StepsExplanation(self.drawing, self.session, self.reading, panel.steps, self)
        self.picture_steps = PictureStepsExplanation(self.reading, self.pictures, panel.steps_area, self.steps, self)
        panel.page_changed.connect(self.picture_steps.leave)
        self.why = WhyExplanation(self.drawing, self.session, self.reading, panel.why, self)
        self.neurons = NeuronsExplanation(self.session, self.reading, panel.neurons, self)
        self.comparison = ComparisonExplanation(self.window, self.session, self.reading, self.weights, settings, self)
        pages = (None, self.picture_steps, self.why, self.neurons, self.comparison)
        self.explanations = ExplanationsController(self.reading, panel, pages, self)
        panel.show_page(panel.page)  # the person may have turned to a page meanwhile

    def _train_on(self, path: str) -> None:
        self.complete()
        self.training.choose_data(path)

    def _examine_on(self, path: str) -> None:
        self.complete()
        self.examination.choose_data(path)

    def _open_lesson(self, path: str) -> None:
        self.complete()
        self.lessons.open(Path(path))

    def close_now(self) -> None:
        """Stop all work, keep its results and end the program, without a question and whatever dialog is open."""
        self.complete()
        self.shutdown.closed.connect(self.closed)
        self.shutdown.closed.connect(QApplication.exit)
        self.shutdown.close_now()

    def _complete_and_close(self) -> None:
        """Close the window although parts may be missing: build them, so that every part can answer the request."""
        self.window.close_requested.disconnect(self._complete_and_close)
        if not self.is_complete:
            self.complete()
            if not self.is_complete:  # a fault in a part has ended the building: nothing is left that would ask
                self.window.allow_close()
            # The controllers built just now have missed this request, so it is made again.
            QTimer.singleShot(0, self.window, self.window.close)
