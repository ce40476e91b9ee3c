"""The whole extraction: a spaCy pipeline with our stages behind it, and articles through it to statements."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import DEFAULT_MODEL, __version__
from kg.actors.compiled import load_gazetteer
from kg.actors.gazetteer import Gazetteer
from kg.errors import KnowledgeError, ModelError
from kg.extract.actors import ActorFinder
from kg.extract.annotation import DATA_KEY, Annotation, TokenMention, annotation_of
from kg.extract.circumstances import Circumstances
from kg.extract.coding import Coder, Coding
from kg.extract.confidence import load_confidence
from kg.extract.frames import read_frames
from kg.extract.predicates import Predicates
from kg.extract.reading import Reading, read
from kg.extract.references import ReferenceFinder
from kg.extract.speakers import Speakers
from kg.knowledge import Relation, digest_of, load_relations, load_word_lists, ontology_path
from kg.model import OBJECT_TYPES, Article, ContextParty, Evidence, Mention, Period, Statement, Trigger
from kg.sources import Sources

STAGES = ["kg_actors", "kg_references"]
OURS = Sources()
FOLDERS = {"ontology": None, "frames": None, "actors": None, "only_actors": False}
"""The default configuration of our stages: a `Sources` with its paths as strings."""
NEEDED = ("tagger", "parser", "ner", "lemmatizer")
BATCH = 8
STAND_IN = "NATO"
"""What the parser reads for an acronym that the gazetteer knows."""
PARSED: list[int | str] = ["LEMMA", "TAG", "POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
"""What the components of spaCy say of a token."""
LONGEST_ACRONYM = 8
ABBREVIATED = r"(?<=\b[A-Za-z]\.)-(?=[A-Za-z])"
"""The hyphen behind an abbreviation, where spaCy parts no words: "U.S.-backed"."""
WHOLE = r"(re|co|de)-[a-z]{3,}|(sit-in|cease-fire|air-strike|build-up|crack-down|stand-off|walk-out|pull-out)s?"
"""Words that spaCy would part at a hyphen."""


def sources_in(config: Mapping[str, Any]) -> Sources:
    """The sources that the configuration of a stage names."""
    ontology, frames, actors = (Path(config[name]) if config.get(name) else None for name in ("ontology", "frames", "actors"))
    return Sources(ontology, frames, actors, bool(config.get("only_actors")))


@dataclass(frozen=True, slots=True)
class Extractor:
    """The knowledge that extraction needs, loaded once for a pipeline."""

    relations: Mapping[str, Relation]
    lists: Mapping[str, frozenset[str]]
    coder: Coder
    digest: str
    confidence: Mapping[tuple[str, str], float]


def load(model: str = DEFAULT_MODEL, sources: Sources = OURS) -> Language:
    """The spaCy pipeline `model` with the stages `kg_actors` and `kg_references` behind it.

    A user's folder of frames holds `*.frames` and `words-*.txt` that are added to those of the ontology, a folder of actors
    tables as in `ontology/actors/` (`kg.actors.tables.load_actors` says how they go together).
    Any installed English pipeline with a tagger, a parser, a lemmatizer and an entity recogniser will do; otherwise `ModelError`.
    """
    try:
        nlp = spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        raise ModelError(
            f"the spaCy pipeline {model!r} is not installed: install it with pip, or leave --model away for {DEFAULT_MODEL}"
        ) from error
    missing = [name for name in NEEDED if name not in nlp.pipe_names]
    if missing:
        raise ModelError(f"the spaCy pipeline {model!r} has no {', '.join(missing)}: choose one that has")
    mind_hyphens(nlp)
    for stage in STAGES:
        nlp.add_pipe(stage, config=sources.config())
    return nlp


def mind_hyphens(nlp: Language) -> None:
    """Let the tokenizer part "U.S.-backed" as it parts "US-backed", and leave "re-establish" whole; one without infixes stays as it is."""
    tokenizer: Any = nlp.tokenizer
    infixes = getattr(tokenizer, "infix_finditer", None)
    if infixes is not None:
        tokenizer.infix_finditer = re.compile(f"{infixes.__self__.pattern}|{ABBREVIATED}").finditer
        tokenizer.token_match = re.compile(WHOLE).fullmatch


@lru_cache(maxsize=4)
def extractor(sources: Sources = OURS) -> Extractor:
    """The relations, word lists and frames of an ontology folder and of a user's own folder, checked and compiled."""
    folder, own = sources.ontology or ontology_path(), sources.frames
    relations = load_relations(folder)
    lists = load_word_lists(word_files(folder, own))
    frames, _ = read_frames(frame_files(folder, own), lists)
    for frame in frames:
        if frame.relation not in relations:
            raise KnowledgeError(
                f"the relation {frame.relation!r} is not in relations.ttl: declare it there or correct the name", frame.path, frame.line
            )
    tables = sorted(sources.actors.glob("*.tsv")) if sources.actors else []
    digest = digest_of(folder, [*own_files(own), *tables], "only actors" if sources.only_actors else "")
    return Extractor(relations, lists, Coder(frames, relations, lists), digest, load_confidence(folder / "confidence.tsv"))


def frame_files(ontology: Path, own: Path | None) -> list[Path]:
    """The `.frames` files in the order in which they are read: a user's own come first, so that they win a tie."""
    return [path for path in own_files(own) if path.suffix == ".frames"] + sorted((ontology / "frames").glob("*.frames"))


def word_files(ontology: Path, own: Path | None) -> list[Path]:
    """The files of word lists in the order in which they are read: a user's own come last, since they may name those of the ontology."""
    return sorted((ontology / "frames").glob("words-*.txt")) + [path for path in own_files(own) if path.suffix == ".txt"]


def own_files(folder: Path | None) -> list[Path]:
    """The frames and word lists in a user's folder; raises `KnowledgeError` when it holds none."""
    if folder is None:
        return []
    found = sorted(folder.glob("*.frames")) + sorted(folder.glob("words-*.txt"))
    if not found:
        problem = "holds no *.frames and no words-*.txt" if folder.is_dir() else "is no folder"
        raise KnowledgeError(f"{problem}; ontology/README.md says how frames are written", folder)
    return found


def knowledge_of(nlp: Language) -> Extractor:
    """The knowledge that a pipeline of `load` was made with; raises `ModelError` for a pipeline without our stages."""
    return extractor(sources_of(nlp))


def sources_of(nlp: Language) -> Sources:
    """Where a pipeline of `load` has its knowledge from; raises `ModelError` for a pipeline without our stages."""
    if "kg_actors" not in nlp.pipe_names:
        raise ModelError("the pipeline has no stage kg_actors: make it with kg.load(), or add kg_actors and kg_references to yours")
    return sources_in(nlp.get_pipe_config("kg_actors"))


def run_id(nlp: Language) -> str:
    """Sixteen hexadecimal digits that name what extracts: our version, the model and its version, and the ontology."""
    said = f"{__version__} {nlp.meta.get('lang')}_{nlp.meta.get('name')} {nlp.meta.get('version')} {knowledge_of(nlp).digest}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@lru_cache(maxsize=4)
def gazetteer_of(sources: Sources) -> Gazetteer:
    """The gazetteer of some sources, shared by the stages of a pipeline."""
    return load_gazetteer(sources.ontology / "actors" if sources.ontology else None, sources.actors, sources.only_actors)


@Language.factory("kg_actors", default_config=FOLDERS, requires=["doc.ents", "token.dep", "token.pos"], assigns=["doc.spans"])
def make_actor_finder(
    nlp: Language, name: str, ontology: str | None, frames: str | None, actors: str | None, only_actors: bool
) -> ActorFinder:
    """The stage that finds actors, for `nlp.add_pipe("kg_actors")`."""
    sources = sources_in({"ontology": ontology, "frames": frames, "actors": actors, "only_actors": only_actors})
    return ActorFinder(gazetteer_of(sources), extractor(sources).lists)


@Language.factory("kg_references", default_config=FOLDERS, requires=["doc.spans", "token.dep"], assigns=["doc.spans"])
def make_reference_finder(
    nlp: Language, name: str, ontology: str | None, frames: str | None, actors: str | None, only_actors: bool
) -> ReferenceFinder:
    """The stage that resolves references, for `nlp.add_pipe("kg_references")`."""
    sources = sources_in({"ontology": ontology, "frames": frames, "actors": actors, "only_actors": only_actors})
    return ReferenceFinder(gazetteer_of(sources), extractor(sources).lists)


def extract_articles(nlp: Language, articles: Iterable[Article], jobs: int = 1) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
    """Each article with its statements, streaming: no more than a few articles are in memory at once."""
    if jobs <= 1:
        for article in articles:
            yield article, extract_article(nlp, article)
        return
    path = str(nlp.path) if nlp.path else f"{nlp.meta['lang']}_{nlp.meta['name']}"
    waiting: deque[tuple[list[Article], Future[list[tuple[Statement, ...]]]]] = deque()
    source = iter(articles)
    with ProcessPoolExecutor(max_workers=jobs, initializer=start_worker, initargs=(path, sources_of(nlp))) as pool:
        while True:
            batch = list(islice(source, BATCH))
            if batch:
                waiting.append((batch, pool.submit(work, batch)))
            if waiting and (not batch or len(waiting) > 2 * jobs):
                done, future = waiting.popleft()
                yield from zip(done, future.result(), strict=True)
            if not batch and not waiting:
                return


WORKER: dict[str, Language] = {}


def start_worker(model: str, sources: Sources) -> None:
    """Load the pipeline once in a worker process."""
    WORKER["nlp"] = load(model, sources)


def work(batch: list[Article]) -> list[tuple[Statement, ...]]:
    """Extract a batch in a worker process."""
    return [extract_article(WORKER["nlp"], article) for article in batch]


def extract_article(nlp: Language, article: Article) -> tuple[Statement, ...]:
    """The statements of one article, in order of their predicates; empty when it holds none."""
    reading = read(nlp, article)
    if not reading.words:
        return ()
    doc = process(nlp, reading)
    return tuple(statements_of(doc, article, reading, knowledge_of(nlp)))


def process(nlp: Language, reading: Reading) -> Doc:
    """Run the pipeline over a document that is already cut into tokens.

    spaCy reads the blocks one by one, so that a headline does not run into what stands below it; our stages see them all.
    """
    doc = joined(nlp.pipe(blocks_of(nlp, reading), disable=STAGES), reading)
    for stage in STAGES:
        doc = nlp.get_pipe(stage)(doc)
    return doc


def blocks_of(nlp: Language, reading: Reading) -> list[Doc]:
    """The blocks as spaCy is to read them: acronyms that the gazetteer knows are replaced by one that the model knows."""
    known = gazetteer_of(sources_of(nlp)).names.names
    words = [STAND_IN if is_acronym(word) and word in known else word for word in reading.words]
    bounds = enumerate(reading.paragraphs)
    return [part_of(nlp, words[begin:end], reading.spaces[begin:end], number in reading.headings) for number, (begin, end) in bounds]


def part_of(nlp: Language, words: list[str], spaces: list[bool], whole: bool) -> Doc:
    """Some tokens as a document; a whole one is a single sentence."""
    part = Doc(nlp.vocab, words=words, spaces=spaces)
    if whole:
        for token in part[1:]:
            token.is_sent_start = False
    return part


def joined(blocks: Iterable[Doc], reading: Reading) -> Doc:
    """The parsed blocks as one document in the words of the article, with an empty annotation."""
    parsed = list(blocks)
    doc = Doc(parsed[0].vocab, words=reading.words, spaces=reading.spaces)
    values: Any = numpy.concatenate([block.to_array(PARSED) for block in parsed])
    read_as, own = numpy.concatenate([block.to_array("ORTH") for block in parsed]), doc.to_array("ORTH")
    values[:, 0] = numpy.where(read_as == own, values[:, 0], own)
    doc.from_array(PARSED, values)
    doc.user_data[DATA_KEY] = Annotation(reading.date, reading.article, paragraphs=list(reading.paragraphs), headings=set(reading.headings))
    return doc


def is_acronym(word: str) -> bool:
    """Whether a word is written like an acronym of three signs or more, which small models take for anything ("ECOWAS" for a verb)."""
    return 3 <= len(word) <= LONGEST_ACRONYM and word.isupper() and word.isalnum()


def statements_of(doc: Doc, article: Article, reading: Reading, knowledge: Extractor) -> Iterator[Statement]:
    """Code a processed document and give each coding its circumstances and its evidence."""
    found = analyse(doc, knowledge)
    for coding in knowledge.coder.code(doc, found.note, found.predicates, found.speakers.of):
        yield statement(coding, article, reading, knowledge, found.speakers, found.circumstances)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What coding looks at in one document."""

    note: Annotation
    predicates: Predicates
    speakers: Speakers
    circumstances: Circumstances


def analyse(doc: Doc, knowledge: Extractor) -> Analysis:
    """The predicates, speakers and circumstances of a processed document, whose first persons become mentions."""
    note = annotation_of(doc)
    kinds = {m.head: m.actor.type.lower() for m in note.mentions if m.actor.type in OBJECT_TYPES}
    referring = frozenset(m.head for m in note.mentions if m.kind == "reference" and any(c.tag_ == "PRP$" for c in doc[m.head].children))
    predicates = Predicates(doc, knowledge.lists, kinds, referring, note.columns)
    speakers = Speakers(doc, note, predicates, knowledge.coder, knowledge.lists)
    note.set_mentions([*note.mentions, *speakers.first_persons()])
    return Analysis(note, predicates, speakers, Circumstances(doc, note, predicates, knowledge.coder, knowledge.lists))


def statement(
    coding: Coding, article: Article, reading: Reading, knowledge: Extractor, speakers: Speakers, circumstances: Circumstances
) -> Statement:
    """A coding as a statement with offsets into the article as it was read."""
    relation = knowledge.relations[coding.frame.relation]
    sentence = circumstances.doc[coding.predicate].sent
    speaker = None if coding.frame.by_speaker else speakers.of(coding.predicate)
    reporters = () if coding.frame.by_speaker else speakers.reporters(coding.predicate)
    period = circumstances.date(coding)
    context = tuple(
        ContextParty(role, mention.actor, *reading.quote(mention.start, mention.end)) for role, mention in circumstances.context(coding)
    )
    return Statement(
        article=article.id,
        source=as_mention(coding.source, reading),
        relation=relation.name,
        label=label_of(relation, coding.target, context),
        event_type=relation.event_type,
        quad=relation.quad,
        polarity=relation.polarity,
        intensity=relation.intensity,
        target=as_mention(coding.target, reading),
        evidence=Evidence(*reading.quote(sentence.start, sentence.end)),
        rule=rule_of(coding),
        context=context,
        speaker=as_mention(speaker, reading) if speaker else None,
        negated=circumstances.negated(coding),
        modality=circumstances.modality(coding),
        reporters=tuple(as_mention(reporter, reading) for reporter in reporters),
        phase=circumstances.phase(coding),
        confidence=knowledge.confidence.get((coding.frame.shape, coding.reach)),
        trigger=trigger_of(circumstances.doc[coding.predicate], reading),
        date=Period(period[0], period[1], reading.quote(period[2].start, period[2].end)[0]) if period else None,
    )


def rule_of(coding: Coding) -> str:
    """The rule that found a statement: its frame, and how that leads to a party that its words do not name."""
    return coding.frame.rule if coding.reach == "named" else f"{coding.frame.rule}, {coding.reach}"


def trigger_of(head: Token, reading: Reading) -> Trigger:
    """The word at the head of the frame with the particle that follows it: "carried out"."""
    particle = head.i + 1 < len(head.doc) and head.doc[head.i + 1].dep_ == "prt" and head.doc[head.i + 1].head == head
    _text, start, end = reading.quote(head.i, head.i + 1 + int(particle))
    return Trigger(start, end)


def as_mention(mention: TokenMention, reading: Reading) -> Mention:
    """A mention by tokens as a mention by offsets."""
    return Mention(mention.actor, mention.principal, *reading.quote(mention.start, mention.end))


def label_of(relation: Relation, target: TokenMention, context: tuple[ContextParty, ...]) -> str:
    """How the relation prints between source and target, or between source and the context party that its phrase ends in."""
    if relation.context_role and any(party.role == relation.context_role for party in context):
        return relation.phrase.replace("{target}", target.actor.label)
    return relation.plain_phrase
