"""Text to tokens: folding, scripts, words, layers. Touches no file and no engine."""
