"""What runs before Django is there; standard library only."""
