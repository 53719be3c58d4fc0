"""Generations on disk: what is live, what takes over, and whether it is sound."""
