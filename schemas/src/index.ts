export {
  type Column,
  type Columns,
  type ColumnType,
  column,
  DUCKDB_TYPES,
  nullable,
  type RowOf,
  type Text,
} from './column.js'
export {
  type Commit,
  type CommittedFile,
  type Counts,
  commitSchema,
  type Input,
  PHASES,
  type PhaseName,
} from './commit.js'
export { type DatasetRow, datasetColumns, type SelectionRow, selectionColumns } from './dataset.js'
export { contractError, RunError, UnitError } from './errors.js'
export { EXIT_CODES, type ExitName } from './exit-codes.js'
export { type LedgerRow, ledgerColumns } from './ledger.js'
export {
  DROP_REASONS,
  type DropReason,
  dropped,
  FAILURE_CODES,
  type FailureCode,
  failed,
  kept,
  type Outcome,
  passesShadow,
  type Verdict,
} from './outcome.js'
export {
  type CheckedRecipe,
  checkRecipe,
  type Recipe,
  type RecipeField,
  recipeFields,
  recipeSchema,
} from './recipe.js'
export {
  type Candidate,
  candidateColumns,
  captureColumns,
  type Downloaded,
  type FetchedRow,
  fateColumns,
  fetchedColumns,
  type Keyed,
  type Located,
  locatedColumns,
  type Planned,
  plannedColumns,
  type RecordRow,
  recordColumns,
  type Sample,
  type Unique,
  uniqueColumns,
} from './rows.js'
