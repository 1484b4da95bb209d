"""Tables about the texts themselves."""

from pipeline.schema.model import Field, Table

SOURCE_DOCUMENT = Table(
    "source_document",
    "One text that was read, as it lies in data/raw.",
    (
        Field("document_id", "text", "Id made from the sha256 of the raw bytes.", required=True),
        Field("sha256", "text", "sha256 of the raw bytes, hexadecimal.", required=True),
        Field("n_bytes", "count", "Size of the raw bytes.", required=True),
        Field("n_chars", "count", "Length of the text in code points.", required=True),
        Field("collection", "text", "Folder of data/raw the file lies in.", required=True),
        Field("file_name", "text", "Path of the file inside its collection.", required=True),
        Field(
            "publisher_id",
            "text",
            "Outlet that published the text (= reported_by). NULL where not known.",
            references="organisation.organisation_id",
        ),
        Field("publisher_name", "text", "Outlet as documents.csv or collection.yml names it."),
        Field("title", "text", "Headline as written in the text."),
        Field("byline", "text", "Author or desk as written; NULL where the text names none."),
        Field("language", "text", "Language of the text, ISO 639-1.", required=True),
        Field("source_url", "text", "Address of the original."),
        Field("publication_date", "date", "Day of publication. NULL where neither sidecar nor text gives it."),
        Field(
            "publication_date_source",
            "text",
            "Where the publication date comes from.",
            vocabulary="publication_date_source",
        ),
        Field("retrieved_at", "date", "Day the text was fetched."),
        Field("licence", "text", "Licence of the text as stored."),
        Field("rendition", "text", "Whose words these are.", required=True, vocabulary="rendition"),
        Field("text_published", "flag", "True where releases hold the full text.", required=True),
        Field(
            "near_duplicate_of",
            "text",
            "Document this one repeats almost word for word.",
            references="source_document.document_id",
        ),
    ),
    ("document_id",),
)

DOCUMENT_TEXT = Table(
    "document_text",
    "The text of a document, UTF-8 decoded, that every offset points into. Releases hold the rows with text_published.",
    (
        Field("document_id", "text", "Document.", required=True, references="source_document.document_id"),
        Field("text", "text", "The whole text, exactly as decoded.", required=True),
    ),
    ("document_id",),
)

DOCUMENT_SPAN = Table(
    "document_span",
    "A stretch of a document with a special part to play: headline, dateline, byline, site furniture.",
    (
        Field("document_id", "text", "Document.", required=True, references="source_document.document_id"),
        Field("span_start", "offset", "First code point.", required=True),
        Field("span_end", "offset", "One past the last code point.", required=True),
        Field("kind", "text", "What the stretch is.", required=True, vocabulary="span_kind"),
        Field("rule", "text", "Name of the rule that found it.", required=True),
    ),
    ("document_id", "span_start", "span_end", "kind"),
)

SENTENCE = Table(
    "sentence",
    "One sentence or headline line outside site furniture.",
    (
        Field("document_id", "text", "Document.", required=True, references="source_document.document_id"),
        Field("sentence_index", "count", "Position in the document, from 0.", required=True),
        Field("sentence_start", "offset", "First code point.", required=True),
        Field("sentence_end", "offset", "One past the last code point.", required=True),
        Field("paragraph_index", "count", "Paragraph the sentence is in, from 0.", required=True),
        Field("is_headline", "flag", "True for the document's own title.", required=True),
    ),
    ("document_id", "sentence_index"),
    published=False,
)

PARSE_ISSUE = Table(
    "parse_issue",
    "Something in data/raw that could not be read or used, and why; nothing is lost in silence.",
    (
        Field("issue_id", "text", "Id made from the other columns.", required=True),
        Field("collection", "text", "Folder of data/raw.", required=True),
        Field("file_name", "text", "File, escaped where its name is not plain text.", required=True),
        Field(
            "record",
            "text",
            "Line or row inside the file, where the issue is with one of several records.",
        ),
        Field("reason", "text", "What is wrong.", required=True, vocabulary="parse_reason"),
        Field("detail", "text", "What was found, in words.", required=True),
        Field("remedy", "text", "What a maintainer can do.", required=True),
    ),
    ("issue_id",),
)

TABLES = (SOURCE_DOCUMENT, DOCUMENT_TEXT, DOCUMENT_SPAN, SENTENCE, PARSE_ISSUE)
