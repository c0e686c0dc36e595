"""A slider beside a typed number of a form: what one of them shows, the other one shows too."""

from math import isfinite

from PySide6.QtWidgets import QLineEdit

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.value_slider import ValueSlider
from mlp_desktop.views.train.training_fields import Field

_STEPS = 60
_NUMBER_WIDTH = 8 * theme.GRID


@guarded
class FieldSlider(ValueSlider):
    """From 0 to the reach of its field; moved, it types its number, as if the person had.

    Args:
        typed: the field, which becomes as narrow as a number.
        field: what it is.
    """

    def __init__(self, typed: QLineEdit, field: Field) -> None:
        super().__init__(f"{field.name}Slider", field.label, field.tip, steps=_STEPS)
        assert field.reach is not None, "a field without a reach has no slider"
        self._typed, self._reach = typed, field.reach
        follow(typed, lambda each: each.setFixedWidth(grown(_NUMBER_WIDTH)))
        self.moved.connect(self._type)
        typed.textChanged.connect(self.follow_text)
        self.put(0, 0, self._reach)

    def follow_text(self) -> None:
        """Stand where the number in the field is, if it is one within reach."""
        try:
            value = float(self._typed.text().replace(",", "."))
        except ValueError:
            return
        if isfinite(value):
            self.put(min(max(value, 0.0), self._reach), 0.0, self._reach)

    def _type(self, value: float, _goes_on: bool) -> None:
        self._typed.setText(f"{value:g}")
