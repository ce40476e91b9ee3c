"""An explanation shows what coding saw and did: the same statements, and for what is missing the step at which it was lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import kg
from kg.extract.explain import Explanation, Miss, Predicate, explain, render
from kg.extract.pipeline import extract_article, load
from kg.sources import Sources

OWN = """
[praises]
SOURCE serenade TARGET
SOURCE serenade TARGET:Person with song
SOURCE serenade TARGET under window
> Turkey serenaded Syria. :: Turkey -> Syria

[meets]
BOTH frolic
> Turkey and Syria frolicked. :: Turkey -> Syria

[arms]
SOURCE serenade TARGET with tank|rifle
> Turkey serenaded Syria with tanks. :: Turkey -> Syria
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Language:
    folder = tmp_path_factory.mktemp("frames")
    (folder / "own.frames").write_text(OWN, encoding="utf-8")
    return load(sources=Sources(frames=folder))


def explained(nlp: Language, text: str) -> Explanation:
    return explain(nlp, kg.article(text, date="2020-05-26"))


def at(explanation: Explanation, word: str) -> Predicate:
    return next(one for one in explanation.predicates if one.words == word)


def missed(predicate: Predicate, text: str) -> Miss:
    return next(miss for miss in predicate.misses if miss.frame.text == text)


@pytest.mark.parametrize(
    "text",
    [
        "In July the US removed Turkey from the F-35 programme.",
        "Lavrov said that US-backed forces had attacked Syria. Russia and Iran held talks.",
        "Erdogan's relations with the US soured over the S-400.",
        "“We will never attack Egypt,” the Turkish foreign minister said.",
        "It rained.",
    ],
)
def test_an_explanation_holds_the_statements_of_the_extraction(nlp: Language, text: str) -> None:
    article = kg.article(text, date="2020-05-26")
    explanation = explain(nlp, article)
    assert explanation.statements == extract_article(nlp, article)
    won = [match for one in explanation.predicates for match in one.matches if match.lost_to is None]
    assert [match.frame.rule for match in won] == [one.rule for one in explanation.statements]


def test_mentions_show_words_actor_principal_and_kind(nlp: Language) -> None:
    merkel, troops = explained(nlp, "Merkel praised French troops.").mentions
    assert (merkel.words, merkel.actor.label, merkel.principal.label, merkel.kind) == ("Merkel", "Angela Merkel", "Germany", "name")
    assert (troops.words, troops.actor.label, troops.kind) == ("French troops", "France", "body")


def test_predicates_show_deep_roles(nlp: Language) -> None:
    roles = {(r.role, r.preposition): r for r in at(explained(nlp, "Syria was attacked by Turkey in March."), "attacked").roles}
    assert roles["subject", ""].actors == ("Turkey",)
    assert roles["object", ""].actors == ("Syria",)
    assert (roles["prep", "in"].words, roles["prep", "in"].actors) == ("March", ())


def test_a_frame_that_was_beaten_names_the_one_that_won(own: Language) -> None:
    predicate = at(explained(own, "Turkey serenaded Syria with tanks."), "serenaded")
    won, lost = predicate.matches
    assert (won.frame.relation, won.lost_to, won.source, won.target) == ("arms", None, "Turkey", "Syria")
    assert (lost.frame.relation, lost.lost_to, lost.why) == ("praises", won.frame, "at the same word")
    assert predicate.silence == ""


def test_a_word_that_another_frame_used_up_names_it(nlp: Language) -> None:
    predicate = at(explained(nlp, "Erdogan's relations with the US soured."), "relations")
    assert {match.why for match in predicate.matches} == {"the word is part of the other"}
    assert all(match.lost_to is not None and match.lost_to.relation == "isAtOddsWith" for match in predicate.matches)
    assert predicate.silence == "what it says is said by another word"


def test_the_same_act_said_twice_names_the_one_that_was_kept(nlp: Language) -> None:
    explanation = explained(nlp, "Turkey attacked Syria and bombed Syria.")
    [lost] = [match for one in explanation.predicates for match in one.matches if match.lost_to is not None]
    assert lost.why == "the same type of act in the same sentence"


def test_a_frame_that_nearly_fitted_says_what_it_asked_for_and_what_stood_there(own: Language) -> None:
    predicate = at(explained(own, "Turkey serenaded Syria on a balcony."), "serenaded")
    window = missed(predicate, "SOURCE serenade TARGET under window")
    assert (window.demand, window.found, window.of_words) == ("under window", "there is only “on a balcony”", True)
    tanks = missed(predicate, "SOURCE serenade TARGET with tank|rifle")
    assert tanks.demand.startswith("with ")
    assert "SOURCE serenade TARGET:Person with song" not in {miss.frame.text for miss in predicate.misses}, "it fails at two things"


def test_a_slot_that_names_nobody_or_the_wrong_type_says_so(own: Language) -> None:
    idea = missed(at(explained(own, "Turkey serenaded the idea."), "serenaded"), "SOURCE serenade TARGET")
    assert (idea.demand, idea.found) == ("TARGET", "“the idea” names no actor")
    person = missed(at(explained(own, "Turkey serenaded Syria with a song."), "serenaded"), "SOURCE serenade TARGET:Person with song")
    assert (person.demand, person.found) == ("TARGET:Person", "Syria is of the type State")
    alone = missed(at(explained(own, "Turkey frolicked."), "frolicked"), "BOTH frolic")
    assert (alone.demand, alone.found) == ("BOTH", "only Turkey stands there")
    nothing = missed(at(explained(own, "Turkey serenaded loudly."), "serenaded"), "SOURCE serenade TARGET")
    assert (nothing.demand, nothing.found) == ("TARGET", "nothing stands there")


def test_parties_that_cannot_be_say_why(nlp: Language, own: Language) -> None:
    oneself = missed(at(explained(own, "Turkey serenaded Turkish troops."), "serenaded"), "SOURCE serenade TARGET")
    assert oneself.demand == ""
    assert oneself.found == "Turkey → Turkey cannot be: source and target are one actor, or one acts for the other"
    weapon = missed(at(explained(own, "Turkey serenaded the S-400."), "serenaded"), "SOURCE serenade TARGET")
    assert "cannot be: SUPPORT is not done to a Weapon" in weapon.found


def test_a_head_without_a_frame_says_so(nlp: Language) -> None:
    explanation = explained(nlp, "Turkey serenaded Syria.")
    assert at(explanation, "serenaded").silence == "no frame has the head “serenade” as verb"
    assert explanation.silence == "no frame relates two of the actors that are named"


@pytest.mark.parametrize(
    ("text", "silence"),
    [
        ("It rained.", "nobody is named whom the actor tables or the entity recogniser know"),
        ("Turkey slept.", "only one actor is named: Turkey"),
        ("Turkey attacked Syria.", ""),
    ],
)
def test_a_text_without_statements_says_why(nlp: Language, text: str, silence: str) -> None:
    assert explained(nlp, text).silence == silence


def test_a_text_that_is_no_news_says_so(nlp: Language) -> None:
    article = kg.article("Turkey attacked Syria.")
    bare = kg.Article(article.id, article.text, ())
    assert explain(nlp, bare).silence.startswith("nothing in the text is news")
    assert "none: nothing in the text is news" in render(explain(nlp, bare))


# As text


def test_the_text_names_place_rule_and_circumstances(nlp: Language) -> None:
    text = render(explained(nlp, "In July the US removed Turkey from the F-35 programme."))
    assert "won      United States → Turkey: [removesFrom] SOURCE remove|exclude|" in text
    assert "(ontology/frames/sanction.frames:" in text
    assert "frame:remove-from, specificity 11)" in text
    assert "asserted; not negated; speaker none; date 2019-07-01 to 2019-07-31 (“In July”); context from F-35 programme" in text


def test_the_text_is_short_unless_everything_is_wanted(nlp: Language) -> None:
    explanation = explained(nlp, "Poland attacked the idea.")
    short, full = render(explanation), render(explanation, everything=True)
    assert "more; --all shows them" in short
    assert "…" not in full.partition("predicates")[2].partition("(")[0]
    assert full.count("nearly") == len(at(explanation, "attacked").misses) > short.count("nearly") - 1


def test_the_text_shows_frames_of_ones_own_with_their_place(own: Language) -> None:
    assert "own.frames:3, frame:serenade, specificity" in render(explained(own, "Turkey serenaded Syria."))


def test_a_long_and_odd_text_is_explained(nlp: Language, own: Language, tmp_path: Path) -> None:
    text = "Turkey attacked and condemned " * 60 + "Syria. “” -- / the\u00a0US–Iran talks; [( "
    assert render(explained(nlp, text)).endswith("\n")
