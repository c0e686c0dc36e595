"""The settings of a run as the training form shows them: their order, names and explanations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One setting.

    Attributes:
        key: what the rest of the window calls it.
        name: of its widget.
        label: beside it.
        tip: one sentence that says what it does.
        chosen: whether it is chosen from a list; otherwise it is typed.
        hint: shown while nothing is typed.
    """

    key: str
    name: str
    label: str
    tip: str
    chosen: bool = False
    hint: str = ""


DATA = Field("data", "dataSource", "Data", "The samples that the network learns from.", chosen=True)

SAMPLES = (
    Field(
        "slice",
        "dataSlice",
        "Samples",
        "Which of the samples to use: a network that learns a few by heart shows what overfitting is.",
        chosen=True,
    ),
    Field("count", "sliceCount", "How many", "How many samples to use, or how many of each class.", hint="100"),
    Field(
        "label_noise",
        "labelNoise",
        "Label noise",
        "The share of samples, from 0 to 1, that are trained on with a wrong label; those kept for validation have "
        "the right ones.",
        hint="0",
    ),
)
"""What is taken of the data."""

ACTIVATION = Field(
    "activations",
    "activation",
    "Neurons",
    "The function that turns the weighted input of a hidden neuron into its activation.",
    chosen=True,
)

GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    (
        "Network",
        (
            Field(
                "hidden",
                "hiddenLayers",
                "Hidden layers",
                "How many neurons each hidden layer has, from the first to the last, with commas between them.",
                hint="100, 50",
            ),
            ACTIVATION,
            Field(
                "output",
                "outputLoss",
                "Output",
                "How the last layer turns logits into scores, and the loss that measures how wrong they are.",
                chosen=True,
            ),
            Field(
                "initializer",
                "initializer",
                "First weights",
                "How the random weights are drawn that a run begins with.",
                chosen=True,
            ),
        ),
    ),
    (
        "Regularization",
        (
            Field(
                "l1",
                "l1Strength",
                "L1 strength",
                "Adds strength/n · Σ|w| to the loss, which pulls weights to exactly zero; "
                "n = number of training samples.",
                hint="0",
            ),
            Field(
                "l2",
                "l2Strength",
                "L2 strength",
                "Adds strength/(2n) · Σw² to the loss, which keeps weights small; n = number of training samples.",
                hint="0",
            ),
            Field(
                "augmentation",
                "augmentation",
                "Augmentation",
                "Shows the network a slightly different version of every sample in every epoch.",
                chosen=True,
            ),
        ),
    ),
    (
        "Training",
        (
            Field(
                "optimizer",
                "optimizer",
                "Optimizer",
                "The rule that turns gradients into new weights.",
                chosen=True,
            ),
            Field("learning_rate", "learningRate", "Learning rate", "How far each step follows the gradient."),
            Field(
                "schedule",
                "schedule",
                "Schedule",
                "How the learning rate changes from the first epoch to the last.",
                chosen=True,
            ),
            Field(
                "batch_size", "batchSize", "Minibatch", "How many samples the gradient of each step is averaged over."
            ),
            Field("epochs", "epochs", "Epochs", "How many times the run goes through all training samples."),
            Field(
                "validation",
                "validationShare",
                "Validation share",
                "The share of samples, from 0 to 1, kept from training to see how well the network generalizes.",
            ),
            Field(
                "patience",
                "patience",
                "Patience",
                "Stops the run after this many epochs without a better validation result; leave it empty for never.",
                hint="never stop early",
            ),
            Field(
                "seed",
                "seed",
                "Seed",
                "The number that all randomness starts from: the same seed gives the same network.",
            ),
        ),
    ),
)

LIVE = ("learning_rate", "l1", "l2")
"""Keys of the fields that may be changed while a run goes on, in the engine's order of what is changeable."""

NETWORK = GROUPS[0][1]
"""What the network is made of."""

FIELDS: tuple[Field, ...] = (DATA, *SAMPLES, *(field for _, fields in GROUPS for field in fields))
