"""Typed text to a logical tree."""
