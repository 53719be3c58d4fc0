"""Tables that the code reads, each beside the script that built it."""
