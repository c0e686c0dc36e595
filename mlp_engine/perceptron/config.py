"""Settings of a network and of a training: frozen records that are checked when they are made."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.errors import SettingError
from mlp_engine.validation import check_choice, check_number, check_whole_number, shortened

ActivationName = Literal["sigmoid", "tanh", "relu", "leaky-relu"]
OutputName = Literal["softmax", "sigmoid"]
LossName = Literal["log-likelihood", "cross-entropy", "quadratic"]
InitializerName = Literal["gaussian", "he", "local", "unit-gaussian"]
OptimizerName = Literal["sgd", "momentum", "nesterov", "adam", "adamw"]
ScheduleName = Literal["constant", "step", "cosine"]
AugmentationName = Literal["none", "affine", "elastic", "pen"]
L1StepName = Literal["proximal", "subgradient"]
DtypeName = Literal["float32", "float64"]

ACTIVATIONS: tuple[ActivationName, ...] = get_args(ActivationName)
OUTPUTS: tuple[OutputName, ...] = get_args(OutputName)
LOSSES: tuple[LossName, ...] = get_args(LossName)
INITIALIZERS: tuple[InitializerName, ...] = get_args(InitializerName)
OPTIMIZERS: tuple[OptimizerName, ...] = get_args(OptimizerName)
SCHEDULES: tuple[ScheduleName, ...] = get_args(ScheduleName)
AUGMENTATIONS: tuple[AugmentationName, ...] = get_args(AugmentationName)
L1_STEPS: tuple[L1StepName, ...] = get_args(L1StepName)
DTYPES: tuple[DtypeName, ...] = get_args(DtypeName)

# Which loss belongs to which output. The first loss of an output is its default.
OUTPUT_LOSS_PAIRS: tuple[tuple[OutputName, LossName], ...] = (
    ("softmax", "log-likelihood"),
    ("sigmoid", "cross-entropy"),
    ("sigmoid", "quadratic"),
)

# A rate to start with on digits for each optimizer, used if no rate is given.
DEFAULT_LEARNING_RATES: dict[OptimizerName, float] = {
    "sgd": 0.1,
    "momentum": 0.01,
    "nesterov": 0.01,
    "adam": 0.001,
    "adamw": 0.001,
}

RECTIFIERS: tuple[ActivationName, ...] = ("relu", "leaky-relu")
"""The activations that pass positive logits and block all or most of negative ones; He's weights suit them."""

MAX_LAYER_SIZE = 20_000
MAX_HIDDEN_LAYERS = 64
# 100 million float32 parameters are 400 MB: more than any perceptron here needs, less than the memory of a machine.
MAX_PARAMETERS = 100_000_000


@dataclass(frozen=True)
class NetworkConfig:
    """The architecture of a multilayer perceptron.

    Attributes:
        inputs: neurons of the input layer (784 for a 28×28 digit image).
        hidden: neurons of each hidden layer, first to last; empty for none.
        outputs: neurons of the output layer, one a class.
        activations: the activation of each hidden layer; a single name serves all of them.
        output: the activation of the output layer.
        loss: the loss that goes with the output (see :data:`OUTPUT_LOSS_PAIRS`).
        initializer: the distribution of the initial weights (``local`` only with 784 inputs, an image).
        dtype: the floating type of parameters and arithmetic.
        initial_scale: factor of the standard deviation of the initial weights.

    Raises:
        SettingError: if a value is out of its range, or output and loss do not belong together.
    """

    inputs: int = 784
    hidden: tuple[int, ...] = (100,)
    outputs: int = 10
    activations: tuple[ActivationName, ...] = ("sigmoid",)
    output: OutputName = "softmax"
    loss: LossName = "log-likelihood"
    initializer: InitializerName = "gaussian"
    dtype: DtypeName = "float32"
    # Not in the representation, from which fingerprints are made, so that those of older networks stay valid.
    initial_scale: float = field(default=1.0, repr=False)

    def __post_init__(self) -> None:
        check_whole_number("Number of inputs", self.inputs, at_least=1, at_most=MAX_LAYER_SIZE)
        check_whole_number("Number of outputs", self.outputs, at_least=2, at_most=MAX_LAYER_SIZE)
        check_whole_number("Number of hidden layers", len(self.hidden), at_most=MAX_HIDDEN_LAYERS)
        for number, size in enumerate(self.hidden, start=1):
            check_whole_number(f"Neurons of hidden layer {number}", size, at_least=1, at_most=MAX_LAYER_SIZE)
        if len(self.activations) == 1:
            object.__setattr__(self, "activations", self.activations * len(self.hidden))
        if len(self.activations) != len(self.hidden):
            raise SettingError(
                f"Activations must be one for all hidden layers or one for each of the {len(self.hidden)}. "
                f"Got {len(self.activations)}."
            )
        for name in self.activations:
            check_choice("Activation", name, ACTIVATIONS)
        check_choice("Output", self.output, OUTPUTS)
        check_choice(
            f"Loss of a {self.output} output",
            self.loss,
            [loss for output, loss in OUTPUT_LOSS_PAIRS if output == self.output],
        )
        check_choice("Initial weights", self.initializer, INITIALIZERS)
        if self.initializer == "local" and self.inputs != IMAGE_PIXELS:
            raise SettingError(
                f"Inputs of a network that begins with local weights must be the {IMAGE_PIXELS} pixels of an image. "
                f"Got {self.inputs}."
            )
        check_choice("Floating type", self.dtype, DTYPES)
        check_number("Scale of initial weights", self.initial_scale, above=0)
        check_whole_number("Number of parameters", self.parameter_count, at_most=MAX_PARAMETERS)

    @property
    def layers(self) -> tuple[int, ...]:
        """Neurons of every layer, input to output."""
        return (self.inputs, *self.hidden, self.outputs)

    @property
    def weight_count(self) -> int:
        """How many weights there are, biases not counted."""
        return sum(fan_in * fan_out for fan_in, fan_out in zip(self.layers, self.layers[1:], strict=False))

    @property
    def parameter_count(self) -> int:
        """How many weights and biases there are."""
        return self.weight_count + sum(self.layers[1:])


def architecture_record(config: NetworkConfig) -> dict[str, Any]:
    """The architecture by name, for JSON, in a form that older versions can read if they know all of it.

    Therefore the default scale of the initial weights is omitted.
    """
    record = asdict(config)
    if config.initial_scale == 1:
        del record["initial_scale"]
    return record


@dataclass(frozen=True)
class TrainingConfig:
    """The settings of one training.

    With n training samples the penalty is ``l2 / (2n) · Σw² + l1 / n · Σ|w|``, the convention of Nielsen,
    *Neural Networks and Deep Learning*, chapter 3.

    Attributes:
        l1: L1 strength, 0 for none.
        l2: L2 strength, 0 for none. With ``adamw`` it is no part of the loss: each step shrinks the weights by l2/n of
            the learning rate (see :mod:`mlp_engine.perceptron.regularizers`).
        l1_step: how L1 pulls (see :mod:`mlp_engine.perceptron.regularizers`): ``proximal`` makes weights exactly 0;
            ``subgradient`` lets them swing around 0, as all trainings did before version 1.
        optimizer: the rule by which a gradient becomes a step.
        learning_rate: size of a step at the schedule's full rate.
        momentum: share of the last step that ``momentum`` and ``nesterov`` keep.
        schedule: the learning rate as a function of the epoch.
        step_every: epochs between two reductions of the step schedule.
        step_factor: factor by which the step schedule multiplies the rate.
        warmup: epochs over which the cosine schedule first rises from 0 to the full rate.
        batch_size: samples of a minibatch; the last one of an epoch may be smaller.
        epochs: passes through the training set.
        validation: share of the samples held out for validation, 0 for none.
        patience: stop after so many epochs without a better validation error; ``None`` for never.
        gradient_clip: longest gradient (Euclidean norm) let through; ``None`` for any.
        augmentation: random distortion of each sample, a new one in every epoch.
        rotation: degrees either way by which the distortion turns a sample at most; without effect without one.
        shift: pixels by which it moves a sample at most, sideways and up or down; likewise.
        noise: standard deviation of a random number added to every input in every epoch, in shares of full ink; the
            sum is cut at 0 and 1.
        calibrate: whether to divide the finished network's logits by the temperature at which its probabilities fit
            the validation samples best; no answer changes.
        dropout: share of the neurons of each hidden layer that a step leaves out, first to last, a single share for all
            of them, or empty for none (see :mod:`mlp_engine.perceptron.dropout`).
        seed: seed of the one random generator for initial weights, order, split and distortions.

    Raises:
        SettingError: if a value is out of its range.
    """

    l1: float = 0.0
    l2: float = 0.0
    l1_step: L1StepName = "proximal"
    optimizer: OptimizerName = "sgd"
    learning_rate: float = DEFAULT_LEARNING_RATES["sgd"]
    momentum: float = 0.9
    schedule: ScheduleName = "constant"
    step_every: int = 10
    step_factor: float = 0.5
    warmup: float = 0.0
    batch_size: int = 10
    epochs: int = 30
    validation: float = 0.0
    patience: int | None = None
    gradient_clip: float | None = None
    augmentation: AugmentationName = "none"
    calibrate: bool = False
    dropout: tuple[float, ...] = ()
    seed: int = 0
    noise: float = 0.0
    rotation: float = 12.0
    shift: float = 1.2

    def __post_init__(self) -> None:
        check_number("L1 strength", self.l1, at_least=0)
        check_number("L2 strength", self.l2, at_least=0)
        check_choice("L1 step", self.l1_step, L1_STEPS)
        check_choice("Optimizer", self.optimizer, OPTIMIZERS)
        check_number("Learning rate", self.learning_rate, above=0)
        check_number("Momentum", self.momentum, at_least=0, below=1)
        check_choice("Schedule", self.schedule, SCHEDULES)
        check_whole_number("Epochs between two steps", self.step_every, at_least=1)
        check_number("Step factor", self.step_factor, above=0, at_most=1)
        check_whole_number("Minibatch size", self.batch_size, at_least=1)
        check_whole_number("Epochs", self.epochs, at_least=1)
        check_number("Warm-up", self.warmup, at_least=0, below=self.epochs)
        check_number("Validation share", self.validation, at_least=0, below=1)
        if self.patience is not None:
            check_whole_number("Stop early after", self.patience, at_least=1)
        if self.gradient_clip is not None:
            check_number("Gradient clip", self.gradient_clip, above=0)
        check_choice("Augmentation", self.augmentation, AUGMENTATIONS)
        check_number("Rotation", self.rotation, at_least=0, at_most=180)
        check_number("Shift", self.shift, at_least=0, at_most=28)
        check_number("Noise", self.noise, at_least=0, at_most=1)
        if not isinstance(self.calibrate, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise SettingError(f"Calibration must be true or false. Got {shortened(repr(self.calibrate))}.")
        for share in self.dropout:
            check_number("Dropout", share, at_least=0, below=1)
        if not any(self.dropout):
            object.__setattr__(self, "dropout", ())
        check_whole_number("Seed", self.seed, at_least=0, at_most=2**63 - 1)
