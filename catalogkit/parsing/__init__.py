"""From bytes to the model and back, one module per kind of file."""
