import { createHmac } from 'node:crypto'

/**
 * Signs a message as Standard Webhooks have it, so that receivers may use their libraries.
 * @param secret a text, or `whsec_` and the bytes in base64
 * @param timestamp epoch seconds
 * @returns the header `webhook-signature`
 * @see https://www.standardwebhooks.com
 */
export function sign (secret: string, id: string, timestamp: number, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}
