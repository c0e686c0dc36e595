"""How a network is tuned to a hand: the settings, and how they were chosen."""

from dataclasses import dataclass

from mlp_engine.errors import SettingError
from mlp_engine.validation import check_number, check_whole_number


@dataclass(frozen=True)
class TuningConfig:
    """The settings of a tuning.

    They were chosen with a network of 784-1500-1000-500-10 on two things: generated hands that it reads badly, tuned
    to 20 drawings each and measured on 60 more, and the 3,061 images of MNIST's training set that it had not learned
    from, of which it misreads 26. No real pen digits and no MNIST test set had a say. What the settings do to these is
    measured apart (``docs/my_digits.md``); a first look, at 37 writers before doubt came in, found 32 errors and 21
    after. In errors on the hands, in those of MNIST on average, and in seconds of a processor:

    - ``layers``, half of the way, on 22 hands with 163 errors: the last layer 90 (MNIST 24.9, 0.15 s), the last two
      63 (24.7, 1.1 s), the last three 63 (24.8, 4.5 s).
    - ``way``, on 16 hands with 113 errors: 0.4 leaves 59 (MNIST 24.8), 0.5 42 (25.5), 0.6 30 (26.0), 0.7 16 (27.0),
      0.8 13 (28.2), all of it 8 (30.3). It is the farthest at which MNIST loses nothing on average.
    - ``rehearsed``: 500 instead of 112, the last layer alone, half of the way, on 44 hands with 273 errors, leave 230
      instead of 153 (MNIST 23.9 instead of 25.4).
    - ``learning_rate``, with a network of 784-1936-1600-1152-256-10, half the minibatches and all of the way: of 100
      digits of a strange hand it misread 63, of 300 others 8; with 0.03 it was 10 and 13 then, with 0.02 11 and 11,
      with 0.01 15 and 9. It was 0.03 with the network before.
    - Own drawings by doubt instead of evenly, on 10 hands far less steady with 91 errors: 42 instead of 50 (MNIST 26.2
      and 25.9). Samples of others by doubt as well: 42, but 29.7 of MNIST.

    Attributes:
        steps: minibatches of one tuning.
        folds: how often it is repeated with a part of the drawings held apart, to measure what it gains; 0 for never.
            Of more than :data:`~mlp_engine.tuning.folds.MANY_DRAWINGS` a fifth is held apart, once.
        seed: of everything random.
        layers: how many layers learn, counted from the last; all, where there are not so many.
        sights: how many distorted images of the own drawings to learn from, every drawing as often as the others.
        pool: at most so many samples of others to rehearse, each of them distorted once.
        own: own sights of a minibatch.
        rehearsed: samples of others in a minibatch.
        learning_rate: the highest; it rises in the first minibatches and falls as a cosine does.
        way: how far to go in the end from the base to the parameters that were learned, above 0, up to 1.

    Raises:
        SettingError: if a value is out of its range.
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
