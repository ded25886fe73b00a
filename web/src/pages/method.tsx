import type { Inspection } from '@warc2dataset/schemas'
import { DataTable } from '../components/data-table.js'
import { Facts } from '../components/facts.js'
import { PageHead } from '../components/page-head.js'
import { count } from '../components/rate.js'
import type { PageProps } from '../data/report.js'
import { Families } from './method/families.js'
import { FORMULAS, type Formula } from './method/formulas.js'
import { Lexicons } from './method/lexicons.js'

/** How every number was made, so that somebody else can make it again or dispute it. */
export function MethodPage({ report }: PageProps) {
  const { method, made_by, version } = report.inspection
  return (
    <>
      <PageHead
        title="Method"
        sentence="Every formula, every word list, every limit behind the numbers of this report."
        caveat="A formula can be right and its question wrong. Intervals tell of chance among sites, not of errors in the rules."
      />
      <section>
        <h3>Versions and seed</h3>
        <Facts
          facts={[
            ['warc2dataset', made_by],
            ['Schema of inspect.json', version],
            ['Seed of every draw', method.seed],
          ]}
        />
      </section>
      <Limits limits={method.limits} />
      <Families inspection={report.inspection} />
      <section>
        <h3>Formulas</h3>
        {FORMULAS.map((formula) => (
          <FormulaArticle key={formula.name} formula={formula} />
        ))}
      </section>
      <Checks checks={method.checks} />
      <Lexicons lexicons={method.lexicons} />
      <Licences />
    </>
  )
}

function Limits({ limits }: { readonly limits: readonly string[] }) {
  if (limits.length === 0) return null
  return (
    <section>
      <h3>Limits</h3>
      <ul>
        {limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  )
}

function FormulaArticle({ formula }: { readonly formula: Formula }) {
  return (
    <div class="formula">
      <h4>{formula.name}</h4>
      <p>{formula.use}</p>
      <pre>
        <code>{formula.formula.join('\n')}</code>
      </pre>
      <p>{formula.terms}</p>
      <p class="quiet">{formula.source}</p>
    </div>
  )
}

function Checks({ checks }: { readonly checks: Inspection['method']['checks'] }) {
  return (
    <section>
      <h3>Checks of this report</h3>
      <p>Sums that must agree. A report with one that does not is not drawn.</p>
      <DataTable
        caption="Sums that must agree"
        columns={[
          { key: 'check', label: 'Check' },
          { key: 'expected', label: 'Expected', numeric: true },
          { key: 'got', label: 'Got', numeric: true },
          { key: 'verdict', label: 'Verdict' },
        ]}
        rows={checks.map(({ check, expected, got }) => ({
          check,
          expected: count(expected),
          got: count(got),
          verdict: expected === got ? '✓ agrees' : '✕ differs',
        }))}
      />
    </section>
  )
}

/** build.mjs puts them into the file: what is bundled asks that its licence travels along. */
function Licences() {
  const text = typeof document === 'undefined' ? null : document.getElementById('licences')?.textContent
  if (!text) return null
  return (
    <section>
      <h3>Libraries</h3>
      <details>
        <summary>Licences of the libraries in this file</summary>
        <pre class="licences">{text}</pre>
      </details>
    </section>
  )
}
