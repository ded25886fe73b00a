import { openPictureSite, type SiteOptions } from './picture-site.js'
import { planSite, type SiteSize } from './site-plan.js'

/** What a site in a process of its own is told: on its command line, as JSON. */
export type SiteOrder = SiteSize & SiteOptions

// A site that shares a loop with whoever measures would answer late whenever the other is busy.
const order = JSON.parse(process.argv[2] ?? '') as SiteOrder
const site = await openPictureSite(planSite(order), order)
process.on('disconnect', () => void site.close())
process.send?.({ port: site.port })
