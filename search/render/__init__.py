"""Results as people and programs read them: terminal table, JSON, JSON lines, CSV and Markdown."""
