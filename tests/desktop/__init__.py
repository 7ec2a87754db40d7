"""What the application does, through the services that a user calls."""
