"""What can go wrong, as a sentence, a remedy and an exit status each."""


class PsiError(Exception):
    """An expected failure: one sentence for the learner, one remedy, one exit status."""

    status = 1
    details: tuple[str, ...] = ()  # lines between the two, where one sentence cannot hold it

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


class UsageProblem(PsiError):
    """The command was typed in a way psi cannot follow."""

    status = 2


class NotFound(PsiError):
    """Nothing answers to what the learner asked for."""

    status = 3


class PathwayInvalid(PsiError):
    """A pathway file cannot be read or breaks a rule of the format."""

    status = 4


class RecordFailure(PsiError):
    """The learner record cannot be read or written."""

    status = 5
