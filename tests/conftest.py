"""What several test files share: the pipeline with its model, loaded once."""

from __future__ import annotations

import pytest
from spacy.language import Language

import kg


@pytest.fixture(scope="session")
def nlp() -> Language:
    return kg.load()
