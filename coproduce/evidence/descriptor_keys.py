"""Which keys of the Data Package standard (version 2) are honoured here, and why some are refused."""

PACKAGE_KEYS = (
    "$schema", "name", "id", "title", "description", "homepage", "version", "created", "keywords",
    "contributors", "licenses", "sources", "image", "resources",
)
RESOURCE_KEYS = (
    "$schema", "name", "title", "description", "path", "type", "format", "mediatype", "encoding",
    "schema", "licenses", "sources", "homepage", "catalogue", "coproduce:unsourced",
)
SCHEMA_KEYS = (
    "$schema", "name", "title", "description", "fields", "primaryKey", "uniqueKeys", "foreignKeys",
    "missingValues",
)
FIELD_KEYS = (
    "name", "type", "format", "title", "description", "example", "rdfType", "constraints",
    "missingValues", "categories", "trueValues", "falseValues", "coproduce:badExample",
)
RESERVED = ("contributions",)
SOURCE_FIELDS = ("id", "title", "publisher", "authors", "published", "url", "licence", "kind", "note")
REFUSED_KEYS = {
    "bytes": "the size would have to be edited with every change of a value",
    "hash": "the checksum would have to be edited with every change of a value",
    "dialect": "tables are plain CSV: commas, double quotes, UTF-8, one header line",
    "fieldsMatch": "a file's header is always exactly the list of fields",
    "data": "data stands in a CSV file, so that each row has a line",
    "profile": "version 2 of the standard has no profiles",
}
