"""What the report is built with: the lock, the licences, the software bill of materials.

``lock`` reads requirements.lock and holds it against pyproject.toml, ``licences``
keeps docs/licences.csv, ``vendored`` finds what lies in the package itself and
was made by others, ``sbom`` writes all of it as CycloneDX. Nothing asks the network.
"""
