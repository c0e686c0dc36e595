"""The settings of a tuning, and the measurements by which they were chosen."""

from dataclasses import dataclass

from mlp_engine.errors import SettingError
from mlp_engine.validation import check_number, check_whole_number


@dataclass(frozen=True)
class TuningConfig:
    """The settings of a tuning.

    They were chosen with a 784-1500-1000-500-10 network on two kinds of data: generated writers that it reads badly,
    each tuned with 20 drawings and tested on 60 more, and the 3,061 images of MNIST's training set that it was not
    trained on, of which it misreads 26. Real pen digits and the MNIST test set were not used to choose; the effect on
    them is measured separately (``docs/my_digits.md``). An early test on 37 real writers, before the sampling by
    doubt, found 32 errors before and 21 after the tuning. The figures are errors on the writers' digits, in
    parentheses those on MNIST on average, and processor time:

    - ``layers``, with ``way`` 0.5, on 22 writers with 163 errors: the last layer 90 (MNIST 24.9, 0.15 s), the last
      two 63 (24.7, 1.1 s), the last three 63 (24.8, 4.5 s).
    - ``way``, on 16 writers with 113 errors: 0.4 leaves 59 (MNIST 24.8), 0.5 42 (25.5), 0.6 30 (26.0), 0.7 16 (27.0),
      0.8 13 (28.2), 1 leaves 8 (30.3). The default is the largest with no more errors on MNIST on average.
    - ``rehearsed``, with the last layer alone and ``way`` 0.5, on 44 writers with 273 errors: 112 leaves 153, 500
      leaves 230 (MNIST 25.4 and 23.9).
    - ``learning_rate``, with a 784-1936-1600-1152-256-10 network, half the minibatches and ``way`` 1: before, it
      misread 63 of 100 digits of an unusual writer and 8 of 300 other digits; after, 10 and 13 with 0.03, 11 and 11
      with 0.02, 15 and 9 with 0.01. With the network before, the default was 0.03.
    - Own drawings sampled by doubt instead of uniformly, on 10 much less regular writers with 91 errors: 42 instead
      of 50 (MNIST 26.2 and 25.9). Other samples by doubt too: 42, but MNIST 29.7.

    Attributes:
        steps: minibatches of one tuning.
        folds: folds of the cross-validation that measures the gain; 0 for none. With more than
            :data:`~mlp_engine.tuning.tuning.MANY_DRAWINGS` drawings a fifth is held out, once.
        seed: seed of all random numbers.
        layers: number of layers that learn, counted from the last; all, if the network has fewer.
        sights: number of distorted images of own drawings to learn from, equally many of each drawing.
        pool: largest number of other samples to rehearse, each distorted once.
        own: distorted own drawings in a minibatch.
        rehearsed: other samples in a minibatch.
        learning_rate: the highest learning rate; it rises in the first minibatches and then falls like a cosine.
        way: share of the way from the base's parameters to the learned ones at which the result lies, above 0, at
            most 1.

    Raises:
        SettingError: if a value is out of range.
    """

    steps: int = 300
    folds: int = 3
    seed: int = 0
    layers: int = 2
    sights: int = 1280
    pool: int = 4500
    own: int = 16
    rehearsed: int = 112
    learning_rate: float = 0.02
    way: float = 0.6

    def __post_init__(self) -> None:
        check_whole_number("Minibatches of a tuning", self.steps, at_least=1)
        check_whole_number("Folds", self.folds, at_least=0)
        if self.folds == 1:
            raise SettingError("Folds must be 0, to hold nothing apart, or at least 2. Got 1.")
        check_whole_number("Seed", self.seed, at_least=0, at_most=2**63 - 1)
        check_whole_number("Layers that learn", self.layers, at_least=1)
        check_whole_number("Sights of own drawings", self.sights, at_least=1)
        check_whole_number("Samples to rehearse", self.pool, at_least=1)
        check_whole_number("Own drawings of a minibatch", self.own, at_least=1)
        check_whole_number("Rehearsed samples of a minibatch", self.rehearsed, at_least=0)
        check_number("Learning rate", self.learning_rate, above=0)
        check_number("Way to go", self.way, above=0, at_most=1)
