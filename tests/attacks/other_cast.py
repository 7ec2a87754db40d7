"""A second cast, as a stranger's ``people.csv`` gives it; everybody is invented."""

from __future__ import annotations

from desktop.redaction.matcher import Matcher
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from desktop.redaction.suggestions import Suggestion

PEOPLE = """\
id,name,kind,role,aliases,born,died,nhs_number,address,phone,email,identifiers,household,entitled,safe_place
c1,Ruby-Mae Pemberton-Oduya,subject_child,,Roo; RMPO,2009-11-02,2016-02-29,485 777 3456,"Flat 3, 27 Cutler's Rise, \
Marrowby, ZX4 7QP",07700 900456,ruby.mae09@example.com,social:@rubymae_x; w3w:cloud.tunnel.spoon,H1,,
c2,Tobias Pemberton,sibling,,Toby,2012-08-31,,,,,,,H1,,
c3,Ava Pemberton,sibling,,,2014-01-01,,,,,,,H1,,
m1,Chantelle Marie Pemberton,parent,the mother,Shell; Chantelle Grieves,1988-06-15,,,,,,\
nino:AB123456C; vehicle:YK09 ABC,H1,c1,
f1,Adebayo Oduya,parent,the father,Bayo,1985-12-25,,,"9 Quarry Street, Thornwick, ZX9 1AA",0161 496 0123,,,,c1,yes
g1,Joy Grieves,wider_family,the grandmother,,,,,,,,,,,
o1,Dean Mark Savage,other_adult,,Deano,,,,,,,,,,
p1,Dr Nnenna O'Sullivan-Bright,professional,Paediatrician,,,,,,,,,,,
p3,PC 4471 Jack Will,professional,Police officer,,,,,,,,,,,
p4,Xu Wei,professional,Social worker,徐伟,,,,,,,,,,
p5,Sunny Rose,professional,Teacher,,,,,,,,,,,
p7,Brian de la Mare,professional,Head teacher,,,,,,,,,,,
p8,Christian Church,professional,Team manager,,,,,,,,,,,
p9,Bernadette Pemberton,professional,School nurse,,,,,,,,,,,
t1,X,other_adult,a lodger,,,,,,,,,,,
t2,שרה כהן,wider_family,the aunt,,,,,,,,,,,
t3,प्रिया शर्मा,professional,Dentist,,,,,,,,,,,
t4,김민준,sibling,,,,,,,,,,,,
s1,St Bride's C of E Primary School,school,,SBPS,,,,,,,,,,
h1,Marrowby Royal Infirmary,health_place,,MRI; the Royal,,,,,,,,,,
pl,Marrowby,place,,,,,,,,,,,,
"""
CAST = cast_from_csv(PEOPLE.encode())
MATCHER = Matcher(CAST)


def other(text: str, profile: str = "board") -> tuple[str, tuple[Suggestion, ...]]:
    """``text`` as that audience gets it, and what is suggested."""
    releaser = Releaser(CAST, load(profile), matcher=MATCHER)
    return releaser.release(text).text, releaser.suggestions
