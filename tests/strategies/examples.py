"""How many examples does a property test try? All of them in CI, a tenth where somebody is writing code.

`TEST_EXAMPLES` sets another number, see `make test-long`.
"""

import os

from hypothesis import settings

IN_CI = bool(os.environ.get("CI"))
_FEWEST = 10


def examples(thorough: int) -> int:
    """The number of examples of a test that tries so many in CI."""
    given = os.environ.get("TEST_EXAMPLES")
    if given:
        return int(given)
    return thorough if IN_CI else max(_FEWEST, thorough // 10)


# For tests that name no number. In CI the profile stays that of Hypothesis, which tries 100.
settings.register_profile("few", max_examples=examples(100))
if not IN_CI:
    settings.load_profile("few")
