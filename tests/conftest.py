"""What several test files share: the pipeline with its model, loaded once."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from spacy.language import Language

import kg

# A slow machine is no failure, and continuous checks repeat what they tried; at a desk each run tries something new.
settings.register_profile("everywhere", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("everywhere")


@pytest.fixture(scope="session")
def nlp() -> Language:
    return kg.load()
