"""Entities of the base model: names and their types, roles, affiliation, salience, repeated paragraphs, metonymy."""

import pytest

import sayso

ARTICLE = (
    "Harbour strike talks fail in Oslo\n\n"
    "Northern Ferries chief executive Helen Pryce told reporters on Monday that the strike would go on. "
    "Norwegian transport minister Lars Moen asked the union to return to the table. "
    "Norway has three such ports, and Pryce runs two of them.\n\n"
    "Harbour strike talks fail in Oslo\n\n"
    "Northern Ferries chief executive Helen Pryce told reporters on Monday that the strike would go on. "
    "Norwegian transport minister Lars Moen asked the union to return to the table. "
    "Norway has three such ports, and Pryce runs two of them.\n\n"
    'Washington hopes for an early end. "We are patient," Pryce said.'
)


@pytest.fixture(scope="module")
def extraction():
    return sayso.extract(ARTICLE)


def named(extraction, name):
    return next(e for e in extraction.entities if e.name == name)


def types(text):
    return {e.name: e.type for e in sayso.extract(text).entities}


def test_affiliation_is_the_body_of_a_role(extraction):
    pryce = named(extraction, "Helen Pryce")
    assert pryce.roles == ("Northern Ferries chief executive",)
    assert pryce.affiliation == named(extraction, "Northern Ferries")
    assert named(extraction, "Northern Ferries").affiliation is None


def test_affiliation_is_the_country_where_the_role_has_no_body(extraction):
    assert named(extraction, "Lars Moen").affiliation == named(extraction, "Norway")


def test_a_body_after_the_role_is_the_affiliation():
    text = "Ada Lund, director of the University of Oslo, said the bridge was safe."
    extraction = sayso.extract(text)
    assert named(extraction, "Ada Lund").affiliation.name == "University of Oslo"


def test_a_role_does_not_reach_over_another_noun():
    text = "The union asked for the release of former captain Jon Berg, who was arrested on Friday."
    assert named(sayso.extract(text), "Jon Berg").roles == ("former captain",)


def test_repeated_paragraphs_are_warned_of_and_marked(extraction):
    assert extraction.warnings == (
        "paragraphs 3 to 4 repeat paragraphs 1 to 2 word for word; what is found there is marked as duplicate",
    )
    again = ARTICLE.index("Harbour", 10)
    end = ARTICLE.index("Washington")
    mentions = [m for e in extraction.entities for m in e.mentions]
    assert any(m.duplicate for m in mentions)
    for m in mentions:
        assert m.duplicate == (again <= m.start < end)
    for q in extraction.quotes:
        assert q.duplicate == (again <= q.content[0].start < end)


def test_a_short_line_said_twice_is_no_repetition():
    assert sayso.extract("It rained.\n\nThe ferry left at noon.\n\nIt rained.").warnings == ()


def test_a_capital_that_acts_is_a_metonym(extraction):
    washington = named(extraction, "Washington")
    assert [m.metonymy for m in washington.mentions] == [True]
    assert not any(m.metonymy for m in named(extraction, "Oslo").mentions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kremlin said on Monday that the road would open.", True),
        ("A crowd stood outside the Kremlin on Monday and sang.", False),
        ("Downing Street declined to comment on the report.", True),
    ],
)
def test_seats_stand_for_those_who_sit_there(text, expected):
    mentions = [m for e in sayso.extract(text).entities for m in e.mentions if m.text.endswith(("Kremlin", "Street"))]
    assert [m.metonymy for m in mentions] == [expected]


def test_salience_ranks_and_the_headline_counts(extraction):
    by_salience = sorted(extraction.entities, key=lambda e: -e.salience)
    assert by_salience[0].name == "Helen Pryce"
    assert all(0 <= e.salience <= 1 for e in extraction.entities)
    assert named(extraction, "Oslo").in_headline
    assert not named(extraction, "Helen Pryce").in_headline


def test_the_title_is_the_headline_if_there_is_one():
    text = "The ferry stopped on Friday, Helen Pryce of Northern Ferries said.\n\nPryce blamed the weather in Oslo."
    extraction = sayso.extract({"text": text, "title": "Northern Ferries halts service"})
    assert named(extraction, "Northern Ferries").in_headline
    assert not named(extraction, "Helen Pryce").in_headline


def test_a_title_is_evidence_and_no_part_of_the_text():
    text = "Lund said the ferry would run. The mayor left on Monday."
    title = "Mayor Ada Lund promises a ferry"
    plain, titled = sayso.extract(text), sayso.extract({"text": text, "title": title})
    assert titled.text == text
    assert named(titled, "Lund").roles == ("Mayor",)
    assert named(plain, "Lund").roles == ()
    assert "The mayor" in [m.text for m in named(titled, "Lund").mentions]
    for extraction in (plain, titled):
        assert all(text[m.start : m.end] == m.text for e in extraction.entities for m in e.mentions)
        assert [text[c.start : c.end] for q in extraction.quotes for c in q.content] == ["the ferry would run"]
    row = sayso.extract_table([{"text": text, "title": title}]).entities.to_dicts()[0]
    assert row["roles"] == ["Mayor"]
    # a text that begins with its title is read as it is
    whole = f"{title}\n\n{text}"
    assert sayso.extract({"text": whole, "title": title}).quotes == sayso.extract(whole).quotes


def test_a_guess_of_gender_is_apart_and_only_on_demand():
    text = "Mary Holm said the ferry was late. Her colleague Andrea Vik agreed."
    for e in sayso.extract(text).entities:
        assert e.gender_guess is None
        assert e.gender_guess_probability is None
    guessing = sayso.Extractor(guess_gender=True).extract(text)
    mary = named(guessing, "Mary Holm")
    assert mary.gender_guess == "female"
    assert mary.gender_guess_probability > 0.95
    # the text alone decides the other field
    assert {e.gender for e in guessing.entities} == {e.gender for e in sayso.extract(text).entities}


def test_places_are_split_at_commas():
    found = types("The firm moved from Bergen, Norway to Portland, Oregon, but kept an office in Washington, D.C.")
    assert {"Bergen", "Norway", "Portland", "Oregon"} <= found.keys()
    assert "Washington, D.C." in found or "Washington" in found


def test_the_noun_beside_a_name_makes_it_a_law_or_an_event():
    found = types("Both sides left the talks after the Vietnam war, against the UN charter.")
    assert found["Vietnam war"] == "EVENT"
    assert found["UN charter"] == "LAW"


def test_the_rest_of_the_article_says_what_a_bare_name_is():
    text = (
        "The port lies near Rotor, said Helen Petofi, who runs it. Petofi plans more cranes. "
        "Petofi was founded in 1990 and will be listed."
    )
    assert next(e.type for e in sayso.extract("Petofi was founded in 1990 and will be listed.").entities) == "ORG"
    found = sayso.extract(text)
    assert named(found, "Helen Petofi").type == "PERSON"
    assert len(named(found, "Helen Petofi").mentions) >= 3


def test_a_short_form_of_a_given_name_is_the_same_person():
    text = "William Moen opened the port. Bill Moen also spoke. Robert Moen left early."
    assert {(e.name, len(e.mentions)) for e in sayso.extract(text).entities if e.type == "PERSON"} == {
        ("William Moen", 2),
        ("Robert Moen", 1),
    }


def test_a_title_keeps_husband_and_wife_apart():
    text = "Mary Pryce runs the port. Mr Pryce, a teacher, said he was proud. Ms Pryce laughed."
    people = {e.name: e for e in sayso.extract(text).entities if e.type == "PERSON" and e.mentions[0].kind == "name"}
    assert set(people) == {"Mary Pryce", "Pryce"}
    assert people["Pryce"].gender == "male"
    assert [m.start for m in people["Mary Pryce"].mentions if m.kind == "name"] == [0, text.index("Pryce laughed")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EU chief Ursula van der Leyen met Mohammed bin Salman in Riyadh.", {"Ursula van der Leyen": "PERSON"}),
        ("Councillor Siobhan O'Brien and the pilot Jean-Claude Moreau-Petit disagreed.", {"Siobhan O'Brien": "PERSON"}),
        ("The pilot Jean-Claude Moreau-Petit disagreed.", {"Jean-Claude Moreau-Petit": "PERSON"}),
        ("J. K. Holm and R.J. Vik wrote to the ministry.", {"J. K. Holm": "PERSON", "R.J. Vik": "PERSON"}),
        ("Wang Xiaoming runs the port. Wang said it went well.", {"Wang Xiaoming": "PERSON"}),
        ("Alejandro López Herrera resigned. López Herrera denied it.", {"Alejandro López Herrera": "PERSON"}),
        (
            "He wrote to the Ministry of Fisheries and Coastal Affairs.",
            {"Ministry of Fisheries and Coastal Affairs": "ORG"},
        ),
        ("Shares of Johnson & Johnson rose, the Centre for Policy Studies said.", {"Johnson & Johnson": "ORG"}),
        (
            "harbour minister ada lund resigned on friday, the bbc reported from oslo.",
            {"ada lund": "PERSON", "friday": "DATE"},
        ),
        ("Norwegians and Danes met by the Baltic Sea.", {"Norwegians": "NORP", "Danes": "NORP", "Baltic Sea": "LOC"}),
        ("She speaks Norwegian and drives a Volvo.", {"Norwegian": "LANGUAGE"}),
        ("The film Silent Harbour opened on Friday.", {"Silent Harbour": "WORK_OF_ART"}),
        (
            "The Treaty of Tromso was signed at Heathrow Airport.",
            {"Treaty of Tromso": "LAW", "Heathrow Airport": "FAC"},
        ),
    ],
)
def test_names(text, expected):
    found = types(text)
    assert {name: found.get(name) for name in expected} == expected


def test_a_headline_in_capitals_names_the_same_person():
    text = "PORT MINISTER LUND QUITS OVER FERRY ROW\n\nHarbour minister Ada Lund resigned on Friday."
    lund = named(sayso.extract(text), "Ada Lund")
    assert lund.aliases == ("Lund",)  # capitals are read as small letters
    assert lund.in_headline
