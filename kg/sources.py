"""Where a pipeline has its knowledge from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a pipeline has its knowledge from: the ontology (None is the project's own) and a user's folders of frames and of actor tables.

    With `only_actors` the user's actors are the only ones.
    """

    ontology: Path | None = None
    frames: Path | None = None
    actors: Path | None = None
    only_actors: bool = False

    def config(self) -> dict[str, str | bool | None]:
        """The sources as the configuration of a stage."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}
