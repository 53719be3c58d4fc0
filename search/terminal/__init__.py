"""How the commands of `search` show in a terminal what they found."""
