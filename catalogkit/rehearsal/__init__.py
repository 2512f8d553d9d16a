"""What an import would do: the server's own steps, walked against a model of the target."""
