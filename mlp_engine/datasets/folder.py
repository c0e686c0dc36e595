"""Folders and zip archives as data: IDX files, pictures, arrays or tables, for training and for tests."""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from mlp_engine.datasets.forms import START, TABLE_OF_TEXT, Request, form_of, is_data_archive, read_file
from mlp_engine.datasets.idx import is_idx, read_idx_files
from mlp_engine.datasets.labels_beside import labels_beside, with_labels_beside
from mlp_engine.datasets.npy import ENDING, read_npys
from mlp_engine.datasets.picture_files import picture_batches, read_pictures
from mlp_engine.datasets.picture_labels import is_picture
from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.labels import digit_in
from mlp_engine.datasets.tables.table_head import looks_like_table
from mlp_engine.errors import DataError
from mlp_engine.files.file_tree import MAX_ENTRIES, FileTree, folder_tree, zip_tree
from mlp_engine.files.paths import is_folder
from mlp_engine.files.source_file import SourceFile, file_on_disk
from mlp_engine.files.zip_archive import is_zip
from mlp_engine.validation import shortened

Progress = Callable[[int], None] | None

MAX_OTHERS = 200
"""Files beside pictures whose content is looked at."""

_NO_DATA = ("submission", "readme", "license", "licence", "changelog", "requirements")
_DOCUMENTS = (".md", ".rst", ".html", ".pdf", ".py", ".ipynb", ".json", ".toml", ".yaml", ".yml", ".log", ".zip")


def read_path(path: Path, part: Part | None = None, *, on_progress: Progress = None) -> Samples:
    """The samples of a file, a folder or a zip archive, whatever their form.

    Args:
        path: where it is.
        part: "train" or "test", of what has both; without it, the training set of what has both.
        on_progress: called with the number of samples so far, by the forms that take a while.

    Raises:
        DataError: if it cannot be read, saying what it is and what to do.
    """
    with _tree_at(path) as tree:
        if tree is not None:
            return read_tree(tree, part, on_progress=on_progress)
    return read_file(Request(file_on_disk(path), partial(_beside, path), part, on_progress))


def read_tree(tree: FileTree, part: Part | None, *, on_progress: Progress = None) -> Samples:
    """The samples of all files of a folder or archive that belong together.

    IDX files come first, then pictures, then arrays, then one file of any other form for each part. Which part a file
    belongs to is given by its name, or by the folders above it: train, training, test, testing, t10k.

    Raises:
        DataError: as :func:`read_path`.
    """
    files = [file for file in tree.files if not _is_other_part(file)]
    others = [file for file in files if not is_picture(file)]
    if idx := _idx_among(others):
        return read_idx_files(idx, part, tree.where, tree.name)
    parts: dict[SourceFile, Part | None] = {file: _part_of(file) for file in files}
    if pictures := [file for file in files if is_picture(file)]:
        chosen, name = _of_part(files, pictures, parts, part, tree)
        return read_pictures(chosen, tree.where, name, on_progress=on_progress)
    if arrays := [file for file in others if file.ending == ENDING]:
        samples = read_npys(arrays, part, tree.where, tree.name)
        return samples if len(arrays) > 1 else with_labels_beside(samples, arrays[0], others)
    candidates = _of_known_form([file for file in others[:MAX_OTHERS] if _could_be_data(file)])
    chosen, name = _of_part(candidates, candidates, parts, part, tree)
    return _read_shards(chosen, name, tree, part, on_progress)


def stream_path(path: Path, part: Part | None, count: int, *, on_progress: Progress = None) -> Iterator[Samples]:
    """The samples of :func:`read_path`, pictures of a folder or an archive at most ``count`` at a time.

    Anything else comes in one piece: the range of its values, and the place of its labels, are known at its end alone.
    """
    with _tree_at(path) as tree:
        files = [] if tree is None else [file for file in tree.files if not _is_other_part(file)]
        pictures = [file for file in files if is_picture(file)]
        if tree is not None and pictures and not _idx_among([file for file in files if not is_picture(file)]):
            chosen, name = _of_part(files, pictures, {file: _part_of(file) for file in files}, part, tree)
            yield from picture_batches(chosen, tree.where, name, count, on_progress=on_progress)
            return
    yield read_path(path, part, on_progress=on_progress)


@contextmanager
def _tree_at(path: Path) -> Generator[FileTree | None]:
    """The files of a folder or archive; ``None`` where a path leads to a file of another kind."""
    if is_folder(path):
        yield folder_tree(path)
        return
    file = file_on_disk(path)
    if is_zip(file.start(START)) and not is_data_archive(file):
        with zip_tree(file) as tree:
            yield tree
    else:
        yield None


def _idx_among(files: Sequence[SourceFile]) -> list[SourceFile]:
    return [file for file in files[:MAX_OTHERS] if is_idx(file.start(8))]


def _read_shards(
    files: Sequence[SourceFile], name: str, tree: FileTree, part: Part | None, on_progress: Progress
) -> Samples:
    """One file, or several of one form that continue each other."""
    if not files:
        raise DataError(
            f"{tree.where} must hold IDX files, pictures, arrays, or a file of samples. It holds {_listed(tree.files)}."
        )
    if len(files) == 1:
        own_part = None if _part_of(files[0]) == part else part
        return read_file(Request(files[0], lambda: tree.files, own_part, on_progress))
    images = [file for file in files if labels_beside(file, files)]
    if len(images) == 1 and len(files) == 2:
        return read_file(Request(images[0], lambda: tree.files, None, on_progress))
    forms = {form.name for file in files if (form := form_of(file)) is not None}
    if len(forms) > 1 or not _continue_each_other(files):
        raise DataError(f"{tree.where} must hold one set. It holds {_listed(files)}: choose one of them.")
    done = 0
    shards: list[Samples] = []
    for file in files:
        progress = None if on_progress is None else partial(_report_more, on_progress, done)
        shards.append(read_file(Request(file, lambda: tree.files, None, progress)))
        done += len(shards[-1])
    return _joined(shards, _digits_called(files), name, tree)


def _report_more(report: Callable[[int], None], before: int, done: int) -> None:
    report(before + done)


def _continue_each_other(files: Sequence[SourceFile]) -> bool:
    """Whether names differ in numbers alone: train-00000-of-00002.parquet, a01.inkml."""
    return len({"".join(letter for letter in file.name if not letter.isdigit()) for file in files}) == 1


def _digits_called(files: Sequence[SourceFile]) -> list[int]:
    """The digits that all of the files are called after, one each: 0.csv, 1.csv, …; else nothing."""
    digits = [digit for file in files if (digit := digit_in(file.stem)) is not None]
    return digits if len(set(digits)) == len(files) else []


def _joined(shards: Sequence[Samples], digits: Sequence[int], name: str, tree: FileTree) -> Samples:
    first = shards[0]
    alike = {(shard.inputs.shape[1], shard.inputs.dtype == np.uint8, shard.labels is None) for shard in shards}
    if len(alike) > 1:
        raise DataError(f"{tree.where} must hold files of samples that are alike. Got {_listed(tree.files)}.")
    labels = None
    if first.labels is not None:
        labels = np.concatenate([shard.labels for shard in shards if shard.labels is not None])
    elif digits:
        labels = np.repeat(digits, [len(shard) for shard in shards]).astype(np.int64)
    return Samples(
        np.concatenate([shard.inputs for shard in shards]),
        name,
        labels,
        None,
        None,
        first.size,
        first.origin,
        any(shard.labels_from_one for shard in shards),
        tuple(dict.fromkeys(remark for shard in shards for remark in shard.remarks)),
    )


def _of_part(
    files: Sequence[SourceFile],
    judged: Sequence[SourceFile],
    parts: Mapping[SourceFile, Part | None],
    part: Part | None,
    tree: FileTree,
) -> tuple[list[SourceFile], str]:
    """The ``files`` of a part, or of none, and what to call them; the ``judged`` ones tell what parts there are."""
    there = {parts[file] for file in judged}
    if part == "test" and "test" not in there:
        raise DataError(
            f"{tree.where} must have a test set of its own, such as a folder called test. It holds {_listed(judged)}."
        )
    if not there & {"train", "test"}:
        return list(files), tree.name
    wanted: Part = "test" if part == "test" or "train" not in there else "train"
    name = f"{tree.name}, {'test' if wanted == 'test' else 'training'} set"
    return [file for file in files if parts[file] == wanted or (parts[file] is None and file not in judged)], name


def _part_of(file: SourceFile) -> Part | None:
    """The part that a file belongs to, by its own name, else by the nearest folder above it that says so."""
    for name in (file.stem if not is_picture(file) else "", *reversed(file.parts[:-1])):
        if (part := read_name(name).part) is not None:
            return part
    return None


def _is_other_part(file: SourceFile) -> bool:
    return any(read_name(name).is_other for name in file.parts[:-1])


def _of_known_form(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Those that can be read, where there are any: a workbook or a note beside a table is passed over."""
    return [file for file in files if _has_known_form(file)] or list(files)


def _has_known_form(file: SourceFile) -> bool:
    try:
        form = form_of(file)
    except DataError:
        return False
    return form is not None and (form.name != TABLE_OF_TEXT or looks_like_table(file.start(START)))


def _could_be_data(file: SourceFile) -> bool:
    name = file.name.lower()
    return not any(word in name for word in _NO_DATA) and file.ending not in _DOCUMENTS


def _listed(files: Sequence[SourceFile]) -> str:
    return shortened(", ".join("/".join(file.parts) for file in files[:20]), 200) or "nothing"


def _beside(path: Path) -> list[SourceFile]:
    """The files in the folder of a file."""
    found: list[SourceFile] = []
    with os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.is_file() and not entry.name.startswith("."):
                found.append(file_on_disk(Path(entry.path)))
            if len(found) > MAX_ENTRIES:
                raise DataError(f"{path.parent} must hold at most {MAX_ENTRIES} entries. Got more.")
    return sorted(found, key=lambda file: file.parts)
