"""A person's own drawings with what they said these are, kept on their own machine and nowhere else."""

from mlp_engine.my_digits.answers import Answers
from mlp_engine.my_digits.export import export_idx, export_pictures, export_strokes
from mlp_engine.my_digits.importing import import_drawings
from mlp_engine.my_digits.records import Drawing, DrawingFilter, KeptDrawing
from mlp_engine.my_digits.store import DrawingStore, my_digits_folder

__all__ = [
    "Answers",
    "Drawing",
    "DrawingFilter",
    "DrawingStore",
    "KeptDrawing",
    "export_idx",
    "export_pictures",
    "export_strokes",
    "import_drawings",
    "my_digits_folder",
]
