import type { ComponentType } from 'preact'
import type { PageProps } from './data/report.js'
import { AnatomyPage } from './pages/anatomy.js'
import { AskedPage } from './pages/asked.js'
import { ComparePage } from './pages/compare.js'
import { FunnelPage } from './pages/funnel.js'
import { GroupsPage } from './pages/groups.js'
import { ImagesPage } from './pages/images.js'
import { LanguagesPage } from './pages/languages.js'
import { MapPage } from './pages/map.js'
import { MethodPage } from './pages/method.js'
import { OverviewPage } from './pages/overview.js'
import { SourcesPage } from './pages/sources.js'
import { ThresholdPage } from './pages/threshold.js'
import { WordsPage } from './pages/words.js'

export interface PageEntry {
  /** Its hash, and `page` of a sentence. */
  readonly id: string
  readonly title: string
  readonly Page: ComponentType<PageProps>
}

/** The pages in the order of the navigation; the first opens. */
export const PAGES: readonly PageEntry[] = [
  { id: 'overview', title: 'Overview', Page: OverviewPage },
  { id: 'funnel', title: 'Funnel', Page: FunnelPage },
  { id: 'threshold', title: 'Threshold lab', Page: ThresholdPage },
  { id: 'groups', title: 'Who is in, who is out', Page: GroupsPage },
  { id: 'anatomy', title: 'Alt anatomy', Page: AnatomyPage },
  { id: 'words', title: 'Words', Page: WordsPage },
  { id: 'sources', title: 'Sources', Page: SourcesPage },
  { id: 'asked', title: 'What sites asked', Page: AskedPage },
  { id: 'languages', title: 'Languages', Page: LanguagesPage },
  { id: 'images', title: 'Images', Page: ImagesPage },
  { id: 'map', title: 'Map', Page: MapPage },
  { id: 'compare', title: 'Compare', Page: ComparePage },
  { id: 'method', title: 'Method', Page: MethodPage },
]
