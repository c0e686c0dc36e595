"""Every hostile weights file is refused with one sentence, at once, without memory that the file does not back."""

import os
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.errors import WeightsReadError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

from .weights_corpus import CONFIG, HOSTILE, SOUND

SPARE_BYTES = 64 << 20
SECONDS = 1.0


def test_the_file_that_all_others_were_made_of_is_sound(tmp_path: Path) -> None:
    (tmp_path / "sound.safetensors").write_bytes(SOUND)
    network, card, reject = load_weights(tmp_path / "sound.safetensors")
    assert network.config == CONFIG
    assert card.data == "six numbers"
    assert reject is not None


def test_there_are_enough_of_them_and_no_two_alike() -> None:
    assert len(HOSTILE) >= 100
    assert len(set(HOSTILE.values())) == len(HOSTILE)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "theirs.safetensors"
    path.write_bytes(HOSTILE[name])
    began = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(WeightsReadError) as refused:
            load_weights(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < SECONDS
    assert peak < len(HOSTILE[name]) + SPARE_BYTES
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert str(path) in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400 + 2 * len(str(path))


@pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices are POSIX's")
@pytest.mark.parametrize(
    "kind", ["folder", "dangling link", "link to itself", "named pipe", "device", "nothing in no folder"]
)
def test_what_is_no_plain_file_is_refused_without_waiting(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.safetensors"
    match kind:
        case "folder":
            path.mkdir()
        case "dangling link":
            path.symlink_to(tmp_path / "nowhere")
        case "link to itself":
            path.symlink_to(path)
        case "named pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case _:
            path = tmp_path / "none" / "odd.safetensors"
    with pytest.raises(WeightsReadError, match=r"Weights must come from a .*file"):
        load_weights(path)


def test_a_link_to_a_sound_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "sound.safetensors").write_bytes(SOUND)
    (tmp_path / "link.safetensors").symlink_to(tmp_path / "sound.safetensors")
    assert load_weights(tmp_path / "link.safetensors").network.config == CONFIG


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.safetensors"
    path.write_bytes(SOUND)
    path.chmod(0)
    with pytest.raises(WeightsReadError, match="must come from a file that can be read"):
        load_weights(path)


def test_a_large_sound_file_costs_little_more_than_itself(tmp_path: Path) -> None:
    path = tmp_path / "large.safetensors"
    config = NetworkConfig(hidden=(3000, 2000))
    save_weights(path, Network(config, np.ones(config.parameter_count, np.float32)), ModelCard())
    tracemalloc.start()
    try:
        load_weights(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < path.stat().st_size + SPARE_BYTES
