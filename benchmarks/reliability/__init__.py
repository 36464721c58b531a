"""How well a second coder agrees with the records."""
