"""The samples on the map: as many of the Lab's data as a person wants, and the damage that is done to them."""

from typing import NamedTuple, cast

from mlp_desktop.controllers.lab.lab_data import LabData
from mlp_desktop.views.lab.map_choices import UNDAMAGED, MapChoices
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.examination.damage import DAMAGES, DamageName
from mlp_engine.examination.robustness import some_samples


class MapDamage(NamedTuple):
    """A kind of damage, and its strength in its unit."""

    name: DamageName
    strength: float

    def words(self) -> str:
        """Both in words: "rotation 30°"."""
        damage = DAMAGES[self.name]
        return f"{damage.label.lower()} {damage.strength_words(self.strength)}"


class MapSamples:
    """Reads the choices of the page.

    Attributes:
        total: how many samples the data has from which those on the map are taken.
    """

    def __init__(self, choices: MapChoices, data: LabData) -> None:
        self._choices = choices
        self._data = data
        self._taken: tuple[Dataset, int, Dataset] | None = None
        self.total = 0
        choices.set_damages([(damage.name, damage.label) for damage in DAMAGES.values()])

    def find(self) -> Dataset | None:
        """The samples that are wanted, undamaged; ``None`` while they are being loaded, or cannot be."""
        data, count = self._data.find(), int(self._choices.count.value())
        if data is None:
            return None
        if self._taken is None or self._taken[:2] != (data, count):
            self._taken = (data, count, some_samples(data, count))
            self.total = len(data)
        return self._taken[2]

    def damage(self) -> MapDamage | None:
        """The damage that is wanted, which the page tells in words; ``None`` for none."""
        name = self._choices.damage.value()
        if name == UNDAMAGED:
            return None
        kind = cast("DamageName", name)
        found = MapDamage(kind, self._choices.strength.number() * DAMAGES[kind].most)
        self._choices.set_strength_words(DAMAGES[kind].strength_words(found.strength))
        return found
