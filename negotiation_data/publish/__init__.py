"""Tables to package: built (`build`), verified against texts (`verify`), counted (`coverage`), exported (`export`)."""
