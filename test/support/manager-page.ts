/** Reads the members' table of the balancer-manager page as a monitoring script does: by the texts of its headings. */
import { bytesOf, exchange } from './client.ts'

/** A row: heading → cell, such as `Worker URL`, `Status`, `Elected`, `Busy`. */
export type Row = Readonly<Record<string, string>>

/** What the page tells about a balancer. */
export interface BalancerTable {
  /** What its forms must send. */
  readonly nonce: string
  readonly members: readonly Row[]
}

/**
 * A balancer of the page.
 * @throws when it is not there
 */
export async function readBalancer (port: number, name: string, path = '/balancer-manager'): Promise<BalancerTable> {
  const { body } = await exchange(port, bytesOf(`GET ${path}`, ['Host: localhost']))
  const section = body.toString().split('<h3>').find(text => text.includes(`>balancer://${name}</a>`))
  if (section === undefined) throw new Error(`no balancer://${name} on the manager page`)
  return { nonce: /nonce=([^"&]+)/.exec(section)?.[1] ?? '', members: readTable(section) ?? [] }
}

/** Sends one of the page's forms, as the page itself would. */
export async function postForm (port: number, fields: Readonly<Record<string, string>>, path = '/balancer-manager'): Promise<void> {
  const body = new URLSearchParams(fields).toString()
  const lines = ['Host: localhost', 'Referer: http://localhost/', 'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`]
  const { status } = await exchange(port, bytesOf(`POST ${path}`, lines, body))
  if (status !== 200) throw new Error(`the manager answers ${status}`)
}

/**
 * The members of the first balancer on the page.
 * @throws when the page is not served
 */
export async function readMembers (port: number, path = '/balancer-manager'): Promise<Row[]> {
  const { status, body } = await exchange(port, bytesOf(`GET ${path}`, ['Host: localhost']))
  const page = body.toString()
  const members = readTable(page)
  if (status !== 200 || members === null) throw new Error(`no members on the manager page: ${status} ${page}`)
  return members
}

/** The rows of the first table of members; null: there is none. */
function readTable (html: string): Row[] | null {
  const table = /<table[^>]*>((?:(?!<\/table>).)*Worker URL.*?)<\/table>/s.exec(html)?.[1]
  if (table === undefined) return null
  const [headings = [], ...rows] = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => cells(row))
  return rows.map(row => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])))
}

function cells (row: string): string[] {
  return [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '').trim())
}
