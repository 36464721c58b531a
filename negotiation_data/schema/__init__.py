"""What a record is: the schema files (`catalog`), compiled (`compile`) to tables and columns (`model`)."""
