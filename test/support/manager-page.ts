/** Reads the members' table of the balancer-manager page as a monitoring script does: by the texts of its headings. */
import { bytesOf, exchange } from './client.ts'

/** A row: heading → cell, such as `Worker URL`, `Status`, `Elected`, `Busy`. */
export type Row = Readonly<Record<string, string>>

/**
 * The members of the first balancer on the page.
 * @throws when the page is not served
 */
export async function readMembers (port: number, path = '/balancer-manager'): Promise<Row[]> {
  const { status, body } = await exchange(port, bytesOf(`GET ${path}`, ['Host: localhost']))
  const page = body.toString()
  const table = /<table[^>]*>((?:(?!<\/table>).)*Worker URL.*?)<\/table>/s.exec(page)?.[1]
  if (status !== 200 || table === undefined) throw new Error(`no members on the manager page: ${status} ${page}`)
  const [headings = [], ...rows] = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => cells(row))
  return rows.map(row => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])))
}

function cells (row: string): string[] {
  return [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '').trim())
}
