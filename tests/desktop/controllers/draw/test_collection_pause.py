"""No garbage collection begins amid a stroke, and none is lost."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.collection_pause import CollectionPause
from mlp_desktop.models.draw.drawing import Drawing


@pytest.fixture
def drawing(qapp) -> Iterator[Drawing]:
    was_on = gc.isenabled()
    gc.enable()
    yield Drawing()
    (gc.enable if was_on else gc.disable)()


def test_collections_wait_until_the_pen_rests(qtbot, drawing: Drawing) -> None:
    owner = QObject()
    pause = CollectionPause(drawing, owner)
    drawing.start_stroke(10, 10)
    drawing.extend_stroke(20, 10)
    assert not gc.isenabled()
    drawing.finish_stroke()
    assert not gc.isenabled(), "the next stroke may come soon"
    with qtbot.waitSignal(pause._rest.timeout):
        pass
    assert gc.isenabled()


def test_what_others_have_switched_off_stays_off(qtbot, drawing: Drawing) -> None:
    owner = QObject()
    pause = CollectionPause(drawing, owner)
    gc.disable()
    drawing.start_stroke(10, 10)
    assert not pause._rest.isActive()


def test_a_pause_that_goes_amid_a_stroke_leaves_the_collector_on(qapp, drawing: Drawing) -> None:
    owner = QObject()
    CollectionPause(drawing, owner)
    drawing.start_stroke(10, 10)
    assert not gc.isenabled()
    del owner
    assert gc.isenabled()
