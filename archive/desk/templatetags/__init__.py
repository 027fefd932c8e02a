"""What the templates of the admin may ask for."""
