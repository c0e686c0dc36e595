"""Lessons from files: those that ship, those that are written, and those of strangers."""

import os
from pathlib import Path

import pytest

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.lessons import Lesson, Step, bundled_lessons, lesson_text, read_lesson
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig

SMALL = 'title = "A"\n[[steps]]\ntext = "B."\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lesson.toml"


def test_at_least_twelve_lessons_ship_and_each_is_whole() -> None:
    lessons = [read_lesson(path) for path in bundled_lessons()]
    assert len(lessons) >= 12
    assert len({lesson.title for lesson in lessons}) == len(lessons)
    for lesson in lessons:
        assert all((lesson.watch, lesson.question, lesson.answer, lesson.next)), lesson.title
        assert len(lesson.steps) >= 3
        assert lesson.data == "practice:2000", "no download"
        assert lesson.tab == "draw" or lesson.shown, "a lesson shows few controls"


def test_a_title_and_a_step_are_enough(path: Path) -> None:
    path.write_text(SMALL)
    assert read_lesson(path) == Lesson("A", (Step("B."),), "", "", "", "")


def test_a_written_lesson_is_read_back(path: Path) -> None:
    lesson = Lesson(
        'Größer – "η"', (Step("Eins\\zwei.", "δ = a − y"), Step("Drei.")), "w", "q?", "a", "n", "train", "mnist",
        ("l1", "hidden"), SampleChoice("first", 5, 0.25, 3),
        NetworkConfig(hidden=(3, 4), activations=("leaky-relu", "tanh"), initial_scale=2),
        TrainingConfig(l1=0.5, epochs=3, validation=0.5, patience=2, calibrate=True, dropout=(0.5, 0.25)),
    )  # fmt: skip
    in_the_lab = Lesson(
        "L", (Step("One.", "z", "labTerms"),), "w", "", "", "", "draw", small_network="sigmoid", watch_control="labPad"
    )
    for each in (lesson, in_the_lab):
        path.write_text(lesson_text(each), encoding="utf-8")
        assert read_lesson(path) == each


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "title must have at least one character"),
        ('title = "A"', "steps must be from 1 to 12"),
        (SMALL + "[[steps]]\ntext = 3", "text of step 2 must be a text"),
        (SMALL + '[[steps]]\nformula = "x"', "Step 2 must have a text"),
        ('title = "' + "A" * 81 + '"', "title must have at most 80 characters"),
        ('watch = "' + "A" * 801 + '"\n' + SMALL, "watch must have at most 800 characters"),
        ('watch = "\\u001b[2J"\n' + SMALL, "no control characters"),
        ('data = "/etc/passwd"\n' + SMALL, "data must be practice:2000, practice:20000 or mnist"),
        ('tab = "runs"\n' + SMALL, "tab must be train or draw"),
        ('tab = "draw"\nsmall_network = "big"\n' + SMALL, "small_network must be relu or sigmoid"),
        ('small_network = "relu"\n' + SMALL, "tab must be draw in a lesson with a small_network. Got 'train'"),
        ("watch_control = 3\n" + SMALL, "watch_control must be a text"),
        (SMALL + f'control = "{"x" * 41}"', "control of step 1 must have at most 40 characters"),
        ('shown = ["all"]\n' + SMALL, "A control in shown must be"),
        ('shown = "l1"\n' + SMALL, "shown must be a list"),
        ("other = 1\n" + SMALL, "entries that this version knows. Got 'other'"),
        (SMALL + "[training]\nl1 = -1", "L1 strength must be"),
        (SMALL + "[training]\nspeed = 1", "this version knows"),
        (SMALL + "[samples]\nspeed = 1", "this version knows"),
        (SMALL + "[samples]\ncount = true", "Number of samples must be"),
        (SMALL + "[network]\ninputs = 3", "must be left to the data"),
        (SMALL + f"[network]\ninputs = '{'x' * 5000}'", f"Got '{'x' * 58}…."),
        (SMALL + "network = 3", "step 1 must have a text"),
        ("steps = 1\ntitle = 'A'", "steps must be"),
        ("x" * 70_000, "at most 65536 bytes"),
        ("= 1", "must be a TOML file"),
        ("a = " + "[" * 5000, "must be a TOML file"),
    ],
)
def test_a_hostile_file_gives_one_sentence_that_names_it(path: Path, content: str, words: str) -> None:
    path.write_text(content)
    with pytest.raises(SettingError) as raised:
        read_lesson(path)
    sentence = str(raised.value)
    assert words.lower() in sentence.lower()
    assert str(path) in sentence
    assert "\n" not in sentence
    assert "\x1b" not in sentence


def test_a_file_that_is_missing_is_told(path: Path) -> None:
    with pytest.raises(SettingError, match="A lesson must be a file that can be read"):
        read_lesson(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_lesson_and_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(SettingError, match="A lesson must be a file that can be read"):
        read_lesson(path)
