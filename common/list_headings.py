"""What a heading of a list of people stands for, in the five languages and as booking systems write it."""

from collections.abc import Sequence

from common.casefolding import search_text

EMAIL, NAME, LANGUAGE, UNIT, USE = "email", "name", "language", "unit", "use_happened_at"
KEEP, LEAVE = "keep", "leave"  # a column with a name of its own, and one that is not read

# The earlier a heading stands here, the more surely it is the one that is meant where several are found.
HEADINGS = {
    EMAIL: "email;e-mail;mail;mejl;e-post;epost;e-postadress;epostadress;mailadress;mejladress;mailadresse;"
    "e-mailadresse;e-postadresse;epostadresse;sähköposti;sähköpostiosoite;email address;e-mail address;guest email;"
    "address",
    NAME: "name;namn;navn;nimi;full name;fullt namn;fulde navn;fullt navn;koko nimi;guest name;gästnamn;gästens namn;"
    "gæstens navn;gjestens navn;vieraan nimi;customer name;kundnamn;kundens namn;kundenavn;asiakkaan nimi;guest;gäst;"
    "gæst;gjest;vieras;kund;kunde;asiakas;customer;patient;potilas",
    LANGUAGE: "language;språk;sprog;kieli;lang;locale;guest language;kundspråk",
    UNIT: "unit;enhet;enhed;yksikkö;hotell;hotel;hotelli;klinik;klinikk;klinikka;house;hus;talo;property;site;location",
    USE: "departure;departure date;check-out;check out;checkout;check-out date;departed;avresa;avresedag;avresedatum;"
    "avreste;utcheckning;utcheckad;afrejse;afrejsedato;afrejsedag;udtjekning;avreise;avreisedato;avreisedag;utsjekk;"
    "utsjekking;lähtö;lähtöpäivä;lähtöpvm;uloskirjautuminen;last visit;latest visit;"
    "most recent visit;last visit date;date of last visit;last visited;last stay;latest stay;senaste besök;"
    "senaste besöket;senaste besöksdatum;sista besök;sista besöket;senast besökt;senast här;besökte oss senast;"
    "senaste vistelse;sidste besøg;seneste besøg;sidste besøgsdato;seneste besøgsdato;sidst besøgt;senest besøgt;"
    "sidst her;senest her;sidste ophold;seneste ophold;siste besøk;seneste besøk;siste besøksdato;seneste besøksdato;"
    "sist besøkt;sist her;siste opphold;seneste opphold;viimeisin käynti;viimeinen käynti;viime käynti;"
    "viimeisin käyntipäivä;viimeksi käynyt;viimeisin vierailu;viimeinen vierailu;viimeisin oleskelu;"
    "visit;visit date;date of visit;date of the visit;day of visit;visit day;visit time;visited;visited at;visited on;"
    "time of the visit;time of visit;besök;besöket;besöksdatum;besöksdag;besökstid;datum för besök;datum för besöket;"
    "tid för besöket;besökt;besøg;besøget;besøgsdato;besøgsdag;besøgstid;besøgstidspunkt;dato for besøg;"
    "dato for besøget;besøgt;besøk;besøket;besøksdato;besøksdag;besøkstid;besøkstidspunkt;dato for besøk;"
    "dato for besøket;besøkt;käynti;käyntipäivä;käyntipvm;käyntiaika;käynnin päivä;käynnin pvm;"
    "käynnin päivämäärä;käynnin ajankohta;vierailu;vierailupäivä;vierailun päivä;vierailun ajankohta;"
    "stay;stay end;end of stay;vistelse;ophold;opphold;oleskelu;used;use;used at;"
    "appointment;date;datum;dato;päivä;päivämäärä;pvm",
}
GIVEN_NAMES = frozenset(["first name", "firstname", "given name", "förnamn", "fornavn", "etunimi"])
FAMILY_NAMES = frozenset(
    ["last name", "lastname", "surname", "family name", "efternamn", "efternavn", "etternavn", "sukunimi"]
)
_PLACE_OF = {
    heading: (role, place) for role, headings in HEADINGS.items() for place, heading in enumerate(headings.split(";"))
}


def is_known(heading: str) -> bool:
    folded = _folded(heading)
    return folded in _PLACE_OF or folded in GIVEN_NAMES or folded in FAMILY_NAMES


def is_family_name(heading: str) -> bool:
    return _folded(heading) in FAMILY_NAMES


def says_email(heading: str) -> bool:
    return _PLACE_OF.get(_folded(heading), ("",))[0] == EMAIL


def roles_of(header: Sequence[str]) -> list[str]:
    """A role for each heading, "" where none is known; no role but the name's falls to two of them.

    A name in two parts is put together again, unless there is a column with the whole of it.
    """
    found: dict[str, tuple[int, int]] = {}  # role: (how surely, which column)
    for column, heading in enumerate(header):
        role, place = _PLACE_OF.get(_folded(heading), ("", 0))
        if role and (role not in found or place < found[role][0]):
            found[role] = (place, column)
    roles = [""] * len(header)
    for role, (_place, column) in found.items():
        roles[column] = role
    parts = [column for column, heading in enumerate(header) if _folded(heading) in GIVEN_NAMES | FAMILY_NAMES]
    surely = found.get(NAME, (len(_PLACE_OF), 0))[0] < _PLACE_OF["guest"][1]
    if parts and not surely:
        if NAME in found:
            roles[found[NAME][1]] = ""
        for column in parts:
            roles[column] = NAME
    return roles


def _folded(heading: str) -> str:
    return search_text(heading.replace("_", " ").strip(" *:.?"))
