"""The trainings that ``measure_diagnosis.py`` judges the diagnosis by."""

from diagnosis_cases.case import MEASURED_ON, POOL, Case, counterpart
from diagnosis_cases.faulty import faulty
from diagnosis_cases.healthy import healthy
from diagnosis_cases.mild import mild

__all__ = ["MEASURED_ON", "POOL", "Case", "cases", "mild_cases"]


def cases() -> tuple[Case, ...]:
    """All configurations: those at even places, on which thresholds were fitted, and behind each its counterpart."""
    return _with_counterparts((*healthy(), *faulty()))


def mild_cases() -> tuple[Case, ...]:
    """Mild faults, which no threshold was fitted to, and behind each its counterpart."""
    return _with_counterparts(mild())


def _with_counterparts(some: tuple[Case, ...]) -> tuple[Case, ...]:
    return tuple(case for each in some for case in (each, counterpart(each)))
