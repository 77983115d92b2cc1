/** Reads a `LoadModule` that names a JavaScript file: an lbmethod of the operator's own. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LbMethodModule, Place } from './configuration.ts'
import { refuse } from './errors.ts'
import type { Reading } from './on-read.ts'
import { builtInLbMethods } from './parameters.ts'
import { formatPlace } from './report.ts'

/** Whoever starts the server loads the file; here it is only looked for. */
export function readLbMethodModule (identifier: string, file: string, { serverRoot, lbMethods }: Reading, place: Place): LbMethodModule {
  const [, word] = /^lbmethod_(\w+)_module$/.exec(identifier) ?? refuse('a JavaScript file can only be an lbmethod_NAME_module')
  const name = word!.toLowerCase()
  if (builtInLbMethods.includes(name)) refuse(`lbmethod ${name} is there already`)
  const twin = lbMethods.find(module => module.name === name)
  if (twin !== undefined) refuse(`lbmethod ${name} is loaded already, at ${formatPlace(twin.place)}`)
  const path = resolve(serverRoot, file)
  if (!existsSync(path)) refuse(`${path}: no such file`)
  return { name, path, place }
}
