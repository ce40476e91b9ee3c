"""Opens a store, wherever it is."""

from __future__ import annotations

from pathlib import Path

from kg.rdf import BASE
from kg.store.embedded import EmbeddedStore
from kg.store.face import Store


def open_store(place: str | Path | None = None, read_only: bool = False, *, base: str = BASE, timeout: float | None = None) -> Store:
    """Open the store in a folder, made when missing, or at the http address of a SPARQL 1.1 endpoint; without a place a new one in memory.

    A folder has one writer or many readers. `timeout` is the number of seconds that each query may take; None is without limit. Raises
    `StoreError` when the folder is in use, holds something else, cannot be made, or, for reading only, is missing; when the endpoint
    does not answer; and when a newer version of the program wrote the store.
    """
    if place is None:
        return EmbeddedStore(base=base, timeout=timeout)
    if str(place).startswith(("http://", "https://")):
        from kg.store.remote import RemoteStore

        return RemoteStore(str(place), read_only=read_only, base=base, timeout=timeout)
    return EmbeddedStore(Path(place).resolve(), read_only=read_only, base=base, timeout=timeout)
