import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** A file of the page: what it is called under the page's path, its type, and what is in it. */
export interface Asset {
  readonly name: string
  readonly type: string
  readonly content: Buffer
}

const folder = new URL('assets/', pathToFileURL(createRequire(import.meta.url).resolve('@fastify-balancer/manager/package.json')))

/** The page's own files; it asks for no others. */
export const assets: readonly Asset[] = [
  read('manager.css', 'text/css; charset=utf-8'),
  read('tools.css', 'text/css; charset=utf-8'),
  read('live.js', 'text/javascript; charset=utf-8')
]

/** Stands in the addresses of the files, so that a browser keeps them until they change. */
export const assetVersion: string = assets
  .reduce((hash, { content }) => hash.update(content), createHash('sha256'))
  .digest('hex').slice(0, 12)

function read (name: string, type: string): Asset {
  return { name, type, content: readFileSync(new URL(name, folder)) }
}
