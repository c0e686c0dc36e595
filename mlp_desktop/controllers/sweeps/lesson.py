"""The preset sweep: what L1 and L2 do to a network that has too few samples."""

from mlp_desktop.controllers.sweeps.sweep_form import GRID
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES

TRAIN_TAB, SMALL = "train tab", "small"
BASES = [(TRAIN_TAB, "Train tab's"), (SMALL, "Small and quick")]
"""What the field for all other settings offers."""

SMALL_VALUES = FIRST_VALUES | {"hidden": "30", "l2": "0", "learning_rate": "0.3", "validation": "0.5"}
"""The training form as it is for settings that are small and quick."""

LESSON_VALUES = {
    "samples": "1000",
    "base": SMALL,
    "setting1": "l1",
    "values1": "0, 0.03, 0.1, 0.3, 1",
    "setting2": "l2",
    "values2": "0, 0.3, 1, 3, 10",
    "setting3": "",
    "values3": "",
    "seeds": "3",
    "epochs": "30",
    "search": GRID,
    "count": "",
    "workers": "",
    "scheduler": "",
}
"""The form of the lesson, but for its data."""

WHAT_TO_LOOK_AT = (
    "With little L1 and L2 the samples are learned by heart (see Overfitting), with too much nothing is learned."
)
"""A sentence for two lines of small print."""
