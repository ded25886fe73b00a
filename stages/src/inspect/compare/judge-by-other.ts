import { bit, type Inspected } from '../pair-table.js'
import { sqlDouble } from '../threshold/score-grid.js'

/** Another model's scores of the same pictures. */
export interface OtherScores {
  /** SQL: a table of `key` and `similarity`. */
  readonly table: string
  readonly model: string
  readonly toy: boolean
}

/**
 * Makes `other_pairs` and `other_mentions`: the same rows, had another model been the judge. It passes its best rows, as many as
 * the subject's cut passes (equal numbers, since a cut of one scale means nothing on another), rows of one score together;
 * every other filter says what it said. Field note inspect M26. Why a row left is told as low_similarity where this judge
 * alone cuts it.
 *
 * @returns null if no similarity judged the subject, or the other model scored none of the rows that it judged.
 */
export async function judgeByOther(
  inspected: Inspected,
  { table, model, toy }: OtherScores,
): Promise<Inspected | null> {
  const { duck, score, phases, subject } = inspected
  const step = score?.step ?? null
  if (score === null || step === null) return null
  const judged = `NOT shadow AND (saw & ${bit(step)}) <> 0`
  await duck.run(`CREATE TABLE other_scores AS SELECT "key", any_value(similarity) AS similarity FROM ${table}
    WHERE similarity IS NOT NULL GROUP BY "key"`)
  const [found] = await duck.rows<{ cut: number | null }>(`
    WITH passed AS (SELECT count(*) AS n FROM pairs WHERE ${judged} AND score IS NOT NULL AND (cut & ${bit(step)}) = 0)
    SELECT min(similarity) AS cut FROM (
      SELECT s.similarity, row_number() OVER (ORDER BY s.similarity DESC, p."row") AS place
      FROM pairs p JOIN other_scores s ON s."key" = p."key" WHERE ${judged})
    WHERE place <= (SELECT n FROM passed)`)
  const cut = found?.cut ?? null
  if (cut === null) {
    await duck.run('DROP TABLE other_scores')
    return null
  }
  const passes = `coalesce(s.similarity >= ${sqlDouble(cut)}, false)`
  const keeps = `(p.kept OR (p.left_step = ${step} AND (p.cut & ~${bit(step)}) = 0 AND ${judged})) AND ${passes}`
  await duck.run(`CREATE TABLE other_pair_rows AS
    SELECT p.* EXCLUDE ("row") REPLACE (s.similarity AS score, ${keeps} AS kept,
      CASE WHEN ${keeps} THEN ${phases.length} WHEN p.kept THEN ${phases.indexOf('select')} ELSE p.left_phase END::TINYINT AS left_phase,
      CASE WHEN ${keeps} THEN -1 WHEN p.kept THEN ${step} ELSE p.left_step END::TINYINT AS left_step,
      CASE WHEN ${keeps} THEN NULL WHEN p.kept THEN 'low_similarity' ELSE p.reason END AS reason)
    FROM pairs p LEFT JOIN other_scores s ON s."key" = p."key" ORDER BY p."row"`)
  await duck.run(`CREATE VIEW other_pairs AS SELECT rowid::INTEGER AS "row", * FROM other_pair_rows;
    CREATE TABLE other_mentions AS SELECT * FROM mentions; DROP TABLE other_scores`)
  return {
    ...inspected,
    subject: {
      ...subject,
      name: `${subject.name} by ${model}`,
      toy: subject.toy || toy,
      judged_by: [`similarity by ${model} >= ${cut}, as many as before`],
    },
    score: { column: 'similarity', model, toy, step, cut },
  }
}
