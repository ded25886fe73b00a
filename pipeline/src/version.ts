/** Version of warc2dataset: in run.json and in every commit. */
export const VERSION = '0.1.0'
