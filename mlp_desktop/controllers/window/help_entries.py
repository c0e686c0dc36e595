"""What there is to find in the help: terms, ways to do something, lessons, and the controls of the window."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from mlp_engine.glossary import Glossary, Hit, TextSearch
from mlp_engine.lessons import Lesson

MOST_ENTRIES = 12


class Entry(NamedTuple):
    """One entry of the help.

    Attributes:
        kind: "term", "how to", "lesson", or the tab of a control.
        title: a term, the name of a control, or the title of a lesson.
        text: what it says.
        names: words under which it is found.
        control: object name of the control that it leads to; empty for none.
        lesson: the file of the lesson about it.
    """

    kind: str
    title: str
    text: str
    names: tuple[str, ...]
    control: str = ""
    lesson: Path | None = None

    @property
    def line(self) -> str:
        """Its line in a list."""
        return self.title if self.kind == "term" else f"{self.title} · {self.kind}"


def written_entries(glossary: Glossary, lessons: Mapping[Path, Lesson]) -> Iterator[Entry]:
    """The entries whose words stand in files: terms, ways to do something, and lessons."""
    paths = {path.stem: path for path in lessons}
    for term in glossary.terms:
        yield Entry("term", term.term, term.text, term.names, "".join(term.controls[:1]), paths.get(term.lesson))
    for topic in glossary.topics:
        control = "".join(topic.controls[:1])
        yield Entry("how to", topic.title, topic.text, topic.names, control, paths.get(topic.lesson))
    for path, lesson in lessons.items():
        steps = [f"{step.text}\n{step.formula}".strip() for step in lesson.steps]
        text = "\n\n".join(filter(None, (*steps, lesson.watch, lesson.question, lesson.answer)))
        yield Entry("lesson", lesson.title, text, (lesson.title,), lesson=path)


class HelpEntries:
    """All entries as they are now, and the search over them, gathered piece by piece.

    The written ones are there at once. To ask every control of the window for its words, and to take in all texts,
    takes longer than a movement of the mouse may wait: :meth:`gather_on` does a piece of it.

    Args:
        written: the entries whose words stand in files.
        controls: every control of the window.
        entry_of: the entry of a control; ``None`` for a control of which nothing is known.
    """

    def __init__(
        self, written: Sequence[Entry], controls: Iterator[QWidget], entry_of: Callable[[QWidget], Entry | None]
    ) -> None:
        self._entries = list(written)
        self._search = TextSearch(())
        self._rest = self._gather(controls, entry_of)

    def terms(self) -> list[Entry]:
        """The whole glossary, in the order of the alphabet."""
        terms = [entry for entry in self._entries if entry.kind == "term"]
        return sorted(terms, key=lambda entry: entry.title.lower())

    def all(self) -> Sequence[Entry]:
        """Every entry; what is missing is gathered first."""
        while self.gather_on():
            pass
        return self._entries

    def find(self, question: str) -> list[Entry]:
        """The entries that say most about a question, best first; what is missing is gathered first."""
        entries = self.all()
        hits = self._search.find(question, len(entries))
        best = sorted(hits, key=lambda hit: -self._weighted(hit))
        return [entries[hit.number] for hit in best[:MOST_ENTRIES]]

    def gather_on(self) -> bool:
        """Gather another piece; returns whether any is left."""
        return next(self._rest, False)

    def _gather(self, controls: Iterator[QWidget], entry_of: Callable[[QWidget], Entry | None]) -> Iterator[bool]:
        for number, control in enumerate(controls, start=1):
            entry = entry_of(control)
            if entry is not None:
                self._entries.append(entry)
            if number % _CONTROLS_AT_ONCE == 0:
                yield True
        yield True
        self._search = TextSearch([(entry.names, entry.text) for entry in self._entries])

    def _weighted(self, hit: Hit) -> float:
        """A score: who asks what something is wants the term first, and controls last."""
        return hit.score * {"term": 1.0, "how to": 1.0, "lesson": 0.7}.get(self._entries[hit.number].kind, 0.5)


_CONTROLS_AT_ONCE = 40
