"""The glossary that ships with the program, and a search over texts."""

from mlp_engine.glossary.glossary import Glossary, Section, Term, Topic, glossary_tables, read_glossary
from mlp_engine.glossary.search import Hit, TextSearch, words_of

__all__ = ["Glossary", "Hit", "Section", "Term", "TextSearch", "Topic", "glossary_tables", "read_glossary", "words_of"]
