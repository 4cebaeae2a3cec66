"""Reading a reply before it goes out: what it lacks, said in a sentence. It never decides."""

from jiedao.engines.mining.replying.checking import Finding, check

__all__ = ["Finding", "check"]
