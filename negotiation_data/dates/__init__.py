"""Dates that say how sure they are (`edtf`), and the calendars that they were written in (`calendars`)."""
