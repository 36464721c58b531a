"""From articles to tables in one go: read, draft, compose, check, and write; what does not pass is kept apart with the reason.

`corpus` is what is read, `batch` what becomes of some articles at a time, `shards` how that is kept, `merge` how it
becomes tables, and `run` the whole, which can be killed at any point and goes on where it was.
"""
