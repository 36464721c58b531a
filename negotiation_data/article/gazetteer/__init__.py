"""The dated gazetteer: states, governments, armed groups, organisations, media and places, as tables and a matcher. See README.md."""

from negotiation_data.article.gazetteer.gazetteer import Gazetteer, gazetteer
from negotiation_data.article.gazetteer.model import Actor, Mention, MentionKind, Name, NameKind, Place, PlaceKind

__all__ = ["Actor", "Gazetteer", "Mention", "MentionKind", "Name", "NameKind", "Place", "PlaceKind", "gazetteer"]
