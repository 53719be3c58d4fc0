"""Tables that the code rests on, each beside what made it."""
