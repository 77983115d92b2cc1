import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NoBalancerError } from './errors.ts'
import { previewPanel } from './page/preview-panel.ts'
import { preview } from './preview.ts'
import { readRequestParameters } from './request-parameters.ts'
import { select } from './selection.ts'
import type { Surroundings } from './take-view.ts'

/** What the buttons in the rows ask first: what something would do. Fields are those of httpd's forms. */
export function askFirst (scope: FastifyInstance, base: string, { balancers, history }: Surroundings): void {
  scope.post(`${base}/preview`, function previewChange (request: FastifyRequest, reply: FastifyReply) {
    const parameters = readRequestParameters(request, () => false)
    const selection = select(balancers, parameters)
    if (selection.balancer === undefined) throw new NoBalancerError()
    reply.type('text/html; charset=utf-8').send(previewPanel(preview(balancers, history, selection.balancer, selection, parameters, request), false))
  })
}
