import { together } from '../../../test/support/together.ts'

await together(import.meta.dirname)
