"""What leaves, and how: marks, "shown as", release review, audiences, copies of imported pages."""
