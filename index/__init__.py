"""What is stored, and how it gets there: reading, chunking, Finnish analysis, embedding and the index itself."""
