export interface Formula {
  readonly name: string
  /** What it answers, and on which page. */
  readonly use: string
  /** One line each, in plain characters. */
  readonly formula: readonly string[]
  /** Letters, and when there is no answer. */
  readonly terms: string
  readonly source: string
}

/** Every formula of the report as the code computes it. */
export const FORMULAS: readonly Formula[] = [
  {
    name: 'Interval of a rate',
    use: 'Every rate on every page.',
    formula: ['(p + z²/2n ± z·√( p(1−p)/n + z²/4n² )) / (1 + z²/n)', 'p = k/n, z = 1.96'],
    terms:
      'For clustered rows n is the effective size: n divided by the design effect, never more than n, times (z/t)² for the degrees of freedom of the variance. The ends are exactly 0 at k = 0 and 1 at k = n; there every domain is taken to speak with one voice, (Σn)²/Σn² rows.',
    source:
      'E. B. Wilson, JASA 22 (1927); effective size after E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998); L. Kish, Survey Sampling (1965).',
  },
  {
    name: 'Variance over domains',
    use: 'Every interval: texts of one site are not independent.',
    formula: ['V = D/(D−1) · Σ z_d²', 'of a rate: z_d = (k_d − p·n_d) / N'],
    terms:
      'D: registered domains that hold a row. z_d: how much the estimate changes when domain d is counted once more. The design effect is V over p(1−p)/N. None for fewer than two domains.',
    source: 'W. A. Fuller, Sankhya C 37 (1975); D. A. Binder, Int. Statist. Rev. 51 (1983).',
  },
  {
    name: 'Degrees of freedom',
    use: 'Intervals and p of ratios; printed beside them.',
    formula: ['ν = (Σ z_d²)² / Σ z_d⁴ − 1, at least 1'],
    terms: 'Small where a few sites carry the estimate. Student’s t with ν degrees takes the place of 1.96.',
    source: 'After A. V. Carter, K. T. Schnepel and D. G. Steigerwald, Rev. Econ. Statist. 99 (2017).',
  },
  {
    name: 'Exclusion rate ratio, crude',
    use: 'Who is in, who is out.',
    formula: [
      'RR = ((k1+½)/(n1+½)) / ((k2+½)/(n2+½))',
      'z_d = (k1_d − p1·n1_d)/K1 − (k2_d − p2·n2_d)/K2',
      'interval: exp( ln RR ± t·√( D/(D−1) · Σ z_d² ) )',
    ],
    terms:
      'k of n rows cut, 1 the group, 2 all other rows that the step saw. Above 1: more of the group was cut. None where nothing of one of the two was cut.',
    source: 'S. D. Walter, Biometrika 62 (1975) for the ½; variance as G. Zou, Am. J. Epidemiol. 159 (2004).',
  },
  {
    name: 'Exclusion rate ratio, adjusted',
    use: 'Who is in, who is out: is it the words, or the language and the kind of site they stand on?',
    formula: [
      'RR = R/S, R = Σ k1·n2/N, S = Σ k2·n1/N',
      'over strata: language × length of the text × kind of site',
    ],
    terms:
      'N = n1 + n2 of a stratum. Variance over domains by the delta method, as above. Beside it stand the lowest and the highest ratio among the strata with enough rows; a wide range says that one number hides something.',
    source: 'N. Mantel and W. Haenszel, JNCI 22 (1959); S. Greenland and J. M. Robins, Biometrics 41 (1985).',
  },
  {
    name: 'Difference of two rates',
    use: 'Who is in, who is out: how many per hundred?',
    formula: ['d = p1 − p2', 'low = d − √((p1−l1)² + (u2−p2)²), high = d + √((u1−p1)² + (p2−l2)²)'],
    terms: 'l and u: the ends of each rate’s interval.',
    source: 'R. G. Newcombe, Statist. Med. 17 (1998) 873, method 10.',
  },
  {
    name: 'False discoveries',
    use: 'q of Who is in, who is out.',
    formula: ['q_(i) = min over j ≥ i of p_(j)·m/j, at most 1'],
    terms:
      'p in order, m tests of the family. A finding is flagged only if q is below alpha and the adjusted interval lies wholly outside the zone of indifference.',
    source: 'Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57 (1995).',
  },
  {
    name: 'Exclusion amplification and its steps',
    use: 'Who is in, who is out: did a group become rarer, and where?',
    formula: ['EA = (k_g/K) / (n_g/N)', 'ln EA = Σ ln EA_s over the phases, exactly'],
    terms:
      'k_g of K kept, n_g of N candidates. The order matters: a phase answers for what earlier ones left it. The word “amplified” needs a reference share that the reader supplied and cited.',
    source:
      'After R. Hong et al., Who’s in and who’s out (2024); the decomposition is the chain rule of ratios.',
  },
  {
    name: 'Occupations and gendered words',
    use: 'Who is in, who is out.',
    formula: [
      'ln OR = ln( n11·n00 / (n10·n01) )',
      'SE = √(1/n11 + 1/n10 + 1/n01 + 1/n00), ½ added to each count',
    ],
    terms:
      'Texts that mention both, one, the other, neither. Texts without a gendered word are counted beside it.',
    source: 'B. Woolf, Ann. Hum. Genet. 19 (1955), with the ½ of J. B. S. Haldane.',
  },
  {
    name: 'Words that mark a side',
    use: 'Words.',
    formula: [
      'δ_w = ln((y1+α)/(n1+α0−y1−α)) − ln((y2+α)/(n2+α0−y2−α))',
      'z = δ/√(1/(y1+α) + 1/(y2+α)), α = α0 · background share of w',
    ],
    terms:
      'y: domains that use the word, not its occurrences. α0: 1000 for each million words of the smaller side, within 100 and 100,000. Only words in 20 pairs and 5 domains.',
    source: 'B. L. Monroe, M. P. Colaresi and K. M. Quinn, Fightin’ Words, Political Analysis 16 (2008).',
  },
  {
    name: 'Concentration',
    use: 'Sources.',
    formula: ['Gini = 2·Σ i·x_(i) / (n·Σx) − (n+1)/n', 'HHI = Σ s²', 'effective number = exp( −Σ s·ln s )'],
    terms:
      'x: rows of each domain in order, s: their shares. All depend on how many rows there are: read two datasets of different size with care.',
    source:
      'C. Gini (1912), in the form of A. Sen, On Economic Inequality (1973); O. C. Herfindahl and A. O. Hirschman; M. O. Hill, Ecology 54 (1973).',
  },
  {
    name: 'Divergence',
    use: 'Languages, Compare.',
    formula: ['JS = ½·Σ p·log2(p/m) + ½·Σ q·log2(q/m), m = (p+q)/2'],
    terms: 'Bits: 0 is equal shares, 1 is nothing in common. The divergence, not its square root.',
    source: 'J. Lin, IEEE Trans. Inf. Theory 37 (1991).',
  },
  {
    name: 'Agreement of two models',
    use: 'Compare: both at the same share passed, not at the same cut.',
    formula: ['κ = (p_o − p_e) / (1 − p_e)'],
    terms:
      'p_o: share of rows on which both agree. p_e: what two independent judges with these shares would agree on.',
    source: 'J. Cohen, Educ. Psychol. Meas. 20 (1960).',
  },
  {
    name: 'Neighbours on the map',
    use: 'Map.',
    formula: ['T = 1 − 2/(n·k·(2n−3k−1)) · Σ_i Σ_j (r(i,j) − k)'],
    terms:
      'Over j that are among the k = 15 nearest of i on the map and not in the embedding, where their rank is r(i,j). 1: no false neighbours.',
    source: 'J. Venna and S. Kaski, Neural Networks 19 (2006).',
  },
]
