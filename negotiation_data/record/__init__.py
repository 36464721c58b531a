"""Text to record: YAML with positions (`yaml`), checked against the schema (`validate`), read by the folder (`folder`)."""
