from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.calibration import fit_temperature
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished
from mlp_engine.training.train import resume_training, train, train_new_network
from mlp_engine.weights.model_card import card_of_training

NETWORK = NetworkConfig(inputs=8, hidden=(30,), outputs=3, activations=("relu",), initializer="he")
# Long enough to know the training samples by heart: such a network is too sure of itself.
CONFIG = TrainingConfig(learning_rate=0.5, batch_size=10, epochs=60, validation=0.5, seed=1)
CALIBRATED = replace(CONFIG, calibrate=True)


@pytest.fixture
def data() -> Dataset:
    """Three clouds that overlap: some samples cannot be told apart."""
    rng = np.random.default_rng(0)
    labels = np.arange(240) % 3
    return Dataset((rng.standard_normal((240, 8)) + labels[:, None]).astype(np.float32), labels, "clouds", classes=3)


def test_a_network_too_sure_of_itself_is_made_less_sure_and_answers_as_before(data: Dataset) -> None:
    plain = train_new_network(data, NETWORK, CONFIG)
    calibrated = train_new_network(data, NETWORK, CALIBRATED)
    assert plain.temperature is None
    assert calibrated.temperature is not None
    assert calibrated.temperature > 1.2
    logits = calibrated.network.logits(data.inputs)
    np.testing.assert_allclose(logits, plain.network.logits(data.inputs) / calibrated.temperature, rtol=1e-4, atol=1e-5)
    assert calibrated.history.best is not None
    assert plain.history.best is not None
    assert calibrated.history.best.validation_loss == plain.history.best.validation_loss


def test_the_temperature_is_that_of_the_validation_samples(data: Dataset) -> None:
    training, validation = data.split(0.5, np.random.default_rng(2))
    rng = np.random.default_rng(3)
    network = Network.initialise(NETWORK, rng)
    result = train(network, training, replace(CALIBRATED, validation=0), rng=rng, validation=validation)
    # What was fitted already needs no temperature any more.
    logits = result.network.logits(validation.inputs)
    assert fit_temperature(logits, validation.labels) == pytest.approx(1, abs=1e-4)


def test_a_training_gone_on_with_is_calibrated_once_and_at_its_end(data: Dataset, tmp_path: Path) -> None:
    control = RunControl()

    def stop_after_20(event: object) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 20:
            control.stop()

    checkpoint = tmp_path / "run.ckpt"
    stopped = train_new_network(
        data, NETWORK, CALIBRATED, on_progress=stop_after_20, control=control, checkpoint=checkpoint
    )
    assert stopped.outcome == "stopped"
    assert stopped.temperature is not None
    resumed = resume_training(checkpoint, data)
    whole = train_new_network(data, NETWORK, CALIBRATED)
    np.testing.assert_array_equal(resumed.network.parameters, whole.network.parameters)
    assert resumed.temperature == whole.temperature


def test_the_card_tells_the_temperature(data: Dataset) -> None:
    result = train_new_network(data, NETWORK, CALIBRATED)
    assert card_of_training(result, data, CALIBRATED).scores["temperature"] == result.temperature
    assert "temperature" not in card_of_training(replace(result, temperature=None), data, CONFIG).scores


def test_a_divergence_is_not_calibrated(data: Dataset) -> None:
    result = train_new_network(data, NETWORK, replace(CALIBRATED, learning_rate=1e30))
    assert result.outcome == "diverged"
    assert result.temperature is None


def test_it_is_refused_before_hours_are_spent_where_it_cannot_be(data: Dataset) -> None:
    with pytest.raises(SettingError, match=r"above 0 where probabilities are to be calibrated\. Got 0"):
        train_new_network(data, NETWORK, replace(CALIBRATED, validation=0))
    sigmoid = replace(NETWORK, output="sigmoid", loss="cross-entropy")
    with pytest.raises(SettingError, match=r"must have a softmax output\. Got sigmoid"):
        train_new_network(data, sigmoid, CALIBRATED)


def test_calibration_is_wanted_or_not() -> None:
    with pytest.raises(SettingError, match=r"Calibration must be true or false\. Got 'no'"):
        TrainingConfig(calibrate="no")  # pyright: ignore[reportArgumentType]
