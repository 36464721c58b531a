"""Faces of what was found: for people (`text`, `record`) and for programs (`json`)."""
