"""HTML and SVG as a tree of elements, in which text from outside stays text and never becomes markup.

Names of data sets and model cards may come from strangers' files. The tree escapes them, and closes every tag.
"""

from xml.etree.ElementTree import Element, tostring

MAX_TEXT = 500
"""The longest text shown, in characters; no text that belongs in a table is longer."""

STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; background: #fff; color: #1c2127;
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
p.note { color: #66707c; } p, td, th { overflow-wrap: anywhere; }
section, table, svg { break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.5rem; text-align: right; border-bottom: 1px solid #dfe3e8; }
table.facts th { width: 12rem; } table.facts th, table.facts td { text-align: left; vertical-align: top; }
table.confusion { table-layout: fixed; }
table.confusion td, table.confusion th { text-align: center; padding: 0.4rem 0; }
td.right { background: #eef0f3; } td.none { color: #66707c; } td.wrong { font-weight: bold; }
th { font-weight: 600; } svg { width: 100%; height: auto; font-size: 12px; }
.pictures { display: flex; flex-wrap: wrap; gap: 0.75rem; } figure { margin: 0; text-align: center; }
figure img { image-rendering: pixelated; border: 1px solid #dfe3e8; } figcaption { font-size: 0.8rem; }
section.long { break-inside: auto; } .long figure { width: 6.5rem; break-inside: avoid; }
.long figcaption span { display: block; line-height: 1.3; font-variant-numeric: tabular-nums; }
* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
"""

Child = Element | str


def node(tag: str, *children: Child, **attributes: object) -> Element:
    """An element with ``children`` in order.

    ``class_`` is the attribute ``class``, and ``_`` in the name of an attribute stands for ``-``. Values of attributes
    must be our own; text from outside belongs in the children.
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


def html_page(title: str, *children: Element) -> str:
    """One HTML page without scripts and external files; ``title`` is its name and its heading."""
    style = Element("style")
    style.text = STYLE  # our own text, too long for ``node``
    head = node(
        "head",
        node("meta", charset="utf-8"),
        node("meta", name="viewport", content="width=device-width"),
        node("title", title),
        style,
    )
    root = node("html", head, node("body", node("h1", title), *children), lang="en")
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _written(value: object) -> str:
    """The value as text, floats with five digits, which are enough for a chart."""
    return f"{value:.5g}" if isinstance(value, float) else str(value)


def _shown(text: str) -> str:
    """``text``, shortened, with control characters, surrogates and direction overrides replaced."""
    if len(text) > MAX_TEXT:
        text = f"{text[: MAX_TEXT - 1]}…"
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
