"""What a firm holds under programmes, what that keeps out, and how much room is left."""
