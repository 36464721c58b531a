"""From articles to drafts of records: reading, understanding, drafting. Needs the extra `articles`."""
