"""The glossary that ships: whole, as docs/glossary.md says it, and found by plain questions."""

from pathlib import Path

import pytest

from mlp_engine.errors import SettingError
from mlp_engine.glossary import TextSearch, read_glossary
from mlp_engine.lessons import bundled_lessons
from write_glossary import PAGE, glossary_page


def test_the_page_is_made_of_the_file() -> None:
    assert PAGE.read_text(encoding="utf-8") == glossary_page(), "run docs/scripts/write_glossary.py"


def test_every_term_is_whole_and_names_lessons_that_ship() -> None:
    glossary = read_glossary()
    assert len({term.term for term in glossary.terms}) == len(glossary.terms) > 60
    lessons = {path.stem for path in bundled_lessons()}
    for term in glossary.terms:
        assert term.meaning, term.term
        assert term.text.endswith("."), term.term
        assert not term.lesson or term.lesson in lessons, term.term
    assert all(text.endswith(".") for text in glossary.controls.values())
    for topic in glossary.topics:
        assert topic.text.endswith((".", "…")), topic.title
        assert topic.controls, topic.title
        assert not topic.lesson or topic.lesson in lessons, topic.title


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("what is overfitting?", "overfitting"),
        ("How does the learning rate work", "learning rate, η"),
        ("softmax", "probabilities"),
        ("dead neurons", "saturated, dead"),
        ("wrong labels", "label noise"),
        ("weight decay", "L1 strength, L2 strength"),
        ("I don't know", "threshold, coverage, risk"),
        ("confusion", "confusion matrix"),
        ("minibatches", "minibatch"),
    ],
)
def test_plain_questions_find_their_term(question: str, term: str) -> None:
    terms = read_glossary().terms
    search = TextSearch([(each.names, each.text) for each in terms])
    assert terms[search.find(question)[0].number].term == term


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[[sections]]\n", "title must be a text. Got None."),
        ('[[sections]]\ntitle = "A"\n[[sections.terms]]\nmeaning = "m"\n', "term must be a text"),
        ('[[sections]]\ntitle = "A"\n[[sections.terms]]\nterm = "t"\n', "meaning of t must be a text"),
        (
            '[[sections]]\ntitle = "A"\n[[sections.terms]]\nterm = "t"\nmeaning = "m"\nalso = "x"\n',
            "also of t must be a list of texts",
        ),
        (
            '[[sections]]\ntitle = "A"\n[[sections.terms]]\nterm = "t"\nmeaning = "m"\nsee = "x"\n',
            "entries that this version knows. Got 'see'.",
        ),
        ('[[topics]]\ntext = "t"\n', "title must be a text. Got None."),
        ('[[topics]]\ntitle = "A"\n', "text of A must be a text. Got None."),
        ('[[topics]]\ntitle = "A"\ntext = "t"\nsee = "x"\n', "A topic must have entries that this version knows."),
        ("[controls]\nlossPlot = 3\n", "lossPlot must be a text. Got 3."),
        ("sections = 3\n", "sections must be tables. Got 3."),
        ('sections = ["A"]\n', "sections must be tables."),
        ('[[sections]]\ntitle = "A"\nterms = ["t"]\n', "terms of A must be tables."),
        ('controls = "x"\n', "controls must be tables."),
        (f'sections = "{"x" * 5000}"\n', f"sections must be tables. Got '{'x' * 58}…."),
        (f'[controls]\n"{"x" * 5000}\\u001b" = 3\n', f"^{'x' * 59}… must be a text. Got 3."),
        ("= 3", "A glossary must be a TOML file"),
    ],
)
def test_a_wrong_entry_is_one_sentence(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(content)
    with pytest.raises(SettingError, match=words.replace("(", r"\(")):
        read_glossary(path)
