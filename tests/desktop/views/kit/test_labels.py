"""Single lines, and paragraphs of a fixed height."""

import pytest

from mlp_desktop.views.kit.labels import ElidedLabel, paragraph


def test_text_that_has_no_room_ends_in_an_ellipsis_and_no_line_is_cut(qtbot) -> None:
    label, fitting = paragraph("long", lines=3), paragraph("fitting", lines=3)
    words = [f"word{number}" for number in range(40)]
    for each in (label, fitting):
        qtbot.addWidget(each)
        each.setFixedWidth(200)
    label.setText(" ".join(words))
    assert label.text() == " ".join(words), "a screen reader and the clipboard have all of it"
    whole = label.grab().toImage()
    metrics = label.fontMetrics()
    count = next(n for n in range(1, 40) if metrics.horizontalAdvance(" ".join(words[: n + 1])) > 200)
    fitting.setText(" ".join(words[:count]))
    line = metrics.lineSpacing()
    first = whole.copy(0, 0, 200, line)
    assert first == fitting.grab().toImage().copy(0, 0, 200, line), "the first line begins at the top"
    last = whole.copy(0, 2 * line, 200, line)
    label.setText(" ".join(words[:-1]))
    assert label.grab().toImage().copy(0, 2 * line, 200, line) == last, "the end of the text is not seen"


def test_a_line_with_a_number_at_its_end_shrinks_before_it_is_cut(qtbot) -> None:
    ends: list[object] = []
    for shrinks, words in ((True, "Reads a 7, 100%"), (True, "Reads a 7, 10%"), (False, "Reads a 7, 100%")):
        label = ElidedLabel("answer", shrinks=shrinks)
        qtbot.addWidget(label)
        label.setText("Reads a 7, 100%")
        label.setFixedSize(round(0.8 * label.fontMetrics().horizontalAdvance(label.text())), 30)
        label.setText(words)
        ends.append(label.grab().toImage())
    assert ends[0] != ends[1]
    assert ends[0] != ends[2]


@pytest.mark.usefixtures("large_text")
def test_a_line_that_wraps_has_two_lines_in_large_text(qtbot) -> None:
    words = "Done: 6 epochs, the best one the fifth"
    label, first, second = (ElidedLabel("status", wraps=True) for _ in range(3))
    for each in (label, first, second):
        qtbot.addWidget(each)
    metrics = label.fontMetrics()
    label.setText(words)
    label.setFixedSize(metrics.horizontalAdvance("Done: 6 epochs, the best"), label.sizeHint().height())
    assert label.height() >= 2 * metrics.lineSpacing()
    lines = label.grab().toImage()
    first.setText("Done: 6 epochs, the")
    second.setText("best one the fifth")
    for row, each in enumerate((first, second)):
        each.setFixedSize(label.width(), metrics.height())
        image = each.grab().toImage()
        place = row * metrics.lineSpacing()
        assert lines.copy(0, place, label.width(), metrics.height()) == image, each.text()


@pytest.mark.usefixtures("large_text")
def test_two_lines_shrink_before_they_are_cut(qtbot) -> None:
    ends = []
    for words in ("Done: 6 epochs, the best one the 5th", "Done: 6 epochs, the best one the 6th"):
        label = ElidedLabel("status", wraps=True)
        qtbot.addWidget(label)
        label.setText(words)
        label.setFixedSize(label.fontMetrics().horizontalAdvance("Done: 6 epochs, th"), label.sizeHint().height())
        ends.append(label.grab().toImage())
    assert ends[0] != ends[1], "the end is seen"
