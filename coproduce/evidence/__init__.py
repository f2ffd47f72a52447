"""The evidence: a data package as frames whose rows carry their sources, registered values, disclosure control."""
