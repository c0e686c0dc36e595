"""HTML and SVG as a tree of elements: whatever text comes in is text in the page, and never markup.

Names of data sets and cards come out of files from strangers. A tree escapes them all by itself, and cannot be left
with a tag open.
"""

from xml.etree.ElementTree import Element, tostring

MAX_TEXT = 500
"""Characters of one text that are shown; nothing that a person wants to read in a table is longer."""

Child = Element | str


def node(tag: str, *children: Child, **attributes: object) -> Element:
    """An element with ``children`` in order.

    ``class_`` is the attribute ``class``, and ``_`` in names of attributes is ``-``. Their values are made here: what
    comes from elsewhere is a child.
    """
    element = Element(tag, {_name(name): _written(value) for name, value in attributes.items()})
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            element.append(child)
            last = child
        elif last is None:
            element.text = (element.text or "") + _shown(child)
        else:
            last.tail = (last.tail or "") + _shown(child)
    return element


def document(root: Element) -> str:
    """The page that ``root``, an ``html`` element, is the whole of."""
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _written(value: object) -> str:
    """Numbers as short as a drawing needs them."""
    return f"{value:.5g}" if isinstance(value, float) else str(value)


def _shown(text: str) -> str:
    """``text`` without what cannot be written or would play tricks: control characters, halves of pairs, overrides."""
    if len(text) > MAX_TEXT:
        text = f"{text[: MAX_TEXT - 1]}…"
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
