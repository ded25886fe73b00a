import { defineConfig } from 'vitest/config'

/** Suites that need Debian's Chromium: `npm run test:browser`, one file after the other. */
export default defineConfig({
  test: {
    include: ['src/**/*.browser.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
