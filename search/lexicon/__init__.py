"""What is known about words without an index: synonyms, readings, translations, function words."""
