"""Sources to the next generation."""
