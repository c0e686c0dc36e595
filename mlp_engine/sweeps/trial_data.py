"""The data of a sweep: what its workers hold, and what each training takes of it where the data itself varies.

A training of such a sweep is an ordinary one: its choice of samples and its validation share, which are kept with its
run, give the same samples again. Each seed draws its own samples and its own wrong labels.
"""

from dataclasses import dataclass, replace

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.sweeps.axis import SAMPLES
from mlp_engine.sweeps.sweep import Sweep, Trial


def pool_data(sweep: Sweep, data: Dataset, choice: SampleChoice) -> Dataset:
    """What the workers hold, of the whole ``data``: the chosen samples, or all where each training has its own.

    Raises:
        DataError: if there are fewer samples.
        SettingError: if a training needs more samples than there are.
    """
    if not sweep.varies_data:
        return choice.apply(data)
    TrialData(sweep, data, choice)
    return data


def samples_of(sweep: Sweep, samples: int) -> tuple[int, ...]:
    """The number of samples of a training at each point, those kept for validation included.

    Args:
        sweep: the sweep.
        samples: how many there are to choose from.
    """
    apart = _set_apart(sweep, samples)
    return tuple(samples if point.samples is None else point.samples + apart for point in sweep.points)


def check_samples(sweep: Sweep, samples: int) -> None:
    """Refuse a sweep with more training samples than ``samples`` leaves after validation.

    Raises:
        SettingError: if one of its points has too many.
    """
    most = max((point.samples or 0 for point in sweep.points), default=0)
    apart = _set_apart(sweep, samples)
    if most > samples - apart:
        kept = f", as {apart:,} of {samples:,} are kept for validation" if apart else ""
        raise SettingError(f"{SAMPLES.label} must be at most {max(samples - apart, 0)}{kept}. Got {most}.")


def _set_apart(sweep: Sweep, samples: int) -> int:
    """The number of validation samples, which is the same for all points."""
    return round(sweep.training.validation * samples)


@dataclass(frozen=True)
class DataOfTrial:
    """The data of one training.

    Attributes:
        choice: which samples of the source it uses; ``None`` if the sweep does not say.
        training: its settings; the validation share is the one that keeps as many samples as at all other points.
    """

    choice: SampleChoice | None
    training: TrainingConfig


class TrialData:
    """What each training of ``sweep`` takes of ``data``.

    Args:
        sweep: the sweep.
        data: what the workers hold.
        choice: the choice of samples that all trainings share.

    Raises:
        DataError: if there are fewer samples than ``choice`` names.
        SettingError: if a training needs more samples than there are.
    """

    def __init__(self, sweep: Sweep, data: Dataset, choice: SampleChoice | None) -> None:
        self._sweep = sweep
        self._data = data
        self._choice = choice
        self._samples = len(data)
        if sweep.varies_data and choice is not None and choice.slice != "all":
            self._samples = len(replace(choice, label_noise=0.0).apply(data))
        if sweep.varies_data:
            check_samples(sweep, self._samples)

    def __repr__(self) -> str:
        return f"TrialData({self._data!r}, {self._samples} samples to choose from)"

    def of(self, trial: Trial) -> DataOfTrial:
        """The choice of samples and the settings of a training."""
        point, training = trial.point, trial.training
        if not point.varies_data:
            return DataOfTrial(self._choice, training)
        choice = replace(self._choice or SampleChoice(), seed=trial.seed)
        if point.label_noise is not None:
            choice = replace(choice, label_noise=point.label_noise)
        if point.samples is not None:
            apart = _set_apart(self._sweep, self._samples)
            count = point.samples + apart
            choice = replace(choice, slice="first" if choice.slice == "first" else "random", count=count)
            training = replace(training, validation=apart / count)
        return DataOfTrial(choice, training)

    def samples(self, trial: Trial) -> Dataset:
        """The samples of a training, before any are held out."""
        choice = self.of(trial).choice
        return choice.apply(self._data) if trial.point.varies_data and choice is not None else self._data
