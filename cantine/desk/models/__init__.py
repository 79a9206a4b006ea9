"""Tables of requests: what came, what was written about it, the time that it took, and answers that serve again."""

from cantine.desk.models.requests import AnswerTemplate, Note, Request, TimeSpent

__all__ = ["AnswerTemplate", "Note", "Request", "TimeSpent"]
