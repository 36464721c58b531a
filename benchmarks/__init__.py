"""What is measured, and with what: speed, drafts of articles, agreement of coders."""
