"""Looking inside a catalog: what it holds, and who may do what."""
