/** Loads the lbmethods that `LoadModule` names as JavaScript files. */
import { pathToFileURL } from 'node:url'
import type { Configuration, LbMethodModule } from '@fastify-balancer/conf'
import type { LbMethod } from '@fastify-balancer/core'
import { Refusal } from './refusal.ts'

/**
 * A module's default export is an lbmethod, or makes one of a source of random numbers from 0 to 1.
 * @throws Refusal with the place in the file
 */
export async function loadLbMethods ({ modules }: Pick<Configuration, 'modules'>): Promise<LbMethod[]> {
  return Promise.all(modules.map(load))
}

async function load ({ name, path, place }: LbMethodModule): Promise<LbMethod> {
  const whose = `${place.file}:${place.line}: LoadModule: ${path}`
  const lbMethod = await importDefault(path).catch((error: unknown) => {
    throw new Refusal(`${whose} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (!isLbMethod(lbMethod)) throw new Refusal(`${whose} must export as default { name, choose } or a function that makes it`)
  if (lbMethod.name.toLowerCase() !== name) throw new Refusal(`${whose} is named ${lbMethod.name}, not ${name}`)
  return lbMethod
}

async function importDefault (path: string): Promise<unknown> {
  const { default: exported } = await import(pathToFileURL(path).href) as { default?: unknown }
  return typeof exported === 'function' ? exported(Math.random) : exported
}

function isLbMethod (value: unknown): value is LbMethod {
  if (typeof value !== 'object' || value === null) return false
  const { name, choose } = value as Partial<LbMethod>
  return typeof name === 'string' && typeof choose === 'function'
}
