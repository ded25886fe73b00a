import type { Recipe, Signal } from '@warc2dataset/schemas'

/** What a recipe says of a signal. */
export interface AskedOf {
  readonly fields: readonly string[]
  readonly obeyed: readonly string[]
  /** Why nobody looked for it; null: it was looked for. */
  readonly notAsked: string | null
}

type Rules = Pick<Recipe, 'opt_out' | 'plan' | 'fetch' | 'source'>

/** Which signals a run looked for, and by which fields; an absence of rows says nothing of the others. */
export function askedOfRecipe({ opt_out, plan, fetch, source }: Rules): Readonly<Record<Signal, AskedOf>> {
  const web = fetch.source === 'web'
  const pages = source.files !== undefined
  const noPages = 'The run began with a list of pictures: no page was read.'
  const directives = {
    fields: ['opt_out.directives'],
    obeyed: opt_out.directives,
    notAsked: opt_out.directives.length > 0 ? null : 'opt_out.directives is empty.',
  }
  const tdm = {
    fields: ['opt_out.tdm'],
    obeyed: [],
    notAsked: opt_out.tdm ? null : 'opt_out.tdm is false.',
  }
  return {
    robots_txt: {
      fields: ['opt_out.robots_txt', 'opt_out.robots_agents'],
      obeyed: opt_out.robots_agents,
      notAsked: opt_out.robots_txt
        ? web
          ? null
          : 'Pictures came from archives: no host was asked for one.'
        : 'opt_out.robots_txt is false.',
    },
    page_directives: { ...directives, notAsked: directives.notAsked ?? (pages ? null : noPages) },
    picture_directives: directives,
    page_tdm: { ...tdm, notAsked: tdm.notAsked ?? (pages ? null : noPages) },
    picture_tdm: tdm,
    xmp: { fields: ['opt_out.xmp'], obeyed: [], notAsked: opt_out.xmp ? null : 'opt_out.xmp is false.' },
    lists: {
      fields: ['plan.block_domains', 'plan.block_lists'],
      obeyed: sizesOf(plan),
      notAsked:
        plan.block_domains.length + plan.block_lists.length > 0
          ? null
          : 'plan.block_domains and plan.block_lists are empty.',
    },
  }
}

/** Lists by their size: their names are paths of somebody's machine. */
function sizesOf({ block_domains, block_lists }: Rules['plan']): readonly string[] {
  return [
    ...(block_domains.length > 0 ? [counted(block_domains.length, 'domain')] : []),
    ...(block_lists.length > 0 ? [counted(block_lists.length, 'list')] : []),
  ]
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
