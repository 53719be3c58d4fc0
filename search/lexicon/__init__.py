"""What is known of words without an index: names, readings, translations, grammar."""
