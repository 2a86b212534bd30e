"""The projects most like a draft application: how like they are, where they meet it, and what they lack."""
