"""A field for a number with arrows, which reads and writes a decimal point in every country."""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox

from mlp_desktop.guard import guarded


def _plain() -> QLocale:
    locale = QLocale.c()
    locale.setNumberOptions(QLocale.NumberOption.RejectGroupSeparator | QLocale.NumberOption.OmitGroupSeparator)
    return locale


@guarded
class NumberSpin(QDoubleSpinBox):
    """Shows a decimal point, as all other numbers of the window do; a typed decimal comma becomes one.

    Qt's own field follows the system: in a German one it takes "0.5" for 5, since points group digits there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(_plain())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept what Qt accepts, with a comma for the point."""
        return super().validate(text.replace(",", "."), position)

    def valueFromText(self, text: str) -> float:
        """The number in a text that was accepted."""
        return super().valueFromText(text.replace(",", "."))
