import numpy as np
import pytest

from mlp_engine.blending import between
from mlp_engine.config import NetworkConfig
from mlp_engine.errors import DataError, SettingError
from mlp_engine.network import Network

CONFIG = NetworkConfig(inputs=3, hidden=(4,), outputs=2)


@pytest.fixture
def networks() -> list[Network]:
    return [Network.initialise(CONFIG, np.random.default_rng(seed)) for seed in range(2)]


def test_the_ends_are_the_networks_themselves(networks) -> None:
    assert [between(*networks, share).fingerprint() for share in (0, 1)] == [net.fingerprint() for net in networks]


def test_between_them_every_weight_is_on_the_way(networks) -> None:
    first, second = networks
    found = between(first, second, 0.25)
    np.testing.assert_allclose(
        found.parameters, first.parameters + 0.25 * (second.parameters - first.parameters), rtol=1e-5
    )
    assert found.parameters.dtype == np.float32
    assert not found.parameters.flags.writeable


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_beyond_them_is_refused(networks, share) -> None:
    with pytest.raises(SettingError, match="Share of the second network must be"):
        between(*networks, share)


def test_networks_of_two_shapes_have_nothing_between_them(networks) -> None:
    other = Network.initialise(NetworkConfig(inputs=3, hidden=(5,), outputs=2), np.random.default_rng(0))
    with pytest.raises(DataError, match=r"^Networks to go between must have one architecture\. Got Network\(3-4-2"):
        between(networks[0], other, 0.5)
