"""What several test files share: the pipeline with its model, loaded once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from spacy.language import Language

import kg

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A slow machine is no failure, and continuous checks repeat what they tried; at a desk each run tries something new.
settings.register_profile("everywhere", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("everywhere")


@pytest.fixture(scope="session")
def nlp() -> Language:
    return kg.load()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one for each file of tests."""
    from pages import ARGUMENTS, chromium
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(playwright), args=ARGUMENTS)
        yield started
        started.close()
