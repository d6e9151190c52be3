"""Published data that the beta test is held against, with where they stand."""

from analytics.beta.design import Plan

DISTRICTS = {
    61: [701, 748, 735, 699, 685, 827, 711, 677, 759, 697, 742, 691, 700],
    135: [
        *(622, 754, 655, 764, 795, 505, 638, 733, 523, 511, 710, 657, 602, 490, 664, 651, 603),
        *(698, 511, 814, 669, 711, 538, 705, 595, 551, 762, 521, 709, 780, 780, 722, 828, 737),
    ],
    178: [529, 491, 510, 547],
    197: [493, 592, 550, 689, 598, 628, 652, 628, 832, 777, 709, 709, 736],
    255: [
        *(814, 806, 715, 785, 720, 905, 617, 630, 629, 696, 476, 757, 825, 595, 552, 847),
    ],
    406: [561, 555],
    413: [551],
    437: [443, 467, 482, 496],
    448: [703, 676, 714, 842, 824, 717, 836, 733, 719, 817, 749, 781],
    510: [
        *(595, 661, 502, 614, 585, 582, 642, 536, 746, 667, 629, 745, 674, 637, 696, 632, 639),
        *(745, 789, 656, 789),
    ],
    568: [714, 724, 687, 723, 662, 699, 807, 679, 691],
    637: [608, 684, 612, 710, 729, 714, 759, 585, 625, 664, 669],
    716: [
        *(517, 478, 582, 592, 587, 553, 516, 535, 566, 481, 472, 559, 610, 599, 551, 554, 561),
        *(505, 492, 504, 487, 627, 465, 529, 625, 436, 542, 515, 461, 528, 512, 508, 670, 760),
        *(652, 546, 717),
    ],
    778: [411, 494],
    815: [696, 631, 564, 602],
}
"""`api00` of the 183 schools of `apiclus1` by district (R `survey`, data/api.rda); the mean 644.17
with standard error 23.542 at 757 districts stands in its tests/api.Rout.save."""
DISTRICTS_OF_STATE = 757

ALTMAN = {"both": 14, "only_a": 5, "only_b": 0, "neither": 22}
"""Altman et al. 2000, Statistics with Confidence, table 6.2 (R `biostatUZH`,
confIntPairedProportion): .122 with limits .011 and .226."""

CABINET = {"both": 48, "first_only": 28, "later_only": 35, "neither": 53}
"""A cabinet's approval among the same people (Aoki, aoki2.si.gunma-u.ac.jp, McNemar-test-r.html):
chi-square .7778; with the correction .5714 and p .4497; exact p .45."""

SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
"""Student 1908, hours of sleep gained by two drugs (R `sleep`): +1.58, .70 to 2.46."""

WORKED = Plan(0.25, 0.4, seeds=40, invited=110, stop_at=9, go_at=36)
WORKED_GO = {
    0.25: {0.0: 0.023, 0.1: 0.036, 0.2: 0.046, 0.3: 0.056},
    0.4: {0.0: 0.94, 0.1: 0.92, 0.2: 0.90, 0.3: 0.88},
}
"""The worked design of a beta test, its chances of go by simulation, truth -> likeness."""
