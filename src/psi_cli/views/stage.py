"""The views of walking a pathway: welcome, start, a stage."""

from typing import NamedTuple

from psi_cli.learning.progress import Progress
from psi_cli.pathway.model import FURTHER, FURTHER_NUMBER, Pathway, Stage
from psi_cli.record.model import DONE, OPEN
from psi_cli.views.elements import (
    Block,
    Fact,
    Heading,
    Hint,
    Hints,
    Item,
    Panel,
    Paragraph,
    Span,
    duration,
    plural,
)
from psi_cli.views.lines import (
    ResourceLine,
    StageLine,
    Totals,
    counts,
    local_day,
    resource_line,
    stage_lines,
    study_hints,
    totals,
    trail,
)


class Overview(NamedTuple):
    """A pathway from outside: what it is, for whom, what for and how long it takes."""

    id: str
    title: str
    version: str
    summary: str
    audience: str
    outcomes: tuple[str, ...]
    publisher: str
    homepage: str
    minutes: int
    resources: int
    further: int
    stages: tuple[StageLine, ...]

    def panel(self) -> Panel:
        """Return the overview as a panel."""
        size = f"{plural(len(self.stages), 'stage')}, {plural(self.resources, 'resource')}"
        outcomes = tuple(Item("point", "", outcome) for outcome in self.outcomes)
        stages = tuple(
            Item("point", stage.number, stage.title, _stage_size(stage)) for stage in self.stages
        )
        blocks: tuple[Block, ...] = (
            Paragraph(self.summary),
            *((Fact("For", self.audience),) if self.audience else ()),
            *((Fact("You will be able to", ""),) if outcomes else ()),
            *outcomes,
            Fact("Time", f"about {duration(self.minutes)} in all, in your own order and pace"),
            Fact("Stages", ""),
            *stages,
            *self._beyond(),
        )
        if self.publisher:
            blocks += (Fact("Source", self.publisher),)
        if self.homepage:
            blocks += (Fact("On the web", (Span(self.homepage, "link", self.homepage),)),)
        return Panel(self.title, blocks, size)

    def _beyond(self) -> tuple[Item, ...]:
        if not self.further:
            return ()
        size = plural(self.further, "entry", "entries")
        return (Item("point", FURTHER_NUMBER, "Further reading", size),)


def _stage_size(stage: StageLine) -> str:
    if not stage.total:
        return "to read"
    return f"{plural(stage.total, 'resource')} · {duration(stage.minutes_left)}"


def overview(pathway: Pathway, progress: Progress) -> Overview:
    """Return a pathway from outside."""
    required = [one for one in pathway.resources() if one.required]
    return Overview(
        id=pathway.id,
        title=pathway.title,
        version=pathway.version,
        summary=pathway.summary,
        audience=pathway.audience,
        outcomes=pathway.outcomes,
        publisher=pathway.publisher,
        homepage=pathway.homepage,
        minutes=sum(one.minutes for one in required),
        resources=len(required),
        further=len(pathway.further.resources) if pathway.further else 0,
        stages=stage_lines(progress),
    )


class Welcome(NamedTuple):
    """What a learner sees who has not begun."""

    pathway: str
    summary: str
    stages: tuple[str, ...]
    resources: int
    minutes: int
    data: str
    hints: tuple[Hint, ...]
    schema: str = "psi.welcome/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        size = (
            f"{plural(len(self.stages), 'stage')} ({', '.join(self.stages)}),"
            f" {plural(self.resources, 'resource')}, about {duration(self.minutes)}."
        )
        return [
            Heading("psi", "a learning companion for your terminal"),
            Panel(self.pathway, (Paragraph(self.summary), Paragraph((Span(size, "strong"),)))),
            Fact(
                "Your work",
                f"stays on this computer, in {self.data}. No account, nothing is sent anywhere.",
            ),
            Hints(self.hints),
        ]


def welcome(pathway: Pathway, progress: Progress, data: str) -> Welcome:
    """Return the view of `psi` before the pathway is begun."""
    about = overview(pathway, progress)
    return Welcome(
        pathway=about.title,
        summary=about.summary,
        stages=tuple(stage.short for stage in about.stages),
        resources=about.resources,
        minutes=about.minutes,
        data=data,
        hints=(
            Hint("psi start", "begin the pathway"),
            Hint("psi list", "see all there is in it"),
            Hint("psi --help", "every command"),
        ),
    )


class Question(NamedTuple):
    """A reflection question as it stands in a stage."""

    number: str
    id: str
    prompt: str
    notes: int

    def item(self) -> Item:
        """Return the question as a line."""
        answered = ((Span(plural(self.notes, "note"), "quiet"),),) if self.notes else ()
        return Item("question", self.number, self.prompt, "", answered)


class StageView(NamedTuple):
    """One stage: its text, resources and questions, and where it stands in the pathway."""

    message: str
    pathway: str
    id: str
    number: str
    title: str
    goal: str
    text: tuple[str, ...]
    minutes: int
    done: int
    skipped: int
    total: int
    minutes_left: int
    resources: tuple[ResourceLine, ...]
    questions: tuple[Question, ...]
    stages: tuple[StageLine, ...]
    overall: Totals
    hints: tuple[Hint, ...]
    schema: str = "psi.stage/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        blocks: list[Block] = [Heading(self.pathway, self._place())]
        if self.message:
            blocks.append(Paragraph((Span(self.message, "strong"),)))
        blocks += [trail(self.stages), self._text()]
        if self.resources:
            items = tuple(line.item() for line in self.resources)
            blocks.append(Panel("Resources", items, self._counts()))
        if self.questions:
            items = tuple(question.item() for question in self.questions)
            blocks.append(Panel("Questions for your own work", items))
        return [*blocks, self.overall.bar(), Hints(self.hints)]

    def _place(self) -> str:
        if self.id == FURTHER:
            return "beyond the stages"
        return f"stage {self.number} of {len(self.stages)}"

    def _text(self) -> Panel:
        goal = (Fact("Goal", self.goal),) if self.goal else ()
        reading = f"{duration(self.minutes)} to read" if self.minutes else ""
        return Panel(self.title, (*goal, *map(Paragraph, self.text)), reading)

    def _counts(self) -> str:
        if not self.total:
            return plural(len(self.resources), "resource")
        left = f" · {duration(self.minutes_left)} left" if self.minutes_left else ""
        return counts(self.done, self.skipped, self.total) + left


def stage_view(
    pathway: Pathway, progress: Progress, stage: Stage | None = None, message: str = ""
) -> StageView:
    """Return the view of a stage; of the one the learner is in where none is named."""
    stage = stage or progress.current.stage
    known = next((one for one in progress.stages if one.stage.id == stage.id), None)
    here = stage.id == progress.current.stage.id
    number = known.number if known else FURTHER_NUMBER
    section = "" if here else number
    lines = tuple(
        resource_line(resource, its_number, progress.state(resource.id))
        for its_number, resource in stage.numbered_resources(section)
    )
    return StageView(
        message=message,
        pathway=pathway.title,
        id=stage.id,
        number=number,
        title=stage.title,
        goal=stage.goal,
        text=stage.text,
        minutes=stage.minutes,
        done=known.done if known else 0,
        skipped=known.skipped if known else 0,
        total=known.total if known else 0,
        minutes_left=known.minutes_left if known else 0,
        resources=lines,
        questions=tuple(
            Question(its_number, one.id, one.prompt, len(progress.state(one.id).notes))
            for its_number, one in stage.numbered_questions(section)
        ),
        stages=stage_lines(progress),
        overall=totals(progress),
        hints=_stage_hints(lines, stage, section, progress),
    )


def _stage_hints(
    lines: tuple[ResourceLine, ...], stage: Stage, section: str, progress: Progress
) -> tuple[Hint, ...]:
    here = stage.id == progress.current.stage.id
    left_open = next((line for line in lines if line.status == OPEN), None)
    hints = study_hints(left_open, progress, moving=here)[: 3 if left_open else 1]
    if stage.reflections and not lines:
        read = progress.state(stage.id).status == DONE
        done = () if read else (Hint(f"psi done {stage.id}", "when you have read it"),)
        first, _ = next(stage.numbered_questions(section))
        note = Hint(f'psi note {first} "…"', "answer a question in your own words")
        hints = (note, *done, *hints)
    if not here and stage.id != FURTHER:
        hints = (*hints[:3], Hint(f"psi goto {stage.id}", "go to this stage"))
    return hints


class Start(NamedTuple):
    """The beginning of a pathway, or its resumption: the overview only when it begins."""

    resumed: bool
    overview: Overview | None
    stage: StageView
    schema: str = "psi.start/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        stage = self.stage.blocks()
        if not self.overview:
            return stage
        return [stage[0], self.overview.panel(), *stage[1:]]


def start(pathway: Pathway, progress: Progress, *, resumed: bool, last: str = "") -> Start:
    """Return the view of `psi start`; `last` is when the learner was here before."""
    message = "You have begun. Everything you do from now on is kept."
    if resumed:
        message = (
            f"Welcome back. You were last here on {local_day(last)}; this is where you left off."
        )
    return Start(
        resumed=resumed,
        overview=None if resumed else overview(pathway, progress),
        stage=stage_view(pathway, progress, message=message),
    )
