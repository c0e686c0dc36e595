"""A comma in the values of a sweep that may be meant as a decimal comma."""

from PySide6.QtWidgets import QLabel

from mlp_desktop.app import Desktop


def test_the_form_says_how_it_reads_a_comma(qtbot, desktop: Desktop) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.compare_tab)
    form = window.compare_tab.form
    form.set_values({"setting1": "l2", "values1": "0,5", "setting2": ""})
    form.edited.emit("values1")
    lines = [label for label in form.findChildren(QLabel) if label.objectName().endswith("Error")]
    qtbot.waitUntil(lambda: any("0,5 is read as two values, 0 and 5." in line.text() for line in lines))
    form.set_values({"values1": "0,5;1"})
    form.edited.emit("values1")
    qtbot.waitUntil(lambda: not any("is read as" in line.text() for line in lines))
