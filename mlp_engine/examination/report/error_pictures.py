"""Every error of an examination as contact sheets: pictures of a hundred errors each."""

from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw, ImageFont

from mlp_engine.examination.examination import Examination
from mlp_engine.examination.report.misread import ErrorOrder, Misread, misread_samples, second_guess_words
from mlp_engine.examination.report.pictures import paper_of
from mlp_engine.examination.words import headline

COLUMNS, ROWS = 10, 10
# All in pixels. A digit image is shown three times as large, each pixel a square.
PICTURE, MARGIN, LINE = 84, 16, 15
CELL = PICTURE + 20
HEADING = 3 * LINE
ROW = PICTURE + 4 * LINE + 18
_BLACK, _QUIET, _EDGE, _PAPER = "#1c2127", "#66707c", "#dfe3e8", "#ffffff"


def error_pictures(examination: Examination, *, name: str, order: ErrorOrder = "confidence") -> Iterator[Image.Image]:
    """Contact sheets of all errors, each with its label, its first and its second guess; one sheet if there is none.

    Args:
        examination: what was found.
        name: what a person calls the network.
        order: see :func:`~mlp_engine.examination.report.misread.misread_samples`.

    Raises:
        DataError: if the samples are no square pictures.
    """
    errors = misread_samples(examination, order)
    on_a_sheet = COLUMNS * ROWS
    sheets = max(-(-len(errors) // on_a_sheet), 1)
    heading = f"Errors of {name} on {examination.data.name}"
    words = f"{headline(examination)}. {second_guess_words(errors) if errors else ''}"
    for sheet in range(sheets):
        part = errors[sheet * on_a_sheet : (sheet + 1) * on_a_sheet]
        place = f"Sheet {sheet + 1} of {sheets}, by {order}."
        yield _sheet(examination, part, (heading, f"{words} {place}"))


def _sheet(examination: Examination, errors: Sequence[Misread], heading: tuple[str, str]) -> Image.Image:
    rows = -(-len(errors) // COLUMNS)
    sheet = Image.new("RGB", (2 * MARGIN + COLUMNS * CELL, 2 * MARGIN + HEADING + rows * ROW), _PAPER)
    drawing = ImageDraw.Draw(sheet)
    large, small = ImageFont.load_default(15), ImageFont.load_default(12)
    drawing.text((MARGIN, MARGIN - 4), heading[0], _BLACK, large)
    drawing.text((MARGIN, MARGIN + LINE + 4), heading[1], _QUIET, small)
    for number, error in enumerate(errors):
        row, column = divmod(number, COLUMNS)
        left, top = MARGIN + column * CELL, MARGIN + HEADING + row * ROW
        picture = Image.fromarray(paper_of(examination.data.inputs[error.sample]))
        sheet.paste(picture.resize((PICTURE, PICTURE), Image.Resampling.NEAREST), (left, top))
        drawing.rectangle((left - 1, top - 1, left + PICTURE, top + PICTURE), outline=_EDGE)
        for line, text in enumerate(error.lines()):
            drawing.text((left, top + PICTURE + 3 + line * LINE), text, _BLACK, small)
        drawing.text((left, top + PICTURE + 3 + 3 * LINE), f"no. {error.sample}", _QUIET, small)
    return sheet
