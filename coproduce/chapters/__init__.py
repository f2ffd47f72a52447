"""What a chapter's cells use."""
