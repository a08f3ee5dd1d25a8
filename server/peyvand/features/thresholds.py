"""From where on two places are alike: every number that both engines of record linkage share.

The batch engine makes the grades of its comparisons from these numbers, and what a grade is worth
it learns; the interactive one turns the same bands into parts of a score that a person can follow.
"""

from __future__ import annotations

# --- Names -------------------------------------------------------------------------------------
CLOSE_NAME = 0.92
"""Names of this similarity are nearly equal: one letter exchanged in nine, or in fewer that begin
alike. Splink's own comparison of names has the same first limit of Jaro-Winkler.
"""
SIMILAR_NAME = 0.84
"""Names of this similarity are worth a look: two letters exchanged in nine."""
HEARD_NAME = 0.8
"""A name in another script that is so like one in Latin letters may be the same by its sound: the
mean of the similarities of letters, of edits and of consonants.
"""
WORTH_HEARING = 0.75
"""Names of less similarity than this, by Jaro and Winkler, are not held against each other."""
NAMESAKE_LIKENESS = 0.1
"""So much less like, a name may be that of a place ten times the size."""
LEAST_SKELETON = 3
"""A name of fewer consonants sounds like too many others: Baku, Buka and Bouaké."""

# --- Distances ---------------------------------------------------------------------------------
DISTANCES_KM = (1, 3, 6, 12, 25, 50, 150)
"""The bands of distance that are told apart, each about twice the one before.

Of 2,015 items that two sources locate, 145 lie 5 km apart or more by the choice of a middle.
"""
BESIDE_KM = 3
"""So near, and with as many people, a place is meant by a name that a gazetteer alone gives it."""
SAME_TOWN_KM = 6
"""So near, a name that is nearly equal is that of the same town."""
SAME_PLACE_KM = 12
"""So near, two items of one name are a town and its municipality, or one town twice."""
SAME_AREA_KM = 25
"""So near, an equal name is that of the same town: no town has a namesake of its size there."""
SAME_REGION_KM = 50
"""So near, an equal name and a like population are those of one town of a large county."""
SAME_POINT_KM = 10
"""Two points so near may be two middles of one city, and are no conflict of sources."""
OTHER_PLACE_KM = 60
"""Two points so far apart are those of two places, whatever they are called."""
MISTAKEN_IDENTIFIER_KM = 100
"""So far from its record, a place that an identifier names is looked at by a person."""
BORDER_TOWN_KM = 3
"""So near, sources may give one town two countries: borders and claims move, towns do not."""

# --- Populations -------------------------------------------------------------------------------
POPULATION_RATIOS = (1.2, 1.6, 2.5, 6.0)
"""The bands of the larger population by the smaller: a census, a decade, a boundary, another place.

Of 2,015 items that two sources count, 390 differ by a factor of two: sources count the town, its
municipality or its agglomeration.
"""
SAME_POPULATION = 1.2
"""Up to this ratio, populations are those of one count, or of two a few years apart."""
LIKE_POPULATION = 1.6
"""Up to this ratio, populations speak for one place where the name does so only in part."""
FAIR_POPULATION = 2.5
"""Up to this ratio, populations may be those of one place by what is counted and when."""
OTHER_POPULATION = 6
"""Beyond this ratio, populations are those of two places."""
CONFLICTING_POPULATION = 2.0
"""Beyond this ratio, two sources are told to be in conflict about one place."""
OUTGROWN_NAMESAKE = 10
"""A namesake a tenth the size is not what people mean by the bare name."""
NAMESAKE_POPULATION = 15_000
"""Places with fewer people are seldom meant by a name alone, and are no namesakes."""

# --- What is told beside a name ----------------------------------------------------------------
MEANT = 0.5
"""From this fit on, a country or place that is told is that of the thing."""
CONTRADICTED = 0.2
"""Up to this fit, what is told speaks against the thing."""
SAME_COUNTRY, SAME_SOVEREIGN, OTHER_COUNTRY = 1.0, 0.6, 0.0
"""How well countries fit: the same, one that holds or claims the other, and another."""

# --- Choosing ----------------------------------------------------------------------------------
SAME_PROBABILITY, REVIEW_PROBABILITY = 0.99, 0.5
"""The least probability to settle a pair, and to show it to a person.

They, the margin below and the distances above are held against lists whose answers are known by
``python -m tools.linkage measure`` (docs/merging.md).
"""
RIVAL_BITS = 6.0
"""Another item within so many bits, odds of 64 to 1, leaves the choice open."""
