"""The one path from a person's hand to the network: whatever was drawn or photographed ends as a digit image.

1. Strokes are drawn by Pillow with a round pen a tenth as wide as the digit is long, eight times finer than needed.
2. A picture becomes ink too, in the steps of :class:`~mlp_engine.ink.picture.PictureSteps`: held upright, made grey;
   its paper found under any light, and whether the ink is darker or lighter; frames and edges taken away; full
   contrast, without rules and dust; connected pieces chosen; these grouped into rows and digits; each digit sharpened
   if it is blurred, and traced again with the pen if it is a hairline.
3. Ink is cropped, fitted into 20×20 with its aspect kept and antialiased,
4. and laid on 28×28 with its centre of mass at the centre, as MNIST's own images are.
5. Pad, picture files, command line and data sets all come through here, so the network sees one handwriting.

Ink is a 2-D ``uint8`` array, 0 for paper and 255 for full ink; a digit image is 28×28 ink.
Whatever cannot become one raises :class:`~mlp_engine.errors.InkError`.
"""

from mlp_engine.ink.drawing import ink_from_drawing
from mlp_engine.ink.eraser import rub_out, rub_out_ink, take_away
from mlp_engine.ink.normalise import digit_image
from mlp_engine.ink.pen_stroke import PenStroke
from mlp_engine.ink.picture import digit_image_from_picture, digit_image_of_picture, ink_from_picture
from mlp_engine.ink.picture_file import open_picture
from mlp_engine.ink.sheet import picture_of_drawing
from mlp_engine.ink.strokes import Strokes, digit_image_from_strokes, ink_from_strokes
from mlp_engine.ink.svg import svg_of_drawing

__all__ = [
    "PenStroke",
    "Strokes",
    "digit_image",
    "digit_image_from_picture",
    "digit_image_from_strokes",
    "digit_image_of_picture",
    "ink_from_drawing",
    "ink_from_picture",
    "ink_from_strokes",
    "open_picture",
    "picture_of_drawing",
    "rub_out",
    "rub_out_ink",
    "svg_of_drawing",
    "take_away",
]
