"""From an article to a draft of a record: what a text says, where it says so, and how sure that is.

`document` is the text with its parts, which never lose their places; `read` makes one of a file.
"""
