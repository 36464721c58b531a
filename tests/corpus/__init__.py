"""Released shapes of records, which are never edited (``v1/``), and schemas that might follow (`evolution`)."""
