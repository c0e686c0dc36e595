"""Text from outside as plain text in tool tips, which Qt would otherwise read as HTML and load pictures for."""

from html import escape

MAX_TIP = 2000
"""The longest text of a tool tip, in characters: as much as a person reads there."""


def plain_tip(text: str) -> str:
    """The text of a tool tip that shows ``text`` letter by letter, cut to :data:`MAX_TIP` characters.

    A tool tip is always read as HTML if it looks like HTML, so ``text`` that might is escaped. Every tool tip whose
    text is not a literal of this program goes through here (``tests/architecture/test_plain_text.py``).
    """
    if len(text) > MAX_TIP:
        text = text[: MAX_TIP - 1] + "…"
    # Qt looks for a tag, or for the escape of one.
    if "<" not in text and "&" not in text:
        return text
    return f"<p>{escape(text)}</p>".replace("\n", "<br>")
