"""The life of an edition: prepared, listed, compared, verified, served. Files, never pages."""
