"""A lesson: what one idea is, the settings that show it, and a question with its answer."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.settings import form_settings

LessonTab = Literal["train", "draw"]
TABS: tuple[LessonTab, ...] = get_args(LessonTab)

DATA = ("practice:2000", "practice:20000", "mnist")
"""The data that a lesson can name; a file from a stranger names no file of the reader's machine."""

CONTROLS = ("data", *(setting.name for setting in form_settings()))
"""The controls of the training form that a lesson can show or hide."""


@dataclass(frozen=True)
class Step:
    """One idea of a lesson.

    Attributes:
        text: a few plain sentences.
        formula: one line, where it helps.
        control: object name of the control of the window that it is about; empty for none.
    """

    text: str
    formula: str = ""
    control: str = ""


@dataclass(frozen=True)
class Lesson:
    """A lesson; its texts are plain text.

    Attributes:
        title: what it is called in the menu.
        steps: one idea each.
        watch: what to watch while the run goes on.
        question: one question about what was seen.
        answer: its answer.
        next: what to change next.
        tab: where it takes place: on the training form, or on the pad.
        data: one of :data:`DATA`.
        shown: the controls of the training form that are shown, of :data:`CONTROLS`; empty for all.
        samples: which of the samples to train on.
        network: the architecture; its inputs and outputs are those of the data.
        training: the settings of the run.
        small_network: one of :data:`~mlp_engine.files.resources.SMALL_NETWORKS`, if it takes place on the pad of the
            Lab, which shows this network meanwhile; empty for the Draw tab.
        watch_control: object name of the control of the window where there is something to watch; empty for none.
    """

    title: str
    steps: tuple[Step, ...]
    watch: str
    question: str
    answer: str
    next: str
    tab: LessonTab = "train"
    data: str = DATA[0]
    shown: tuple[str, ...] = ()
    samples: SampleChoice = field(default_factory=SampleChoice)
    network: NetworkConfig = field(default_factory=NetworkConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)
    small_network: str = ""
    watch_control: str = ""
