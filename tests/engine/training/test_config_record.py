"""Settings as JSON and back."""

import json

import pytest

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.config_record import config_record, network_config_of, training_config_of

NETWORK = NetworkConfig(inputs=5, hidden=(4, 3), outputs=2, activations=("relu", "tanh"), dtype="float64")
TRAINING = TrainingConfig(l1=0.5, schedule="cosine", warmup=1.5, validation=0.1, patience=3, gradient_clip=2.0)


def test_settings_come_back() -> None:
    assert network_config_of(json.loads(json.dumps(config_record(NETWORK)))) == NETWORK
    assert training_config_of(json.loads(json.dumps(config_record(TRAINING)))) == TRAINING


def test_a_record_of_an_older_version_has_defaults_for_what_it_lacks() -> None:
    assert training_config_of({"l2": 5.0}) == TrainingConfig(l2=5.0)
    assert network_config_of({"hidden": [30]}) == NetworkConfig(hidden=(30,))


def test_reading_leaves_the_record_as_it_was() -> None:
    record = config_record(NETWORK) | {"hidden": [4, 3], "activations": ["relu", "tanh"]}
    network_config_of(record)
    assert record["hidden"] == [4, 3]


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ([], r"Settings must be a JSON object\. Got '\[\]'\."),
        ({"l3": 1}, r"Settings must be ones that this version knows\. Got 'l3'\."),
        ({"l1": "1"}, r"L1 strength must be a number of at least 0\. Got '1'\."),
        ({"epochs": True}, r"Epochs must be a whole number of at least 1\. Got True\."),
    ],
)
def test_what_cannot_be_is_refused(record, sentence) -> None:
    with pytest.raises(SettingError, match=sentence):
        training_config_of(record)


@pytest.mark.parametrize("value", [5, None, "100", {"0": 5}])
def test_layers_that_are_no_list_are_refused(value) -> None:
    with pytest.raises(SettingError, match="'hidden' must be a list"):
        network_config_of({"hidden": value})
