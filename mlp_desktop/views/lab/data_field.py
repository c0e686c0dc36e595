"""The data of the Lab: one choice, offered beside the pad and on the page Map."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.lab.map_choices import MapChoices


class LabDataField(QObject):
    """Two lists that show the same choice, and the buttons of the page Map that add a folder or a file to them.

    ``changed`` follows when a person has chosen other data in one of the lists.
    """

    changed = Signal()

    def __init__(self, beside_pad: FormCombo, choices: MapChoices, parent: QObject) -> None:
        super().__init__(parent)
        self._lists = (beside_pad, choices.samples)
        self.arrangement = choices.buttons.arrangement
        self.folder_requested = choices.folder_requested
        self.file_requested = choices.file_requested
        for each in self._lists:
            each.currentIndexChanged.connect(self._choose)

    @property
    def data(self) -> str:
        """The value of the chosen data."""
        return self._lists[0].value()

    def set_data(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer data (value, label), and choose one without a signal."""
        for each in self._lists:
            each.set_choices(choices, chosen)

    def _choose(self, place: int) -> None:
        for each in self._lists:
            each.set_value(str(each.itemData(place)))
        self.changed.emit()
