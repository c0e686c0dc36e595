"""What the tests of the scripts share."""

import pytest


@pytest.fixture
def member_recipe() -> str:
    """A small recipe in place of one of the committee's."""
    return """
data = ["mnist"]
[shared]
maps = [3]
kernels = [8]
strides = [4]
[training]
epochs = 1
batch_size = 16
seed = 1
"""
