"""How well a search ranks: judged queries, measures, baselines, comparisons, and collections in the BEIR layout."""
