"""The practice set in memory, because its generation takes many seconds."""

from mlp_engine.datasets.dataset import Dataset

PRACTICE_SAMPLES = 20_000
PRACTICE = f"practice:{PRACTICE_SAMPLES}"
"""The name of the practice set as a source of data."""


class LoadedData:
    """Keeps the practice set. Files are not kept, because they may change."""

    def __init__(self) -> None:
        self._practice: Dataset | None = None

    def get(self, source: str) -> Dataset | None:
        """The data that ``source`` names, if it is in memory."""
        return self._practice if source == PRACTICE else None

    def keep(self, source: str, data: Dataset) -> None:
        """Keep ``data`` if ``source`` is the practice set."""
        if source == PRACTICE:
            self._practice = data
