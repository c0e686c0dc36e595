"""Tool tips show text from outside letter by letter."""

import pytest
from PySide6.QtGui import QTextDocument

from mlp_desktop.plain_text import MAX_TIP, plain_tip


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        '<img src="file:///etc/hostname">',
        "a < b & c > d",
        "&lt;i&gt;",
        "<?xml version='1.0'?><b>",
        "first <u>line\nsecond line",
        "'\"<a href='https://example.org'>x</a>",
    ],
)
def test_what_looks_like_html_is_shown_letter_by_letter(qapp, text: str) -> None:
    document = QTextDocument()
    document.setHtml(plain_tip(text))
    assert document.toPlainText().replace("\u2028", "\n") == text
    assert not any(form.isImageFormat() for form in document.allFormats())


def test_ordinary_text_stays_as_it_is() -> None:
    assert plain_tip("784-100-10 on MNIST\nA note.") == "784-100-10 on MNIST\nA note."


def test_a_long_text_is_cut() -> None:
    assert plain_tip("x" * 10_000_000) == "x" * (MAX_TIP - 1) + "…"
