"""Pixels as files have them, in whatever range, as ink."""

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.validation import shortened

FULL_INK = 255

_LEVELS_OF_OLD = 16  # the 8×8 digits of UCI and scikit-learn, blocks of 4×4 pixels that were counted
_LEAST_OF_OLD = 12  # what the largest of them is at least, even in a small set
_PALE = 64
_OTHER_SCALES = (100, 127, 128)  # per cent, and seven bits
_NEAR = 1e-3
_OVERSHOOT = 0.25  # what resampling adds beyond 0 and 1
_UNDO = "X = (X - X.min()) / (X.max() - X.min())"


def ink_of(pixels: NDArray[Any], where: str) -> tuple[NDArray[np.generic], tuple[str, ...]]:
    """The pixels as ink, by the range of their values, with a remark on what was doubtful.

    ==================================  ===========================================================
    truth values                        no ink and full ink
    whole numbers from 0 to 255         ink
    whole numbers 0 and 1               no ink and full ink, with a remark
    numbers from 0 to 12 … 16           sixteenths of full ink, with a remark
    floating numbers from 0 to 1        shares of ink; slightly beyond, as after resampling, clipped with a remark
    floating numbers from -1 to 1       from no ink to full ink, with a remark
    floating numbers from 0 to 255      ink
    ==================================  ===========================================================

    Args:
        pixels: any shape, not empty.
        where: what to call them in a sentence.

    Returns:
        Ink as ``uint8``, or floating shares of ink (``float64`` only where they came so), in the same shape; and
        sentences for a person.

    Raises:
        DataError: for any other range, saying what would make it one of these.
    """
    if pixels.dtype.kind == "b":
        return pixels.astype(np.uint8) * np.uint8(FULL_INK), ()
    if pixels.dtype.kind not in "uif" or pixels.dtype.itemsize > 8:
        raise DataError(f"{where} must hold numbers. Got {shortened(pixels.dtype)}.")
    low, high = pixels.min(), pixels.max()
    if not np.isfinite(low) or not np.isfinite(high):
        raise DataError(f"{where} must hold finite numbers. Got {low if not np.isfinite(low) else high}.")
    if high <= 1 + _OVERSHOOT and (pixels.dtype.kind == "f" or low == -1):
        return _shares(pixels, low, high, where)
    if low < 0 or high > FULL_INK or 1 < high < _LEAST_OF_OLD:
        raise _refusal(pixels, low, high, where)
    if high <= 1:
        if high < 1:
            return pixels.astype(np.uint8, copy=False), ()  # blank
        ink = pixels.astype(np.uint8) * np.uint8(FULL_INK)
        return ink, ("The largest value is 1: 0 is taken for paper and 1 for full ink.",)
    if high <= _LEVELS_OF_OLD:
        ink = np.rint(pixels * (FULL_INK / _LEVELS_OF_OLD)).astype(np.uint8)
        return ink, (f"The largest value is {high:g}: {_LEVELS_OF_OLD} is taken for full ink.",)
    is_pale = high < _PALE or high in _OTHER_SCALES
    remarks = (f"The ink is pale: the largest value is {high:g}, and {FULL_INK} is full ink.",) if is_pale else ()
    if pixels.dtype == np.uint8:
        return pixels, remarks
    ink = pixels.astype(np.uint8)
    if pixels.dtype.kind != "f" or np.array_equal(ink, pixels):
        return ink, remarks
    return (pixels / FULL_INK).astype(_floating(pixels), copy=False), remarks


def _shares(pixels: NDArray[Any], low: Any, high: Any, where: str) -> tuple[NDArray[np.generic], tuple[str, ...]]:
    if low >= 0 and high <= 1:
        return pixels.astype(_floating(pixels), copy=False), ()
    if abs(low + 1) <= _NEAR and high <= 1 + _NEAR:
        shares = np.clip((pixels + 1) / 2, 0, 1).astype(_floating(pixels), copy=False)
        return shares, ("The values run from -1 to 1: -1 is taken for paper and 1 for full ink.",)
    if low >= -_OVERSHOOT and abs(float(np.median(cast("NDArray[np.float64]", pixels)))) <= _NEAR * 10:
        remark = f"The values run from {low:.2g} to {high:.2g}: they are cut at 0, paper, and at 1, full ink."
        return np.clip(pixels, 0, 1).astype(_floating(pixels), copy=False), (remark,)
    raise _refusal(pixels, low, high, where)


def _floating(pixels: NDArray[Any]) -> type[np.float32] | type[np.float64]:
    return np.float64 if pixels.dtype.itemsize == 8 else np.float32


def _refusal(pixels: NDArray[Any], low: Any, high: Any, where: str) -> DataError:
    wanted = f"{where} must be ink from 0 to 255, 0 to 1 or -1 to 1."
    came = f"Got numbers from {low:.4g} to {high:.4g}"
    if pixels.dtype == np.int8:
        return DataError(f"{wanted} {came}: bytes read with a sign; mend it with X = X.view(np.uint8).")
    if pixels.dtype.kind == "f" and low < 0:
        return DataError(
            f"{wanted} {came}, as of standardised data: undo it with {_UNDO}, or with the scaler's inverse_transform."
        )
    return DataError(f"{wanted} {came}: mend it with {_UNDO}.")
