export {
  type Annotator,
  annotatedColumns,
  annotatorColumns,
  annotatorName,
  annotatorSchema,
  type HeadManifest,
  headSchema,
  MEASURES,
  type Measure,
  type PromptSet,
  promptSetSchema,
} from './annotation.js'
export { type CaptionRow, captionColumns } from './captioned.js'
export { type CheckedRecipe, checkRecipe, type RecipeField, recipeFields } from './check-recipe.js'
export {
  type Column,
  type Columns,
  type ColumnType,
  column,
  DUCKDB_TYPES,
  nullable,
  type RowOf,
  type ScoredText,
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
export {
  captionChoiceColumns,
  type DatasetRow,
  datasetColumns,
  placementColumns,
  type SelectionRow,
  selectionColumns,
  similarityColumns,
} from './dataset.js'
export { contractError, RunError, UnitError } from './errors.js'
export { EXIT_CODES, type ExitName } from './exit-codes.js'
export {
  type AskedSection,
  type AskedSignal,
  askedSchema,
  SIGNALS,
  type Signal,
  type Unanswered,
} from './inspection/asked.js'
export { type CompareSection, compareSchema } from './inspection/compare.js'
export type { Exhibit, ExhibitedPicture, Exhibits, MapPoints, Wall } from './inspection/exhibits.js'
export { type FunnelSection, funnelSchema, type Step, stepSchema } from './inspection/funnel.js'
export { type Exclusion, type Group, type GroupsSection, groupsSchema } from './inspection/groups.js'
export { type ImagesSection, imagesSchema, type MapSection, mapSchema } from './inspection/images.js'
export {
  INSPECTION_VERSION,
  type Inspection,
  inspectionSchema,
  type Sentence,
} from './inspection/inspection.js'
export { type Bins, isAvailable, type NotAvailable, type Rate, type Ratio } from './inspection/measured.js'
export {
  type Concentration,
  type LanguagesSection,
  languagesSchema,
  type SourcesSection,
  sourcesSchema,
} from './inspection/sources.js'
export { type Subject, subjectSchema } from './inspection/subject.js'
export { type AnatomySection, anatomySchema, type WordsSection, wordsSchema } from './inspection/texts.js'
export { type ThresholdSection, thresholdSchema } from './inspection/threshold.js'
export { type LedgerRow, ledgerColumns } from './ledger.js'
export { type Lexicon, type LexiconSet, lexiconSchema } from './lexicon.js'
export { type ModelManifest, modelFileSchema, modelSchema } from './model.js'
export {
  DROP_REASONS,
  type DropReason,
  dropped,
  FAILURE_CODES,
  type FailureCode,
  failed,
  forgotten,
  kept,
  mustForget,
  type Outcome,
  passesShadow,
  SCORE_PROBLEMS,
  type ScoreProblem,
  type Verdict,
} from './outcome.js'
export { type Recipe, recipeSchema } from './recipe.js'
export { OPT_OUT_DIRECTIVES } from './recipe-opt-out.js'
export {
  answerColumns,
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
  type PageFacts,
  type PageRow,
  type Planned,
  pageColumns,
  pageFactColumns,
  plannableColumns,
  plannedColumns,
  type RecordRow,
  recordColumns,
  type Sample,
  type Unique,
  uniqueColumns,
} from './rows.js'
export {
  type ScoredRow,
  type Scorer,
  scoredColumns,
  scorerSchema,
  type UnscoredRow,
  unscoredColumns,
} from './scored.js'
export { TEXT_KINDS, type TextKind } from './text-kind.js'
export { type VaeManifest, type VaeRecord, vaeRecordSchema, vaeSchema } from './vae.js'
