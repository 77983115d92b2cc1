import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { STATUS_CODES } from 'node:http'
import { MethodNotAllowedError, UnknownError } from '../errors.ts'
import { version } from '../version.ts'
import type { ApiContext } from './context.ts'
import { createHandlers } from './handlers.ts'
import { openApi } from './openapi.ts'
import { operations } from './operations.ts'
import type { Operation, OperationName } from './operations.ts'
import { refuseForeign } from './same-site.ts'
import { schemas } from './schemas.ts'
import type { Schema } from './schemas.ts'

/** A change is some hundred bytes; a body beyond this, in bytes, gets 413. */
const bodyLimit = 64 * 1024

/**
 * Serves the JSON API under `api`, in a scope that lets in whom it shall.
 * @param base the page's path, without a slash at the end
 */
export async function registerApi (scope: FastifyInstance, base: string, context: ApiContext): Promise<void> {
  const handlers = createHandlers(context)

  await scope.register(async function balancerManagerApi (api) {
    // What the app sets up for its own routes shall not bend values here.
    api.setValidatorCompiler(({ schema }) => checker(schema as Schema))
    api.removeAllContentTypeParsers()
    api.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, readJson)
    api.setErrorHandler(sendError)
    const methods = new Map<string, string[]>()
    for (const [name, operation] of Object.entries(operations) as Array<[OperationName, Operation]>) {
      const url = base + '/api' + operation.path.replace(/\{member\}$/, '*').replace(/\{(\w+)\}/g, ':$1')
      methods.set(url, [...methods.get(url) ?? [], operation.method])
      const { method, body, bodyOptional } = operation
      api.route({
        method,
        url,
        // No writers of answers: compiling them takes each app half a second, and they would write nothing else.
        schema: body === undefined || bodyOptional === true ? {} : { body: schemas[body] },
        ...(method === 'GET' ? {} : { onRequest: refuseForeign }),
        handler: handlers[name]
      })
    }
    const document = openApi(`${scope.prefix}${base}/api`, version)
    api.get(`${base}/api/openapi.json`, async () => document)
    methods.set(`${base}/api/openapi.json`, ['GET'])
    for (const [url, known] of methods) {
      const allowed = known.includes('GET') ? [...known, 'HEAD'] : known
      api.route({ method: api.supportedMethods.filter(method => !allowed.includes(method)), url, handler: refuseMethod(allowed.join(', ')) })
    }
    api.all(`${base}/api/*`, async ({ url }) => { throw new UnknownError(`there is no ${url}`) })
  })
}

const ajv = new Ajv({ strict: false })

/** Checks bodies; compiled when the first one comes. */
function checker (schema: Schema): (body: unknown) => { error: NonNullable<typeof ajv.errors> } | true {
  let validate: ValidateFunction | undefined
  return body => {
    validate ??= ajv.compile(schema)
    return validate(body) || { error: validate.errors! }
  }
}

function readJson (_request: FastifyRequest, body: string | Buffer, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, JSON.parse(String(body)))
  } catch {
    done(Object.assign(new Error('the body is no JSON'), { statusCode: 400, code: 'FST_BALANCER_MANAGER_BAD_JSON' }))
  }
}

function refuseMethod (allow: string): (request: FastifyRequest, reply: FastifyReply) => Promise<never> {
  return async function refuseMethod ({ method }, reply) {
    reply.header('allow', allow)
    throw new MethodNotAllowedError(method)
  }
}

function sendError (error: FastifyError & { field?: string }, request: FastifyRequest, reply: FastifyReply): void {
  // To core a bad value is the app's fault; here it is the client's.
  const statusCode = error.code === 'FST_BALANCER_BAD_PARAMETER' ? 400 : error.statusCode ?? 500
  if (statusCode >= 500) request.log.error({ err: error }, error.message)
  const [flaw] = error.validation ?? []
  const named = flaw?.params.additionalProperty ?? flaw?.params.missingProperty
  const field = error.field ?? (named === undefined ? flaw?.instancePath.slice(1).replaceAll('/', '.') : String(named))
  reply.code(statusCode).send({
    statusCode,
    code: error.code,
    error: STATUS_CODES[statusCode],
    message: statusCode >= 500 ? STATUS_CODES[statusCode] : error.message,
    ...(field === undefined || field === '' ? {} : { field })
  })
}
