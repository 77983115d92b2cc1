/** One of the processes of `--workers`; run by `workers`, which tells it what to serve. */
import { processIo } from './io.ts'
import { work } from './work.ts'

work(process, processIo)
