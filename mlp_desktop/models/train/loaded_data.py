"""The practice set that was drawn last: it takes many seconds, and the same name always means the same samples."""

from mlp_engine.datasets.dataset import Dataset

PRACTICE_SAMPLES = 20_000
PRACTICE = f"practice:{PRACTICE_SAMPLES}"
"""The source of the practice set that the window offers."""


class LoadedData:
    """Keeps one practice set in memory. Files are never kept: they may have changed since."""

    def __init__(self) -> None:
        self._practice: Dataset | None = None

    def get(self, source: str) -> Dataset | None:
        """The data that ``source`` names, if it is here."""
        return self._practice if source == PRACTICE else None

    def keep(self, source: str, data: Dataset) -> None:
        """Keep ``data``, which ``source`` names, if it can never change."""
        if source == PRACTICE:
            self._practice = data
