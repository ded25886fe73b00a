import {
  type Columns,
  DROP_REASONS,
  datasetColumns,
  EXIT_CODES,
  FAILURE_CODES,
  recipeFields,
  SCORE_PROBLEMS,
  scoredColumns,
} from '@warc2dataset/schemas'
import { planTable, selectTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { CDN_LIMITS, CDN_LIST_DATE, CDN_NAMES } from '@warc2dataset/stages/politeness/cdn-list'
import { ACCEPT_FOLDER } from '../accept/report-place.js'
import { ACCEPTED_HEAD, acceptedRows } from './accepted-rows.js'

/** The generated parts of README, by the name in their markers; `accepted` is the folder of reports of accept. */
export function readmeTables(accepted = ACCEPT_FOLDER): Readonly<Record<string, string>> {
  return {
    accept: table(ACCEPTED_HEAD, acceptedRows(accepted)),
    recipe: table(
      ['field', 'type', 'default', ''],
      recipeFields().map(({ path, type, default: value, about }) => [
        code(path),
        type,
        value === undefined ? '' : code(JSON.stringify(value)),
        about,
      ]),
    ),
    columns: table(
      ['column', 'type', 'plan', 'select', ''],
      [...whereColumns(selectTable)].map(([name, type]) => [
        code(name),
        type,
        whereColumns(planTable).has(name) ? 'x' : '',
        'x',
        aboutOf(selectTable, name),
      ]),
    ),
    reasons: table(
      ['', 'name', ''],
      [
        ...Object.entries(DROP_REASONS).map(([name, about]) => ['dropped', code(name), about]),
        ...Object.entries(FAILURE_CODES).map(([name, about]) => ['failed', code(name), about]),
        ...Object.entries(SCORE_PROBLEMS).map(([name, about]) => ['unscored', code(name), about]),
      ],
    ),
    dataset: table(
      ['column', 'type', ''],
      Object.entries(datasetColumns).map(([name, { type, about }]) => [code(name), type, about]),
    ),
    scored: table(
      ['column', 'type', ''],
      Object.entries(scoredColumns).map(([name, { type, about }]) => [code(name), type, about]),
    ),
    cdn: table(
      [`networks, ${CDN_LIST_DATE}`, 'connections', 'requests a second'],
      [
        [
          CDN_NAMES.map(code).join(', '),
          String(CDN_LIMITS.connections),
          String(CDN_LIMITS.requestsPerSecond),
        ],
      ],
    ),
    exits: table(
      ['code', 'meaning'],
      Object.values(EXIT_CODES).map(([number, about]) => [String(number), about]),
    ),
  }
}

/** README with the generated parts put between their markers. */
export function withTables(readme: string, accepted?: string): string {
  return Object.entries(readmeTables(accepted)).reduce(
    (text, [name, body]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_all, open: string, close: string) => `${open}${body}\n${close}`,
      ),
    readme,
  )
}

function aboutOf(columns: Columns, name: string): string {
  return columns[name]?.about ?? ''
}

function code(text: string): string {
  return `\`${text}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
