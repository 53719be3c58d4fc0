"""From typed text to a logical tree."""
