"""What curators decide, kept in CSV files under version control that win over every rule.

``review.csv`` is the queue: a program writes questions, a person the answers. ``judgements.csv`` says of two claims
whether they are one event, ``corrections.csv`` what a column of a claim should be, ``withdrawn.csv`` why a document
was taken away; a person may write them by hand.
Belongs here: reading, checking, applying and renewing those files. Does not: what judgements mean for incidents
(``pipeline.reconcile``).
"""
