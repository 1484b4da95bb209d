"""From files under data/raw to documents, spans and sentences, each bound to the sha256 of its bytes."""
