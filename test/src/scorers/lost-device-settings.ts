/** Folder that remembers, over processes, how often the device was lost. Set by the test. */
export const LOST_ENV = 'WARC2DATASET_TEST_LOST'

/** How often it is lost, each time in another process. */
export const TIMES = 3
