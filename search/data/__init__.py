"""The list of names that is shipped."""
