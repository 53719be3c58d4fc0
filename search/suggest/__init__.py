"""What may be offered before a query is finished, and where it finds little."""
