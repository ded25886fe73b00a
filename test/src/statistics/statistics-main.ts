import { text } from 'node:stream/consumers'
import { measureTable, type StatisticsTable } from './statistics-table.js'

/** `node test/dist/statistics/statistics-main.js < TABLES`: our numbers for a JSON array of tables, as a JSON array. */
const tables: readonly StatisticsTable[] = JSON.parse(await text(process.stdin))
process.stdout.write(`${JSON.stringify(tables.map(measureTable))}\n`)
