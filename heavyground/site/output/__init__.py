"""What a build writes beside the pages of the book."""
