import type { FastifyRequest } from 'fastify'
import { readHeaderEdit } from './headers.ts'
import type { HeaderEdit, RequestHeaderOptions } from './headers.ts'

/** Changes a request's header fields, a flat list of names and values, in place. */
export type EditRequest = (headers: string[], request: FastifyRequest) => void

/**
 * Makes one function of all rules; null: there are none.
 * @throws FST_BALANCER_BAD_OPTION
 */
export function createEditRequest (rules: readonly RequestHeaderOptions[]): EditRequest | null {
  if (rules.length === 0) return null
  const edits = rules.map(rule => readHeaderEdit(rule, `requestHeaders ${rule.action} ${rule.name}`))
  return (headers, request) => {
    for (const edit of edits) if (edit.holds(request)) carryOut(edit, headers, request)
  }
}

/** Lines stay where they are; what is new comes last, as in httpd's tables. */
function carryOut ({ name, field, apply }: HeaderEdit, headers: string[], request: FastifyRequest): void {
  const places: number[] = []
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.toLowerCase() === field) places.push(i)
  }
  const lines = apply(places.map(i => headers[i + 1]!), request)
  for (const [n, i] of places.entries()) headers[i + 1] = lines[n]!
  for (const i of places.slice(lines.length).reverse()) headers.splice(i, 2)
  for (const line of lines.slice(places.length)) headers.push(name, line)
}
