"""``CITATION.cff`` of a release, and the words every description of the dataset shares."""

import json

from pipeline.release.contents import Contents

TITLE = "Harm Ledger: claims and incidents of civilian harm from air strikes"
ABSTRACT = (
    "What each source asserted about civilian harm, with the characters it rests on, and the incidents these "
    "assertions reconcile to, with contradictions kept. Reported, not verified."
)
AUTHOR = "Harm Ledger maintainers"
KEYWORDS = ("civilian harm", "air strikes", "casualty recording", "Syria")
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def citation(made: Contents) -> bytes:
    """The file, Citation File Format 1.2.0. It names no day: a release made again would have another."""
    version = made.manifest["release"]
    entries = {
        "cff-version": "1.2.0",
        "title": TITLE,
        "message": "Cite the release you used, by its version.",
        "type": "dataset",
        "version": version,
        "license": "CC-BY-4.0",
        "abstract": ABSTRACT,
    }
    lines = [f"{name}: {json.dumps(value)}" for name, value in entries.items()]
    lines += ["authors:", f"  - name: {json.dumps(AUTHOR)}", "keywords:"]
    lines += [f"  - {json.dumps(word)}" for word in KEYWORDS]
    return ("\n".join(lines) + "\n").encode("ascii")
