"""The glossary: what each term means, and where in the window it is met; and how things are done there.

It is read from ``resources/glossary.toml``::

    [[sections]]
    title = "Training"

    [[sections.terms]]
    term = "learning rate, η"
    meaning = "size of a step"
    more = "Too low, and nothing is learned in time. Too high, and the loss jumps about."
    also = ["step size"]
    controls = ["learningRate"]
    lesson = "04_learning_rate"

    [[topics]]
    title = "Save a network"
    text = "File › Save weights writes the network in use to a weights file."
    also = ["store a model"]
    controls = ["saveAction"]

    [controls]
    lossPlot = "The loss on the training and on the validation samples, epoch by epoch."

``meaning`` alone stands in ``docs/glossary.md``, whose tables :func:`glossary_tables` makes. ``controls`` are object
names of the window or of items of its menus, the first one being where the term is met; ``[controls]`` says in a
sentence what those controls are that have no tool tip.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from mlp_engine.errors import SettingError
from mlp_engine.files.resources import resource_path
from mlp_engine.training.recipe import parsed_toml
from mlp_engine.validation import shortened

_ENTRIES = {"term", "meaning", "more", "also", "controls", "lesson"}
_OF_A_TOPIC = {"title", "text", "also", "controls", "lesson"}


@dataclass(frozen=True)
class Term:
    """One term.

    Attributes:
        term: the term, or several that belong together.
        meaning: what it means, in a phrase.
        more: more about it, in a few plain sentences; may be empty.
        also: other words under which a person may look for it.
        controls: object names of the controls of the window that it belongs to, first the one to go to.
        lesson: name of the lesson about it, without its ending; empty for none.
    """

    term: str
    meaning: str
    more: str = ""
    also: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    lesson: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The term, or each of several, and the other words for it."""
        return (*self.term.split(", "), *self.also)

    @property
    def text(self) -> str:
        """Meaning and more as sentences."""
        meaning = self.meaning[:1].upper() + self.meaning[1:]
        return " ".join(filter(None, (meaning if meaning.endswith(".") else f"{meaning}.", self.more)))


@dataclass(frozen=True)
class Topic:
    """How something is done in the window.

    Attributes:
        title: what is done.
        text: how, in a few plain sentences.
        also: other words under which a person may look for it.
        controls: object names of controls or items of menus, first the one to go to.
        lesson: name of a lesson about it, without its ending; empty for none.
    """

    title: str
    text: str
    also: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    lesson: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The title and the other words for it."""
        return (self.title, *self.also)


@dataclass(frozen=True)
class Section:
    """Terms of one subject."""

    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Glossary:
    """All terms.

    Attributes:
        sections: the terms by subject.
        controls: by object name, a sentence about controls that have no tool tip.
        topics: how things are done in the window.
    """

    sections: tuple[Section, ...]
    controls: dict[str, str]
    topics: tuple[Topic, ...] = ()

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms of all sections."""
        return tuple(term for section in self.sections for term in section.terms)

    def term_of(self, control: str) -> Term | None:
        """The first term that a control, given by its object name, belongs to."""
        return self._terms_of_controls.get(control)

    @cached_property
    def _terms_of_controls(self) -> dict[str, Term]:
        return {control: term for term in reversed(self.terms) for control in term.controls}


def read_glossary(path: Path | None = None) -> Glossary:
    """Read the glossary that ships with the program, or another one from ``path``.

    Raises:
        SettingError: if it cannot be read, or an entry is not what it should be; the sentence names it.
    """
    entries = parsed_toml(path or resource_path("glossary.toml"), "glossary")
    sections = map(_section, _tables("sections", entries.get("sections", [])))
    (controls,) = _tables("controls", [entries.get("controls", {})])
    topics = map(_topic, _tables("topics", entries.get("topics", [])))
    return Glossary(tuple(sections), {name: _text(name, text) for name, text in controls.items()}, tuple(topics))


def glossary_tables(glossary: Glossary) -> str:
    """The sections as headings and tables of Markdown."""
    parts: list[str] = []
    for section in glossary.sections:
        rows = [f"| {_cell(term.term)} | {_cell(term.meaning)} |" for term in section.terms]
        parts.append("\n".join([f"## {section.title}", "", "| Term | Meaning |", "| --- | --- |", *rows]))
    return "\n\n".join(parts)


def _section(entry: dict[str, Any]) -> Section:
    title = _text("title", entry.get("title"))
    return Section(title, tuple(map(_term, _tables(f"terms of {title}", entry.get("terms", [])))))


def _topic(entry: dict[str, Any]) -> Topic:
    _check_known("A topic", entry, _OF_A_TOPIC)
    title = _text("title", entry.get("title"))
    return Topic(
        title,
        _text(f"text of {title}", entry.get("text")),
        _texts(f"also of {title}", entry.get("also", [])),
        _texts(f"controls of {title}", entry.get("controls", [])),
        _text(f"lesson of {title}", entry.get("lesson", "")),
    )


def _check_known(what: str, entry: dict[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(entry) - known):
        raise SettingError(f"{what} must have entries that this version knows. Got {shortened(repr(unknown[0]))}.")


def _term(entry: dict[str, Any]) -> Term:
    _check_known("A term", entry, _ENTRIES)
    name = _text("term", entry.get("term"))
    return Term(
        name,
        _text(f"meaning of {name}", entry.get("meaning")),
        _text(f"more of {name}", entry.get("more", "")),
        _texts(f"also of {name}", entry.get("also", [])),
        _texts(f"controls of {name}", entry.get("controls", [])),
        _text(f"lesson of {name}", entry.get("lesson", "")),
    )


def _tables(name: str, value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in cast("list[object]", value)):
        came = f"{value!r}"
        raise SettingError(f"{shortened(name)} must be tables. Got {shortened(came)}.")
    return cast("list[dict[str, Any]]", value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise SettingError(f"{shortened(name)} must be a text. Got {shortened(repr(value))}.")
    return " ".join(value.split())


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise SettingError(f"{shortened(name)} must be a list of texts. Got {shortened(repr(value))}.")
    return tuple(_text(name, each) for each in cast("list[object]", value))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
