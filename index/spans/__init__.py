"""Where does a searched text occur in an original one? The inverse of analysis, in unfolded text."""
