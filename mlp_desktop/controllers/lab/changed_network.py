"""What becomes of the changed network of the Lab: a file, or the network in use."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.pad_network import FILTER
from mlp_desktop.controllers.kit.save_dialog import choose_place
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.lab.lab_edits import LabEdits
from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.models.window.session import NetworkInUse, Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.weights.file import SUFFIX, WeightsFile
from mlp_engine.weights.model_card import ModelCard


class ChangedNetwork(QObject):
    """Saves the network of the Lab as it was changed, or uses it on the pad."""

    def __init__(
        self,
        window: MainWindow,
        lab: LabNetwork,
        edits: LabEdits,
        session: Session,
        weights: WeightsController,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._lab = lab
        self._edits = edits
        self._session = session
        self._weights = weights
        self._settings = settings
        window.lab_tab.save_requested.connect(self._save)
        window.lab_tab.use_requested.connect(self._use)

    def _card(self) -> ModelCard:
        """The card of the changed network: what was changed, and the accuracies in the Lab in place of all scores."""
        lab = self._lab
        card, words = lab.origin.card, list(lab.edited.words())
        if not words:
            return card
        scores = {}
        if lab.before is not None and lab.after is not None:
            scores = {"accuracy_before_edits": lab.before.accuracy, "accuracy_after_edits": lab.after.accuracy}
        earlier = card.training.get("edits")
        if isinstance(earlier, list):
            words = [*(str(each) for each in earlier), *words]
        changes: dict[str, object] = {"edits": words}
        if scores and self._edits.measured is not None:
            changes["edits_measured_on"] = self._edits.measured.name
        return replace(card, training=card.training | changes, scores=scores)

    def _save(self) -> None:
        proposed = self._settings.folder / f"digits-changed{SUFFIX}"
        path = choose_place(self._window, "Save the changed network", proposed, FILTER, SUFFIX)
        if path is None:
            return
        content = WeightsFile(self._lab.edited.network(), self._card(), self._session.in_use.reject)
        self._weights.write(path, content, lambda: self._was_saved(path))

    def _was_saved(self, path: Path) -> None:
        self._settings.folder = path.parent
        self._settings.add_recent_file(path)
        self._window.set_recent(self._settings.recent_files)

    def _use(self) -> None:
        self._weights.when_replaceable(self._use_now)

    def _use_now(self) -> None:
        edited, name = self._lab.edited, self._lab.origin.name
        if edited.edits:
            self._session.use(NetworkInUse(edited.network(), self._card(), name=f"{name}, changed", is_saved=False))
        else:
            self._session.use(NetworkInUse(edited.base, self._lab.origin.card, name=name))
