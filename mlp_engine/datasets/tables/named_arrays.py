"""Samples out of arrays that have names: those of an archive, of a MATLAB or HDF5 file, or of files side by side."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.samples import Part, Samples, side_of
from mlp_engine.datasets.tables.array_names import ArrayName, Role, is_called_weights, read_name
from mlp_engine.datasets.tables.columns import MIN_SIDE
from mlp_engine.datasets.tables.image_arrays import Size, refuse_turned, rows_of_images
from mlp_engine.datasets.tables.ink_values import ink_of
from mlp_engine.datasets.tables.labels import CLASSES, could_be_labels, digit_in, labels_of
from mlp_engine.errors import DataError
from mlp_engine.validation import shortened

MAX_SAMPLES = 10_000_000


@dataclass(frozen=True, eq=False)
class NamedArray:
    """An array that is read only if it is needed.

    Attributes:
        name: as its file has it.
        where: what to call it in a sentence.
        shape: its dimensions.
        dtype: the type of its elements.
        read: reads it.
    """

    name: str
    where: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    read: Callable[[], NDArray[Any]]


@dataclass(frozen=True)
class _Pair:
    inputs: NamedArray
    labels: NamedArray | None = None
    writers: NamedArray | None = None


def samples_of_arrays(arrays: Sequence[NamedArray], part: Part | None, where: str, name: str) -> Samples:
    """The samples in the arrays of one file.

    Inputs and labels are known by their names (X and y, images and labels, data and target, x_train and y_train, …), or
    where there are just two arrays, by their shapes. A single array holds samples without labels. One array a digit,
    ``train0`` to ``train9``, is understood too.

    Args:
        arrays: all of them, of numbers or not.
        part: "test" for the arrays that are called so; otherwise those for training, or those that are not divided.
        where: what to call the file in a sentence.
        name: what to call the data set.

    Raises:
        DataError: if the arrays are not those of samples, or not of that part.
    """
    usable = {array: _name_of(array, len(arrays)) for array in arrays if _could_be_either(array)}
    for array in arrays:
        _refuse_unusable(array, usable)
    named = [read for read in usable.values() if read.role is not None]
    if not named and any(is_called_weights(array.name) for array in arrays):
        raise DataError(f"{where} must hold samples. It holds the weights of a network: {_listed(arrays)}.")
    parts: set[Part | None] = {read.part for read in named or usable.values() if not read.is_other}
    if part == "test" and "test" not in parts:
        raise DataError(f"{where} must hold a test set, such as x_test and y_test. It holds {_listed(arrays)}.")
    wanted = "test" if part == "test" else _first_part(parts)
    if by_class := _one_a_digit(usable, wanted):
        return _joined_classes(by_class, where, _called(name, wanted))
    chosen = {array: read for array, read in usable.items() if read.part == wanted and not read.is_other}
    pair = _pair(chosen)
    if pair is None or pair.labels is None:
        _refuse_objects(arrays)
    if pair is None:
        several = [array for array, read in chosen.items() if read.role == "inputs"]
        advice = "; choose one of its files" if len(several) > 1 else ""
        raise DataError(f"{where} must hold inputs and labels, such as X and y. It holds {_listed(arrays)}{advice}.")
    return _samples(pair, _called(name, wanted))


def _first_part(parts: set[Part | None]) -> Part | None:
    """The part to read if none is named: the training set, else arrays that are not divided, else the test set."""
    if "train" in parts:
        return "train"
    return None if None in parts else "test"


def _refuse_objects(arrays: Sequence[NamedArray]) -> None:
    """Refuse arrays of Python objects, which may be the missing inputs or labels."""
    for array in arrays:
        if array.dtype.hasobject:
            raise DataError(
                f"{array.where} must hold numbers. Got Python objects, which are never read, because "
                "they can run code: convert it with np.array(X.tolist()) before it is saved."
            )


def _refuse_unusable(array: NamedArray, usable: dict[NamedArray, ArrayName]) -> None:
    """Refuse an array that is called inputs or labels and cannot be either."""
    role = read_name(array.name).role
    fits = array in usable and (role != "labels" or _could_be_labels(array))
    if fits or array.dtype.hasobject or role not in ("inputs", "labels"):
        return
    wanted = "a plain list of labels" if role == "labels" else "a table or a stack of images"
    raise DataError(
        f"{array.where} must be {wanted}, of numbers. Got {shortened(array.dtype)} of shape {shortened(array.shape)}."
    )


def _could_be_either(array: NamedArray) -> bool:
    texts = array.dtype.kind in "SU" and len(array.shape) <= 2
    return (array.dtype.kind in "buif" or texts) and 1 <= len(array.shape) <= 4 and 0 not in array.shape


def _called(name: str, part: Part | None) -> str:
    return name if part is None else f"{name}, {'test' if part == 'test' else 'training'} set"


def _name_of(array: NamedArray, count: int) -> ArrayName:
    """As :func:`read_name`, and numpy's own names: ``arr_0`` and ``arr_1``, or four for training and tests."""
    if array.name not in ("arr_0", "arr_1", "arr_2", "arr_3"):
        return read_name(array.name)
    number = int(array.name[-1])
    role: Role = "labels" if number % 2 else "inputs"
    part: Part | None = None if count <= 2 else "test" if number > 1 else "train"
    return ArrayName(role, part, ())


def _pair(arrays: dict[NamedArray, ArrayName]) -> _Pair | None:
    inputs = _of_role(arrays, "inputs", ())
    if len(inputs) != 1:
        return _by_shape(list(arrays))
    rest = arrays[inputs[0]].rest
    labels = [array for array in _of_role(arrays, "labels", rest) if _could_be_labels(array)]
    if len(labels) > 1:  # "y" beside "classes", the names of all classes
        labels = [array for array in labels if _count_of(array) in (inputs[0].shape[0], inputs[0].shape[-1])] or labels
    if len(labels) > 1:  # the digits, beside one column a class
        labels = [array for array in labels if _count_of(array) == math.prod(array.shape)]
    writers = _of_role(arrays, "writers", rest)
    if len(labels) == 1:
        return _Pair(inputs[0], labels[0], writers[0] if len(writers) == 1 else None)
    return None if labels else _by_shape(list(arrays)) or _Pair(inputs[0])


def _of_role(arrays: dict[NamedArray, ArrayName], role: Role, rest: tuple[str, ...]) -> list[NamedArray]:
    """The arrays of a role: those that have this rest in their names if there are any, else all of them."""
    found = [array for array, read in arrays.items() if read.role == role]
    return [array for array in found if arrays[array].rest == rest] or found


def _by_shape(arrays: Sequence[NamedArray]) -> _Pair | None:
    """One array, or two of which just one can hold the labels of the other."""
    if len(arrays) == 1:
        return _Pair(arrays[0]) if _could_be_inputs(arrays[0]) else None
    if len(arrays) != 2:
        return None
    fitting = [
        _Pair(inputs, labels)
        for inputs, labels in ((arrays[0], arrays[1]), (arrays[1], arrays[0]))
        if _could_be_inputs(inputs) and _could_be_labels(labels)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _could_be_inputs(array: NamedArray) -> bool:
    return len(array.shape) >= 2 and array.dtype.kind not in "SU" and read_name(array.name).role != "labels"


def _count_of(labels: NamedArray) -> int:
    """Of how many samples these are the labels."""
    if len(labels.shape) == 2 and CLASSES in labels.shape:
        return labels.shape[0] if labels.shape[1] == CLASSES else labels.shape[1]
    return math.prod(labels.shape)


def _could_be_labels(array: NamedArray) -> bool:
    """Whether it is a list, or has one column a class, or one row a class and is called labels."""
    lengths = [length for length in array.shape if length != 1]
    has_rows = len(lengths) > 1 and lengths[0] == CLASSES and read_name(array.name).role == "labels"
    return len(array.shape) <= 2 and (len(lengths) <= 1 or lengths[1] == CLASSES or has_rows)


def _samples(pair: _Pair, name: str) -> Samples:
    labels, count = None, None
    if pair.labels is not None:
        labels = labels_of(pair.labels.read(), pair.labels.where)
        count = len(labels.values)
    place = pair.inputs.where
    rows, size, remark = rows_of_images(pair.inputs.read(), count, place)
    if labels is None:
        _refuse_labels_within(rows, size, place)
        refuse_turned(len(rows), rows.shape[1], place)
    if len(rows) > MAX_SAMPLES:
        raise DataError(f"{place} must hold at most {MAX_SAMPLES} samples. Got {len(rows)}.")
    ink, remarks = ink_of(rows, place)
    return Samples(
        np.ascontiguousarray(ink),
        name,
        None if labels is None else labels.values,
        None if pair.writers is None else _writers(pair.writers, len(rows)),
        size=size,
        labels_from_one=labels is not None and labels.from_one,
        remarks=((remark,) if remark else ()) + remarks,
    )


def _refuse_labels_within(rows: NDArray[Any], size: Size | None, where: str) -> None:
    """Refuse a table with one column too many for square images where that column could hold labels.

    Raises:
        DataError: if it is one, with the line that mends it.
    """
    columns = rows.shape[1]
    if size is not None or (side := side_of(columns - 1)) is None or side < MIN_SIDE:
        return
    for called, place, pixels in (("first", "0", "1:"), ("last", "-1", ":-1")):
        if could_be_labels(rows[:, int(place)]) and len(np.unique(rows[:, int(place)])) > 1:
            raise DataError(
                f"{where} must have its labels in an array of their own. Got {columns} columns, of which the {called} "
                f"could hold them: mend it with np.savez('digits.npz', X=X[:, {pixels}], y=X[:, {place}])."
            )


def _writers(array: NamedArray, samples: int) -> NDArray[np.int64]:
    writers = array.read().ravel()
    if len(writers) != samples or writers.dtype.kind not in "iuf" or not np.isfinite(writers).all():
        raise DataError(f"{array.where} must have a number for each of the {samples} samples.")
    return writers.astype(np.int64)


def _one_a_digit(arrays: dict[NamedArray, ArrayName], part: Part | None) -> dict[int, NamedArray]:
    """Arrays that are called after the digits that they hold, at least two of them; else nothing."""
    found = {
        digit: array
        for array, read in arrays.items()
        if read.part == part and read.role is None and (digit := _digit_of(read.rest)) is not None
    }
    return found if len(found) > 1 and all(len(array.shape) >= 2 for array in found.values()) else {}


def _digit_of(words: tuple[str, ...]) -> int | None:
    """The digit in the name of an array: 7, seven, digit_7."""
    return digit_in(words[-1]) if words and words[:-1] in ((), ("digit",), ("digits",)) else None


def _joined_classes(by_class: dict[int, NamedArray], where: str, name: str) -> Samples:
    parts = {label: _samples(_Pair(array), name) for label, array in sorted(by_class.items())}
    first = next(iter(parts.values()))
    if any(part.inputs.shape[1] != first.inputs.shape[1] for part in parts.values()):
        raise DataError(f"{where} must hold images of one size. It holds {_listed(list(by_class.values()))}.")
    labels = np.repeat(list(parts), [len(part) for part in parts.values()]).astype(np.int64)
    inputs = np.concatenate([part.inputs for part in parts.values()])
    return replace(first, inputs=inputs, labels=labels)


def _listed(arrays: Sequence[NamedArray]) -> str:
    held = ", ".join(f"{array.name} ({' × '.join(map(str, array.shape)) or 'one value'})" for array in arrays)
    return shortened(held, 200) or "nothing"
