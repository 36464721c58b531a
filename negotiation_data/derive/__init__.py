"""What follows from the Model: one small module for each target."""
