/** The small pages that this server answers with by itself. */
import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'

const texts: Readonly<Record<number, string>> = {
  400: 'Your browser sent a request that this server could not understand.',
  401: 'This server could not verify that you are authorized to access the document requested.',
  403: 'You don\'t have permission to access this resource.',
  404: 'The requested URL was not found on this server.',
  421: 'This connection is not the one for the server that the request asks for.',
  500: 'The server encountered an internal error and was unable to complete your request.',
  502: 'The proxy server received an invalid response from an upstream server.',
  503: 'The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.',
  504: 'The gateway did not receive a timely response from the upstream server.'
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers with what stands in for the page of a status, and tells whether anything does; left out: nothing ever does. */
    sendErrorDocument?: (reply: FastifyReply, status: number, reason: string) => boolean
  }
}

/**
 * Answers with the page of a status, or what stands in for it.
 * @param reason for people who may know more; empty: none is shown
 */
export function sendPage (reply: FastifyReply, status: number, reason = ''): FastifyReply {
  return reply.server.sendErrorDocument?.(reply, status, reason) === true ? reply : sendOwnPage(reply, status, reason)
}

/** Answers with our own page of a status. */
export function sendOwnPage (reply: FastifyReply, status: number, reason = ''): FastifyReply {
  return reply.code(status).type(pageType).send(page(status, reason))
}

export const pageType = 'text/html; charset=utf-8'

/** The page itself. */
export function page (status: number, reason = ''): string {
  const title = STATUS_CODES[status]
  return `<!DOCTYPE html>\n<html lang="en"><head><title>${status} ${title}</title></head>` +
    `<body><h1>${title}</h1><p>${texts[status] ?? ''}</p>${reason === '' ? '' : `<p>Reason: <strong>${escapeHtml(reason)}</strong></p>`}</body></html>\n`
}

function escapeHtml (text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
