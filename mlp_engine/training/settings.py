"""The table of settings, used by forms, tables, sweeps and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from mlp_engine.datasets.subset import SLICES, SampleChoice
from mlp_engine.perceptron.config import (
    ACTIVATIONS,
    AUGMENTATIONS,
    DTYPES,
    INITIALIZERS,
    L1_STEPS,
    LOSSES,
    OPTIMIZERS,
    OUTPUTS,
    SCHEDULES,
    NetworkConfig,
    TrainingConfig,
)
from mlp_engine.training.setting import Setting

_NO_LABELS: dict[str, str] = {}


def _labelled(names: Sequence[str], labels: Mapping[str, str] = _NO_LABELS) -> tuple[tuple[str, str], ...]:
    """Each name with its label: that in ``labels``, or else the capitalised name."""
    return tuple((name, labels.get(name, name.capitalize())) for name in names)


_ROWS = (
    Setting(
        "slice",
        "Samples",
        "name",
        "Which of the samples to use: a network that memorises a few shows what overfitting is.",
        "Data",
        choices=_labelled(SLICES, {"per-class": "Per class"}),
    ),
    Setting("count", "How many", "whole number", "How many samples to use, or how many of each class.", "Data"),
    Setting(
        "label_noise",
        "Label noise",
        "number",
        "The share of samples, from 0 to 1, that are trained on with a wrong label; those kept for validation have "
        "the right ones.",
        "Data",
        blank="0",
        example="0, 0.1, 0.2, 0.4",
    ),
    Setting("inputs", "Inputs", "whole number", "How many numbers describe a sample."),
    Setting(
        "hidden",
        "Hidden layers",
        "layers",
        "How many neurons each hidden layer has, from the first to the last.",
        "Network",
        none="none",
        example="30, 100, 100-50",
    ),
    Setting("outputs", "Outputs", "whole number", "How many classes there are."),
    Setting(
        "activations",
        "Activation",
        "names",
        "The function that turns the weighted input of a hidden neuron into its activation.",
        "Network",
        choices=_labelled(ACTIVATIONS, {"relu": "ReLU", "leaky-relu": "Leaky ReLU"}),
        none="none",
        example="sigmoid, tanh, relu, leaky-relu",
        option="activation",
    ),
    Setting(
        "output",
        "Output",
        "name",
        "How the last layer turns logits into scores.",
        "Network",
        choices=_labelled(OUTPUTS),
        example="softmax, sigmoid",
    ),
    Setting(
        "loss",
        "Loss",
        "name",
        "How the error of the scores is measured.",
        choices=_labelled(LOSSES),
        example="log-likelihood, cross-entropy, quadratic",
    ),
    Setting(
        "initializer",
        "Initial weights",
        "name",
        "How the random initial weights are drawn; local: each neuron looks at one part of the image.",
        "Network",
        choices=_labelled(
            INITIALIZERS,
            {
                "gaussian": "Gaussian, 1/√inputs",
                "he": "He, √(2/inputs)",
                "local": "Local, parts of the image",
                "unit-gaussian": "Gaussian, 1",
            },
        ),
        example="gaussian, he",
    ),
    Setting("dtype", "Floating type", "name", "The precision of all arithmetic.", choices=_labelled(DTYPES)),
    Setting(
        "l1",
        "L1 strength",
        "number",
        "Adds strength/n · Σ|w| to the loss, which pulls weights to exactly zero; n = number of training samples.",
        "Regularization",
        blank="0",
        example="0, 0.1..10:log:3",
    ),
    Setting(
        "l2",
        "L2 strength",
        "number",
        "Adds strength/(2n) · Σw² to the loss, which keeps weights small; n = number of training samples.",
        "Regularization",
        blank="0",
        example="0, 0.1..100:log:4",
    ),
    Setting(
        "l1_step",
        "L1 step",
        "name",
        "How L1 pulls: proximal steps make weights exactly 0, subgradient steps let them swing around 0.",
        choices=_labelled(L1_STEPS),
    ),
    Setting(
        "augmentation",
        "Augmentation",
        "name",
        "Shows the network a slightly different version of every sample in every epoch.",
        "Regularization",
        choices=_labelled(AUGMENTATIONS),
        example="none, affine, elastic",
    ),
    Setting(
        "noise",
        "Noise",
        "number",
        "Adds a random number to every pixel in every epoch; this is its standard deviation, as a share of full ink.",
        "Regularization",
        blank="0",
        example="0, 0.1, 0.3",
    ),
    Setting(
        "optimizer",
        "Optimizer",
        "name",
        "The rule that turns gradients into new weights; AdamW applies L2 apart from the gradient.",
        "Training",
        choices=_labelled(OPTIMIZERS, {"sgd": "SGD", "adamw": "AdamW"}),
        example="sgd, momentum, nesterov, adam, adamw",
    ),
    Setting(
        "learning_rate",
        "Learning rate",
        "number",
        "How far each step follows the gradient.",
        "Training",
        example="0.01..1:log:5",
    ),
    Setting(
        "schedule",
        "Schedule",
        "name",
        "How the learning rate changes from the first epoch to the last.",
        "Training",
        choices=_labelled(SCHEDULES),
        example="constant, cosine",
    ),
    Setting(
        "batch_size",
        "Minibatch size",
        "whole number",
        "How many samples the gradient of each step is averaged over.",
        "Training",
        unit="samples",
        example="10, 32, 100",
    ),
    Setting(
        "epochs", "Epochs", "whole number", "How many times the run goes through all training samples.", "Training"
    ),
    Setting(
        "validation",
        "Validation share",
        "number",
        "The share of samples, from 0 to 1, kept from training to see how well the network generalizes.",
        "Training",
        blank="0",
    ),
    Setting(
        "patience",
        "Stop early after",
        "whole number",
        "Stops the run after this many epochs without a better validation result.",
        "Training",
        unit="epochs",
        none="never",
    ),
    Setting(
        "seed",
        "Seed",
        "whole number",
        "The number that all randomness starts from: the same seed gives the same network.",
        "Training",
    ),
    Setting(
        "initial_scale",
        "Scale of initial weights",
        "number",
        "What the initial weights are multiplied by: with 0.1 the signal fades in deep networks, with 10 it saturates.",
        "More",
        blank="1",
        example="0.1, 1, 10",
    ),
    Setting(
        "dropout",
        "Dropout",
        "numbers",
        "The share of each hidden layer's neurons, from 0 to 1, that every step leaves out: none can rely on another.",
        "More",
        none="none",
        example="0, 0.2, 0.5",
    ),
    Setting(
        "rotation",
        "Rotation",
        "number",
        "The largest angle, either way, by which the augmentation turns a sample.",
        "More",
        unit="degrees",
        example="0, 6, 12, 24",
    ),
    Setting(
        "shift",
        "Shift",
        "number",
        "The largest distance by which the augmentation moves a sample, sideways and up or down.",
        "More",
        unit="pixels",
        example="0, 1.2, 3",
    ),
    Setting(
        "momentum",
        "Momentum",
        "number",
        "The share of the last step that Momentum and Nesterov keep: steps in one direction add up.",
        "More",
        example="0.5, 0.9, 0.99",
    ),
    Setting(
        "step_every",
        "Epochs between two steps",
        "whole number",
        "How many epochs the step schedule leaves the learning rate as it is.",
        "More",
        example="5, 10",
    ),
    Setting(
        "step_factor",
        "Step factor",
        "number",
        "What the step schedule multiplies the learning rate by.",
        "More",
        example="0.1, 0.5",
    ),
    Setting(
        "warmup",
        "Warm-up",
        "number",
        "How many epochs the cosine schedule takes to raise the learning rate from 0.",
        "More",
        unit="epochs",
        example="0, 1",
    ),
    Setting(
        "gradient_clip",
        "Gradient clip",
        "number",
        "The length to which a longer gradient is shortened.",
        "More",
        none="none",
        example="0.1, 1, 10",
    ),
    Setting(
        "calibrate",
        "Calibration",
        "yes or no",
        "Fits the finished network's probabilities to the validation samples.",
        "More",
        choices=_labelled(("no", "yes")),
    ),
)

SETTINGS: dict[str, Setting] = {setting.name: setting for setting in _ROWS}
"""All settings by name, in the order of the forms."""

FOLDS = Setting(
    "folds",
    "Folds",
    "whole number",
    "Into how many parts a cross-validation divides the samples: each part is left out of one training.",
    "More",
)
"""A setting of the form, of recipes and of the command line that no record holds: the number of trainings."""

USUAL_FOLDS = 5
"""Folds where nothing else is said: few trainings, each on four fifths of the samples."""


def form_settings() -> tuple[Setting, ...]:
    """The settings of the training form, in its order."""
    return (*(setting for setting in SETTINGS.values() if setting.group), FOLDS)


FROM_THE_DATA = ("inputs", "outputs")
"""Settings that are given by the data."""


def settings_in(record: type[NetworkConfig] | type[TrainingConfig] | type[SampleChoice]) -> tuple[Setting, ...]:
    """The settings in ``record``, in the order of its fields."""
    return tuple(SETTINGS[field.name] for field in fields(record))
