"""The reading of numbers: a drawing's strokes are grouped into rows and digits, and the network reads each digit.

1. Strokes are grouped into rows by their vertical overlap.
2. In each row, strokes that certainly belong to one digit are joined to parts. The parts are then grouped into digits
   by their shapes and distances, and by how certain the network is of each candidate.
3. Each digit goes through the same ink path as a single drawing, so the network sees it as if it were alone.

A stroke belongs to a single digit: two digits written without lifting the pen cannot be separated.

Pictures have no strokes: there the connected pieces of ink are grouped into rows and digits, and two pieces are joined
if the network is more certain of both together.
"""

from mlp_engine.reading.number_reader import NumberReader, ReadDigit, ReadNumber
from mlp_engine.reading.picture_reader import PictureReader, ReadPicture, ReadPictureDigit
from mlp_engine.reading.turning import Turn, suggested_turn

__all__ = [
    "NumberReader",
    "PictureReader",
    "ReadDigit",
    "ReadNumber",
    "ReadPicture",
    "ReadPictureDigit",
    "Turn",
    "suggested_turn",
]
