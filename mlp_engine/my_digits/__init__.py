"""The user's own drawings with their labels, kept only on the user's machine."""

from mlp_engine.my_digits.exports import export_idx, export_pictures, export_stored, export_strokes
from mlp_engine.my_digits.imports import import_drawings
from mlp_engine.my_digits.records import AnswerHistory, DrawingFilter, KeptDrawing, LabelledDrawing, UnreadableDrawing
from mlp_engine.my_digits.store import DrawingStore, my_digits_folder

__all__ = [
    "AnswerHistory",
    "DrawingFilter",
    "DrawingStore",
    "KeptDrawing",
    "LabelledDrawing",
    "UnreadableDrawing",
    "export_idx",
    "export_pictures",
    "export_stored",
    "export_strokes",
    "import_drawings",
    "my_digits_folder",
]
