import { operations } from './operations.ts'
import type { Operation } from './operations.ts'
import { schemas } from './schemas.ts'
import type { Schema } from './schemas.ts'

/**
 * The OpenAPI 3.1 document, from what the routes themselves go by.
 * @param server the path of the API
 * @param version of this package
 */
export function openApi (server: string, version: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {}
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    paths[operation.path] ??= {}
    paths[operation.path]![operation.method.toLowerCase()] = describe(id, operation)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'fastify-balancer manager',
      version,
      description: 'Times are epoch milliseconds, durations milliseconds, sizes bytes. Whoever may see the page may ask; changes need an operator who may make them, and JSON.'
    },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, relink(schema)])),
      securitySchemes: { basic: { type: 'http', scheme: 'basic' } }
    },
    security: [{}, { basic: [] }]
  }
}

function describe (operationId: string, { method, path, summary, body, bodyOptional, answers }: Operation): Schema {
  const parameters: Schema[] = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  if (operationId === 'events') parameters.push({ name: 'since', in: 'query', schema: { type: 'integer' } })
  if (method !== 'GET') parameters.push({ name: 'If-Match', in: 'header', description: 'the ETag of an earlier answer; another version is answered with 412', schema: { type: 'string' } })
  return {
    operationId,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: bodyOptional !== true, content: json(body) } }),
    responses: Object.fromEntries(Object.entries(answers).map(([status, name]) => [status, { description: name, content: json(name) }]))
  }
}

function json (name: string): Schema {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } }
}

/** References as OpenAPI has them. */
function relink (value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) =>
    [key, key === '$ref' ? `#/components/schemas/${String(each).slice(0, -1)}` : relink(each)]))
}
