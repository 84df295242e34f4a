"""A plainly told story of being treated badly is found, in each language; none of these is a seed."""

import pytest

from insights.engine import TREATMENT_GROUP, analyse
from insights.engine.learning import seeds

STORIES = [
    ("sv", "Receptionisten suckade, vände ryggen till och sa att det inte var hennes problem"),
    ("sv", "Jag frågade snällt om hjälp med väskan men han fnyste bara och gick därifrån."),
    ("sv", "Hon avbröt mig flera gånger, skrattade åt min fråga och tittade inte på mig."),
    ("da", "Receptionisten sukkede, vendte ryggen til og sagde, at det ikke var hendes problem."),
    ("da", "Han var uforskammet, afbrød mig og lod mig stå, mens han snakkede med en kollega."),
    ("da", "Da jeg bad om hjælp, lo hun ad mig og gik sin vej."),
    ("nb", "Resepsjonisten sukket, snudde ryggen til og sa at det ikke var hennes problem."),
    ("nb", "Legen var nedlatende, avbrøt meg hele tiden og lo av spørsmålet mitt."),
    ("nb", "Hun i kassa himlet med øynene og svarte ikke da jeg spurte pent om hjelp."),
    ("fi", "Vastaanottovirkailija huokaisi, käänsi selkänsä ja sanoi, ettei se ollut hänen ongelmansa."),
    ("fi", "Lääkäri oli töykeä, keskeytti minut koko ajan ja naurahti kysymykselleni."),
    ("fi", "Pyysin apua, mutta hoitaja tiuskaisi ja käveli pois vastaamatta."),
    ("en", "The receptionist sighed, turned her back and said it was not her problem."),
    ("en", "The doctor was rude, interrupted me all the time and laughed at my question."),
    ("en", "I asked politely for help and he just rolled his eyes and walked off."),
    ("sv", "Läkaren tog mig inte på allvar och sa att jag inbillade mig."),
    ("sv", "Min mamma blev hånad i kassan för att hon inte hittade kortet."),
    ("da", "Lægen tog mig ikke alvorligt og sagde, at jeg bildte mig det ind."),
    ("nb", "Legen tok meg ikke på alvor og sa at jeg bare innbilte meg det."),
    ("fi", "Lääkäri ei ottanut minua vakavasti ja sanoi, että kuvittelen kaiken."),
    ("en", "The doctor did not take me seriously and said I was imagining it."),
]


@pytest.mark.parametrize(("language", "story"), STORIES)
def test_ill_treatment_is_found(language, story):
    found = analyse(story, language=language)
    assert (found.incident, found.polarity) == (True, "negative")
    assert found.category in TREATMENT_GROUP
    assert found.severity >= 3
    assert found.why


def test_no_story_is_a_seed():
    assert {story for _, story in STORIES} & {seed.text for seed in seeds()} == set()
