"""Paragraphs of a fixed height."""

from mlp_desktop.views.kit.labels import paragraph


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
