"""Text to tokens: folding, scripts, words, layers. May not touch engines or the files of an index."""
