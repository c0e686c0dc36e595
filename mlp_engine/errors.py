"""The errors that a user can meet, one class for each kind of thing that can go wrong.

Each message is one sentence that says what is required and what came instead. It can be shown unchanged beside a
field, in a dialog or on the command line.
"""


class MlpError(Exception):
    """The base class of all errors that this project raises on purpose."""


class SettingError(MlpError):
    """A setting has a value that is not allowed."""


class DataError(MlpError):
    """A data set, or a file that should hold one, cannot be used."""


class DownloadError(MlpError):
    """A data set could not be downloaded."""


class InkError(MlpError):
    """A picture or a list of strokes cannot be turned into a digit image."""


class WeightsReadError(MlpError):
    """A file is not a sound weights file."""


class WeightsWriteError(MlpError):
    """A weights file could not be written; the previous file is unchanged."""


class CheckpointError(MlpError):
    """A checkpoint of a training is not sound, or could not be written."""


class RunStoreError(MlpError):
    """The run store cannot be opened, read or written, or does not contain the requested run."""


class MyDigitsError(MlpError):
    """The store of the user's drawings cannot be opened, read or written, or lacks the requested drawing."""


class ResultsWriteError(MlpError):
    """A table, a report or a picture could not be written; the previous file is unchanged."""
