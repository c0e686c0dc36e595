"""The page of one neuron: its sum, what it looks for, where it goes, and the controls that change it."""

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label
from mlp_desktop.views.kit.layouts import vbox
from mlp_desktop.views.kit.scroll_bar import make_slim
from mlp_desktop.views.lab.edit_controls import EditControls
from mlp_desktop.views.lab.neuron_pictures import NeuronPictures
from mlp_desktop.views.lab.outgoing_bars import OutgoingBars
from mlp_desktop.views.lab.terms_table import TermsTable


class NeuronPage(QScrollArea):
    """A scrollable column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Grouping)
        self.setObjectName("labNeuronPage")
        self.setAccessibleName("The chosen neuron")
        self.title = ElidedLabel("labNeuronTitle", heading=True)
        self.terms = TermsTable()
        self.pictures = NeuronPictures()
        self.outgoing = OutgoingBars()
        self.controls = EditControls()
        goes = plain_label("Weights to the next layer")
        follow(goes, lambda each: each.setFont(theme.text_font("small")))
        page = QWidget()
        layout = vbox(self.title, self.pictures, self.terms, goes, self.outgoing, self.controls, parent=page)
        layout.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        layout.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        make_slim(self)
