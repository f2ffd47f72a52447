"""What knows no report: problems and their wording, YAML, files, git, archives."""
