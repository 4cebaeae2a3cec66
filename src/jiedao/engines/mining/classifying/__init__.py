"""Texts to labels: what a text is about, how sure that is, and which of its words said so."""

from jiedao.engines.mining.classifying.classifier import Classifier
from jiedao.engines.mining.classifying.cold import ColdStart
from jiedao.engines.mining.classifying.costs import threshold
from jiedao.engines.mining.classifying.guesses import Guess

__all__ = ["Classifier", "ColdStart", "Guess", "threshold"]
