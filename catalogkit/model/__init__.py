"""What a catalog is made of: frozen values, and the tables that describe them."""
