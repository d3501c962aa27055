"""Why a run ended as it did, and what to do about it: causes, sentences and remedies."""
