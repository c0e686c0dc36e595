"""Everything that can go wrong for a user, one class per kind of thing.

Each message is one sentence that says what must be and what came, ready to be shown as it is
beside a field, in a dialog or on the command line.
"""


class MlpError(Exception):
    """Root of every error that this project raises on purpose."""


class SettingError(MlpError):
    """A setting has a value that it cannot have."""


class DataError(MlpError):
    """A data set, or a file that should hold one, cannot be used."""


class DownloadError(MlpError):
    """A data set could not be fetched."""


class InkError(MlpError):
    """A picture or a list of strokes cannot be turned into a digit image."""


class WeightsReadError(MlpError):
    """A file is not a weights file that can be trusted and used."""


class WeightsWriteError(MlpError):
    """A weights file could not be written; whatever was there before is untouched."""


class CheckpointError(MlpError):
    """A training's checkpoint cannot be read and trusted, or could not be written."""


class RunStoreError(MlpError):
    """The store of runs cannot be opened, read or written, or does not hold what was asked for."""


class MyDigitsError(MlpError):
    """The store of own drawings cannot be opened, read or written, or does not hold what was asked for."""


class ResultsWriteError(MlpError):
    """A table or a report could not be written; whatever was there before is untouched."""
