"""What is said of trust where the address of a cluster is typed."""

from PySide6.QtWidgets import QLineEdit


def test_the_field_of_the_scheduler_says_what_it_may_do(window) -> None:
    field = window.findChild(QLineEdit, "sweepScheduler")
    assert "Whoever controls the scheduler can run code on this machine" in field.toolTip()
