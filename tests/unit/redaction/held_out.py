"""Review prose and names that the shipped lists were not written for, to measure suggestions on."""

from __future__ import annotations

PROSE = """Scope and method. The panel read agency chronologies side by side and then put them away. What mattered
was conversation. Fourteen practitioners took part, some twice. Notes were returned to each of them within ten days
for checking, and corrections were made. Silences were noted too. Not everyone came: two had emigrated, one had
retired, one declined. Nobody was compelled.

The first year. Feeding was difficult. Dietitians advised thickener; the pharmacist queried the dose. Weights were
plotted on different charts in different units. Ounces and grams do not mix. Reading across took a calculator, which
the clinic lacked. Midway through the year the family's hot water failed. Repairs were promised for the Monday,
then the Wednesday, then after the Bank Holiday. A Children's Centre worker lent a fan heater. Winter pressures were
blamed; it was May.

The second year. Separation was followed by reconciliation and by separation again. Contact arrangements were made
in the car park of a supermarket. Handovers were tense. Texts were sent in capitals. Occasionally a grandparent
stepped in. Solicitors wrote. The Family Court Adviser filed a Safeguarding Letter on paper nobody at the school
had seen. Swimming lessons stopped. Toast was given at registration. Absences were coded I for illness, and the
Attendance Officer, who covered eleven schools, noticed in June.

Making sense of it. Three habits stood out. Workers reassured each other. Thresholds were treated as walls. Records
were written for inspectors rather than for the next reader. None of this was unusual: similar patterns were found in
the Triennial Analysis. Asked why, people spoke of tempo. "Everything was urgent so nothing was." Supervisors agreed.
Managers had metrics; they turned green. Quietly, a duty worker kept a list in pencil. Hers was the only continuous
account. Curiosity survived in the margins.

Questions for the Board. Does the dataset show who is seen alone? Are interpreters booked before they are needed?
Should Early Help close a case on no reply? Might a single chart be agreed between clinics? Until these are answered,
audits will go on counting visits. Counting is not looking.
"""

FRAMES = (
    "When {} came back to the house the lights were off and nobody answered.",
    "It was {} who first rang the out-of-hours line about the bruising.",
    "The letter was copied to {} and filed.",
    "{} had moved twice that year.",
    "Afterwards the duty officer spoke with {} for ten minutes.",
    "Her keyworker, {}, was on leave.",
    "A note in the margin reads: {} to chase.",
)
LOCALES = ("en_GB", "en_IE", "en_IN", "pl_PL", "tr_TR", "ro_RO", "fr_FR", "de_DE")
