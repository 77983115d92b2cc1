/** All requests of the corpus, by theme. */
import type { RequestCase } from '../support/request-case.ts'
import { chunkSyntax } from './chunks.ts'
import { contentLength } from './content-length.ts'
import { fields } from './fields.ts'
import { hops, pipelines } from './hops.ts'
import { hosts } from './hosts.ts'
import { methods, requestLines } from './request-lines.ts'
import { sizes } from './sizes.ts'
import { absoluteForms, targets } from './targets.ts'
import { transferEncoding } from './transfer-encoding.ts'

export const requests: Readonly<Record<string, readonly RequestCase[]>> = {
  'Content-Length': contentLength,
  'Transfer-Encoding': transferEncoding,
  chunks: chunkSyntax,
  Host: hosts,
  targets,
  'absolute form': absoluteForms,
  'request line': requestLines,
  methods,
  fields,
  hops,
  pipelines,
  sizes
}
