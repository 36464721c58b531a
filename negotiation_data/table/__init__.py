"""Record to table: rows (`rows`), built and kept (`build`), checked (`check`, `rules`), written (`parquet`)."""
