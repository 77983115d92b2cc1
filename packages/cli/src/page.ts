/** The small pages that this server answers with by itself. */
import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'

const texts: Readonly<Record<number, string>> = {
  400: 'Your browser sent a request that this server could not understand.',
  401: 'This server could not verify that you are authorized to access the document requested.',
  403: 'You don\'t have permission to access this resource.',
  404: 'The requested URL was not found on this server.'
}

/** Answers with the page of a status. */
export function sendPage (reply: FastifyReply, status: number): FastifyReply {
  const title = STATUS_CODES[status]
  return reply.code(status).type('text/html; charset=utf-8').send(
    `<!DOCTYPE html>\n<html lang="en"><head><title>${status} ${title}</title></head>` +
    `<body><h1>${title}</h1><p>${texts[status] ?? ''}</p></body></html>\n`
  )
}
