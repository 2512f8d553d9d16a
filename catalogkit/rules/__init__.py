"""What we say about a catalog: one file per rule."""
