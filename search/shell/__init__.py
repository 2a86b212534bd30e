"""The interactive prompt: a session without input and output of its own, and the layers that feed it lines."""
