"""The guard at Qt's borders: what fails in there is reported, and Qt gets an answer it can live with."""

import sys
import weakref

import pytest
from PySide6.QtCore import QAbstractTableModel, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QTableView, QWidget

from mlp_desktop.guard import guarded

PAINTERS: list[weakref.ref] = []


@guarded
class Model(QAbstractTableModel):
    def rowCount(self, parent=None):
        return 2

    def columnCount(self, parent=None):
        return 2

    def data(self, index, role: int = Qt.ItemDataRole.DisplayRole):
        raise ValueError("data")


@guarded
class Delegate(QStyledItemDelegate):
    def paint(self, painter, option, index):
        raise ValueError("delegate")

    def sizeHint(self, option, index):
        raise ValueError("size")


@guarded
class Picture(QWidget):
    def paintEvent(self, event):
        painter = QPainter(self)
        PAINTERS.append(weakref.ref(painter))
        painter.drawLine(0, 0, 9, 9)
        raise ValueError("paint")


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """The exceptions that were reported, kept with their tracebacks as a debugger would."""
    found: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: found.append(error))
    return found


def test_a_model_and_a_delegate_that_fail_leave_empty_cells(qtbot, reported) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    model = Model()
    table.setModel(model)
    table.setItemDelegate(Delegate(table))
    table.resizeColumnsToContents()  # asks for sizes, and no exception comes back
    table.grab()
    assert model.index(0, 0).data() is None
    assert {str(error) for error in reported} == {"data", "delegate", "size"}


def test_a_painter_does_not_outlive_the_painting_that_failed(qtbot, reported) -> None:
    picture = Picture()
    qtbot.addWidget(picture)
    for _ in range(3):
        picture.grab()
    assert [str(error) for error in reported] == ["paint"] * 3
    assert [painter() for painter in PAINTERS] == [None] * 3


def test_what_succeeds_is_unchanged(qtbot) -> None:
    @guarded
    class Fine(QWidget):
        def sizeHint(self):
            return QSize(3, 4)

    fine = Fine()
    qtbot.addWidget(fine)
    assert fine.sizeHint() == QSize(3, 4)
