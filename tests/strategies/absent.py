"""What does a test do without something that this machine doesn't have? It is skipped, and fails in CI."""

import os
from typing import NoReturn

import pytest


def absent(reason: str) -> NoReturn:
    """Skip for what isn't here, which pytest reports with the reason; fail where everything has to be."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; with CI set this is a failure")
    pytest.skip(reason)
