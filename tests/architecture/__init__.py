"""What is true of the tree as a whole."""
