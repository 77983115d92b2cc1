import type { FastifyInstance } from 'fastify'
import { keepArrival, tellsArrival } from './arrival.ts'
import type { Context } from './context.ts'
import { editOwn } from './edit-answer.ts'
import type { Settings } from './options.ts'
import { readPath } from './path.ts'
import { targetOf } from './target.ts'

/** Adds the hooks that some header rules need, and none where no rule does: those that tell times, and those that hold always. */
export function addHeaderHooks (fastify: FastifyInstance, settings: Settings, contextFor: (decoded: string) => Context): void {
  const all = [settings, ...settings.sections]
  const headers = all.flatMap(each => each.headers ?? [])
  const requestHeaders = all.flatMap(each => each.requestHeaders ?? [])
  if ([...headers, ...requestHeaders].some(tellsArrival)) fastify.addHook('onRequest', keepArrival)
  if (headers.some(rule => rule.always === true)) {
    fastify.addHook('onSend', function editHeaders (request, reply, _payload, done) {
      const asked = readPath(targetOf(request.raw), settings.allowEncodedSlashes)
      const edit = contextFor(typeof asked === 'number' ? '' : asked.decoded).editOwn
      if (edit !== null) editOwn(reply, edit)
      done()
    })
  }
}
