"""What is asked, and how it is answered: queries, ranking, explanation, rendering and the command line."""
