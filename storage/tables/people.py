"""Tables of people, bodies, names, identifiers and addresses."""

from storage.records import Address, Agency, Contact, Identifier, NameForm, Person
from storage.tables.mapping import declare

person = declare(Person, "person", "case_id")
name_form = declare(NameForm, "name_form", "case_id", "subject_id")
identifier = declare(Identifier, "identifier", "case_id", "subject_id")
address = declare(Address, "address", "case_id", "subject_id")
contact = declare(Contact, "contact", "case_id", "subject_id")
agency = declare(Agency, "agency", "case_id")
