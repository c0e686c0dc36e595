"""The measurement of movements in the window: what each holds up is noted, and told in a table."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def lab_frames(monkeypatch: pytest.MonkeyPatch, qapp) -> Iterator[ModuleType]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import lab_frames

    yield lab_frames
    for name in (set(sys.modules) - before) & {path.stem for path in BENCHMARKS.glob("*.py")}:
        del sys.modules[name]


class Painted(QWidget):
    times = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.times += 1


def test_each_movement_is_made_once_and_what_it_holds_up_is_told(
    qtbot, lab_frames, monkeypatch, tmp_path, capsys
) -> None:
    widget, moved = Painted(), list[int]()
    qtbot.addWidget(widget)
    widget.resize(40, 40)
    with qtbot.waitExposed(widget):
        widget.show()
    painted_before = widget.times

    def step(number: int) -> None:
        moved.append(number)
        widget.update()

    dragged = lab_frames.run(step, 4)
    assert moved == [0, 1, 2, 3]
    assert len(dragged.holds) == 4
    assert widget.times > painted_before
    painted_before = widget.times
    painted = lab_frames.until_painted(step, 3)
    assert moved[4:] == [0, 1, 2]
    assert widget.times >= painted_before + 3, "it is over when the window is painted"
    assert all(held > 0 for held in painted.holds)

    out = tmp_path / "frames.json"
    monkeypatch.setattr(lab_frames, "measure", lambda frames, only: iter([(f"{only} {frames}", painted)]))
    monkeypatch.setattr(lab_frames, "apply_theme", lambda application: None)
    monkeypatch.setattr(lab_frames, "SECONDS_OF_PYTHON", sys.getswitchinterval())
    monkeypatch.setattr(sys, "argv", ["lab_frames", "--frames", "3", "--only", "Map", "--json", str(out)])
    assert lab_frames.main() == 0
    assert "| Map 3 |" in capsys.readouterr().out
    (told,) = json.loads(out.read_text("utf-8"))["results"]
    assert told["what"] == "Map 3"
    assert told["held"][0] <= told["held"][1]
