"""The fields of the sweep form."""

from mlp_desktop.views.train.training_fields import Field

AXES = 3
"""The largest number of settings that can vary at once."""

COMMON = (
    Field("data", "sweepData", "Data", "The samples that all networks are trained on.", chosen=True),
    Field(
        "samples",
        "sweepSamples",
        "Samples",
        "How many samples to use, drawn at random and the same for all trainings. Leave it empty for all.",
        hint="all",
    ),
    Field(
        "base",
        "sweepBase",
        "Other settings",
        "The settings that all trainings share, unless they vary below.",
        chosen=True,
    ),
)
"""The fields that all trainings have in common."""

TRIALS = (
    Field(
        "seeds",
        "sweepSeeds",
        "Seeds",
        "Trainings of each point that differ only in the seed, to see how much of a score is luck.",
        hint="1",
    ),
    Field("epochs", "sweepEpochs", "Epochs", "How many times each training goes through its samples.", hint="10"),
)

SEARCH = Field(
    "search",
    "sweepSearch",
    "Search",
    "All combinations; or some at random, with any values inside the ranges; or halving: all for a few epochs, then "
    "the best third for three times as many, and so on.",
    chosen=True,
)
COUNT = Field("count", "sweepCount", "Points", "How many combinations to draw at random.", hint="20")

MACHINES = (
    Field(
        "workers",
        "sweepWorkers",
        "Processes",
        "How many trainings run at the same time on this machine. Leave it empty for one per core.",
    ),
    Field(
        "scheduler",
        "sweepScheduler",
        "Cluster",
        "Address of a Dask scheduler whose workers train instead. Leave it empty for this machine. "
        "Whoever controls the scheduler can run code on this machine: name only one that you trust.",
        hint="tcp://10.0.0.1:8786, or empty",
    ),
)


def setting_field(number: int) -> Field:
    """The field for the setting that varies in row ``number``, from 1."""
    return Field(
        f"setting{number}", f"sweepSetting{number}", f"Setting {number}", "A setting that varies.", chosen=True
    )


def values_field(number: int) -> Field:
    """The field for the values of the setting in row ``number``, from 1."""
    return Field(
        f"values{number}",
        f"sweepValues{number}",
        f"Values of setting {number}",
        "Single values and ranges, with commas between them: 0, 1, 5 or LOW..HIGH:COUNT, or LOW..HIGH:log:COUNT for "
        "steps by a factor. Hidden layers are joined by a hyphen: 30, 100-50.",
    )


VARIED = tuple(field for number in range(1, AXES + 1) for field in (setting_field(number), values_field(number)))
FIELDS: tuple[Field, ...] = (*COMMON, *VARIED, *TRIALS, SEARCH, COUNT, *MACHINES)
