"""Labels in a separate table, beside the file of their images: ``y.csv`` beside ``X.csv`` or ``X.npy``."""

from collections.abc import Sequence
from dataclasses import replace

from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.columns import INDEX_NAMES, LABEL_NAMES
from mlp_engine.datasets.tables.labels import CLASSES, Labels, labels_of
from mlp_engine.datasets.tables.text_blocks import text_blocks
from mlp_engine.datasets.tables.text_table import TextTable, read_table
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile

TABLES = (".csv", ".tsv", ".txt", ".data", ".tra", ".tes")
"""The suffixes of tables of text."""


def with_labels_beside(samples: Samples, file: SourceFile, files: Sequence[SourceFile]) -> Samples:
    """The samples of ``file`` with the labels in the one table among ``files`` that is called their labels, if any.

    Raises:
        DataError: if that table holds no labels, or not one for each sample.
    """
    tables = labels_beside(file, files)
    if samples.labels is not None or len(tables) != 1:
        return samples
    with tables[0].open() as stream:
        table = read_table(text_blocks(stream, tables[0].where), tables[0].where)
    labels = _labels_in(table, tables[0])
    if len(labels.values) != len(samples):
        raise DataError(
            f"{tables[0]} must have one label for each of the {len(samples)} samples of {file.name}. "
            f"Got {len(labels.values)}."
        )
    remark = f"The labels are those in {tables[0].name}."
    return replace(samples, labels=labels.values, labels_from_one=labels.from_one, remarks=(*samples.remarks, remark))


def labels_beside(file: SourceFile, files: Sequence[SourceFile]) -> list[SourceFile]:
    """The tables among ``files`` that are called labels, and otherwise as ``file`` is: X_test.csv and y_test.csv."""
    return [
        other
        for other in files
        if other.parts != file.parts
        and other.ending in TABLES
        and read_name(other.stem).role == "labels"
        and read_name(file.stem).role != "labels"
        and _belongs_to(other) == _belongs_to(file)
    ]


def _belongs_to(file: SourceFile) -> tuple[tuple[str, ...], Part | None, tuple[str, ...]]:
    """Its folder, its part, and the words in its name that are no sizes, as in "60k x 784"."""
    read = read_name(file.stem)
    words = tuple(word for word in read.rest if len(word) > 1 and not word.isdecimal())
    return file.parts[:-1], read.part, words


def _labels_in(table: TextTable, file: SourceFile) -> Labels:
    """The column that is called label, or one column a class, or the only one beside an index."""
    names = [name.strip().lower() for name in table.names]
    places = [place for place in range(table.numbers.shape[1]) if not names or names[place] not in INDEX_NAMES]
    called = [names.index(name) for name in LABEL_NAMES if name in names]
    if not called and len(places) == CLASSES:
        return labels_of(table.numbers[:, places], f"{file}, one column a class")
    if not called and len(places) != 1:
        raise DataError(f"{file} must have one column of labels. Got {len(places)}: call one of them label.")
    place = (called or places)[0]
    return labels_of(table.column(place), f"{file}, {table.called(place)}", table.lines)
