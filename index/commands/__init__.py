"""The commands that build, change and keep an index."""
