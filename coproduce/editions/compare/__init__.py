"""What an edition changes for its readers, told from two ledgers."""
